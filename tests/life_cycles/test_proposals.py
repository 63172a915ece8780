"""Proposals, answers and choices of cards: each move of everybody from each state, as the services take it."""

import pytest

from matching import services
from matching.models import Choice
from matching.states import AnswerState, ChoiceState, ProposalState
from tests.api.callers import address_of
from tests.clock import NOW
from tests.life_cycles.roles import cast_of, differences
from tests.matching.builders import TOMORROW, proposal_at
from tests.matching.choices import choice_at
from tests.matching.test_states import answer_at

pytestmark = pytest.mark.django_db

PROPOSAL = """
    approve  | coordinator lead | draft > offered     | proposal_closed | not_found | not_authenticated
    reject   | coordinator lead | draft > rejected    | proposal_closed | not_found | not_authenticated
    hold     | coordinator lead | draft > draft       | proposal_closed | not_found | not_authenticated
    lock     | coordinator lead | draft > draft       | proposal_closed | not_found | not_authenticated
    withdraw | coordinator lead | offered > withdrawn | proposal_closed | not_found | not_authenticated
"""
ANSWER = """
    yes       | seeker                  | asked > yes | proposal_closed | not_found | not_authenticated
    no        | seeker                  | asked > no  | proposal_closed | not_found | not_authenticated
    told: yes | seeker coordinator lead | asked > yes | proposal_closed | not_found | not_authenticated
    told: no  | seeker coordinator lead | asked > no  | proposal_closed | not_found | not_authenticated
"""
# What is told besides "closed", to who may.
ANSWERED = {
    (state, move): code
    for state, code in {
        "yes": "already_answered",
        "no": "already_answered",
        "to_come": "not_asked_yet",
    }.items()
    for move in ("yes", "no", "told: yes", "told: no")
}
CHOICE = """
    choose         | seeker           | open > made      | choice_closed | not_found | not_authenticated
    none           | seeker           | open > refused   | choice_closed | not_found | not_authenticated
    told: choose   | coordinator lead | open > made      | choice_closed | not_found | not_authenticated
    told: none     | coordinator lead | open > refused   | choice_closed | not_found | not_authenticated
    withdraw       | coordinator lead | open > withdrawn | choice_closed | not_found | not_authenticated
"""


def everybody(scene):
    return cast_of(scene.programme, seeker=scene.ana, volunteer=scene.ben)


@pytest.fixture(scope="module")
def proposals(kept):
    found = {state: proposal_at(state) for state in reversed(ProposalState)}
    return {state: (proposal, everybody(scene)) for state, (scene, proposal) in found.items()}


@pytest.mark.parametrize("state", ProposalState)
def test_a_proposal(proposals, state):
    proposal, cast = proposals[state]
    how = {"proposal_id": proposal.pk, "now": NOW}
    steps = {
        "approve": (
            address_of("team_proposal_approve", proposal.public_id),
            lambda by: services.approve_proposal(by=by, **how),
        ),
        "reject": (
            address_of("team_proposal_reject", proposal.public_id),
            lambda by: services.reject_proposal(reason="other", by=by, **how),
        ),
        "hold": (
            address_of("team_proposal_hold", proposal.public_id),
            lambda by: services.hold_proposal(until=TOMORROW, by=by, **how),
        ),
        "lock": (
            address_of("team_proposal_lock", proposal.public_id),
            lambda by: services.lock_proposal(locked=True, by=by, **how),
        ),
        "withdraw": (
            address_of("team_proposal_withdraw", proposal.public_id),
            lambda by: services.withdraw_proposal(by=by, **how),
        ),
    }

    assert proposal.state == state
    assert list(differences(PROPOSAL, proposal, steps, cast)) == []


@pytest.fixture(scope="module")
def answers(proposals):  # of which a sweep made some
    found = {state: answer_at(state) for state in AnswerState}
    return {state: (answer, everybody(scene)) for state, (scene, answer) in found.items()}


@pytest.mark.parametrize("state", AnswerState)
def test_an_answer(answers, state):
    answer, cast = answers[state]

    def say(yes, way):
        name = "team_proposal_answers" if way == "coordinator" else "answer"
        return address_of(name, answer.proposal.public_id), lambda by: services.answer_proposal(
            answer_id=answer.pk, yes=yes, way=way, by=by, now=NOW
        )

    steps = {
        "yes": say(True, "page"),
        "no": say(False, "page"),
        "told: yes": say(True, "coordinator"),
        "told: no": say(False, "coordinator"),
    }

    assert answer.state == state
    assert list(differences(ANSWER, answer, steps, cast, ANSWERED)) == []


@pytest.fixture(scope="module")
def choices(answers):
    found = {}
    for state in reversed(ChoiceState):  # a sweep ends what is open
        cards = choice_at(state, 2)
        found[state] = cards, everybody(cards.scene)
    return found


@pytest.mark.parametrize("state", ChoiceState)
def test_a_choice_of_cards(choices, state):
    cards, cast = choices[state]
    choice = Choice.objects.get(pk=cards.choice.pk)
    how = {"choice_id": choice.pk, "now": NOW}

    def choose(way):
        name = "team_choice_told" if way == "coordinator" else "choice_choose"
        return address_of(name, choice.public_id), lambda by: services.choose_card(
            proposal_id=cards.drafts[0].pk, way=way, by=by, **how
        )

    def none(way):
        name = "team_choice_told" if way == "coordinator" else "choice_none"
        return address_of(name, choice.public_id), lambda by: services.refuse_choice(
            way=way, by=by, **how
        )

    steps = {
        "choose": choose("page"),
        "none": none("page"),
        "told: choose": choose("coordinator"),
        "told: none": none("coordinator"),
        "withdraw": (
            address_of("team_choice_withdraw", choice.public_id),
            lambda by: services.withdraw_choice(by=by, **how),
        ),
    }

    assert choice.state == state
    assert list(differences(CHOICE, choice, steps, cast)) == []
