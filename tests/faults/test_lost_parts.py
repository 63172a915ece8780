"""Real workers share the regions of a search; one dies in the middle of a part, and another goes on."""

from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app
from django.db import transaction

from matching import services
from matching.models import MatchRun, Proposal, RunPart, RunPool
from matching.states import PartState, RunState
from tests.matching.regions.builders import answer_of, finished, make_country, request
from tests.waiting import wait_until

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

TOWNS = ("9000", "8000", "4000", "6700", "3500", "2300", "8400", "1000")


def real_now():
    """The workers read the real clock, so these tests pass it in."""
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def _small_regions(settings, monkeypatch):
    """For this process and for the workers, who tell in their log which parts they did."""
    settings.REGION_AT_LEAST = 1
    monkeypatch.setenv("REGION_AT_LEAST", "1")
    monkeypatch.setenv("LOG_LEVEL", "INFO")


@pytest.fixture
def country():
    return make_country(TOWNS)


def again(run):
    return MatchRun.objects.get(pk=run.pk)


def asked(country):
    return request(country, now=real_now())


def has_ended(run):
    return lambda: again(run).state in (RunState.FINISHED, RunState.FAILED)


def parts_done_by(worker):
    return worker.log.read_text().count("is done")


def a_part_is_at_work():
    return RunPart.objects.filter(state=PartState.RUNNING).exists()


def expected_of(country):
    """What one process finds alone, now: waiting counts in days, so by the same clock."""
    return answer_of(finished(country, now=real_now()))


def nothing_is_kept():
    return not RunPart.objects.exists() and not RunPool.objects.exists()


@transaction.atomic
def cancelled_with_a_part_at_work(run, *, by):
    """Whoever works at that part cannot end it before: its row is locked meanwhile."""
    at_work = RunPart.objects.select_for_update().filter(state=PartState.RUNNING).order_by("pk")
    if not at_work[:1]:
        return False
    services.cancel_run(run_id=run.pk, by=by, now=real_now())
    return True


def time_passes_for_lost_parts():
    """Their leases run out, and beat comes by."""
    lost = RunPart.objects.filter(state=PartState.RUNNING)
    lost.update(lease_until=real_now() - timedelta(seconds=1))
    services.sweep_runs(now=real_now())


def test_two_workers_share_the_regions_of_a_search(queue, country, start_worker):
    expected = expected_of(country)
    workers = [start_worker(), start_worker()]
    wait_until(lambda: len(current_app.control.ping(timeout=1)) == len(workers), 60)

    run = asked(country)
    wait_until(has_ended(run), 120)

    shares = [parts_done_by(worker) for worker in workers]
    assert sum(shares) == again(run).regions == len(TOWNS)
    assert min(shares) > 0
    assert answer_of(again(run)) == expected
    assert nothing_is_kept()


def test_a_worker_dies_in_the_middle_of_a_part_and_another_goes_on(queue, country, start_worker):
    expected = expected_of(country)
    worker = start_worker()
    run = asked(country)
    wait_until(a_part_is_at_work, 60)
    worker.kill()
    wait_until(worker.is_gone, 10)
    cut_off = set(RunPart.objects.filter(state=PartState.RUNNING).values_list("pk", flat=True))

    another = start_worker()
    time_passes_for_lost_parts()
    wait_until(has_ended(run), 120)

    assert cut_off
    assert again(run).state == RunState.FINISHED
    assert parts_done_by(another) >= len(cut_off)
    assert answer_of(again(run)) == expected
    assert nothing_is_kept()


def test_a_search_is_cancelled_while_workers_are_at_its_parts(queue, country, start_worker):
    worker = start_worker()
    run = asked(country)

    wait_until(lambda: cancelled_with_a_part_at_work(run, by=country.cora), 60)

    assert nothing_is_kept()
    wait_until(lambda: "was cancelled" in worker.log.read_text(), 60)
    assert (again(run).state, Proposal.objects.count()) == (RunState.CANCELLED, 0)
    assert nothing_is_kept()
