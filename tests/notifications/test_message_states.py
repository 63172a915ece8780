"""Every move of a message from every state: allowed exactly where the life cycle says."""

import pytest

from core.states import WrongMove, move
from notifications.models import Message
from notifications.services import delivering
from notifications.states import State
from tests.clock import NOW, later
from tests.notifications.builders import message_at

pytestmark = pytest.mark.django_db

MOVES = {
    "mark_sent": ({"at": NOW}, {State.SENDING}, State.SENT),
    "try_again": ({"due_at": later(minutes=1), "failure": "x"}, {State.SENDING}, State.QUEUED),
    "give_up": ({"failure": "x"}, {State.SENDING}, State.FAILED),
    "suppress": ({"why": "x"}, {State.QUEUED, State.SENDING}, State.SUPPRESSED),
}


@pytest.mark.parametrize("start", State)
@pytest.mark.parametrize("name", MOVES)
def test_a_message_moves_only_where_its_life_cycle_goes(start, name):
    facts, allowed, target = MOVES[name]
    message = message_at(start)

    if start in allowed:
        move(getattr(message, name), **facts)
        message.save()
    else:
        with pytest.raises(WrongMove):
            move(getattr(message, name), **facts)

    assert Message.objects.get(pk=message.pk).state == (target if start in allowed else start)


@pytest.mark.parametrize("start", State)
def test_only_a_waiting_message_is_taken(start):
    message = message_at(start)

    taken = delivering._claim(message.pk, NOW)

    assert (taken is not None) == (start == State.QUEUED)


@pytest.mark.parametrize("start", State)
def test_long_after_its_lease_a_message_on_its_way_is_taken_too(start):
    message = message_at(start)

    taken = delivering._claim(message.pk, later(days=1))

    assert (taken is not None) == (start in (State.QUEUED, State.SENDING))


@pytest.mark.parametrize("name", MOVES)
def test_who_leaves_the_way_gives_the_lease_back(name):
    facts, _allowed, _target = MOVES[name]
    message = message_at(State.SENDING)

    move(getattr(message, name), **facts)

    assert (message.claim, message.lease_until) == (None, None)


def test_a_message_is_written_by_its_kind_in_logs():
    message = message_at(State.QUEUED)

    assert str(message) == f"message {message.pk} tests.hello"


def test_a_try_is_written_by_its_outcome_in_logs():
    message = message_at(State.SENT)

    assert str(message.tries.get()) == f"try 1 of message {message.pk}: sent"
