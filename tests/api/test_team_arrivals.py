"""Around one person who arrives, and the board: what the pages do, by programs."""

import pytest

from matching import services
from matching.models import Proposal
from organisations.states import State
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.matching.builders import another_seeker, make_scene, propose
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene(capacity=2)


@pytest.fixture
def caller(scene):
    return Caller(scene.cora)


def a_volunteer(scene, name="Fatou", **details):
    person = make_person(name, **details)
    return enrolment_at(State.ACTIVE, person, scene.programme, side="volunteer", by=scene.cora)


def test_the_arrival_list_tells_travel_waiting_and_what_was_tried(caller, scene):
    draft = scene.draft()

    (row,) = caller.get("team_candidates", scene.seeker.public_id).json()

    assert row["travel"] == ["Ana: about 5 minutes by bike", "Ben: about 5 minutes by bike"]
    assert (row["draft"], row["before"], row["is_new"]) == (str(draft.public_id), [], False)
    assert row["waiting_since"] == "2026-03-02T10:00:00+01:00"


def test_what_if_tells_who_would_fit(caller, scene):
    a_volunteer(scene, languages={"tr": 3})

    told = caller.get("team_what_if", scene.seeker.public_id, language="tr").json()

    assert (told["before"], told["after"]) == (1, 2)
    assert [row["is_new"] for row in told["candidates"]] == [False, True]


def test_several_rules_are_left_away_at_once(caller, scene):
    a_volunteer(scene, profile={"day_parts": ["mon_morning"], "contact_forms": ["home_volunteer"]})

    told = caller.get("team_what_if", scene.seeker.public_id, off=["time", "form"]).json()

    assert told["after"] == 2


@pytest.mark.parametrize(
    "query",
    [
        {"farther_km": "51"},
        {"farther_km": "x"},
        {"others_farther_km": "-1"},
        {"off": "apart"},
        {"language": "xx"},
    ],
    ids=str,
)
def test_what_cannot_be_tried_is_refused(caller, scene, query):
    answer = caller.get("team_what_if", scene.seeker.public_id, **query)

    assert refusal(answer) == (400, "invalid")
    assert set(answer.json()["fields"]) == set(query)


def test_two_side_by_side(caller, scene):
    told = caller.get("team_beside", scene.seeker.public_id, scene.volunteer.public_id).json()

    likes = next(topic for topic in told["topics"] if topic["label"] == "Likes")
    assert (told["may_be_proposed"], told["broken"], likes["kind"]) == (True, "", "common")
    assert {"text": "Walking", "is_shared": True, "clashes": False} in likes["one"]


def test_a_pair_is_asked_at_once(caller, scene):
    pair = {"volunteer": str(scene.volunteer.public_id), "seeker": str(scene.seeker.public_id)}

    answer = caller.post("team_proposals", **pair, send=True)

    assert (answer.status_code, answer.json()["state"]) == (201, "offered")


def test_the_options_of_a_swap_tell_their_cost(caller, scene):
    draft, fatou = scene.draft(), a_volunteer(scene, likes=("birds",))

    told = caller.get("team_proposal_swap", draft.public_id).json()

    (option,) = told["options"]
    assert option["candidate"]["enrolment"]["id"] == str(fatou.public_id)
    assert option["cost"] == draft.score - option["candidate"]["score"]
    assert (option["falls_away"], option["left"], option["back"]) == (None, None, None)


def do_swap(caller, draft, other, seen):
    return caller.post(
        "team_proposal_swap",
        draft.public_id,
        keep="seeker",
        other=str(other.public_id),
        seen=seen,
    )


def test_a_swap_is_done(caller, scene):
    draft, fatou = scene.draft(), a_volunteer(scene)
    seen = caller.get("team_proposal_swap", draft.public_id).json()["options"][0]["seen"]

    answer = do_swap(caller, draft, fatou, seen)

    told = answer.json()
    assert (answer.status_code, told["back"]) == (201, None)
    assert told["proposal"]["volunteer"]["person"]["name_to_use"] == "Fatou"


def test_a_swap_that_was_not_read_like_that_is_refused(caller, scene):
    draft, fatou = scene.draft(), a_volunteer(scene)

    assert refusal(do_swap(caller, draft, fatou, "5:")) == (409, "changed_meanwhile")


@pytest.mark.parametrize("keep", ["both", ""])
def test_somebody_must_stay(caller, scene, keep):
    answer = caller.get("team_proposal_swap", scene.draft().public_id, keep=keep)

    assert refusal(answer) == (400, "invalid")


def decide(caller, scene, *drafts, **body):
    ids = [str(draft.public_id) for draft in drafts]
    return caller.post("team_programme_decide", scene.programme.public_id, proposals=ids, **body)


def test_what_became_of_each_is_told(caller, scene):
    one, other = scene.draft(), propose(scene, another_seeker(scene))
    services.approve_proposal(proposal_id=one.pk, by=scene.cora, now=NOW)

    told = decide(caller, scene, one, other, action="reject", reason="not_now").json()

    assert [(row["is_done"], row["code"]) for row in told] == [
        (False, "proposal_closed"),
        (True, ""),
    ]
    assert Proposal.objects.get(pk=other.pk).reject_reason == "not_now"


@pytest.mark.parametrize(
    "body",
    [
        {"action": "reject"},
        {"action": "delete"},
        {"action": "hold", "until": "2020-01-01"},
        {"action": "approve", "more": 1},
    ],
    ids=str,
)
def test_a_decision_that_cannot_be_is_refused(caller, scene, body):
    assert decide(caller, scene, scene.draft(), **body).status_code == 400
    assert Proposal.objects.get().state == "draft"


def test_a_hold_that_a_colleague_changed_is_not_overwritten(caller, scene):
    draft = scene.draft()
    caller.post("team_proposal_hold", draft.public_id, until="2026-03-20")

    answer = caller.post("team_proposal_hold", draft.public_id, until=None, seen=None)

    assert refusal(answer) == (409, "changed_meanwhile")


def test_reasons_are_counted(caller, scene):
    decide(caller, scene, scene.draft(), action="reject", reason="not_now")

    told = caller.get("team_programme_reasons", scene.programme.public_id).json()

    assert (told["rejected"], told["reasons"]) == (
        1,
        [{"label": "Not the right moment", "value": 1}],
    )
    assert told["versions"] == [{"version": 1, "rejected": 1, "dealt_with": 1}]


def test_areas_are_told_with_counts(caller, scene):
    scene.draft()

    (line,) = caller.get("team_programme_areas", scene.programme.public_id).json()

    assert (line["start"], line["end"], line["count"]) == ("Gent", "Gent", 1)


def test_areas_of_an_unknown_state_are_refused(caller, scene):
    answer = caller.get("team_programme_areas", scene.programme.public_id, state="x")

    assert refusal(answer) == (400, "invalid")
