"""The life cycles: which moves exist at all, and who may make which from each state."""

from itertools import product

import pytest
from django.db import transaction
from django.test import override_settings

from core.errors import DomainError
from groups.models import Group, Seat
from groups.states import SeatState
from groups.states import State as GroupState
from matching import services
from matching.models import Answer, Choice, MatchRun, Proposal
from matching.models.proposals import AnswerWay
from matching.services import runs
from matching.states import LIVE_RUN, AnswerState, ChoiceState, ProposalState, RunState
from tests.clock import NOW, later
from tests.matching.builders import TOMORROW, answer_of, approve, make_scene, proposal_at, say
from tests.matching.regions.builders import Country, add_town
from tests.teams import make_coordinator, make_organisation

LIFE_CYCLES = {
    MatchRun: {
        RunState.QUEUED: {RunState.FAILED, RunState.CANCELLED},
        RunState.RUNNING: {
            RunState.SPREAD,
            RunState.FINISHED,
            RunState.FAILED,
            RunState.CANCELLED,
        },
        # Back to RUNNING is a claim: a guarded UPDATE and no move.
        RunState.SPREAD: {RunState.FAILED, RunState.CANCELLED},
    },
    Proposal: {
        ProposalState.DRAFT: {
            ProposalState.OFFERED,
            ProposalState.REJECTED,
            ProposalState.DECLINED,
            ProposalState.SUPERSEDED,
        },
        ProposalState.OFFERED: {
            ProposalState.AGREED,
            ProposalState.DECLINED,
            ProposalState.EXPIRED,
            ProposalState.WITHDRAWN,
        },
    },
    Choice: {
        ChoiceState.OPEN: {
            ChoiceState.MADE,
            ChoiceState.REFUSED,
            ChoiceState.EXPIRED,
            ChoiceState.WITHDRAWN,
        },
    },
    Answer: {
        AnswerState.TO_COME: {AnswerState.ASKED, AnswerState.CLOSED},
        AnswerState.ASKED: {AnswerState.YES, AnswerState.NO, AnswerState.CLOSED},
    },
    Group: {
        # Straight to ACTIVE go groups of peers only: see tests/life_cycles.
        GroupState.INTRODUCED: {
            GroupState.TRIAL,
            GroupState.ACTIVE,
            GroupState.CLOSING,
            GroupState.CLOSED,
        },
        GroupState.TRIAL: {GroupState.ACTIVE, GroupState.CLOSING, GroupState.CLOSED},
        GroupState.ACTIVE: {GroupState.PAUSED, GroupState.CLOSING, GroupState.CLOSED},
        GroupState.PAUSED: {GroupState.ACTIVE, GroupState.CLOSING, GroupState.CLOSED},
        GroupState.CLOSING: {GroupState.CLOSED},
    },
    Seat: {
        SeatState.HELD: {SeatState.TAKEN, SeatState.FREED},
        SeatState.TAKEN: {SeatState.FREED},
    },
}
STATES = [
    (model, state)
    for model in LIFE_CYCLES
    for state, _label in model._meta.get_field("state").choices
]


@pytest.mark.parametrize(("model", "start"), STATES)
def test_from_each_state_lead_only_the_moves_of_the_life_cycle(model, start):
    moves = model(state=start).get_available_state_transitions()

    assert {move.target for move in moves} == LIFE_CYCLES[model].get(start, set())


def is_allowed(step, *facts):
    """Try a step and take it back, so that the next one starts from the same state."""
    with transaction.atomic():
        try:
            step(*facts)
        except DomainError:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def everybody(scene):
    return {
        "seeker": scene.ana.user,
        "volunteer": scene.ben.user,
        "coordinator": scene.cora,
        "stranger": make_coordinator(make_organisation()),
        "nobody": None,
    }


PROPOSAL_MOVES = {
    "approve": lambda p, by: services.approve_proposal(proposal_id=p.pk, by=by, now=NOW),
    "hold": lambda p, by: services.hold_proposal(proposal_id=p.pk, until=TOMORROW, by=by, now=NOW),
    "reject": lambda p, by: services.reject_proposal(
        proposal_id=p.pk, reason="other", by=by, now=NOW
    ),
    "lock": lambda p, by: services.lock_proposal(proposal_id=p.pk, locked=True, by=by, now=NOW),
    "withdraw": lambda p, by: services.withdraw_proposal(proposal_id=p.pk, by=by, now=NOW),
}
PROPOSAL_ALLOWED = {
    ProposalState.DRAFT: {(move, "coordinator") for move in ("approve", "hold", "reject", "lock")},
    ProposalState.OFFERED: {("withdraw", "coordinator")},
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", ProposalState)
def test_only_the_team_moves_a_proposal_and_only_where_its_life_cycle_goes(state):
    scene, proposal = proposal_at(state)
    users = everybody(scene)

    allowed = {
        (move, who)
        for move, who in product(PROPOSAL_MOVES, users)
        if is_allowed(PROPOSAL_MOVES[move], proposal, users[who])
    }

    assert allowed == PROPOSAL_ALLOWED.get(state, set())


def answer_at(state):
    """Ana's answer, walked to `state`."""
    scene = make_scene(asks_volunteer_first=state == AnswerState.TO_COME)
    proposal = approve(scene.draft(), scene.cora)
    if state in (AnswerState.YES, AnswerState.NO):
        say(proposal, scene.ana, yes=state == AnswerState.YES)
    elif state == AnswerState.CLOSED:
        say(proposal, scene.ben, yes=False)
    return scene, answer_of(proposal, scene.ana)


def give(answer, yes, way, by):
    services.answer_proposal(answer_id=answer.pk, yes=yes, way=way, by=by, now=NOW)


MAY_ANSWER = {
    (AnswerWay.PAGE, "seeker"),
    (AnswerWay.API, "seeker"),
    (AnswerWay.COORDINATOR, "seeker"),
    (AnswerWay.COORDINATOR, "coordinator"),
    *(
        (AnswerWay.LINK, who)
        for who in ("seeker", "volunteer", "coordinator", "stranger", "nobody")
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("yes", [True, False])
@pytest.mark.parametrize("state", AnswerState)
def test_only_the_person_or_the_team_answers_and_only_when_asked(state, yes):
    scene, answer = answer_at(state)
    users = everybody(scene)

    allowed = {
        (way, who)
        for way, who in product(AnswerWay, users)
        if is_allowed(give, answer, yes, way, users[who])
    }

    assert answer.state == state
    assert allowed == (MAY_ANSWER if state == AnswerState.ASKED else set())


def run_at(state):
    """A search, walked to `state`."""
    scene = make_scene()
    if state == RunState.SPREAD:
        add_town(Country(scene.programme, scene.cora), "6700", seekers=1)
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    if state == RunState.RUNNING:
        runs._claim(run.pk, NOW)
    elif state == RunState.SPREAD:
        with override_settings(REGION_AT_LEAST=1):
            services.execute_run(run_id=run.pk, now=NOW)
    elif state == RunState.FINISHED:
        services.execute_run(run_id=run.pk, now=NOW)
    elif state == RunState.FAILED:
        for attempt in range(runs.MAX_ATTEMPTS):
            runs._claim(run.pk, later(minutes=3 * attempt))
        services.execute_run(run_id=run.pk, now=later(hours=1))
    elif state == RunState.CANCELLED:
        services.cancel_run(run_id=run.pk, by=scene.cora, now=NOW)
    return scene, MatchRun.objects.get(pk=run.pk)


RUN_MOVES = {
    "cancel": lambda run, by: services.cancel_run(run_id=run.pk, by=by, now=NOW),
    "request": lambda run, by: services.request_run(
        programme_id=run.programme_id, objective="best_score", by=by, now=NOW
    ),
}
# By None, a search is asked for by beat.
MAY_REQUEST = {("request", "coordinator"), ("request", "nobody")}


@pytest.mark.django_db
@pytest.mark.parametrize("state", RunState)
def test_only_the_team_moves_a_search_and_only_one_lives_at_a_time(state):
    scene, run = run_at(state)
    users = everybody(scene)

    allowed = {
        (move, who)
        for move, who in product(RUN_MOVES, users)
        if is_allowed(RUN_MOVES[move], run, users[who])
    }

    live = state in LIVE_RUN
    assert run.state == state
    assert allowed == ({("cancel", "coordinator")} if live else MAY_REQUEST)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [s for s in RunState if s != RunState.QUEUED])
def test_a_worker_takes_up_no_search_that_is_under_way_or_ended(state):
    _scene, run = run_at(state)

    services.execute_run(run_id=run.pk, now=NOW)

    assert MatchRun.objects.get(pk=run.pk).state == state
