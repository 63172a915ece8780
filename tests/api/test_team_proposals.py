"""What the team does with proposals."""

import pytest

from accounts.services import change_languages
from matching import services
from matching.models import Proposal
from matching.states import ProposalState
from organisations.models.enrolments import Side
from organisations.services import pause_enrolment
from organisations.states import State
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.matching.builders import (
    another_seeker,
    make_scene,
    proposal_at,
    propose,
)
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene()


@pytest.fixture
def caller(scene):
    return Caller(scene.cora)


def searched(scene):
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )
    services.execute_run(run_id=run.pk, now=NOW)
    return run


def found(answer):
    return [row["id"] for row in answer.json()["results"]]


def test_the_list_tells_who_and_why(caller, scene):
    scene.draft()

    row = caller.get("team_proposals").json()["results"][0]

    pair = row["volunteer"]["person"]["name_to_use"], row["seeker"]["person"]["name_to_use"]
    assert (pair, row["distance"]) == (("Ben", "Ana"), "under 5 km")
    assert "They both like: walking and having a coffee or tea." in row["reasons"]


def test_no_inner_number_leaves(caller, scene):
    searched(scene)

    told = caller.get("team_proposals").json()["results"][0]

    numbers = {value for value in told.values() if isinstance(value, int)}
    assert numbers == {told["score"], told["bonus"], told["rules_version"]}


def test_the_list_holds_the_proposals_of_ones_own(caller, scene):
    draft = scene.draft()
    make_scene().draft()

    assert found(caller.get("team_proposals")) == [str(draft.public_id)]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"state": "draft"}, True),
        ({"state": "offered"}, False),
        ({"minimum_score": "400"}, True),
        ({"minimum_score": "1001"}, False),
        ({"minimum_score": "9" * 30}, False),
        ({"programme": "00000000-0000-4000-8000-000000000000"}, False),
        ({"run": "00000000-0000-4000-8000-000000000000"}, False),
    ],
    ids=str,
)
def test_the_list_is_narrowed(caller, scene, query, fits):
    scene.draft()

    assert bool(found(caller.get("team_proposals", **query))) == fits


def test_the_proposals_of_a_search_are_found(caller, scene):
    run = searched(scene)
    by_hand = propose(scene, another_seeker(scene))

    told = found(caller.get("team_proposals", run=str(run.public_id)))

    assert len(told) == 1
    assert str(by_hand.public_id) not in told


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"run": "1"}, {"programme": "x"}, {"minimum_score": "NaN"}], ids=str
)
def test_a_filter_that_cannot_be_is_refused(caller, query):
    assert refusal(caller.get("team_proposals", **query)) == (400, "invalid")


def pair(scene, **changes):
    ids = {"volunteer": scene.volunteer.public_id, "seeker": scene.seeker.public_id} | changes
    return {name: str(value) for name, value in ids.items()}


def test_a_pair_is_drafted_by_hand(caller, scene):
    answer = caller.post("team_proposals", **pair(scene))

    told = answer.json()
    assert (answer.status_code, told["state"], told["run"]) == (201, "draft", None)
    assert sum(told["parts"].values()) == told["score"]


def test_drafting_a_pair_twice_is_refused(caller, scene):
    scene.draft()

    assert refusal(caller.post("team_proposals", **pair(scene))) == (409, "already_proposed")


def test_two_who_do_not_fit_are_refused_in_words(caller, scene):
    cem = another_seeker(scene, "Cem")
    change_languages(person_id=cem.person_id, levels={"fr": 3}, by=None, now=NOW)

    answer = caller.post("team_proposals", **pair(scene, seeker=cem.public_id))

    assert refusal(answer) == (409, "no_longer_fits")
    assert "no common language" in answer.json()["message"]


def test_two_on_the_wrong_sides_are_refused(caller, scene):
    wrong = {"volunteer": scene.seeker.public_id, "seeker": scene.volunteer.public_id}

    assert refusal(caller.post("team_proposals", **pair(scene, **wrong))) == (
        409,
        "person_not_ready",
    )


def test_nobody_is_proposed_to_themselves(caller, scene):
    twice = pair(scene, seeker=scene.volunteer.public_id)

    assert refusal(caller.post("team_proposals", **twice)) == (409, "person_not_ready")


def test_somebody_of_another_organisation_is_not_proposed(caller, scene):
    elsewhere = make_scene().seeker

    answer = caller.post("team_proposals", **pair(scene, seeker=elsewhere.public_id))

    assert (refusal(answer), Proposal.objects.count()) == ((404, "not_found"), 0)


def test_other_volunteers_are_named_without_inner_numbers(caller, scene):
    dan = enrolment_at(
        State.ACTIVE, make_person("Dan"), scene.programme, side=Side.VOLUNTEER, by=scene.cora
    )
    searched(scene)
    proposal = Proposal.objects.get()
    other = dan if proposal.volunteer_id == scene.volunteer.pk else scene.volunteer

    told = caller.get("team_proposal", proposal.public_id).json()["alternatives"]

    assert [row["volunteer"] for row in told] == [str(other.public_id)]


def test_approving_asks_both(caller, scene):
    told = caller.post("team_proposal_approve", scene.draft().public_id).json()

    assert (told["state"], {row["person"]: row["state"] for row in told["answers"]}) == (
        "offered",
        {"seeker": "asked", "volunteer": "asked"},
    )


def test_approving_twice_is_refused(caller, scene):
    _scene, proposal = proposal_at(ProposalState.OFFERED, scene)

    answer = caller.post("team_proposal_approve", proposal.public_id)

    assert refusal(answer) == (409, "proposal_closed")


def test_approving_with_somebody_who_paused_is_refused(caller, scene):
    draft = scene.draft()
    pause_enrolment(enrolment_id=scene.seeker.pk, by=scene.cora, now=NOW)

    answer = caller.post("team_proposal_approve", draft.public_id)

    assert refusal(answer) == (409, "person_not_ready")


def test_a_draft_is_put_aside(caller, scene):
    told = caller.post("team_proposal_hold", scene.draft().public_id, until="2026-03-20").json()

    assert told["on_hold_until"] == "2026-03-20"


def test_a_draft_comes_back(caller, scene):
    draft = scene.draft()
    caller.post("team_proposal_hold", draft.public_id, until="2026-03-20")

    told = caller.post("team_proposal_hold", draft.public_id, until=None).json()

    assert told["on_hold_until"] is None


@pytest.mark.parametrize("body", [{}, {"until": "2026-01-01"}, {"until": "later"}], ids=str)
def test_a_day_that_cannot_be_is_refused(caller, scene, body):
    answer = caller.post("team_proposal_hold", scene.draft().public_id, **body)

    assert refusal(answer) == (400, "invalid")


def test_a_draft_is_rejected_with_a_reason(caller, scene):
    told = caller.post("team_proposal_reject", scene.draft().public_id, reason="safety").json()

    assert (told["state"], told["reject_reason"]) == ("rejected", "safety")


@pytest.mark.parametrize("body", [{}, {"reason": "because"}, {"reason": ""}], ids=str)
def test_a_rejection_without_a_known_reason_is_refused(caller, scene, body):
    answer = caller.post("team_proposal_reject", scene.draft().public_id, **body)

    assert refusal(answer) == (400, "invalid")


def test_an_offer_is_taken_back(caller, scene):
    _scene, proposal = proposal_at(ProposalState.OFFERED, scene)

    told = caller.post("team_proposal_withdraw", proposal.public_id).json()

    assert told["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("name", "body"),
    [("reject", {"reason": "other"}), ("hold", {"until": None}), ("withdraw", {})],
)
def test_what_was_dealt_with_stays(caller, name, body, scene):
    _scene, proposal = proposal_at(ProposalState.WITHDRAWN, scene)

    answer = caller.post(f"team_proposal_{name}", proposal.public_id, **body)

    assert refusal(answer) == (409, "proposal_closed")
