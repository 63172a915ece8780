"""Leaving a group, waiting for a place in a full one, and a place that comes free."""

from datetime import timedelta

import pytest

from core.errors import NotFoundHere
from core.states import WrongMove
from groups import services
from groups.errors import AlreadyInGroup, GroupClosed, GroupFull, WhyTooLong
from groups.line_selectors import places_in_line
from groups.models import Attendance, Gathering, Leaving, Wait
from groups.models.groups import SeatRole
from groups.peer_selectors import next_in_line, places_left
from groups.selectors import count_live_seats
from groups.states import SeatState, WaitState
from notifications.models import Message
from tests.clock import NOW, later
from tests.groups.peers import (
    EVENING,
    again,
    form,
    formed,
    held,
    hold,
    join,
    leave,
    make_circle,
    plan,
    say,
    somebody,
    sweep,
)
from tests.teams import make_programme

pytestmark = pytest.mark.django_db


def full_with_line():
    """A group with its five members, and two who wait: Rosa, then Sami."""
    circle = formed(members=5)
    circle.rosa, circle.sami = (somebody(circle.programme, name) for name in ("Rosa", "Sami"))
    wait(circle, circle.rosa)
    wait(circle, circle.sami, now=later(hours=1))
    return circle


@pytest.fixture(scope="module")
def full(kept):
    return full_with_line()


def wait(circle, who, **how):
    return services.wait_for_group(
        group_id=circle.group.pk,
        enrolment_id=who.pk,
        **({"by": circle.cora, "now": NOW} | how),
    )


def offer(circle):
    return services.offer_places(group_id=circle.group.pk, now=NOW)


def wait_of(who):
    return Wait.objects.select_related("seat").get(enrolment=who)


def answer(who, *, yes=True, **how):
    facts = {"by": who.person.user, "now": NOW} | how
    return services.answer_offer(wait_id=wait_of(who).pk, yes=yes, **facts)


def test_who_leaves_need_not_say_why(full):
    leave(full, full.mia)
    leave(full, full.members[1], why="I moved.")

    assert [row.why for row in Leaving.objects.order_by("pk")] == [None, "I moved."]
    assert count_live_seats(enrolment_id=full.mia.pk) == 0


def test_who_leads_and_the_team_hear_of_it(full):
    leave(full, full.mia)

    told = Message.objects.filter(kind="groups.left")
    assert {row.person or row.user for row in told} >= {
        full.finn.person,
        full.bea.person,
        full.cora,
    }


def test_a_reason_has_an_end(full):
    with pytest.raises(WhyTooLong):
        leave(full, full.mia, why="x" * 1001)


def test_nobody_leaves_for_another(full):
    with pytest.raises(NotFoundHere):
        leave(full, full.mia, by=full.members[1].person.user)


def test_the_team_has_no_seat_to_leave(full):
    with pytest.raises(NotFoundHere):
        services.leave_group(group_id=full.group.pk, about_id=None, by=full.cora, now=NOW)


def test_nobody_leaves_a_group_that_ended(full):
    seat = full.seat(full.mia)
    services.end_group(group_id=full.group.pk, by=full.cora, now=NOW)

    with pytest.raises(WrongMove):
        services.leave_group(
            group_id=full.group.pk, about_id=seat.pk, by=full.mia.person.user, now=NOW
        )


def test_who_leaves_comes_to_nothing_any_more(full):
    say(plan(full)[0], full, full.mia)

    leave(full, full.mia)

    assert not Attendance.objects.exists()


def test_when_the_facilitator_stops_the_back_up_leads(full):
    plan(full)

    leave(full, full.finn)

    assert full.seat(full.bea).role == SeatRole.LEAD
    assert Gathering.objects.get().lead == full.bea.person


def test_a_back_up_who_leads_elsewhere_at_that_hour_leads_only_there(full):
    other = again(full, "Tess", "Uma", "Vic", finn=full.bea, backup=False)
    plan(full)
    plan(other)

    leave(full, full.finn)

    assert Gathering.objects.get(group=full.group).lead is None


def test_without_a_back_up_nobody_leads(kept):
    circle = form(make_circle(), backup=False)
    plan(circle)

    leave(circle, circle.finn)

    assert Gathering.objects.get(group=circle.group).lead is None


def test_a_free_place_is_offered_to_who_came_first(full):
    leave(full, full.mia)

    assert offer(full) == 1
    assert (wait_of(full.rosa).state, wait_of(full.sami).state) == ("offered", "waiting")
    assert Message.objects.get(kind="groups.place_offered").person == full.rosa.person


def test_a_coordinator_lets_somebody_go_first(full):
    services.let_go_first(wait_id=wait_of(full.sami).pk, by=full.cora, now=NOW)
    leave(full, full.mia)

    offer(full)

    assert wait_of(full.sami).state == WaitState.OFFERED
    with pytest.raises(WrongMove):
        services.let_go_first(wait_id=wait_of(full.sami).pk, by=full.cora, now=NOW)


def test_somebody_may_wait_as_the_first_from_the_start(full):
    tess = somebody(full.programme, "Tess")

    wait(full, tess, now=later(days=1), goes_first=True)

    assert next_in_line(full.group.pk)[0].enrolment == tess
    assert places_in_line(wait_of(full.sami)) == (3, 1)  # he came before her
    with pytest.raises(NotFoundHere):
        wait(full, full.mia, by=full.mia.person.user, goes_first=True)


def test_an_offered_place_is_nobody_elses(full):
    leave(full, full.mia)
    offer(full)

    assert places_left(full.now_is()) == 0
    with pytest.raises(GroupFull):
        join(full, somebody(full.programme, "Tess"))


def test_a_yes_takes_the_place(full):
    leave(full, full.mia)
    offer(full)

    answer(full.rosa)

    assert full.seat(full.rosa).state == SeatState.TAKEN
    assert wait_of(full.rosa).state == WaitState.JOINED


def test_a_no_gives_it_to_the_next(full):
    leave(full, full.mia)
    offer(full)
    answer(full.rosa, yes=False)

    offer(full)

    assert wait_of(full.sami).state == WaitState.OFFERED
    assert count_live_seats(enrolment_id=full.rosa.pk) == 0


def test_no_answer_in_time_gives_it_to_the_next(full):
    leave(full, full.mia)
    offer(full)

    sweep(NOW + timedelta(days=5))

    assert (wait_of(full.rosa).state, wait_of(full.sami).state) == ("gone", "offered")


def test_a_sweep_offers_what_the_queue_lost(full):
    leave(full, full.mia)

    sweep(NOW)
    services.sweep_places(now=NOW)  # two beats at once

    assert wait_of(full.rosa).state == WaitState.OFFERED


def test_somebody_who_is_taken_elsewhere_lets_the_others_pass(full):
    hold(full.rosa)
    leave(full, full.mia)

    assert offer(full) == 1
    assert (wait_of(full.rosa).state, wait_of(full.sami).state) == ("waiting", "offered")


def test_nothing_is_offered_in_a_full_group(full):
    assert offer(full) == 0
    assert count_live_seats(enrolment_id=full.rosa.pk) == 0


def test_no_more_is_offered_than_there_are_places(full):
    leave(full, full.mia)
    offer(full)

    assert offer(full) == 0
    assert count_live_seats(enrolment_id=full.sami.pk) == 0


def test_a_yes_without_an_offer_is_refused(full):
    with pytest.raises(WrongMove):
        answer(full.rosa)


def test_nobody_answers_for_another(full):
    with pytest.raises(NotFoundHere):
        answer(full.rosa, by=full.sami.person.user)
    with pytest.raises(NotFoundHere):
        answer(full.rosa, by=None)


def test_the_team_notes_an_answer(full):
    leave(full, full.mia)
    offer(full)

    answer(full.rosa, by=full.cora, way="coordinator")

    assert wait_of(full.rosa).state == WaitState.JOINED


def test_waiting_twice_is_waiting_once(full):
    assert wait(full, full.rosa).pk == wait_of(full.rosa).pk


def test_who_is_in_it_does_not_wait(full):
    with pytest.raises(AlreadyInGroup):
        wait(full, full.mia)


def test_nobody_of_another_programme_waits(full):
    with pytest.raises(NotFoundHere):
        wait(full, somebody(make_programme(), "Zita"))


def test_nobody_waits_for_a_closed_group_that_met(kept):
    circle = form(make_circle(), closed=True)
    held(circle)

    with pytest.raises(GroupClosed):
        wait(circle, somebody(circle.programme, "Tess"))


def test_when_a_group_ends_nobody_waits_for_it(full):
    leave(full, full.mia)
    offer(full)
    plan(full, begins=EVENING)

    services.end_group(group_id=full.group.pk, by=full.cora, now=NOW)

    assert {wait_of(who).state for who in (full.rosa, full.sami)} == {WaitState.GONE}
    assert count_live_seats(enrolment_id=full.rosa.pk) == 0
    assert Gathering.objects.get().state == "cancelled"
