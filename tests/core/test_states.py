"""A move that is not allowed is a named refusal, and changes nothing."""

import pytest

from core.states import WrongMove, move
from notifications.errors import NotFailed
from notifications.models import Delivery, Message
from notifications.states import DeliveryState, MessageState
from tests.clock import NOW


def test_a_move_that_is_allowed_is_carried_out_with_its_facts():
    message = Message()

    move(message.suppress, why="too_late")

    assert (message.state, message.why) == (MessageState.SUPPRESSED, "too_late")


def test_a_move_that_is_not_allowed_is_refused_by_name():
    with pytest.raises(WrongMove):
        move(Delivery().mark_delivered)


def test_a_move_may_be_refused_by_a_name_of_its_own():
    with pytest.raises(NotFailed):
        move(Delivery().mark_delivered, refusal=NotFailed)


def test_a_move_that_was_refused_changed_nothing():
    delivery = Delivery()

    with pytest.raises(WrongMove):
        move(delivery.try_again, due_at=NOW, failure="x")

    assert (delivery.state, delivery.failure) == (DeliveryState.CREATED, "")


def test_a_state_cannot_be_written_by_hand():
    message = Message()

    with pytest.raises(AttributeError):
        message.state = MessageState.PLANNED
