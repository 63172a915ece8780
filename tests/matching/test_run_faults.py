"""A search that is cut short: by a fault, a cancellation or a lost worker, and found again by the sweep."""

from dataclasses import replace

import numpy as np
import pytest

from matching import services
from matching.models import LeftOver, MatchRun, Proposal
from matching.services import runs
from matching.snapshot import take_snapshot
from matching.states import RunState
from notifications.models import Message
from tests.clock import NOW, earlier, later
from tests.matching.builders import make_scene

pytestmark = pytest.mark.django_db


def request(scene, at=NOW):
    return services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=at
    )


def executed(run):
    services.execute_run(run_id=run.pk, now=NOW)
    return MatchRun.objects.get(pk=run.pk)


def at_percent(monkeypatch, percent, act):
    """Do something in the middle of a search, after its sign of life at `percent`."""
    renew = runs._renew

    def renew_and_act(run_id, token, done):
        renew(run_id, token, done)
        if done == percent:
            act()

    monkeypatch.setattr(runs, "_renew", renew_and_act)


def cancel(scene, run):
    services.cancel_run(run_id=run.pk, by=scene.cora, now=NOW)


def test_arrays_that_do_not_fit_together_end_a_search_with_the_engines_code(monkeypatch):
    def broken_snapshot(**wanted):
        snapshot = take_snapshot(**wanted)
        seekers = replace(snapshot.pool.seekers, lat=np.array([np.nan]))
        return replace(snapshot, pool=replace(snapshot.pool, seekers=seekers))

    monkeypatch.setattr(runs, "take_snapshot", broken_snapshot)

    run = executed(request(make_scene()))

    assert (run.state, run.failure) == (RunState.FAILED, "not_a_place")


def test_a_fault_ends_a_search_with_its_own_code(monkeypatch):
    at_percent(monkeypatch, 5, lambda: 1 / 0)

    run = executed(request(make_scene()))

    assert (run.state, run.failure, run.lease_until) == (RunState.FAILED, "fault", None)


def test_a_fault_while_storing_leaves_no_drafts(monkeypatch):
    monkeypatch.setattr(runs, "tell_run_finished", lambda *_, **__: 1 / 0)

    executed(request(make_scene()))

    assert not Proposal.objects.exists()
    assert not LeftOver.objects.exists()


def test_a_fault_leaves_older_drafts_as_they_were(monkeypatch):
    scene = make_scene()
    draft = scene.draft()
    monkeypatch.setattr(runs, "tell_run_finished", lambda *_, **__: 1 / 0)

    executed(request(scene))

    assert Proposal.objects.get().pk == draft.pk
    assert Proposal.objects.get().state == "draft"


def test_a_cancellation_just_before_storing_stores_nothing(monkeypatch):
    scene = make_scene()
    run = request(scene)
    at_percent(monkeypatch, 90, lambda: cancel(scene, run))

    assert executed(run).state == RunState.CANCELLED
    assert not Proposal.objects.exists()


def test_a_fault_after_a_cancellation_stays_a_cancellation(monkeypatch):
    scene = make_scene()
    run = request(scene)

    def cancel_and_fail():
        cancel(scene, run)
        raise RuntimeError

    at_percent(monkeypatch, 60, cancel_and_fail)

    assert executed(run).state == RunState.CANCELLED


def test_a_worker_that_lost_its_search_to_another_stores_nothing(monkeypatch):
    run = request(make_scene())
    at_percent(monkeypatch, 90, lambda: runs._claim(run.pk, later(days=3650)))

    run = executed(run)

    assert (run.state, run.attempts, Proposal.objects.count()) == (RunState.RUNNING, 2, 0)


def test_a_search_that_nobody_asked_for_is_not_carried_out():
    services.execute_run(run_id=0, now=NOW)

    assert not Message.objects.filter(kind="matching.run_finished").exists()


def test_a_search_that_the_queue_lost_is_nudged_again(django_capture_on_commit_callbacks):
    request(make_scene())

    with django_capture_on_commit_callbacks() as nudges:
        services.sweep_runs(now=later(minutes=1))

    assert len(nudges) == 1


@pytest.mark.parametrize(("time", "nudged"), [({"seconds": 60}, 0), ({"seconds": 121}, 1)])
def test_a_search_is_nudged_again_once_its_worker_gives_no_sign_of_life(
    django_capture_on_commit_callbacks, time, nudged
):
    runs._claim(request(make_scene()).pk, NOW)

    with django_capture_on_commit_callbacks() as nudges:
        services.sweep_runs(now=later(**time))

    assert len(nudges) == nudged


def test_two_sweeps_at_once_nudge_once(django_capture_on_commit_callbacks):
    request(make_scene())

    with django_capture_on_commit_callbacks() as nudges:
        services.sweep_runs(now=later(minutes=1))
        services.sweep_runs(now=later(minutes=1, seconds=5))

    assert len(nudges) == 1


def test_a_regular_search_does_not_start_beside_an_old_one_that_still_waits():
    scene = make_scene(runs_every_days=7)
    waiting = request(scene, at=earlier(days=8))

    services.sweep_runs(now=NOW)

    assert list(scene.programme.runs.all()) == [waiting]


def test_a_regular_search_starts_again_when_its_days_are_over():
    scene = make_scene(runs_every_days=7)
    services.execute_run(run_id=request(scene, at=earlier(days=7)).pk, now=NOW)

    services.sweep_runs(now=NOW)

    assert scene.programme.runs.count() == 2


def test_a_programme_that_wants_no_regular_searches_has_none():
    scene = make_scene()

    services.sweep_runs(now=NOW)

    assert not scene.programme.runs.exists()
