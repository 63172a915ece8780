"""Every move of a message and of a delivery from every state: allowed exactly where the life cycle says."""

import pytest

from core.states import WrongMove, move
from notifications.channels import get_channel
from notifications.services import delivering
from notifications.states import DeliveryState as State
from notifications.states import MessageState
from tests.clock import NOW, later
from tests.notifications.builders import again, delivery_at, message_at, settled, take

pytestmark = pytest.mark.django_db

MOVES = {
    "mark_sent": ({"at": NOW}, {State.SENDING, State.CREATED, State.TEMPORARY}, State.SENT),
    "mark_delivered": ({}, {State.SENT}, State.DELIVERED),
    "try_again": ({"due_at": later(minutes=1), "failure": "x"}, {State.SENDING}, State.TEMPORARY),
    "refuse": ({"failure": "x"}, {State.SENDING, State.TEMPORARY, State.SENT}, State.PERMANENT),
    "give_up": (
        {"failure": "x"},
        {State.CREATED, State.SENDING, State.TEMPORARY, State.SENT},
        State.TECHNICAL,
    ),
    "cancel": ({"failure": "x"}, {State.SENDING, State.CREATED}, State.CANCELLED),
}
MESSAGE_MOVES = {
    "plan": ({}, MessageState.PLANNED),
    "suppress": ({"why": "x"}, MessageState.SUPPRESSED),
}


def try_move(row, name, facts, is_allowed):
    if is_allowed:
        move(getattr(row, name), **facts)
        row.save()
    else:
        with pytest.raises(WrongMove):
            move(getattr(row, name), **facts)


@pytest.mark.parametrize("start", State)
@pytest.mark.parametrize("name", MOVES)
def test_a_delivery_moves_only_where_its_life_cycle_goes(start, name):
    facts, allowed, target = MOVES[name]
    delivery = delivery_at(start)

    try_move(delivery, name, facts, start in allowed)

    assert again(delivery).state == (target if start in allowed else start)


@pytest.mark.parametrize("start", MessageState)
@pytest.mark.parametrize("name", MESSAGE_MOVES)
def test_a_message_leaves_its_queue_once(start, name):
    facts, target = MESSAGE_MOVES[name]
    message = message_at(start)

    try_move(message, name, facts, start == MessageState.QUEUED)

    assert again(message).state == (target if start == MessageState.QUEUED else start)


def is_taken(delivery, now):
    take(delivery, now)
    return again(delivery).lease_until is not None and again(delivery).lease_until > now


@pytest.mark.parametrize("start", State)
def test_only_a_waiting_delivery_is_taken(start):
    delivery = delivery_at(start)
    before = delivery.attempts

    take(delivery, NOW)

    assert (again(delivery).attempts > before) == (start == State.CREATED)


@pytest.mark.parametrize("start", State)
def test_long_after_its_pause_or_lease_a_delivery_is_taken_too(start):
    delivery = delivery_at(start)

    waits = start in (State.CREATED, State.TEMPORARY, State.SENDING)
    assert is_taken(delivery, later(days=1)) == waits


@pytest.mark.parametrize("name", sorted(set(MOVES) - {"mark_delivered"}))
def test_who_leaves_the_way_gives_the_lease_back(name):
    facts, _allowed, _target = MOVES[name]
    delivery = delivery_at(State.SENDING)

    move(getattr(delivery, name), **facts)

    assert (delivery.claim, delivery.lease_until) == (None, None)


def test_what_is_of_another_channel_is_not_taken():
    delivery_at(State.CREATED)

    assert delivering._claim(get_channel("hand"), settled("x").message.public_id, 9, NOW) == []


def test_rows_are_written_by_their_ids_in_logs():
    delivery = delivery_at(State.SENT)

    assert str(delivery.message) == f"message {delivery.message_id} tests.hello"
    assert str(delivery) == f"delivery {delivery.pk} by mail"
    assert str(delivery.tries.get()) == f"try 1 of delivery {delivery.pk}: sent"
