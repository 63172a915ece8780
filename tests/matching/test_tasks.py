"""What a worker is asked to do: each task does its one thing, and survives arguments of a newer version."""

import pytest
import time_machine

from matching import services, tasks
from matching.models import MatchRun, Proposal
from matching.states import ProposalState, RunState
from tests.clock import NOW, later
from tests.matching.builders import make_scene, proposal_at
from tests.matching.regions.builders import make_country, parts_of, spread

pytestmark = pytest.mark.django_db


def request(scene):
    return services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=scene.cora, now=NOW
    )


def test_a_worker_carries_out_a_search():
    run = request(make_scene())

    tasks.execute_run(run_id=run.pk, added_later=True)

    assert MatchRun.objects.get(pk=run.pk).state == RunState.FINISHED


def test_the_worker_that_does_the_last_part_does_the_rest(settings):
    settings.REGION_AT_LEAST = 1
    run = spread(make_country(("9000", "8000")))

    for part in parts_of(run):
        tasks.execute_part(part_id=part.pk, added_later=True)

    assert MatchRun.objects.get(pk=run.pk).state == RunState.FINISHED


def test_a_worker_starts_regular_searches():
    scene = make_scene(runs_every_days=7)

    tasks.sweep_runs(added_later=True)

    assert scene.programme.runs.count() == 1


def test_a_worker_ends_offers_that_nobody_answered():
    _scene, proposal = proposal_at(ProposalState.OFFERED)

    with time_machine.travel(later(days=8), tick=False):
        tasks.sweep_proposals(added_later=True)

    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.EXPIRED


def test_a_task_that_comes_twice_is_done_once():
    run = request(make_scene())
    tasks.execute_run(run_id=run.pk)

    tasks.execute_run(run_id=run.pk)

    assert MatchRun.objects.get(pk=run.pk).attempts == 1
