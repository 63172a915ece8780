"""A pair from being introduced to its end: which move leads where, and who may make it."""

from itertools import product

import pytest
from django.db import transaction

from core.errors import DomainError
from followup import services
from followup.models import CheckIn
from followup.models.check_ins import Kind
from followup.states import CheckInState
from groups import services as groups
from groups.models import Session
from groups.states import SessionState, State
from tests.clock import later
from tests.followup.builders import (
    ASKED,
    REVIEW,
    TEXTS,
    Duo,
    duo_at,
    introduced,
    planned,
    propose,
    say,
    stop,
    sweep,
)
from tests.teams import make_coordinator, make_organisation

pytestmark = pytest.mark.django_db

WAY = {
    State.INTRODUCED: {State.TRIAL, State.CLOSING, State.CLOSED},
    State.TRIAL: {State.ACTIVE, State.CLOSING, State.CLOSED},
    State.ACTIVE: {State.PAUSED, State.CLOSING, State.CLOSED},
    State.PAUSED: {State.ACTIVE, State.CLOSING, State.CLOSED},
    State.CLOSING: {State.CLOSED},
    State.CLOSED: set(),
}


@pytest.mark.parametrize("state", State)
def test_a_pair_walks_to_each_state(state):
    assert duo_at(state).now_is().state == state


@pytest.mark.parametrize("state", SessionState)
def test_a_meeting_moves_only_where_its_life_cycle_goes(state):
    moves = Session(state=state).get_available_state_transitions()

    assert {move.target for move in moves} == {
        SessionState.PROPOSED: {SessionState.PLANNED, SessionState.CANCELLED},
        SessionState.PLANNED: {SessionState.HELD, SessionState.CANCELLED},
        SessionState.HELD: {SessionState.CANCELLED},
        SessionState.CANCELLED: set(),
    }[state]


@pytest.mark.parametrize("state", CheckInState)
def test_a_question_moves_only_where_its_life_cycle_goes(state):
    said = "yes" if state == CheckInState.ANSWERED else ""
    moves = CheckIn(state=state, said=said).get_available_state_transitions()

    assert {move.target for move in moves} == {
        CheckInState.PLANNED: {
            CheckInState.ASKED,
            CheckInState.ANSWERED,
            CheckInState.MISSED,
        },
        CheckInState.ASKED: {CheckInState.ANSWERED, CheckInState.MISSED},
        CheckInState.ANSWERED: set(),
        CheckInState.MISSED: {CheckInState.ANSWERED},
    }[state]


def everybody(duo):
    return {
        "seeker": (duo.ana.user, duo.seat(duo.ana).pk),
        "volunteer": (duo.ben.user, duo.seat(duo.ben).pk),
        "coordinator": (duo.cora, None),
        "stranger": (make_coordinator(make_organisation()), None),
        "nobody": (None, None),
    }


def is_allowed(step, *facts):
    with transaction.atomic():
        try:
            step(*facts)
        except DomainError:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def _current(duo):
    session = Session.objects.exclude(state=SessionState.CANCELLED).filter(group=duo.group)
    return session.values_list("public_id", flat=True).first()


LATER = later(weeks=9)
MOVES = {
    "propose": lambda duo, by, seat: groups.propose_meeting(
        group_id=duo.group.pk,
        moments=[later(weeks=10)],
        place="Park",
        by=by,
        seat_id=seat,
        now=LATER,
        replaces=_current(duo),
    ),
    "write": lambda duo, by, seat: groups.save_agreement(
        group_id=duo.group.pk,
        texts={"rhythm": "Weekly"},
        expected_version=getattr(getattr(duo.now_is(), "agreement", None), "version", 0),
        by=by,
        seat_id=seat,
        now=LATER,
    ),
    "rest": lambda duo, by, seat: groups.take_break(
        group_id=duo.group.pk,
        starts_on=LATER.date(),
        until_on=LATER.date(),
        by=by,
        seat_id=seat,
        now=LATER,
    ),
    "go on": lambda duo, by, seat: groups.end_breaks(
        group_id=duo.group.pk, by=by, seat_id=seat, now=LATER
    ),
    "stop": lambda duo, by, seat: services.start_closing(
        group_id=duo.group.pk, by=by, seat_id=seat, now=LATER
    ),
    "talk": lambda duo, by, seat: services.plan_last_talk(
        group_id=duo.group.pk, talk_on=LATER.date(), by=by, now=LATER
    ),
    "finish": lambda duo, by, seat: services.finish_closing(
        group_id=duo.group.pk, reason="other", procedure="no", by=by, now=LATER
    ),
    "longer": lambda duo, by, seat: services.try_longer(group_id=duo.group.pk, by=by, now=LATER),
}
BOTH = ("seeker", "volunteer", "coordinator")


def by(who, *moves):
    return set(product(moves, who))


ALLOWED = {
    State.INTRODUCED: by(BOTH, "propose", "write", "stop"),
    State.TRIAL: by(BOTH, "write", "rest", "stop") | by(("coordinator",), "longer"),
    State.ACTIVE: by(BOTH, "write", "rest", "stop"),
    # Ana asked for the break: she has no second one, everybody may end it.
    State.PAUSED: by(BOTH, "write", "go on", "stop") | by(("volunteer", "coordinator"), "rest"),
    State.CLOSING: by(("coordinator",), "talk", "finish"),
    State.CLOSED: set(),
}


@pytest.mark.parametrize("state", State)
def test_each_move_is_for_those_who_may_and_only_where_it_makes_sense(state):
    duo = duo_at(state)
    people = everybody(duo)

    allowed = {
        (move, who)
        for move, who in product(MOVES, people)
        if is_allowed(MOVES[move], duo, *people[who])
    }

    assert allowed == ALLOWED[state]


@pytest.mark.parametrize("state", State)
def test_nobody_speaks_for_the_other(state):
    duo = duo_at(state)
    others = (duo.ana.user, duo.seat(duo.ben).pk)

    assert not any(
        is_allowed(MOVES[move], duo, *others)
        for move in ("propose", "write", "rest", "go on", "stop")
    )


@pytest.mark.parametrize("state", State)
def test_a_coordinator_who_is_one_of_the_two_is_not_its_team(state):
    duo = duo_at(state)
    duo.scene.cora, duo.ana.user = duo.cora, duo.cora
    duo.ana.save()

    assert not any(is_allowed(MOVES[move], duo, duo.cora, None) for move in MOVES)


def question_at(state: CheckInState) -> Duo:
    if state == CheckInState.PLANNED:
        duo = planned()
        sweep(later(days=3, minutes=1))
        return duo
    duo = duo_at(State.INTRODUCED)
    if state == CheckInState.ANSWERED:
        say(duo, duo.ana, "yes")
    elif state == CheckInState.MISSED:
        sweep(later(days=20))
    return duo


ANSWER = {
    CheckInState.PLANNED: {("coordinator", "coordinator")},
    CheckInState.ASKED: {
        ("page", "seeker"),
        ("api", "seeker"),
        ("coordinator", "coordinator"),
        *(("link", who) for who in (*BOTH, "stranger", "nobody")),
    },
    CheckInState.ANSWERED: set(),
    CheckInState.MISSED: {("coordinator", "coordinator")},
}


@pytest.mark.parametrize("state", CheckInState)
def test_only_the_person_or_the_team_answers_and_only_when_it_is_waited_for(state):
    duo = question_at(state)
    question, people, words = duo.question(duo.ana), everybody(duo), ("yes", "no", "unsure")

    def give(said, way, user):
        services.answer_check_in(check_in_id=question.pk, said=said, by=user, way=way, now=ASKED)

    allowed = {
        (said, way, who)
        for said, way, who in product(words, ("page", "link", "api", "coordinator"), people)
        if is_allowed(give, said, way, people[who][0])
    }

    assert question.state == state
    assert allowed == {(said, *each) for said in words for each in ANSWER[state]}


def test_what_belongs_to_an_earlier_state_is_not_asked_any_more():
    duo = duo_at(State.TRIAL)
    stop(duo, duo.ben)

    assert set(CheckIn.objects.values_list("state", flat=True)) <= {"answered", "missed"}


def test_a_review_no_starts_the_goodbye():
    duo = duo_at(State.TRIAL)
    sweep(REVIEW)
    sweep(later(weeks=8, minutes=3))

    say(duo, duo.ben, "no", kind=Kind.REVIEW, now=REVIEW)

    assert duo.now_is().state == State.CLOSING


def test_words_of_an_agreement_are_those_that_were_written():
    duo = duo_at(State.TRIAL)

    assert {part: text for part, text in duo.now_is().agreement.texts().items() if text} == TEXTS


def test_a_meeting_is_proposed_at_once():
    duo = introduced()

    assert propose(duo, duo.ana).state == SessionState.PROPOSED
