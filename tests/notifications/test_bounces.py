"""Mails that came back are read, whoever made them; and whatever else comes in changes nothing."""

import io
import os
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from notifications import bounces
from notifications.bounces import read_returned
from notifications.management.commands import take_bounce
from notifications.models import DeadAddress, Message
from notifications.rendering import build_mail
from notifications.return_addresses import message_of, messages_named_in, return_address
from notifications.services import deliver_due
from tests.clock import NOW, later
from tests.notifications.builders import again, delivery_at, make_reader, plan, queue, told
from tests.notifications.returned import (
    JUNK,
    MESSAGE,
    ORIGINAL,
    SAYS,
    block,
    complaint,
    report,
)
from tests.pages.builders import everything

PATTERN = "bounces+{message}@kompaan.example"


@pytest.fixture
def with_bounces(settings):
    settings.MAIL_BOUNCES_TO = PATTERN


@pytest.mark.parametrize("name", SAYS)
def test_what_a_mail_server_says_is_understood(name):
    raw, said = SAYS[name]

    heard = read_returned(raw, now=NOW)

    assert (heard.message, heard.what, heard.status) == (MESSAGE, *said)


@pytest.mark.parametrize("name", JUNK)
def test_what_says_nothing_of_ours_says_nothing(name):
    assert read_returned(JUNK[name], now=NOW) is None


def test_it_happened_when_the_report_was_written():
    assert read_returned(report(block()), now=later(days=1)).at == later(minutes=30)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 20261 99:99:99 +9999"])
def test_without_a_date_it_happened_now(date):
    raw = report(block()).replace(b"Mon, 02 Mar 2026 10:30:00 +0100", date.encode())

    assert read_returned(raw, now=NOW).at == NOW


def test_a_date_without_a_zone_is_that_of_greenwich():
    raw = report(block()).replace(b"10:30:00 +0100", b"09:30:00 -0000")

    assert read_returned(raw, now=NOW).at == later(minutes=30)


def test_it_is_about_whom_we_wrote_to_and_whom_it_went_on_to():
    heard = read_returned(report(block(to="Ana@New.example")), now=NOW)

    assert heard.about == {"ana@example.org", "ana@new.example"}


def test_a_complaint_is_about_whom_it_names():
    heard = read_returned(complaint(more="Original-Rcpt-To: <bo@b.example>\n"), now=NOW)

    assert heard.about == {"ana@example.org", "bo@b.example"}


def test_what_the_reader_of_mails_cannot_take_says_nothing(monkeypatch, caplog):
    def surprise(_raw):
        raise AssertionError

    monkeypatch.setattr(bounces, "message_from_bytes", surprise)

    assert read_returned(b"x", now=NOW) is None
    assert "AssertionError" in caplog.text


@how(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(set(SAYS) - {"huge"})), st.data())
def test_a_mail_with_some_of_it_changed_never_raises(name, data):
    raw = bytearray(SAYS[name][0])
    for _change in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(raw)))
        raw[start : start + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=20))

    heard = read_returned(bytes(raw), now=NOW)

    assert heard is None or heard.message == MESSAGE


# Where a mail comes back to


def test_a_mail_comes_back_to_an_address_of_its_own(post, with_bounces, db):
    delivery = delivery_at("created", make_reader(email="ana@example.org"))
    post_office = []
    take_mail = post.handle_MAIL

    async def watch(server, session, envelope, address, options):
        post_office.append(address)
        return await take_mail(server, session, envelope, address, options)

    post.handle_MAIL = watch
    deliver_due(now=NOW)

    assert post_office == [return_address(delivery.message.public_id)]
    assert post.mails[0]["From"] == "Kompaan <hallo@kompaan.example>"


@pytest.mark.django_db
def test_without_a_setting_it_comes_back_to_the_sender(settings):
    mail = build_mail(queue())

    assert mail.from_email == settings.DEFAULT_FROM_EMAIL
    assert mail.message().get_all("From") == [settings.DEFAULT_FROM_EMAIL]


@pytest.mark.usefixtures("with_bounces")
@given(st.uuids())
@how(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_the_address_leads_back_to_the_message_whatever_happens_to_its_capitals(public_id):
    address = return_address(public_id)

    assert len(address.split("@")[0]) <= 64
    for seen in (address, address.upper(), f"Bounces <{address}>", f"rfc822;{address}"):
        assert message_of(seen) == public_id


@pytest.mark.usefixtures("with_bounces")
@pytest.mark.parametrize(
    "address",
    [
        "",
        "hallo@kompaan.example",
        "bounces+@kompaan.example",
        f"bounces+{'a' * 32}@kompaan.example",
        f"bounces+{'1' * 32}@kompaan.example",
    ],
)
def test_an_address_that_was_made_up_leads_nowhere(address):
    assert message_of(address) is None


@pytest.mark.usefixtures("with_bounces")
def test_an_address_that_only_ends_like_ours_leads_nowhere():
    assert message_of("x" + return_address(MESSAGE)) is None


def test_without_a_place_for_the_message_no_address_leads_to_one(settings):
    settings.MAIL_BOUNCES_TO = "bounces@kompaan.example"

    assert (return_address(MESSAGE), message_of("bounces@kompaan.example")) == (
        "bounces@kompaan.example",
        None,
    )


def test_only_a_whole_id_at_our_site_is_one():
    other = uuid4()

    named = messages_named_in(f"<{MESSAGE}@127.0.0.1> <{other}@elsewhere.example> {other}")

    assert named == [MESSAGE]


def nameless(**more):
    return report(block(), returned="", **more)


@pytest.mark.usefixtures("with_bounces")
@pytest.mark.parametrize("name", ["Delivered-To", "X-Original-To", "Envelope-To", "To"])
def test_a_report_without_the_mail_is_known_by_where_it_came_to(name):
    raw = nameless(head=f"{name}: {return_address(MESSAGE)}\n")

    assert read_returned(raw, now=NOW).message == MESSAGE


@pytest.mark.usefixtures("with_bounces")
def test_the_mail_server_may_say_where_it_came_to():
    came_to = return_address(MESSAGE)

    assert read_returned(nameless(), came_to=came_to, now=NOW).message == MESSAGE


@pytest.mark.usefixtures("with_bounces")
def test_a_complaint_is_known_by_the_sender_it_names():
    raw = complaint(returned="", more=f"Original-Mail-From: <{return_address(MESSAGE)}>\n")

    assert read_returned(raw, now=NOW).message == MESSAGE


@pytest.mark.usefixtures("with_bounces")
def test_a_returned_mail_is_known_by_where_it_came_from():
    returned = f"Return-Path: <{return_address(MESSAGE)}>\nTo: ana@example.org\n\nx\n"

    assert read_returned(report(block(), returned=returned), now=NOW).message == MESSAGE


@pytest.mark.usefixtures("with_bounces")
def test_what_is_signed_counts_more_than_what_is_written():
    other = uuid4()
    raw = report(block(), head=f"Delivered-To: {return_address(other)}\n")

    assert read_returned(raw, now=NOW).message == other


# The command of the mail server


@pytest.fixture
def sent(db):
    """Ana's, under the id that the mails name."""
    delivery = delivery_at("sent", make_reader(email="ana@example.org"))
    Message.objects.update(public_id=MESSAGE)
    return delivery


class Line(io.BytesIO):
    """Standard input."""

    @property
    def buffer(self):
        return self


def take(raw, monkeypatch, *args):
    line = Line(raw)
    monkeypatch.setattr("sys.stdin", line)
    call_command("take_bounce", *args)
    return line


def test_a_mail_that_came_back_is_noted(sent, monkeypatch):
    take(SAYS["postfix"][0], monkeypatch)

    assert (again(sent).state, told(sent)[-1]) == ("permanent", ("bounced", "5.1.1"))
    assert DeadAddress.objects.count() == 1


def test_a_complaint_shuts_the_address(sent, monkeypatch):
    take(SAYS["a complaint"][0], monkeypatch)

    assert DeadAddress.objects.get().why == "complaint"


def test_the_same_mail_twice_is_noted_once(sent, monkeypatch):
    for _each in range(2):
        take(SAYS["postfix"][0], monkeypatch)

    assert len(told(sent)) == 2


@pytest.mark.parametrize("name", JUNK)
def test_junk_changes_nothing_and_nothing_is_sent_back(sent, monkeypatch, name):
    before = everything()

    take(JUNK[name], monkeypatch)

    assert everything() == before


def test_a_mail_about_a_message_that_is_gone_is_done_with(db, monkeypatch, caplog):
    take(SAYS["postfix"][0], monkeypatch)

    assert str(MESSAGE) in caplog.text


def test_a_long_mail_is_read_to_its_end_so_that_no_line_is_cut(sent, monkeypatch):
    raw = report(block(), returned=ORIGINAL + ("x" * 76 + "\n") * 30_000)

    line = take(raw, monkeypatch)

    assert (line.tell(), again(sent).state) == (len(raw), "permanent")
    assert len(raw) > 2 * take_bounce.READ_BYTES


@pytest.mark.usefixtures("with_bounces")
def test_the_command_takes_the_address_it_came_to(sent, monkeypatch):
    take(nameless(), monkeypatch, "--to", return_address(MESSAGE))

    assert again(sent).state == "permanent"


def test_no_mail_is_said(monkeypatch):
    with pytest.raises(CommandError) as error:
        take(b" \n", monkeypatch)

    assert error.value.returncode == os.EX_NOINPUT


def test_what_is_too_early_is_to_be_brought_again(db, monkeypatch):
    plan(queue())
    Message.objects.update(public_id=MESSAGE)

    with pytest.raises(CommandError) as error:
        take(SAYS["postfix"][0], monkeypatch)

    assert error.value.returncode == os.EX_TEMPFAIL


def test_without_the_database_it_is_to_be_brought_again(monkeypatch):
    def away(**_said):
        raise OperationalError

    monkeypatch.setattr(take_bounce, "note_receipt", away)

    with pytest.raises(CommandError) as error:
        take(SAYS["postfix"][0], monkeypatch)

    assert error.value.returncode == os.EX_TEMPFAIL
