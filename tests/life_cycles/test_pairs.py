"""Pairs: each move of everybody from each state, as the services take it. A seat is looked up for who is one of the two."""

from datetime import timedelta

import pytest

from followup import services as followup
from followup.states import CheckInState
from groups import services as groups
from groups.models import Session
from groups.states import SessionState, State
from tests.api.callers import address_of
from tests.clock import NOW, later
from tests.followup.builders import (
    MEETING,
    asked,
    duo_at,
    introduced,
    planned,
    propose,
    say,
    stop,
    sweep,
    take,
)
from tests.life_cycles.roles import cast_of, differences

pytestmark = pytest.mark.django_db

GROUP = """
    rest   | coordinator lead seeker volunteer | active > paused                          | wrong_state | not_found | not_authenticated
    go on  | coordinator lead seeker volunteer | paused > active                          | no_break    | not_found | not_authenticated
    stop   | coordinator lead seeker volunteer | introduced trial active paused > closing | wrong_state | not_found | not_authenticated
    finish | coordinator lead                  | closing > closed                         | wrong_state | not_found | not_authenticated
"""
LATER = later(weeks=9)
# A break within the trial leaves it a trial. In a break the other may take one too; who took it (the seeker) has no second one.
BREAKS = {
    ("trial", "rest"): "trial",
    ("paused", "rest"): "paused",
    ("paused", "rest", "seeker"): "break_there",
}


@pytest.fixture(scope="module")
def pairs(kept):
    found = {state: duo_at(state) for state in State}
    return {
        state: (duo, cast_of(duo.group.programme, seeker=duo.ana, volunteer=duo.ben))
        for state, duo in found.items()
    }


@pytest.mark.parametrize("state", State)
def test_a_pair(pairs, state):
    duo, cast = pairs[state]
    group = duo.now_is()
    seats = (
        {person.user.pk: duo.seat(person).pk for person in (duo.ana, duo.ben)}
        if group.members()
        else {}
    )
    how = {"group_id": group.pk, "now": LATER}

    def speaks(by):
        return {"by": by, "seat_id": seats.get(by.pk), **how}

    steps = {
        "rest": (
            address_of("pair_break", group.public_id),
            lambda by: groups.take_break(
                starts_on=LATER.date(), until_on=LATER.date(), **speaks(by)
            ),
        ),
        "go on": (
            address_of("pair_break", group.public_id),
            lambda by: groups.end_breaks(**speaks(by)),
        ),
        "stop": (
            address_of("pair_stop", group.public_id),
            lambda by: followup.start_closing(**speaks(by)),
        ),
        "finish": (
            address_of("team_pair_finish", group.public_id),
            lambda by: followup.finish_closing(reason="other", procedure="no", by=by, **how),
        ),
    }

    assert group.state == state
    assert list(differences(GROUP, group, steps, cast, BREAKS)) == []


MEETING_OF_ANA = """
    take | coordinator lead seeker volunteer | proposed > planned | wrong_state | not_found | not_authenticated
"""


def meeting_at(state):
    duo = introduced()
    session = propose(duo, duo.ana)
    if state in (SessionState.PLANNED, SessionState.HELD):
        take(duo, duo.ben, session)
    if state == SessionState.HELD:
        sweep(MEETING + timedelta(minutes=1))
    if state == SessionState.CANCELLED:
        stop(duo, duo.ben)
    return duo, Session.objects.get(pk=session.pk)


@pytest.mark.parametrize("state", SessionState)
def test_a_meeting_that_ana_proposed(state):
    duo, session = meeting_at(state)
    seats = {person.user.pk: duo.seat(person).pk for person in (duo.ana, duo.ben)}
    steps = {
        "take": (
            address_of("pair_take", duo.group.public_id),
            lambda by: groups.take_moment(
                session_id=session.pk, start=MEETING, by=by, seat_id=seats.get(by.pk), now=NOW
            ),
        )
    }
    hers = {("proposed", "take", "seeker"): "not_your_turn"}  # she proposed it
    cast = cast_of(duo.group.programme, seeker=duo.ana, volunteer=duo.ben)

    assert session.state == state
    assert list(differences(MEETING_OF_ANA, session, steps, cast, hers)) == []


QUESTION_TO_ANA = """
    answer | coordinator lead seeker | asked > answered | question_answered | not_found | not_authenticated
"""
# The team may note what it was told before the question was asked and after its time too.
TOLD = {("planned", "answer"): "answered", ("missed", "answer"): "answered"} | {
    (state, "answer", "seeker"): "question_closed" for state in ("planned", "missed")
}


def question_at(state):
    if state == CheckInState.PLANNED:
        duo = planned()
        sweep(MEETING + timedelta(minutes=1))
    else:
        duo = asked()
    if state == CheckInState.ANSWERED:
        say(duo, duo.ana, "yes")
    if state == CheckInState.MISSED:
        for weeks in (2, 4, 6):
            sweep(later(weeks=weeks))
    return duo, duo.question(duo.ana)


@pytest.mark.parametrize("state", CheckInState)
def test_a_question_to_ana(state):
    duo, question = question_at(state)
    own = duo.ana.user

    def answer(by):
        way = "page" if by in (own, duo.ben.user) else "coordinator"
        followup.answer_check_in(
            check_in_id=question.pk, said="unsure", by=by, way=way, now=later(weeks=6)
        )

    steps = {"answer": (address_of("pair_answer", duo.group.public_id), answer)}
    cast = cast_of(duo.group.programme, seeker=duo.ana, volunteer=duo.ben)

    assert question.state == state
    assert list(differences(QUESTION_TO_ANA, question, steps, cast, TOLD)) == []
