"""Groups of peers, their gatherings and who waits: each move of everybody from each state, as the services take it."""

from datetime import time

import pytest

from groups import services as groups
from groups.models import Gathering, Wait
from groups.states import GatheringState, State, WaitState
from tests.api.callers import address_of
from tests.clock import NOW, later
from tests.groups.peers import DAY, formed, held, leave, plan, somebody, sweep_gatherings
from tests.groups.test_waits import wait
from tests.life_cycles.roles import cast_of, differences

pytestmark = pytest.mark.django_db

LATER = later(days=30)
GROUP = """
    pause     | coordinator lead facilitator | active > paused                    | wrong_state | not_found | not_authenticated
    resume    | coordinator lead facilitator | paused > active                    | wrong_state | not_found | not_authenticated
    round off | coordinator lead facilitator | introduced active paused > closing | wrong_state | not_found | not_authenticated
    end       | coordinator lead             | introduced active paused closing > closed | wrong_state | not_found | not_authenticated
    leave     | seeker facilitator           | introduced active paused closing > = | wrong_state | not_found | not_authenticated
"""
GATHERING = """
    move   | coordinator lead facilitator | planned > =         | wrong_state | not_found | not_authenticated
    cancel | coordinator lead facilitator | planned > cancelled | wrong_state | not_found | not_authenticated
    come   | seeker                       | planned > =         | wrong_state | not_found | not_authenticated
"""
WAIT = """
    yes   | coordinator lead seeker | offered > joined       | wrong_state | not_found | not_authenticated
    no    | coordinator lead seeker | waiting offered > gone | wrong_state | not_found | not_authenticated
    first | coordinator lead        | waiting > =            | wrong_state | not_found | not_authenticated
    off   | coordinator lead seeker | waiting offered > gone | wrong_state | not_found | not_authenticated
"""
STATES = [state for state in State if state != State.TRIAL]


def group_at(state):
    circle = formed()
    who = {"group_id": circle.group.pk, "by": circle.cora, "now": NOW}
    if state in (State.ACTIVE, State.PAUSED):
        held(circle)
    if state == State.PAUSED:
        groups.pause_group(**who)
    if state in (State.CLOSING, State.CLOSED):
        groups.round_off_group(**who)
    if state == State.CLOSED:
        groups.end_group(**who)
    return circle


@pytest.fixture(scope="module")
def circles(kept):
    return {state: group_at(state) for state in STATES}


def cast(circle):
    return cast_of(circle.programme, seeker=circle.mia.person, facilitator=circle.finn.person) | {
        "other member": circle.members[1].person.user
    }


@pytest.mark.parametrize("state", STATES)
def test_a_group(circles, state):
    circle = circles[state]
    group = circle.now_is()
    seats = {who.person.user.pk: circle.seat(who).pk for who in (circle.mia, circle.finn)}
    seats[circle.members[1].person.user.pk] = circle.seat(circle.members[1]).pk
    how = {"group_id": group.pk, "now": LATER}
    own = circle.seat(circle.mia).pk

    def as_who(service):
        return lambda by: service(by=by, seat_id=seats.get(by.pk), **how)

    steps = {
        "pause": (address_of("group_pause", group.public_id), as_who(groups.pause_group)),
        "resume": (address_of("group_resume", group.public_id), as_who(groups.resume_group)),
        "round off": (
            address_of("group_round_off", group.public_id),
            as_who(groups.round_off_group),
        ),
        "end": (
            address_of("team_group_end", group.public_id),
            lambda by: groups.end_group(by=by, **how),
        ),
        "leave": (
            address_of("group_leave", group.public_id),
            lambda by: groups.leave_group(
                about_id=seats.get(by.pk, own) if by.pk in seats else own, by=by, **how
            ),
        ),
    }
    people = cast(circle)
    people.pop("other member")  # leaves for themselves as Mia does

    assert group.state == state
    assert list(differences(GROUP, group, steps, people)) == []


@pytest.fixture(scope="module")
def gatherings(kept):
    circle = formed()
    rows = plan(circle, rhythm="weekly", times=3)
    sweep_gatherings(rows[0].ends_at)
    groups.cancel_gathering(gathering_id=rows[2].pk, expected_version=1, by=circle.cora, now=NOW)
    states = (GatheringState.HELD, GatheringState.PLANNED, GatheringState.CANCELLED)
    return circle, dict(zip(states, (row.pk for row in rows), strict=True))


@pytest.mark.parametrize("state", GatheringState)
def test_a_gathering(gatherings, state):
    circle, rows = gatherings
    gathering = Gathering.objects.get(pk=rows[state])
    seats = {who.person.user.pk: circle.seat(who).pk for who in (circle.mia, circle.finn)}
    at = (circle.group.public_id, gathering.public_id)
    how = {"gathering_id": gathering.pk, "now": NOW}
    changing = how | {"expected_version": gathering.version}

    steps = {
        "move": (
            address_of("group_gathering", *at),
            lambda by: groups.move_gathering(
                day=DAY.replace(day=31),
                begins=time(10),
                minutes=60,
                place_id=circle.place.pk,
                by=by,
                seat_id=seats.get(by.pk),
                **changing,
            ),
        ),
        "cancel": (
            address_of("group_cancel", *at),
            lambda by: groups.cancel_gathering(by=by, seat_id=seats.get(by.pk), **changing),
        ),
        "come": (
            address_of("group_come", *at),
            lambda by: groups.say_coming(
                by=by, comes=True, seat_id=circle.seat(circle.mia).pk, **how
            ),
        ),
    }

    assert gathering.state == state
    assert list(differences(GATHERING, gathering, steps, cast(circle))) == []


def wait_at(state):
    circle = formed(members=5)
    rosa = somebody(circle.programme, "Rosa")
    wait(circle, rosa)
    row = Wait.objects.get(enrolment=rosa)
    if state in (WaitState.OFFERED, WaitState.JOINED):
        leave(circle, circle.mia)
        groups.offer_places(group_id=circle.group.pk, now=NOW)
    if state in (WaitState.JOINED, WaitState.GONE):
        groups.answer_offer(wait_id=row.pk, yes=state == WaitState.JOINED, by=circle.cora, now=NOW)
    return circle, Wait.objects.select_related("enrolment__person__user").get(pk=row.pk)


@pytest.fixture(scope="module")
def waits(kept):
    return {state: wait_at(state) for state in WaitState}


@pytest.mark.parametrize("state", WaitState)
def test_a_wait(waits, state):
    circle, row = waits[state]
    how = {"wait_id": row.pk, "now": NOW}
    address = address_of("wait", row.public_id)
    of_line = (circle.group.public_id, row.public_id)
    first = address_of("team_group_first", *of_line)
    off = address_of("team_group_off", *of_line)
    steps = {
        "yes": (address, lambda by: groups.answer_offer(yes=True, by=by, **how)),
        "no": (address, lambda by: groups.answer_offer(yes=False, by=by, **how)),
        "first": (first, lambda by: groups.let_go_first(by=by, **how)),
        "off": (off, lambda by: groups.answer_offer(yes=False, by=by, way="coordinator", **how)),
    }
    people = cast_of(circle.programme, seeker=row.enrolment.person)

    assert row.state == state
    assert list(differences(WAIT, row, steps, people)) == []
