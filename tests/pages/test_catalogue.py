"""The catalogue of messages: every kind, as a mail, an SMS, on a device and as a letter."""

import re

import pytest
from django.urls import reverse

from notifications.kinds import all_kinds
from notifications.rendering import render, subject_of
from tests.notifications.pdfs import read, words
from tests.pages.access import MOST
from tests.pages.builders import links_of, says, visitor, words_of
from tests.pages.builders import read as read_page

pytestmark = pytest.mark.django_db

KIND = "matching.proposal_offered"
CODES = [kind.code for kind in all_kinds()]


def page_of(name, *args):
    return reverse(f"organisations:{name}", args=args)


def kind_of(code):
    return next(kind for kind in all_kinds() if kind.code == code)


def written(code, language):
    return render(kind_of(code), kind_of(code).sample(), language)


def test_the_programmes_lead_to_all_messages(cora):
    assert page_of("catalogue") in links_of(cora.get(page_of("programmes")))


def test_every_kind_is_listed(cora):
    page = cora.get(page_of("catalogue"))

    assert [page_of("kind", code, "en") in links_of(page) for code in CODES] == [True] * len(CODES)


def test_a_kind_tells_its_topic_and_whether_it_can_wait_or_be_switched_off(cora):
    page = cora.get(page_of("catalogue"))

    subject = subject_of(kind_of("groups.gathering_moved"), "en")
    told = "When and where you meet, urgent: does not wait for the morning, cannot be switched off"
    assert says(page, f"{subject} {told}")


def test_kinds_that_are_called_the_same_can_be_told_apart(cora):
    page = cora.get(page_of("catalogue"))

    entries = re.findall(r"<li>(.*?)</li>", page.content.decode(), re.DOTALL)
    words = [re.sub(r"<[^>]*>", "", each) for each in entries]
    told = [written(code, "en") for code in CODES]
    differ = {(each.subject, each.text.partition("\n\n")[2][:60]) for each in told}
    assert (len(words), len(set(words))) == (len(CODES), len(differ))


def test_the_list_is_in_the_language_of_its_reader(world):
    page = visitor(world.cora, language="fr").get(page_of("catalogue"))

    assert says(page, subject_of(kind_of(KIND), "fr"))
    assert page_of("kind", KIND, "fr") in links_of(page)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_kind_is_shown_in_each_language(cora, code, language):
    page = cora.get(page_of("kind", code, language))

    words_told = written(code, language)
    assert says(page, words_told.subject)
    assert says(page, words_told.text)


def test_a_kind_reads_few_rows(cora, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST):
        cora.get(page_of("kind", KIND, "nl"))


def test_an_sms_tells_its_length_parts_and_price(cora, settings):
    settings.SMS_PART_PRICE_CENT, settings.SITE_URL = 7.5, "http://127.0.0.1:8000"

    page = cora.get(page_of("kind", KIND, "en"))

    assert says(page, "We have a proposal for you http://127.0.0.1:8000/answer/.../")
    assert says(page, "60 signs, the alphabet of SMS, 1 part, 7.5 cent")


def test_an_sms_that_costs_nothing_tells_no_price(cora, settings):
    settings.SMS_PART_PRICE_CENT = 0

    assert "cent" not in words_of(cora.get(page_of("kind", KIND, "en"))).split()


def test_the_mail_is_shown_on_a_phone_and_wide_light_and_dark(cora):
    page = cora.get(page_of("kind", KIND, "en"))

    frames = [told for tag, told in read_page(page).tags if tag == "iframe"]
    assert [(each["src"], each["width"]) for each in frames] == [
        (page_of("kind_mail", KIND, "en", look), width)
        for width in ("360", "100%")
        for look in ("light", "dark")
    ]
    assert all("sandbox" in each and each["title"] for each in frames)
    assert "frame-src 'self'" in page["Content-Security-Policy"]


@pytest.mark.parametrize(("look", "rule"), [("light", "@media not all"), ("dark", "@media all")])
def test_the_mail_itself_can_do_nothing(cora, look, rule):
    page = cora.get(page_of("kind_mail", KIND, "nl", look))

    html = page.content.decode()
    assert html.count(rule) == 1
    assert "prefers-color-scheme" not in html
    assert "We denken dat we iemand vonden" in html
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert set(page["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    }


def test_the_letter_is_a_pdf(cora):
    answer = cora.get(page_of("kind_letter", KIND, "fr"))

    [page] = read(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert "Nous pensons avoir trouvé une personne qui vous convient." in words(page)


@pytest.mark.parametrize(
    "address",
    [
        page_of("kind", "tests.nobody_knows", "nl"),
        page_of("kind", KIND, "de"),
        page_of("kind_mail", KIND, "de", "dark"),
        page_of("kind_mail", KIND, "nl", "pink"),
        page_of("kind_letter", "tests.nobody_knows", "nl"),
    ],
)
def test_what_there_is_not_is_not_shown(cora, address):
    assert cora.get(address).status_code == 404
