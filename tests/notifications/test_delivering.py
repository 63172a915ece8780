"""What becomes of a delivery, with a real mail server at the other end."""

import pytest
import time_machine
from django.core.management import call_command

from accounts.models import Person
from notifications import tasks
from notifications.channels.base import Outcome
from notifications.habits import hash_of
from notifications.models import DeadAddress, Message
from notifications.services import deliver_due
from notifications.services.settling import PATIENCE_MIN, UNKNOWN_MIN, spread
from notifications.states import DeliveryState as State
from notifications.states import MessageState
from tests.clock import NOW, earlier, later
from tests.notifications.builders import (
    WELL_LATER,
    again,
    deliver,
    make_reader,
    message_at,
    queue,
    told,
)
from tests.teams import make_user

pytestmark = pytest.mark.django_db


def test_a_message_that_the_server_takes_is_sent(post):
    delivery = deliver(queue())

    assert (delivery.state, delivery.sent_at, told(delivery)) == (State.SENT, NOW, [("sent", "")])


def test_a_person_gets_one_mail_at_their_own_address(post):
    deliver(queue(make_reader(email="ana@example.org")))

    assert post.recipients == [["ana@example.org"]]


def test_somebody_of_the_team_gets_mail_at_the_address_of_the_login(post):
    deliver(queue(user=make_user("cora@example.org")))

    assert post.recipients == [["cora@example.org"]]


def test_a_message_that_was_sent_is_not_sent_again(post):
    delivery = deliver(queue())

    deliver(delivery.message, WELL_LATER)

    assert len(post.mails) == 1


def test_a_message_waits_until_it_is_due(post):
    message = queue(due_at=later(hours=1))

    deliver_due(now=NOW)

    assert (again(message).state, post.mails) == (MessageState.QUEUED, [])


def test_mails_go_out_on_one_line(post):
    for _mail in range(5):
        queue()

    deliver_due(now=NOW)

    assert (len(post.mails), post.calls) == (5, 1)


def test_a_server_that_ends_the_line_after_some_mails_is_called_again_at_once(post):
    post.ends_lines_after = 2
    for _mail in range(5):
        queue()

    deliver_due(now=NOW)

    assert (len(post.mails), post.calls) == (5, 3)


REFUSALS = [
    ("mail", "421 no", Outcome.BUSY),
    ("mail", "450 no", Outcome.TEMPORARY),
    ("mail", "454 no", Outcome.BUSY),
    ("mail", "451 4.7.1 too many", Outcome.BUSY),
    ("mail", "550 no", Outcome.PERMANENT),
    ("rcpt", "450 no", Outcome.TEMPORARY),
    ("rcpt", "450 4.7.1 greylisted", Outcome.TEMPORARY),
    ("rcpt", "452 no", Outcome.TEMPORARY),
    ("rcpt", "550 no", Outcome.PERMANENT),
    ("rcpt", "553 no", Outcome.PERMANENT),
    ("data", "451 no", Outcome.TEMPORARY),
    ("data", "452 4.7.0 slow down", Outcome.BUSY),
    ("data", "552 no", Outcome.PERMANENT),
    ("data", "554 no", Outcome.PERMANENT),
]


@pytest.mark.parametrize(("step", "answer", "outcome"), REFUSALS)
def test_what_the_server_refuses_is_noted_with_its_code(post, step, answer, outcome):
    post.answers[step] = answer

    delivery = deliver(queue())

    expected = State.PERMANENT if outcome == Outcome.PERMANENT else State.TEMPORARY
    assert told(delivery) == [(outcome, f"smtp_{answer[:3]}")]
    assert (delivery.state, delivery.failure) == (expected, f"smtp_{answer[:3]}")


def test_a_refusal_for_now_is_tried_again_after_a_pause(post):
    post.answers["rcpt"] = "450 busy"

    delivery = deliver(queue())

    assert delivery.due_at == NOW + spread(PATIENCE_MIN[0], delivery)


def test_during_the_pause_nothing_is_tried(post):
    post.answers["rcpt"] = "450 busy"
    delivery = deliver(queue())

    assert deliver(delivery.message, later(seconds=10)).attempts == 1


def test_a_server_that_changes_its_mind_gets_it_after_the_pause(post):
    post.answers["rcpt"] = "450 busy"
    delivery = deliver(queue())
    post.answers["rcpt"] = "250 fine"

    delivery = deliver(delivery.message, later(minutes=5))

    assert (delivery.state, [outcome for outcome, _ in told(delivery)]) == (
        State.SENT,
        ["temporary", "sent"],
    )


def test_patience_ends(post):
    post.answers["rcpt"] = "450 busy"
    message = queue()

    for number in range(len(PATIENCE_MIN) + 1):
        delivery = deliver(message, later(days=3 * number))

    assert (delivery.state, delivery.attempts, delivery.failure) == (State.TECHNICAL, 8, "smtp_450")


def test_a_server_that_hangs_up_may_have_taken_it_so_it_is_repeated_seldom(post):
    post.hangs_up = True
    message = queue()

    pauses = []
    for number in range(len(UNKNOWN_MIN) + 1):
        moment = later(days=number)
        delivery = deliver(message, moment)
        pauses.append((delivery.due_at - moment).total_seconds() / 60)

    assert (delivery.state, len(post.mails)) == (State.TECHNICAL, 3)
    assert set(told(delivery)) == {("unknown", "SMTPServerDisconnected")}
    assert [
        0.8 * wanted <= pause <= 1.2 * wanted
        for wanted, pause in zip(UNKNOWN_MIN, pauses, strict=False)
    ] == [
        True,
        True,
    ]


def test_a_mail_that_may_go_out_twice_can_be_recognised(post):
    post.hangs_up = True
    delivery = deliver(queue())
    post.hangs_up = False

    deliver(delivery.message, WELL_LATER)

    first, second = post.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_a_server_that_says_nothing_is_not_waited_for(post, settings):
    settings.EMAIL_TIMEOUT = 0.2
    post.is_silent = True

    delivery = deliver(queue())

    assert (delivery.state, told(delivery)[0][0]) == (State.TEMPORARY, "unknown")


def test_a_refused_address_that_does_not_exist_takes_nothing_more(post):
    post.answers["rcpt"] = "550 5.1.1 no such user"
    ana = make_reader(email="ana@example.org")
    deliver(queue(ana))

    next_one = deliver(queue(ana))

    dead = DeadAddress.objects.get()
    assert (dead.channel, dead.hash, dead.why) == (
        "mail",
        hash_of("mail", "ANA@example.org"),
        "smtp_550",
    )
    assert (next_one.channel, next_one.state) == ("hand", State.CREATED)


def test_an_address_that_was_given_up_twice_is_noted_once(post):
    post.answers["rcpt"] = "550 5.1.1 no such user"
    ana = make_reader()
    queue(ana)
    queue(ana)

    deliver_due(now=NOW)

    assert DeadAddress.objects.count() == 1


@pytest.mark.parametrize("answer", ["550 no", "550 5.7.1 spam", "552 5.2.2 full"])
def test_another_refusal_says_nothing_about_the_next_message(post, answer):
    post.answers["rcpt"] = answer
    ana = make_reader()
    deliver(queue(ana))

    assert deliver(queue(ana)).channel == "mail"


def test_a_new_address_is_asked_again(post):
    post.answers["rcpt"] = "550 5.1.1 no such user"
    ana = make_reader()
    deliver(queue(ana))
    Person.objects.filter(pk=ana.pk).update(email="new@example.org")

    assert deliver(queue(Person.objects.get(pk=ana.pk))).channel == "mail"


def test_an_address_that_no_mail_can_go_to_is_given_up(post):
    ana = make_reader()
    # No service writes this; a row from elsewhere may hold it.
    Person.objects.filter(pk=ana.pk).update(email="ana@example.org\nBcc: eve@example.org")

    delivery = deliver(queue(Person.objects.get(pk=ana.pk)))

    assert (delivery.state, post.mails) == (State.PERMANENT, [])


def test_somebody_without_email_is_told_by_the_team(post):
    delivery = deliver(queue(make_reader(email="", reach_by="phone", phone="0470123456")))

    assert (delivery.channel, delivery.state, post.mails) == ("hand", State.CREATED, [])


@pytest.mark.parametrize("expires_at", [NOW, earlier(seconds=1)])
def test_a_message_that_comes_too_late_is_not_planned(post, expires_at):
    message = queue(expires_at=expires_at)

    deliver_due(now=NOW)

    message = again(message)
    assert (message.state, message.why, message.deliveries.count()) == (
        MessageState.SUPPRESSED,
        "too_late",
        0,
    )


def test_a_delivery_that_comes_too_late_is_not_sent(post):
    post.answers["rcpt"] = "450 busy"
    message = queue(expires_at=later(minutes=2))
    deliver(message)
    post.answers["rcpt"] = "250 fine"

    delivery = deliver(message, later(minutes=3))

    assert (delivery.state, delivery.failure, post.mails) == (State.CANCELLED, "too_late", [])


def test_until_its_last_moment_a_message_is_sent(post):
    assert deliver(queue(expires_at=later(seconds=1))).state == State.SENT


def test_what_is_no_longer_true_is_not_sent(post):
    delivery = deliver(queue(context={"over": True}))

    assert (delivery.state, delivery.failure, post.mails) == (
        State.CANCELLED,
        "no_longer_true",
        [],
    )


def test_what_is_no_longer_true_is_decided_at_the_moment_of_sending(post):
    post.answers["rcpt"] = "450 busy"
    delivery = deliver(queue())
    post.answers["rcpt"] = "250 fine"
    Message.objects.filter(pk=delivery.message_id).update(context={"over": True})

    assert deliver(delivery.message, WELL_LATER).failure == "no_longer_true"


@pytest.mark.parametrize(
    ("what", "failure"),
    [
        ({"kind": "tests.nobody_knows"}, "KeyError"),
        ({"context": {"broken": True}}, "ZeroDivisionError"),
    ],
)
def test_what_cannot_be_written_fails_by_name_and_is_not_tried_again(post, what, failure):
    delivery = deliver(queue(**what))

    assert (delivery.state, delivery.failure) == (State.TECHNICAL, failure)


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

    assert (len(post.mails), capsys.readouterr().out) == (1, "1 handed over.\n")


@time_machine.travel(later(hours=1), tick=False)
def test_the_tasks_of_a_worker_deliver(post):
    message = queue()

    tasks.plan(of_a_later_release=1)
    tasks.hand_over(channel="mail", of_a_later_release=1)

    assert message.deliveries.get().state == State.SENT


@time_machine.travel(later(hours=1), tick=False)
def test_a_nudge_about_a_message_that_is_gone_does_nothing(post):
    message_at(MessageState.PLANNED)
    Message.objects.all().delete()

    tasks.hand_over(channel="mail")

    assert post.mails == []
