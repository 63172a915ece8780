"""Who has a delivery and for how long, and how long it rests before the next try."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channels import get_channel
from notifications.models import Delivery, Message
from notifications.services import delivering
from notifications.services.delivering import LEASE_S, MOST_TRIES, SHIFT_S, hand_over
from notifications.services.lanes import lane_of
from notifications.services.settling import PATIENCE_MIN, spread
from notifications.states import DeliveryState as State
from tests.clock import NOW, later
from tests.notifications.builders import (
    WELL_LATER,
    again,
    deliver,
    plan,
    queue,
    take_and_die,
    told,
)

pytestmark = pytest.mark.django_db


def test_a_delivery_that_somebody_else_has_is_left_alone(post):
    delivery = take_and_die(queue())

    deliver(delivery.message, later(seconds=LEASE_S))

    assert post.mails == []


def test_a_delivery_of_a_dead_worker_is_sent_after_its_lease(post):
    delivery = take_and_die(queue())

    sent = deliver(delivery.message, later(seconds=LEASE_S + 1))

    assert (sent.state, sent.attempts) == (State.SENT, 2)


def test_what_a_dead_worker_had_not_in_hand_costs_no_try(post):
    delivery = plan(queue())
    delivering._claim(get_channel("mail"), UUID(int=1), 20, NOW)

    sent = deliver(delivery.message, later(seconds=LEASE_S + 1))

    assert (sent.state, sent.attempts) == (State.SENT, 1)


def test_a_delivery_that_kills_every_worker_is_given_up(post):
    delivery = take_and_die(queue())
    Delivery.objects.update(attempts=MOST_TRIES)

    given_up = deliver(delivery.message, WELL_LATER)

    assert (given_up.state, given_up.failure, post.mails) == (State.TECHNICAL, "worker_lost", [])


def test_each_delivery_of_a_batch_has_a_whole_lease_when_its_turn_comes(post, monkeypatch):
    """However slowly the provider took those before it."""
    leases, moments = [], iter(later(seconds=20 * number) for number in range(100))
    write = delivering.write

    def note(message):
        leases.append(message.deliveries.get().lease_until)
        return write(message)

    monkeypatch.setattr(delivering, "write", note)
    for _message in range(3):
        plan(queue())
    clock = [NOW]

    def tick():
        clock[0] = next(moments)
        return clock[0]

    monkeypatch.setattr(delivering, "SHIFT_S", 1000)
    hand_over(channel="mail", clock=tick)

    assert leases == sorted(set(leases))


def test_who_lost_the_lease_writes_nothing(post, monkeypatch):
    message = queue()
    write = delivering.write

    def too_slow(told):
        monkeypatch.setattr(delivering, "write", write)
        take_over(told.deliveries.get(), later(minutes=5))
        return write(told)

    monkeypatch.setattr(delivering, "write", too_slow)
    delivery = deliver(message)

    assert (delivery.state, told(delivery)) == (State.SENDING, [])


def take_over(delivery, now):
    """Another worker takes what is long with somebody else."""
    token = UUID(int=7)
    for each in delivering._claim(get_channel("mail"), token, 20, now):
        delivering._take_in_hand(each, token, now)
    return again(delivery)


def test_who_lost_the_lease_says_so_in_the_log(post, monkeypatch, caplog):
    message = queue()

    def too_slow(delivery, _send, _now):
        take_over(delivery, later(minutes=5))
        return "too_late"

    monkeypatch.setattr(delivering, "_send", too_slow)
    deliver(message)

    assert "the lease was lost" in caplog.text


def test_who_lost_one_before_its_turn_goes_on_with_the_next(post, monkeypatch):
    first, second = plan(queue()), plan(queue())
    claim = delivering._claim

    def claim_and_lose(*facts):
        claimed = claim(*facts)
        monkeypatch.setattr(delivering, "_claim", claim)
        Delivery.objects.filter(pk=first.pk).update(claim=UUID(int=9))
        return claimed

    monkeypatch.setattr(delivering, "_claim", claim_and_lose)
    hand_over(channel="mail", clock=lambda: NOW)

    assert (again(first).state, again(second).state) == (State.SENDING, State.SENT)


@given(st.uuids(), st.sampled_from(PATIENCE_MIN))
def test_a_pause_is_within_a_fifth_of_its_minutes(public_id, minutes):
    pause = spread(minutes, Delivery(message=Message(public_id=public_id)))

    assert 0.8 * minutes <= pause.total_seconds() / 60 <= 1.2 * minutes


def test_a_crowd_does_not_come_back_at_the_same_moment():
    crowd = [Delivery(message=Message(public_id=UUID(int=number))) for number in range(1000)]

    assert len({spread(1, each) for each in crowd}) == 401


# Lanes


def test_a_channel_has_so_many_lanes(mail_again):
    mail_again(MAIL_LANES=1)

    with lane_of(get_channel("mail")) as is_ours:
        assert is_ours


def test_what_nobody_sends_has_no_lane():
    with lane_of(get_channel("hand")) as is_ours:
        assert not is_ours


def test_after_a_shift_somebody_else_gets_the_thread_and_the_rest_is_nudged(post, monkeypatch):
    nudged = []
    monkeypatch.setattr(delivering, "nudge", lambda *a, **facts: nudged.append((*a, facts)))
    monkeypatch.setattr(delivering, "BATCH", 1)
    moments = [NOW, NOW, NOW, NOW, NOW, NOW]
    for _message in range(3):
        plan(queue())

    done = hand_over(
        channel="mail", clock=lambda: moments.pop(0) if moments else later(seconds=SHIFT_S)
    )

    assert 1 <= done < 3
    assert nudged == [("notifications.hand_over", {"channel": "mail"})]


def test_who_has_handed_over_all_nudges_nobody(post, monkeypatch):
    nudged = []
    monkeypatch.setattr(delivering, "nudge", lambda *a, **_: nudged.append(a))
    plan(queue())

    assert hand_over(channel="mail", clock=lambda: NOW) == 1
    assert nudged == []
