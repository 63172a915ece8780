"""Numbered seats: nobody has more people than they said they can take."""

import pytest
from django.db import IntegrityError, connection
from django_fsm import can_proceed

from core.states import WrongMove
from groups import services
from groups.errors import SeatTaken
from groups.models import Group, Seat
from groups.models.groups import Kind
from groups.selectors import count_live_seats, list_groups_of
from groups.states import SeatState, State
from organisations.models.enrolments import Side
from organisations.states import State as EnrolmentState
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_programme

pytestmark = pytest.mark.django_db


def volunteer(capacity=2):
    return enrolment_at(
        EnrolmentState.ACTIVE,
        make_person(),
        make_programme(),
        side=Side.VOLUNTEER,
        capacity=capacity,
    )


def hold(enrolment):
    return services.hold_seat(enrolment_id=enrolment.pk, now=NOW)


def form(*seats):
    return services.form_group(
        kind=Kind.PAIR,
        programme_id=seats[0].enrolment.programme_id,
        seats=seats,
        by=None,
        now=NOW,
    )


def test_seats_are_numbered_from_one():
    ben = volunteer(capacity=2)

    assert [hold(ben).number, hold(ben).number] == [1, 2]


def test_more_seats_than_capacity_are_refused():
    ben = volunteer(capacity=1)
    hold(ben)

    with pytest.raises(SeatTaken):
        hold(ben)


def test_a_freed_seat_is_given_again():
    ben = volunteer(capacity=1)
    services.free_seat(seat_id=hold(ben).pk, now=NOW)

    assert hold(ben).number == 1


def test_freeing_twice_is_refused():
    seat = hold(volunteer())
    services.free_seat(seat_id=seat.pk, now=NOW)

    with pytest.raises(WrongMove):
        services.free_seat(seat_id=seat.pk, now=NOW)


def test_a_group_takes_the_held_seats():
    group = form(hold(volunteer()), hold(volunteer()))

    assert [seat.state for seat in group.seats.order_by("pk")] == [SeatState.TAKEN] * 2


def test_a_group_does_not_form_with_a_freed_seat():
    seat, freed = hold(volunteer()), hold(volunteer())
    services.free_seat(seat_id=freed.pk, now=NOW)

    with pytest.raises(SeatTaken):
        form(seat, freed)

    assert not Group.objects.exists()


def test_closing_a_group_frees_its_seats():
    ben = volunteer(capacity=1)
    group = form(hold(ben), hold(volunteer()))

    services.close_group(group_id=group.pk, by=None, now=NOW)

    assert count_live_seats(enrolment_id=ben.pk) == 0


def test_closing_twice_is_refused():
    group = form(hold(volunteer()), hold(volunteer()))
    services.close_group(group_id=group.pk, by=None, now=NOW)

    with pytest.raises(WrongMove):
        services.close_group(group_id=group.pk, by=None, now=NOW)


def test_people_find_their_group():
    ben = volunteer()
    group = form(hold(ben), hold(volunteer()))

    assert list(list_groups_of(person_id=ben.person_id)) == [group]


REFUSED = [
    ("UPDATE groups_seat SET number = 1", "one_live_seat_per_number"),
    ("UPDATE groups_seat SET number = 0", "seats_are_numbered_from_one"),
    ("UPDATE groups_seat SET state = 'taken'", "a_taken_seat_is_in_a_group"),
    ("UPDATE groups_group SET state = 'lost'", "group_state_is_known"),
    ("UPDATE groups_group SET state = 'closed'", "a_closed_group_has_an_end"),
    (
        "INSERT INTO groups_seat (enrolment_id, number, state, held_at)"
        " SELECT enrolment_id, 3, 'held', now() FROM groups_seat LIMIT 1",
        "seat_within_capacity",
    ),
]


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(statement, constraint):
    form(hold(volunteer()), hold(volunteer()))
    ben = volunteer(capacity=2)
    hold(ben)
    hold(ben)

    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError) as refusal,
    ):
        cursor.execute(statement)
    assert refusal.value.__cause__.diag.constraint_name == constraint


def test_a_seat_is_held_by_default():
    assert Seat.objects.get(pk=hold(volunteer()).pk).state == SeatState.HELD


MOVES = ["start_trial", "settle", "pause", "resume", "start_closing"]
ALLOWED = {
    ("start_trial", State.INTRODUCED),
    ("settle", State.TRIAL),
    ("pause", State.ACTIVE),
    ("resume", State.PAUSED),
    *(("start_closing", state) for state in State if state not in (State.CLOSING, State.CLOSED)),
}
FACTS = {
    "start_trial": {"at": NOW, "review_on": NOW.date()},
    "settle": {"at": NOW},
    "start_closing": {"at": NOW},
}
WAY = {
    State.INTRODUCED: [],
    State.TRIAL: ["start_trial"],
    State.ACTIVE: ["start_trial", "settle"],
    State.PAUSED: ["start_trial", "settle", "pause"],
    State.CLOSING: ["start_closing"],
}


@pytest.mark.parametrize("start", WAY)
@pytest.mark.parametrize("move", MOVES)
def test_a_group_moves_only_where_its_life_cycle_goes(start, move):
    group = form(hold(volunteer()), hold(volunteer()))
    for step in WAY[start]:
        getattr(group, step)(**FACTS.get(step, {}))

    assert can_proceed(getattr(group, move)) == ((move, start) in ALLOWED)


def test_a_group_ends_also_where_rules_are_checked_at_once():
    group = form(hold(volunteer()))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert services.close_group(group_id=group.pk, by=None, now=NOW).state == State.CLOSED


def test_nobody_sits_twice_in_one_group():
    ben = volunteer(capacity=2)
    seats = hold(ben), hold(ben)

    with pytest.raises(IntegrityError, match="one_seat_per_member"):
        form(*seats)

    assert not Group.objects.exists()
