"""Who has a message and for how long, and how long it rests before the next try."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.models import Message
from notifications.services import delivering
from notifications.services.delivering import LEASE_S, PATIENCE_MIN, pause_after
from notifications.states import State
from tests.clock import later
from tests.notifications.builders import WELL_LATER, deliver, queue, take_and_die, told

pytestmark = pytest.mark.django_db


def test_a_message_that_somebody_else_has_is_left_alone(post):
    message = take_and_die(queue())

    deliver(message, later(seconds=LEASE_S))

    assert post.mails == []


def test_a_message_of_a_dead_worker_is_sent_after_its_lease(post):
    message = take_and_die(queue())

    again = deliver(message, later(seconds=LEASE_S + 1))

    assert (again.state, again.attempts) == (State.SENT, 2)


def test_a_message_that_kills_every_worker_is_given_up(post):
    message = queue()
    for number in range(len(PATIENCE_MIN)):
        take_and_die(message, later(hours=number))

    message = deliver(message, WELL_LATER)

    assert (message.state, message.failure, post.mails) == (State.FAILED, "worker_lost", [])


def test_who_lost_the_lease_writes_nothing(post, monkeypatch):
    message = queue()
    hand_over = delivering.hand_over

    def too_slow(mail):
        monkeypatch.setattr(delivering, "hand_over", hand_over)
        deliver(message, later(minutes=5))  # another worker, after the lease
        return hand_over(mail)

    monkeypatch.setattr(delivering, "hand_over", too_slow)
    message = deliver(message)

    assert (message.sent_at, told(message)) == (later(minutes=5), [("sent", "")])


def test_who_lost_the_lease_says_so_in_the_log(post, monkeypatch, caplog):
    message = queue()

    def too_slow(_message, _now):
        take_and_die(message, later(minutes=5))
        return "too_late"

    monkeypatch.setattr(delivering, "_send", too_slow)
    deliver(message)

    assert "the lease was lost" in caplog.text


@given(st.uuids(), st.integers(1, len(PATIENCE_MIN)))
def test_a_pause_is_within_a_fifth_of_its_minutes(public_id, attempts):
    pause = pause_after(Message(public_id=public_id, attempts=attempts))

    minutes = PATIENCE_MIN[attempts - 1]
    assert 0.8 * minutes <= pause.total_seconds() / 60 <= 1.2 * minutes


def test_a_crowd_does_not_come_back_at_the_same_moment():
    pauses = {pause_after(Message(public_id=UUID(int=n), attempts=1)) for n in range(1000)}

    assert len(pauses) == 401


def test_pauses_grow_to_a_day():
    pauses = [
        pause_after(Message(public_id=UUID(int=200), attempts=n)).total_seconds() / 60
        for n in range(1, 9)
    ]

    assert pauses == [1, 5, 15, 60, 180, 360, 720, 1440]
