"""When nothing can be handed over now: the provider is away, its limit of a day is reached, or it is night."""

from dataclasses import replace
from datetime import timedelta

import pytest

from config.local.servers import free_port
from notifications import kinds
from notifications.models import ChannelRest
from notifications.services import deliver_due
from notifications.states import DeliveryState as State
from tests.clock import NOW, later
from tests.notifications.builders import HELLO, HELLO_KIND, deliver, queue, told

pytestmark = pytest.mark.django_db


# The provider is away, or takes nothing


def test_a_server_that_is_away_costs_no_try(post, settings):
    settings.EMAIL_PORT = free_port()

    delivery = deliver(queue())

    assert (delivery.state, delivery.attempts, told(delivery)) == (
        State.TEMPORARY,
        0,
        [("busy", "ConnectionRefusedError")],
    )


def test_one_finds_out_that_the_server_is_away_and_the_others_wait(post, settings):
    settings.EMAIL_PORT = free_port()
    first, second = queue(), queue()

    deliver_due(now=NOW)

    assert (told(first.deliveries.get()), told(second.deliveries.get())) == (
        [("busy", "ConnectionRefusedError")],
        [],
    )
    assert second.deliveries.get().state == State.CREATED


def test_what_was_tried_before_waits_as_before_when_the_channel_rests(post, settings):
    post.answers["rcpt"] = "450 busy"
    first, second = queue(), queue()
    deliver_due(now=NOW)
    settings.EMAIL_PORT = free_port()

    deliver_due(now=later(minutes=5))

    states = [
        (each.deliveries.get().state, each.deliveries.get().attempts) for each in (first, second)
    ]
    assert states == [(State.TEMPORARY, 1)] * 2


def test_a_server_that_is_back_gets_all(post):
    post.answers["mail"] = "421 later"
    messages = [queue() for _message in range(3)]
    deliver_due(now=NOW)
    post.answers["mail"] = "250 fine"

    deliver_due(now=later(seconds=15))

    assert {message.deliveries.get().state for message in messages} == {State.SENT}


def test_a_channel_rests_longer_each_time_up_to_ten_minutes(post):
    post.answers["mail"] = "421 later"
    message, moment, rests = queue(), NOW, []

    for _try in range(9):
        due_at = deliver(message, moment).due_at
        rests.append((due_at - moment).total_seconds())
        moment = due_at

    assert rests == [10, 20, 40, 80, 160, 320, 600, 600, 600]


def test_while_a_channel_rests_nobody_asks(post):
    post.answers["mail"] = "421 later"
    deliver(queue())
    calls = post.calls

    deliver_due(now=later(seconds=9))

    assert post.calls == calls


def test_after_three_days_a_server_that_is_away_is_not_waited_for(post):
    post.answers["mail"] = "421 later"
    message = queue()
    deliver(message)

    early, late = deliver(message, later(hours=71)), deliver(message, later(hours=72))

    assert (early.state, late.state, late.attempts) == (State.TEMPORARY, State.TECHNICAL, 1)


def test_what_was_not_handed_over_tells_nothing_about_the_provider(post):
    """A delivery that is over by now is no sign that the server is back."""
    post.answers["mail"] = "421 later"
    over, waits = queue(), queue()
    deliver_due(now=NOW)
    type(over).objects.filter(pk=over.pk).update(context={"over": True})
    over.deliveries.update(due_at=NOW)

    deliver_due(now=later(seconds=15))

    assert over.deliveries.get().state == State.CANCELLED
    assert ChannelRest.objects.get().times > 1
    assert waits.deliveries.get().state != State.SENT


# So many a day


def test_a_channel_takes_no_more_than_its_limit_a_day(post, mail_again):
    mail_again(MAIL_PER_DAY=2)
    for _message in range(5):
        queue()

    days = []
    for day in range(3):
        deliver_due(now=later(days=day))
        days.append(len(post.mails))

    assert days == [2, 4, 5]


def test_what_was_never_handed_over_does_not_count(post, mail_again):
    mail_again(MAIL_PER_DAY=2)
    queue(context={"over": True})
    queue()
    queue()

    deliver_due(now=NOW)

    assert len(post.mails) == 2


def test_the_limit_is_not_named_as_a_reason_to_work(post, mail_again, monkeypatch):
    """Else the lane would nudge itself until midnight."""
    nudged = []
    monkeypatch.setattr("notifications.services.delivering.nudge", lambda *a, **_: nudged.append(a))
    mail_again(MAIL_PER_DAY=1)
    queue()
    queue()

    deliver_due(now=NOW)

    assert (len(post.mails), nudged) == (1, [])


# At night


@pytest.fixture
def at_night(settings):
    settings.QUIET_HOURS = "21:00-08:00"


def refused_at_night(post, **more):
    """When it is tried again after a refusal for now shortly before the quiet hours."""
    post.answers["rcpt"] = "450 busy"
    before = later(hours=10.99)  # 20:59:24 in Brussels
    return deliver(queue(due_at=before, **more), before).due_at, before


def test_another_try_waits_for_the_morning(post, at_night):
    due_at, before = refused_at_night(post)

    assert due_at == before.replace(hour=7, minute=0, second=0, microsecond=0) + timedelta(days=1)


def test_another_try_of_what_is_urgent_does_not_wait(post, at_night, monkeypatch):
    monkeypatch.setitem(kinds._kinds, HELLO, replace(HELLO_KIND, urgent=True))

    due_at, before = refused_at_night(post)

    assert due_at < before + timedelta(minutes=2)


def test_another_try_that_would_come_too_late_in_the_morning_does_not_wait(post, at_night):
    due_at, before = refused_at_night(post, expires_at=later(hours=20))

    assert due_at < before + timedelta(minutes=2)
