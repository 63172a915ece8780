"""The demo's mailbox: the folder in which the demo's mail server keeps every mail."""

import asyncio
from email.message import EmailMessage
from types import SimpleNamespace

import pytest

from config.local.mail_sink import Folder
from notifications.mailbox import SHOWN, get_mail, list_mails


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mail"


@pytest.fixture
def keep(folder):
    """Give a mail to the demo's mail server."""
    sink = Folder(folder)

    def keep(subject="Hello", text="Dear Ana,\n", html="<p>Dear Ana,</p>"):
        mail = EmailMessage()
        mail["To"], mail["Subject"] = "ana@example.org", subject
        if text:
            mail.set_content(text)
        if html:
            mail.add_alternative(html, subtype="html")
        envelope = SimpleNamespace(original_content=mail.as_bytes())
        return asyncio.run(sink.handle_DATA(None, None, envelope))

    return keep


def test_a_mail_is_shown_with_its_recipient_subject_and_text(folder, keep):
    keep("Zoë 👋", "Dear Zoë,\n")

    [mail] = list_mails(folder)

    assert (mail.to, mail.subject, mail.text) == ("ana@example.org", "Zoë 👋", "Dear Zoë,\n")


def test_the_newest_mail_stands_first(folder, keep):
    keep("first")
    keep("second")

    assert [mail.subject for mail in list_mails(folder)] == ["second", "first"]


def test_only_the_newest_mails_are_listed(folder, keep):
    for number in range(SHOWN + 1):
        keep(str(number), html="")

    listed = list_mails(folder)

    assert (len(listed), listed[0].subject) == (SHOWN, str(SHOWN))


def test_a_mail_is_found_by_its_name(folder, keep):
    keep("first")
    [mail] = list_mails(folder)

    assert get_mail(folder, mail.name) == mail


@pytest.mark.parametrize("name", ["", "nothing", "../../../etc/passwd", "*", "%2e%2e"])
def test_no_other_file_is_found_by_any_name(folder, keep, name):
    keep()

    assert get_mail(folder, name) is None


def test_a_mail_that_has_only_html_is_shown_without_text(folder, keep):
    keep(text="")

    assert list_mails(folder)[0].text == ""


def test_an_empty_folder_has_no_mails(folder):
    assert list_mails(folder) == []


def test_a_mail_that_is_still_being_written_is_not_shown(folder, keep):
    keep()
    (folder / ".1-2").write_bytes(b"Subject: ha")

    assert len(list_mails(folder)) == 1
