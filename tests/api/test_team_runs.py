"""Searches asked for by a program of the team."""

import pytest

from accounts.services import change_languages
from matching import services
from matching.models import MatchRun
from matching.states import RunState
from tests.api.callers import Caller, refusal
from tests.clock import NOW
from tests.matching.builders import another_seeker, make_scene
from tests.matching.regions.builders import do_part, make_country, parts_of, spread
from tests.teams import make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene()


@pytest.fixture
def caller(scene):
    return Caller(scene.cora)


def asked(scene):
    return services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )


def finished(scene):
    run = asked(scene)
    services.execute_run(run_id=run.pk, now=NOW)
    return MatchRun.objects.get(pk=run.pk)


def test_a_search_is_asked_for(caller, scene):
    answer = caller.post("team_runs", programme=str(scene.programme.public_id))

    assert (answer.status_code, answer.json()["state"]) == (201, "queued")


def test_the_aim_of_a_search_is_chosen(caller, scene):
    body = {"programme": str(scene.programme.public_id), "objective": "best_score"}

    assert caller.post("team_runs", **body).json()["objective"] == "best_score"


def test_a_second_search_waits_its_turn(caller, scene):
    asked(scene)

    answer = caller.post("team_runs", programme=str(scene.programme.public_id))

    assert refusal(answer) == (409, "run_under_way")


@pytest.mark.parametrize(
    "body", [{"objective": "most_fun"}, {"programme": "1"}, {"programme": None}], ids=str
)
def test_a_search_that_cannot_be_is_refused(caller, scene, body):
    said = {"programme": str(scene.programme.public_id)} | body

    assert refusal(caller.post("team_runs", **said)) == (400, "invalid")


def test_nobody_searches_elsewhere(caller):
    elsewhere = make_programme()

    answer = caller.post("team_runs", programme=str(elsewhere.public_id))

    assert (refusal(answer), MatchRun.objects.count()) == ((404, "not_found"), 0)


def test_a_finished_search_tells_what_it_found(caller, scene):
    run = finished(scene)

    told = caller.get("team_run", run.public_id).json()

    assert (told["state"], told["progress"], told["pairs"], told["gap"]) == ("finished", 100, 1, 0)


def test_a_search_in_regions_tells_how_many_are_ready(settings):
    settings.REGION_AT_LEAST = 1
    country = make_country(("9000", "8000", "4000"))
    run = spread(country)
    do_part(parts_of(run)[0])

    told = Caller(country.cora).get("team_run", run.public_id).json()

    assert (told["state"], told["regions"], told["regions_done"]) == ("spread", 3, 1)


def test_a_search_in_regions_is_cancelled(settings):
    settings.REGION_AT_LEAST = 1
    country = make_country(("9000", "8000"))
    run = spread(country)

    answer = Caller(country.cora).post("team_run_cancel", run.public_id)

    assert answer.json()["state"] == "cancelled"


def test_the_list_holds_the_searches_of_ones_own(caller, scene):
    run = finished(scene)
    finished(make_scene())

    told = caller.get("team_runs").json()["results"]

    assert [row["id"] for row in told] == [str(run.public_id)]


def test_a_search_is_cancelled(caller, scene):
    run = asked(scene)

    assert caller.post("team_run_cancel", run.public_id).json()["state"] == "cancelled"


def test_what_has_ended_cannot_be_cancelled(caller, scene):
    run = finished(scene)

    assert refusal(caller.post("team_run_cancel", run.public_id)) == (409, "run_closed")


def test_a_search_that_failed_says_its_code(caller, scene):
    run = asked(scene)
    run.fail(code="worker_lost", at=NOW)
    run.save()

    told = caller.get("team_run", run.public_id).json()

    assert (told["state"], told["failure"]) == (RunState.FAILED, "worker_lost")


def test_who_was_left_over_has_a_reason_in_words(caller, scene):
    another_seeker(scene, "Cem")
    run = finished(scene)

    told = caller.get("team_left_over", run.public_id).json()

    assert (told["count"], told["results"][0]["reason_in_words"]) == (
        1,
        "Everybody suitable is taken.",
    )


def test_who_was_left_over_may_have_a_way_out(caller, scene):
    cem = another_seeker(scene, "Cem")
    change_languages(person_id=cem.person_id, levels={"fr": 3}, by=None, now=NOW)
    run = finished(scene)

    row = caller.get("team_left_over", run.public_id).json()["results"][0]

    assert (row["reason"], row["opens"]) == ("no_common_language", 1)
    assert row["change_in_words"] == "Solving “no common language” would open 1 person."
