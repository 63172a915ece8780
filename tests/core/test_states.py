"""A move that is not allowed is a named refusal, and changes nothing."""

import pytest

from core.states import WrongMove, move
from notifications.errors import NotFailed
from notifications.models import Message
from notifications.states import State
from tests.clock import NOW


def test_a_move_that_is_allowed_is_carried_out_with_its_facts():
    message = Message()

    move(message.suppress, why="too_late")

    assert (message.state, message.failure) == (State.SUPPRESSED, "too_late")


def test_a_move_that_is_not_allowed_is_refused_by_name():
    with pytest.raises(WrongMove):
        move(Message().mark_sent, at=NOW)


def test_a_move_may_be_refused_by_a_name_of_its_own():
    with pytest.raises(NotFailed):
        move(Message().mark_sent, refusal=NotFailed, at=NOW)


def test_a_move_that_was_refused_changed_nothing():
    message = Message()

    with pytest.raises(WrongMove):
        move(message.mark_sent, at=NOW)

    assert (message.state, message.sent_at) == (State.QUEUED, None)


def test_a_state_cannot_be_written_by_hand():
    message = Message()

    with pytest.raises(AttributeError):
        message.state = State.SENT
