"""One click stops mails about a topic, without a login: nothing by only opening a link, and never what somebody needs."""

from dataclasses import replace

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from accounts.models.merges import FormerId
from core.models import Event
from notifications import kinds
from notifications.channels.base import MAIL
from notifications.chosen import wants_mail
from notifications.errors import LinkInvalid
from notifications.models import Choice
from notifications.readers import reader_of_person, reader_of_user
from notifications.rendering import build_mail, write
from notifications.services.choosing import switch_mail
from notifications.stop_links import read_unsubscribe_token, unsubscribe_link
from notifications.topics import Topic
from tests.clock import NOW
from tests.notifications.builders import HELLO, HELLO_KIND, make_reader, queue
from tests.pages.builders import everything, says
from tests.teams import make_user

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
CARE = [Topic.CARE]


@pytest.fixture
def ana():
    return reader_of_person(make_reader(language="en"))


@pytest.fixture
def program():
    """A mail program, a scanner or a browser: no login, no cookie, and our forms are really checked."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


def path_to(reader, topics=CARE):
    return reverse("unsubscribe", args=[token_of(unsubscribe_link(reader, topics))])


def token_of(link):
    return link.rstrip("/").rsplit("/", 1)[1]


def mail_to(reader, **how):
    return build_mail(queue(reader.person, **how))


def test_a_mail_that_can_be_switched_off_says_how_to_programs_and_to_people(ana):
    mail = mail_to(ana)

    link = unsubscribe_link(ana, CARE)
    assert mail.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (html, _kind) = mail.alternatives[0]
    for address in (link, reverse("my_choices")):
        assert (address in mail.body, address in html) == (True, True)


def test_the_words_without_a_mail_have_no_such_lines(ana):
    assert "stop-mails" not in write(queue(ana.person)).text


def test_a_mail_that_is_needed_has_nothing_to_switch_off(ana, monkeypatch):
    monkeypatch.setitem(kinds._kinds, HELLO, replace(HELLO_KIND, required=True))

    mail = mail_to(ana)

    assert {name for name in mail.extra_headers if name.startswith("List-")} == set()
    assert "stop-mails" not in mail.body + str(mail.alternatives[0])


def test_the_lines_are_in_the_language_of_the_reader(ana):
    assert "You do not have to log in:" in mail_to(ana).body


def test_a_mail_program_stops_them_with_one_click(ana, program):
    answer = program.post(path_to(ana), ONE_CLICK)

    assert (answer.status_code, wants_mail(ana, CARE)) == (200, False)
    assert wants_mail(ana, [Topic.WAITING])


def test_one_click_twice_is_one_change(ana, program):
    for _click in range(2):
        assert program.post(path_to(ana), ONE_CLICK).status_code == 200

    assert (
        Choice.objects.count(),
        Event.objects.filter(kind="notifications.mail_switched").count(),
    ) == (1, 1)


def test_one_click_stops_only_mails_of_this_reader(ana, program):
    ben = reader_of_person(make_reader("Ben"))

    program.post(path_to(ana), ONE_CLICK)

    assert wants_mail(ben, CARE)


@pytest.mark.parametrize(
    "said", [{}, {"mails": "stop"}, {"List-Unsubscribe": "Twice"}, {"mails": "again"}]
)
def test_anything_but_one_click_needs_the_form_of_our_page(ana, program, said):
    before = everything()

    answer = program.post(path_to(ana), said)

    assert (answer.status_code, everything() == before) == (403, True)


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(ana, program, method):
    path, before = path_to(ana), everything()

    answer = getattr(program, method)(path)

    assert (answer.status_code, everything() == before) == (200, True)


def test_a_button_stops_them_and_another_takes_it_back(ana, browser):
    path = path_to(ana)
    assert says(browser.get(path), "Stop these mails")

    page = browser.post(path, {"mails": "stop"}, follow=True)
    assert (says(page, "I want them again"), wants_mail(ana, CARE)) == (True, False)

    page = browser.post(path, {"mails": "again"}, follow=True)
    assert (says(page, "Stop these mails"), wants_mail(ana, CARE)) == (True, True)


def test_another_answer_than_the_buttons_is_refused(ana, browser):
    assert browser.post(path_to(ana), {"mails": "maybe"}).status_code == 400


def test_the_page_names_what_it_is_about_in_the_language_of_the_reader(browser):
    noor = reader_of_person(make_reader("Noor", language="en"))

    page = browser.get(path_to(noor, [Topic.CARE, Topic.WAITING]))

    assert [says(page, topic.label) for topic in Topic] == [False, False, True, True, False]


def test_the_page_opens_for_who_is_logged_in_as_somebody_else_and_changes_theirs_not(ana, browser):
    other = make_user()
    browser.force_login(other)

    browser.post(path_to(ana), {"mails": "stop"})

    assert wants_mail(reader_of_user(other), CARE)
    assert not wants_mail(ana, CARE)


def changed(token):
    return token[:-1] + ("A" if token[-1] != "A" else "B")


def of_another_kind(token):
    return signing.dumps(["person", 1, "care"], salt="waitlist.sign")


def about_nothing(token):
    return signing.dumps(
        [*signing.loads(token, salt="notifications.unsubscribe")[:2], "weather"],
        salt="notifications.unsubscribe",
    )


def of_nobody(token):
    return signing.dumps(["person", 0, "care"], salt="notifications.unsubscribe")


def of_no_login(token):
    return signing.dumps(["user", 0, "care"], salt="notifications.unsubscribe")


@pytest.mark.parametrize(
    "wrong", [changed, of_another_kind, about_nothing, of_nobody, of_no_login, lambda token: "x"]
)
@pytest.mark.parametrize("said", [None, ONE_CLICK, {"mails": "stop"}])
def test_a_link_that_is_not_ours_says_so_and_changes_nothing(ana, browser, wrong, said):
    token = wrong(token_of(unsubscribe_link(ana, CARE)))
    path, before = reverse("unsubscribe", args=[token]), everything()

    answer = browser.get(path) if said is None else browser.post(path, said)

    assert (answer.status_code, says(answer, LinkInvalid())) == (404, True)
    assert everything() == before


def test_the_link_of_a_login_counts_for_their_person_since():
    user = make_user()
    token = token_of(unsubscribe_link(reader_of_user(user), [Topic.TEAM]))
    person = make_reader(user=user, email="")

    reader, topics = read_unsubscribe_token(token)

    assert (reader.person, topics) == (person, [Topic.TEAM])


def test_the_link_of_a_file_that_became_one_with_another_counts_for_that():
    gone = make_reader("Ana again")
    token = token_of(unsubscribe_link(reader_of_person(gone), CARE))
    kept = make_reader()
    FormerId.objects.create(
        person=kept, old_id=gone.pk, old_public_id=gone.public_id, merged_at=NOW
    )
    gone.delete()

    assert read_unsubscribe_token(token)[0].person == kept


def test_stopped_mails_go_out_no_more(ana):
    switch_mail(reader=ana, topics=CARE, wanted=False, now=NOW)

    assert list(Choice.objects.values_list("topic", "channel", "wanted")) == [("care", MAIL, False)]
