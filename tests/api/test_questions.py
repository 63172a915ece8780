"""A programme's own questions and their answers, through the API."""

import pytest

from organisations.models import Role
from organisations.services import answer_intake, give_role
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.matching.builders import make_scene
from tests.organisations.questions import some_questions
from tests.teams import make_coordinator

pytestmark = pytest.mark.django_db

SECRET = "Lost a child in 2021"


@pytest.fixture
def scene():
    scene = make_scene()
    some_questions(scene.programme)
    return scene


@pytest.fixture
def lea(scene):
    give_role(
        user=scene.cora,
        organisation=scene.programme.organisation,
        name=Role.Name.LEAD,
        by=None,
        now=NOW,
    )
    return Caller(scene.cora)


def said(scene):
    answer_intake(
        enrolment_id=scene.seeker.pk, said={"q1": "no", "q7": SECRET}, by=scene.cora, now=NOW
    )


def codes(answer):
    return {row["question"]["code"]: row["said"] for row in answer.json()}


def test_everybody_reads_what_an_open_programme_asks(scene):
    told = Caller().get("programme_questions", scene.programme.public_id).json()

    assert (told["version"], len(told["questions"])) == (1, 7)
    assert told["questions"][1]["when"] == {"code": "q1", "value": "yes"}


def test_what_is_read_can_be_sent_back(scene, lea):
    told = lea.get("team_programme_questions", scene.programme.public_id).json()

    again = lea.put("team_programme_questions", scene.programme.public_id, **told).json()

    assert again == told


def test_a_question_is_added(scene, lea):
    told = lea.get("team_programme_questions", scene.programme.public_id).json()
    told["questions"].append({"kind": "yes_no", "label": {"nl": "Roken?"}})

    again = lea.put("team_programme_questions", scene.programme.public_id, **told).json()

    assert (again["version"], again["questions"][-1]["code"]) == (2, "q8")
    versions = lea.get("team_programme_questions_versions", scene.programme.public_id).json()
    assert [row["version"] for row in versions["results"]] == [2, 1]


def test_a_change_by_somebody_else_is_not_overwritten(scene, lea):
    answer = lea.put("team_programme_questions", scene.programme.public_id, version=0, questions=[])

    assert refusal(answer) == (409, "changed_meanwhile")


def test_a_coordinator_sets_no_questions(scene):
    answer = Caller(make_coordinator(scene.programme.organisation)).put(
        "team_programme_questions", scene.programme.public_id, version=1, questions=[]
    )

    assert refusal(answer) == (403, "not_allowed")


def test_somebody_answers_and_reads_back_what_is_not_sensitive(scene):
    ana = Caller(scene.ana.user)

    told = ana.put(
        "enrolment_answers",
        scene.seeker.public_id,
        version=1,
        answers={"q1": "yes", "q2": 2, "q7": SECRET},
    )

    assert codes(told) == {"q1": "yes", "q2": 2}
    assert codes(Caller(scene.cora).get("team_answers", scene.seeker.public_id)) == {
        "q1": "yes",
        "q2": 2,
        "q7": SECRET,
    }


def test_ones_own_sensitive_answer_stays(scene):
    said(scene)

    Caller(scene.ana.user).put(
        "enrolment_answers", scene.seeker.public_id, version=1, answers={"q3": "c2"}
    )

    told = codes(Caller(scene.cora).get("team_answers", scene.seeker.public_id))
    assert told == {"q3": "c2", "q7": SECRET}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"q1": "perhaps"}, "answer_unusable"),
        ({"q1": "yes"}, "answer_missing"),
        ({"q4": "x" * 201, "q3": "c1"}, "answer_too_long"),
        ({"q99": "x"}, "invalid"),
        ({"q1": {"a": [1]}}, "answer_unusable"),
        ("yes", "invalid"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(scene, answers, code):
    answer = Caller(scene.cora).put(
        "team_answers", scene.seeker.public_id, version=1, answers=answers
    )

    assert refusal(answer) == (400, code)


def test_answers_to_older_questions_are_refused(scene):
    answer = Caller(scene.cora).put("team_answers", scene.seeker.public_id, version=0, answers={})

    assert refusal(answer) == (409, "changed_meanwhile")


def test_somebody_answers_while_registering(scene):
    answer = Caller().post(
        "registrations",
        programme=str(scene.programme.public_id),
        side="seeker",
        name_to_use="Dee",
        place="9000",
        email="dee@example.org",
        consent=True,
        answers={"q1": "no"},
    )

    told = Caller(scene.cora).get("team_answers", answer.json()["id"])
    assert codes(told) == {"q1": "no"}
