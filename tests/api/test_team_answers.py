"""What people tell the team by phone, and who is kept apart."""

import pytest

from matching.models import Exclusion
from matching.states import ProposalState
from tests.api.callers import Caller, refusal
from tests.matching.builders import (
    answer_of,
    make_scene,
    proposal_at,
    say,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene()


@pytest.fixture
def caller(scene):
    return Caller(scene.cora)


def test_an_answer_by_phone_is_noted(caller, scene):
    _scene, proposal = proposal_at(ProposalState.OFFERED, scene)

    caller.post("team_proposal_answers", proposal.public_id, person="seeker", yes=True)

    answer = answer_of(proposal, scene.ana)
    assert (answer.state, answer.way, answer.recorded_by) == ("yes", "coordinator", scene.cora)


def test_a_no_by_phone_ends_it(caller, scene):
    _scene, proposal = proposal_at(ProposalState.OFFERED, scene)

    told = caller.post(
        "team_proposal_answers", proposal.public_id, person="volunteer", yes=False
    ).json()

    assert told["state"] == "declined"


def test_an_answer_that_was_given_stays(caller, scene):
    _scene, proposal = proposal_at(ProposalState.OFFERED, scene)
    say(proposal, scene.ana, yes=True)

    answer = caller.post("team_proposal_answers", proposal.public_id, person="seeker", yes=False)

    assert refusal(answer) == (409, "already_answered")


def test_nobody_answers_a_draft(caller, scene):
    answer = caller.post(
        "team_proposal_answers", scene.draft().public_id, person="seeker", yes=True
    )

    assert refusal(answer) == (409, "not_asked_yet")


@pytest.mark.parametrize("body", [{"person": "seeker"}, {"person": "cat", "yes": True}], ids=str)
def test_an_answer_of_nobody_is_refused(caller, scene, body):
    _scene, proposal = proposal_at(ProposalState.OFFERED, scene)

    answer = caller.post("team_proposal_answers", proposal.public_id, **body)

    assert refusal(answer) == (400, "invalid")


def apart(scene, **changes):
    ids = {"one": scene.seeker.public_id, "other": scene.volunteer.public_id} | changes
    return {name: str(value) for name, value in ids.items()}


def test_two_are_kept_apart(caller, scene):
    answer = caller.post("team_exclusions", **apart(scene))

    assert (answer.status_code, Exclusion.objects.count()) == (201, 1)


def test_saying_it_twice_is_one_exclusion(caller, scene):
    caller.post("team_exclusions", **apart(scene))

    caller.post("team_exclusions", **apart(scene))

    assert Exclusion.objects.count() == 1


def test_nobody_is_kept_apart_from_themselves(caller, scene):
    answer = caller.post("team_exclusions", **apart(scene, other=scene.seeker.public_id))

    assert refusal(answer) == (400, "invalid")


def test_nobody_elsewhere_is_kept_apart(caller, scene):
    elsewhere = make_scene().volunteer

    answer = caller.post("team_exclusions", **apart(scene, other=elsewhere.public_id))

    assert (refusal(answer), Exclusion.objects.count()) == ((404, "not_found"), 0)
