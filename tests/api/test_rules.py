"""Rules and weights of a programme, read, tried and changed by a program of the team."""

import pytest

from matching.models import MatchRun
from matching.services import request_run
from tests.api.bodies import RULES
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.matching.builders import make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene()


@pytest.fixture
def caller(scene):
    return Caller(scene.cora)


def with_rules(**rules):
    return RULES | {"rules": RULES["rules"] | rules}


def test_a_programme_starts_with_these_rules(scene, caller):
    told = caller.get("team_rules", scene.programme.public_id).json()

    assert (told["version"], {name: told[name] for name in RULES}) == (1, RULES)


def test_new_rules_are_a_new_version(scene, caller):
    sent = with_rules(minimum_score=500, on=["language"]) | {"version": 1}

    told = caller.put("team_rules", scene.programme.public_id, **sent).json()

    assert (told["version"], told["rules"]["on"], told["created_by"]) == (
        2,
        ["language"],
        scene.cora.email,
    )


def test_what_would_change_is_told_and_not_saved(scene, caller):
    sent = with_rules(minimum_score=1000)

    told = caller.post("team_rules_preview", scene.programme.public_id, **sent).json()

    assert (told["pairs"], told["gone"], told["left_alone"], told["most_then"]) == (1, 1, 1, 0)
    assert caller.get("team_rules", scene.programme.public_id).json()["version"] == 1


def test_a_change_by_somebody_else_is_not_overwritten(scene, caller):
    caller.put("team_rules", scene.programme.public_id, **with_rules(bonus_max=0), version=1)

    answer = caller.put(
        "team_rules", scene.programme.public_id, **with_rules(bonus_max=9), version=1
    )

    assert refusal(answer) == (409, "changed_meanwhile")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (with_rules(minimum_score=2000), "rules_invalid"),
        (with_rules(language_level=0), "rules_invalid"),
        (with_rules(on=["apart"]), "invalid"),
        (with_rules(luck=1), "invalid"),
        ({"rules": RULES["rules"]}, "invalid"),
        (RULES | {"weights": dict.fromkeys(RULES["weights"], 0)}, "nothing_counts"),
    ],
)
def test_impossible_rules_are_refused(scene, caller, body, code):
    answer = caller.post("team_rules_preview", scene.programme.public_id, **body)

    assert refusal(answer) == (400, code)


def test_the_versions_are_listed_newest_first(scene, caller):
    caller.put("team_rules", scene.programme.public_id, **with_rules(bonus_max=0), version=1)

    told = caller.get("team_rules_versions", scene.programme.public_id).json()["results"]

    assert [(row["version"], row["rules"]["bonus_max"]) for row in told] == [(2, 0), (1, 100)]


def test_a_search_and_a_draft_say_which_rules_they_follow(scene, caller):
    scene.draft()
    caller.put("team_rules", scene.programme.public_id, **with_rules(bonus_max=0), version=1)
    run = request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )

    runs = caller.get("team_runs").json()["results"]
    drafts = caller.get("team_proposals").json()["results"]

    assert MatchRun.objects.get().pk == run.pk
    assert (runs[0]["rules_version"], drafts[0]["rules_version"]) == (2, 1)
