"""What becomes of a message, with a real mail server at the other end."""

import pytest
import time_machine
from django.core.management import call_command

from accounts.models import Person
from config.local.servers import free_port
from notifications import tasks
from notifications.delivery import Outcome
from notifications.models import Message
from notifications.services import deliver_due
from notifications.services.delivering import PATIENCE_MIN, pause_after
from notifications.states import NO_EMAIL, State
from tests.clock import NOW, earlier, later
from tests.notifications.builders import (
    WELL_LATER,
    deliver,
    make_reader,
    message_at,
    queue,
    told,
)
from tests.teams import make_user

pytestmark = pytest.mark.django_db


def test_a_message_that_the_server_takes_is_sent(post):
    message = deliver(queue())

    assert (message.state, message.sent_at, told(message)) == (State.SENT, NOW, [("sent", "")])


def test_a_person_gets_one_mail_at_their_own_address(post):
    deliver(queue(make_reader(email="ana@example.org")))

    assert post.recipients == [["ana@example.org"]]


def test_somebody_of_the_team_gets_mail_at_the_address_of_the_login(post):
    deliver(queue(user=make_user("cora@example.org")))

    assert post.recipients == [["cora@example.org"]]


def test_a_message_that_was_sent_is_not_sent_again(post):
    message = deliver(queue())

    deliver(message, WELL_LATER)

    assert len(post.mails) == 1


def test_a_message_waits_until_it_is_due(post):
    message = deliver(queue(due_at=later(hours=1)))

    assert (message.state, post.mails) == (State.QUEUED, [])


REFUSALS = [
    ("mail", 421, Outcome.TEMPORARY),
    ("mail", 450, Outcome.TEMPORARY),
    ("mail", 550, Outcome.PERMANENT),
    ("rcpt", 450, Outcome.TEMPORARY),
    ("rcpt", 452, Outcome.TEMPORARY),
    ("rcpt", 550, Outcome.PERMANENT),
    ("rcpt", 553, Outcome.PERMANENT),
    ("data", 451, Outcome.TEMPORARY),
    ("data", 552, Outcome.PERMANENT),
    ("data", 554, Outcome.PERMANENT),
]


@pytest.mark.parametrize(("step", "code", "outcome"), REFUSALS)
def test_what_the_server_refuses_is_noted_with_its_code(post, step, code, outcome):
    post.answers[step] = f"{code} no"

    message = deliver(queue())

    assert told(message) == [(outcome, f"smtp_{code}")]


@pytest.mark.parametrize(("step", "code", "outcome"), REFUSALS)
def test_only_a_refusal_for_now_is_tried_again(post, step, code, outcome):
    post.answers[step] = f"{code} no"

    message = deliver(queue())

    expected = State.QUEUED if outcome == Outcome.TEMPORARY else State.FAILED
    assert (message.state, message.failure) == (expected, f"smtp_{code}")


def test_a_refusal_for_now_is_tried_again_after_a_pause(post):
    post.answers["rcpt"] = "450 busy"

    message = deliver(queue())

    assert message.due_at == NOW + pause_after(message)


def test_during_the_pause_nothing_is_tried(post):
    post.answers["rcpt"] = "450 busy"
    message = deliver(queue())

    again = deliver(message, later(seconds=10))

    assert again.attempts == 1


def test_a_message_is_sent_when_the_server_has_time_again(post):
    post.answers["rcpt"] = "450 busy"
    message = deliver(queue())
    post.answers["rcpt"] = "250 fine"

    again = deliver(message, WELL_LATER)

    assert (again.state, told(again)) == (
        State.SENT,
        [("temporary", "smtp_450"), ("sent", "")],
    )


def test_after_eight_refusals_we_give_up(post):
    post.answers["rcpt"] = "450 busy"
    message = queue()

    for number in range(len(PATIENCE_MIN)):
        message = deliver(message, later(days=3 * number))

    assert (message.state, message.attempts, message.failure) == (State.FAILED, 8, "smtp_450")


def test_a_server_that_hangs_up_may_have_taken_it_so_it_is_tried_again(post):
    post.hangs_up = True

    message = deliver(queue())

    assert (message.state, told(message)) == (
        State.QUEUED,
        [("unknown", "SMTPServerDisconnected")],
    )


def test_a_mail_that_may_go_out_twice_can_be_recognised(post):
    post.hangs_up = True
    message = deliver(queue())
    post.hangs_up = False

    deliver(message, WELL_LATER)

    first, second = post.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_a_server_that_says_nothing_is_not_waited_for(post, settings):
    settings.EMAIL_TIMEOUT = 0.2
    post.is_silent = True

    message = deliver(queue())

    assert (message.state, told(message)[0][0]) == (State.QUEUED, "unknown")


def test_a_server_that_is_away_is_asked_again(post, settings):
    settings.EMAIL_PORT = free_port()

    message = deliver(queue())

    assert (message.state, told(message)) == (
        State.QUEUED,
        [("temporary", "ConnectionRefusedError")],
    )


def test_an_address_that_no_mail_can_go_to_is_given_up(post):
    ana = make_reader()
    # No service writes this; a row from elsewhere may hold it.
    Person.objects.filter(pk=ana.pk).update(email="ana@example.org\nBcc: eve@example.org")

    message = deliver(queue(ana))

    assert (message.state, post.mails) == (State.FAILED, [])


def test_somebody_without_email_is_told_in_another_way(post):
    message = deliver(queue(make_reader(email="", reach_by="letter")))

    assert (message.state, message.failure, post.mails) == (State.SUPPRESSED, NO_EMAIL, [])


@pytest.mark.parametrize("expires_at", [NOW, earlier(seconds=1)])
def test_a_message_that_comes_too_late_is_not_sent(post, expires_at):
    message = deliver(queue(expires_at=expires_at))

    assert (message.state, told(message)) == (State.SUPPRESSED, [("suppressed", "too_late")])


def test_until_its_last_moment_a_message_is_sent(post):
    assert deliver(queue(expires_at=later(seconds=1))).state == State.SENT


def test_what_is_no_longer_true_is_not_sent(post):
    message = deliver(queue(context={"over": True}))

    assert (message.state, message.failure, post.mails) == (
        State.SUPPRESSED,
        "no_longer_true",
        [],
    )


def test_what_is_no_longer_true_is_decided_at_the_moment_of_sending(post):
    post.answers["rcpt"] = "450 busy"
    message = deliver(queue())
    post.answers["rcpt"] = "250 fine"
    Message.objects.filter(pk=message.pk).update(context={"over": True})

    assert deliver(message, WELL_LATER).failure == "no_longer_true"


@pytest.mark.parametrize(
    ("what", "failure"),
    [
        ({"kind": "tests.nobody_knows"}, "KeyError"),
        ({"context": {"broken": True}}, "ZeroDivisionError"),
    ],
)
def test_what_cannot_be_written_fails_by_name_and_is_not_tried_again(post, what, failure):
    message = deliver(queue(**what))

    assert (message.state, message.failure) == (State.FAILED, failure)


def test_a_failure_of_ours_stands_in_the_log_without_an_address(post, caplog):
    deliver(queue(make_reader(email="ana@example.org"), kind="tests.nobody_knows"))

    assert ("cannot be written" in caplog.text, "ana@example.org" in caplog.text) == (True, False)


def test_all_that_is_due_can_be_delivered_without_a_queue(post):
    queue()
    queue()
    queue(due_at=later(hours=1))

    assert (deliver_due(now=NOW), len(post.mails)) == (2, 2)


@time_machine.travel(later(hours=1), tick=False)
def test_the_command_delivers_what_is_due(post, capsys):
    queue()

    call_command("deliver_messages")

    assert (len(post.mails), capsys.readouterr().out) == (1, "1 messages looked at.\n")


@time_machine.travel(later(hours=1), tick=False)
def test_the_task_of_a_worker_delivers(post):
    message = queue()

    tasks.deliver(message_id=message.pk, of_a_later_release=1)

    assert Message.objects.get(pk=message.pk).state == State.SENT


@time_machine.travel(later(hours=1), tick=False)
def test_a_nudge_about_a_message_that_is_gone_does_nothing(post):
    message = message_at(State.QUEUED)
    Message.objects.all().delete()

    tasks.deliver(message_id=message.pk)

    assert post.mails == []
