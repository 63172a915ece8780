"""The words of a mail: every kind in every language, and nothing that somebody typed can do harm."""

import re
from email import message_from_bytes
from email.message import Message as Mail
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings

from notifications.kinds import all_kinds, get_kind
from notifications.rendering import SUBJECT_LIMIT, build_mail, render
from tests.notifications.builders import (
    HELLO_KIND,
    make_reader,
    queue,
    sample_hello,
)
from tests.teams import make_user

KINDS = sorted((kind for kind in all_kinds()), key=lambda kind: kind.code)
LANGUAGES = ["nl", "fr", "en"]
every_text = pytest.mark.parametrize("language", LANGUAGES)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)


def hosts_in(text: str) -> set[str]:
    """Whom a reader could get to; the names of XML vocabularies are no links."""
    text = re.sub(r'xmlns(:\w+)?="[^"]*"', "", text)
    return {urlsplit(link).netloc for link in re.findall(r"(?i)(?:https?:)?//[^\s\"'<>)]+", text)}


def words_of(html: str) -> str:
    body = re.sub(r"(?s)<(head|style|title)\b.*?</\1>|<!--.*?-->", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_apps_registered_their_kinds():
    assert {kind.owner for kind in KINDS} >= {"matching", "organisations"}


@every_kind
def test_a_kind_is_found_by_its_code(kind):
    assert get_kind(kind.code) is kind


def test_a_kind_that_nobody_registered_is_not_found():
    with pytest.raises(KeyError):
        get_kind("tests.nobody_knows")


@every_text
@every_kind
def test_a_subject_fits_on_one_line(kind, language):
    subject = render(kind, kind.sample(), language).subject

    assert (0 < len(subject) <= SUBJECT_LIMIT, "\n" in subject) == (True, False)


@every_text
@every_kind
def test_a_mail_has_a_text_that_ends_with_one_line_break(kind, language):
    text = render(kind, kind.sample(), language).text

    assert re.fullmatch(r"(?s)\S.*\S\n", text)


@every_text
@every_kind
def test_no_template_tag_is_left_in_a_mail(kind, language):
    words = render(kind, kind.sample(), language)

    assert not re.search(r"\{[{%#]|[}%#]\}|None", words.subject + words.text + words_of(words.html))


@every_text
@every_kind
def test_the_html_says_the_same_words_as_the_text(kind, language):
    words = render(kind, kind.sample(), language)

    assert " ".join(words.text.split()) in words_of(words.html)


@every_text
@every_kind
def test_a_mail_leads_to_no_other_site(kind, language):
    words = render(kind, kind.sample(), language)

    assert hosts_in(words.text + words.html) == {urlsplit(django_settings.SITE_URL).netloc}


@every_text
@every_kind
def test_every_link_of_the_text_can_be_pressed_in_the_html(kind, language):
    words = render(kind, kind.sample(), language)

    links = re.findall(r"http\S+", words.text)
    assert [link for link in links if f'<a href="{link}"' not in words.html] == []


@every_text
@every_kind
def test_the_html_says_in_which_language_it_is(kind, language):
    assert f'<html lang="{language}"' in render(kind, kind.sample(), language).html


def test_a_date_is_written_in_the_language_of_the_reader():
    kind = get_kind("matching.proposal_offered")

    texts = [render(kind, kind.sample(), language).text for language in LANGUAGES]

    assert [
        day in text for day, text in zip(("maandag", "lundi", "Monday"), texts, strict=True)
    ] == [True] * 3


def hello(name: str, language: str = "en"):
    return render(HELLO_KIND, sample_hello() | {"name": name}, language)


ATTACKS = [
    "<script>alert(1)</script>",
    "</mj-text></mj-column><mj-raw><img src=x></mj-raw>",
    "<mj-include path='/etc/passwd' />",
    "<mj-style>body{}</mj-style>",
    "&lt;b&gt; & <b>",
    '"><a href="javascript:alert(1)">',
    "{{ settings.SECRET_KEY }}{% include 'base.html' %}",
    "]]><!-- -->",
]


@pytest.mark.parametrize("name", ATTACKS)
def test_what_somebody_typed_stays_text(name):
    words = hello(name)

    assert (name in words.text, " ".join(f"Dear {name},".split()) in words_of(words.html)) == (
        True,
        True,
    )


@pytest.mark.parametrize("name", ATTACKS)
def test_what_somebody_typed_adds_no_tag_to_the_html(name):
    tags = re.compile(r"<[a-z!/][^>]*>")

    assert len(tags.findall(hello(name).html)) == len(tags.findall(hello("Ana").html))


def test_a_plain_text_is_not_escaped():
    assert "Come & see:" in hello("Ana").text


def test_a_long_subject_is_cut():
    assert hello("x" * 500).subject == ("Hello " + "x" * 500)[:SUBJECT_LIMIT]


def mail_of(message) -> Mail:
    return message_from_bytes(build_mail(message).message().as_bytes())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "Ana\r\nBcc: eve@example.org",
        "Ana\nBcc: eve@example.org",
        "Ana\rBcc: eve@example.org",
        "Ana\u2028Bcc: eve@example.org",
        "Ana\x0bBcc: eve@example.org",
    ],
)
def test_a_name_adds_no_header(name):
    mail = mail_of(queue(context={"name": name}))

    assert (mail["Bcc"], mail["Subject"]) == (None, "Hello Ana Bcc: eve@example.org")


@pytest.mark.django_db
def test_a_mail_goes_to_one_address():
    mail = build_mail(queue(make_reader(email="ana@example.org")))

    assert mail.recipients() == ["ana@example.org"]


@pytest.mark.django_db
def test_a_mail_can_be_recognised_without_saying_what_it_is_about():
    message = queue(dedupe_key="proposal:7:offered:3")

    mail = mail_of(message)

    assert (mail["Message-ID"], "proposal" in mail["X-Kompaan-Dedupe"]) == (
        f"<{message.public_id}@{django_settings.SITE_HOST}>",
        False,
    )


@pytest.mark.django_db
def test_no_holiday_note_answers_a_mail_of_ours():
    assert mail_of(queue())["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
@every_text
def test_a_person_is_written_to_in_their_language(language):
    ana = make_reader(language=language)

    assert mail_of(queue(ana))["Content-Language"] == language


@pytest.mark.django_db
@every_text
def test_the_team_is_written_to_in_the_language_of_the_login(language):
    cora = make_user(language=language)

    assert mail_of(queue(user=cora))["Content-Language"] == language


@pytest.mark.django_db
def test_a_mail_has_a_text_and_an_html_part():
    mail = mail_of(queue())

    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
