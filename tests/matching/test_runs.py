"""A search: asked for once, carried out once, cancelled, lost and found again."""

import pytest

from core.errors import NotFoundHere
from matching import services
from matching.errors import RunClosed, RunUnderWay
from matching.models import LeftOver, MatchRun, Proposal
from matching.services import runs
from matching.states import RunState
from notifications.models import Message
from tests.clock import NOW, later
from tests.matching.builders import another_seeker, make_scene
from tests.teams import make_coordinator, make_organisation

pytestmark = pytest.mark.django_db


def request(scene, **more):
    return services.request_run(
        programme_id=scene.programme.pk,
        objective=more.get("objective", "most_people"),
        by=more.get("by", scene.cora),
        now=more.get("now", NOW),
    )


def finished(scene):
    run = request(scene)
    services.execute_run(run_id=run.pk, now=NOW)
    return MatchRun.objects.get(pk=run.pk)


def test_a_search_drafts_the_pair():
    finished(make_scene())

    assert Proposal.objects.filter(state="draft").count() == 1


def test_a_search_proves_its_answer():
    run = finished(make_scene())

    assert (run.state, run.gap, run.pairs) == (RunState.FINISHED, 0, 1)


def test_everybody_left_over_has_a_reason():
    scene = make_scene()
    another_seeker(scene)

    run = finished(scene)

    assert LeftOver.objects.get(run=run).reason == "all_taken"


def test_who_asked_hears_that_it_is_ready():
    finished(make_scene())

    assert Message.objects.filter(kind="matching.run_finished").count() == 1


def test_a_second_search_waits_its_turn():
    scene = make_scene()
    request(scene)

    with pytest.raises(RunUnderWay):
        request(scene)


def test_another_organisation_searches_nothing():
    scene = make_scene()
    zoe = make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        request(scene, by=zoe)


def test_a_new_search_replaces_older_drafts():
    scene = make_scene()
    finished(scene)

    finished(scene)

    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["draft", "superseded"]


def test_an_empty_pool_finishes():
    scene = make_scene()
    for enrolment in (scene.seeker, scene.volunteer):
        enrolment.leave()
        enrolment.save()

    assert finished(scene).state == RunState.FINISHED


def test_a_cancelled_search_stores_nothing():
    scene = make_scene()
    run = request(scene)
    services.cancel_run(run_id=run.pk, by=scene.cora, now=NOW)

    services.execute_run(run_id=run.pk, now=NOW)

    assert not Proposal.objects.exists()


def test_a_cancellation_is_noticed_in_the_middle(monkeypatch):
    scene = make_scene()
    run = request(scene)
    renew = runs._renew

    def cancel_first(run_id, token, percent):
        if percent == 60:
            services.cancel_run(run_id=run_id, by=scene.cora, now=NOW)
        renew(run_id, token, percent)

    monkeypatch.setattr(runs, "_renew", cancel_first)
    services.execute_run(run_id=run.pk, now=NOW)

    run = MatchRun.objects.get(pk=run.pk)
    assert (run.state, Proposal.objects.count()) == (RunState.CANCELLED, 0)


def test_cancelling_what_has_ended_is_refused():
    scene = make_scene()
    run = finished(scene)

    with pytest.raises(RunClosed):
        services.cancel_run(run_id=run.pk, by=scene.cora, now=NOW)


def test_a_search_whose_worker_was_lost_is_taken_up_again():
    run = request(make_scene())
    runs._claim(run.pk, NOW)

    services.execute_run(run_id=run.pk, now=later(minutes=3))

    assert MatchRun.objects.get(pk=run.pk).state == RunState.FINISHED


def test_a_search_under_way_is_not_taken_twice():
    run = request(make_scene())
    runs._claim(run.pk, NOW)

    services.execute_run(run_id=run.pk, now=later(seconds=5))

    assert MatchRun.objects.get(pk=run.pk).state == RunState.RUNNING


def test_a_search_that_kills_its_workers_ends():
    run = request(make_scene())
    for attempt in range(runs.MAX_ATTEMPTS):
        runs._claim(run.pk, later(minutes=3 * attempt))

    services.execute_run(run_id=run.pk, now=later(hours=1))

    assert MatchRun.objects.get(pk=run.pk).failure == "worker_lost"


def test_a_fault_ends_a_search_and_frees_the_programme(monkeypatch):
    scene = make_scene()
    run = request(scene)
    monkeypatch.setattr(runs, "put_drafts", lambda **_: 1 / 0)

    services.execute_run(run_id=run.pk, now=NOW)

    assert MatchRun.objects.get(pk=run.pk).state == RunState.FAILED
    assert request(scene).state == RunState.QUEUED


def test_regular_searches_start_by_themselves():
    scene = make_scene(runs_every_days=7)

    services.sweep_runs(now=NOW)
    services.sweep_runs(now=later(days=1))

    assert scene.programme.runs.count() == 1
