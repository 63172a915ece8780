"""Workers that finish the last parts of a search at once: real threads, real PostgreSQL."""

from threading import Barrier, Lock, Thread

import pytest
from django.db import connection
from django.db.models import Q

from core.events import Event
from matching import services
from matching.errors import RunClosed
from matching.models import MatchRun, Proposal, RunPart, RunPool
from matching.services import parts, runs
from matching.states import RunState
from tests.clock import NOW
from tests.matching.regions.builders import answer_of, finished, make_country, parts_of, spread

pytestmark = pytest.mark.django_db(transaction=True)

TOWNS = ("9000", "8000", "4000")


class AtOnce:
    """Every part in a thread of its own, as a worker does it: all wait for each other before (or after) they deliver."""

    def __init__(self, monkeypatch, *, wait_before):
        self.faults, self.joined, self._lock = [], 0, Lock()
        self.barrier = Barrier(len(TOWNS))
        deliver, joined = parts._deliver, runs.joined

        def deliver_together(*args):
            if wait_before:
                self.barrier.wait(60)
            deliver(*args)
            if not wait_before:
                self.barrier.wait(60)

        def count(**told):
            with self._lock:
                self.joined += 1
            return joined(**told)

        monkeypatch.setattr(parts, "_deliver", deliver_together)
        monkeypatch.setattr(runs, "joined", count)

    def run(self, run):
        threads = [Thread(target=self._do, args=(part.pk,)) for part in parts_of(run)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        return MatchRun.objects.get(pk=run.pk)

    def _do(self, part_id):
        try:
            run_id = services.execute_part(part_id=part_id, now=NOW)
            services.execute_run(run_id=run_id, now=NOW)
        except Exception as fault:  # noqa: BLE001
            self.faults.append(fault)
        finally:
            connection.close()


@pytest.mark.parametrize("wait_before", [True, False], ids=["delivering", "asking for the rest"])
def test_workers_that_finish_at_once_put_the_search_together_once(monkeypatch, wait_before):
    country = make_country(TOWNS)
    expected = answer_of(finished(country))
    before = Event.objects.filter(kind="matching.run_finished").count()

    at_once = AtOnce(monkeypatch, wait_before=wait_before)
    run = at_once.run(spread(country))

    assert (run.state, at_once.joined, at_once.faults) == (RunState.FINISHED, 1, [])
    assert Event.objects.filter(kind="matching.run_finished").count() == before + 1
    assert answer_of(run) == expected
    assert not RunPart.objects.exists()
    assert not RunPool.objects.exists()


def test_without_the_guard_of_the_claim_it_is_put_together_more_than_once(monkeypatch):
    at_once = AtOnce(monkeypatch, wait_before=False)
    run = spread(make_country(TOWNS))
    # Whoever asks for the rest gets it, as if the claim did not look at the state.
    monkeypatch.setattr(runs, "_to_take_up", lambda _now: Q())

    at_once.run(run)

    assert at_once.joined > 1


def test_one_part_asked_for_by_two_workers_at_once_is_solved_by_one(monkeypatch):
    run = spread(make_country(TOWNS))
    part, barrier, solved = parts_of(run)[0], Barrier(2), []
    claim, solve = parts._claim, parts._solved

    def claim_together(*args):
        barrier.wait(60)
        return claim(*args)

    def note(*args):
        solved.append(1)
        return solve(*args)

    monkeypatch.setattr(parts, "_claim", claim_together)
    monkeypatch.setattr(parts, "_solved", note)

    def do():
        services.execute_part(part_id=part.pk, now=NOW)
        connection.close()

    threads = [Thread(target=do) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert (len(solved), RunPart.objects.get(pk=part.pk).attempts) == (1, 1)


def test_a_cancellation_beside_parts_that_are_delivered_keeps_nothing(monkeypatch):
    country = make_country(TOWNS)
    run = spread(country)
    at_once = AtOnce(monkeypatch, wait_before=True)
    at_once.barrier = Barrier(len(TOWNS) + 1)  # the coordinator too

    came_too_late = []

    def cancel():
        at_once.barrier.wait(60)
        try:
            services.cancel_run(run_id=run.pk, by=country.cora, now=NOW)
        except RunClosed:
            came_too_late.append(True)
        connection.close()

    coordinator = Thread(target=cancel)
    coordinator.start()
    run = at_once.run(run)
    coordinator.join(60)

    assert at_once.faults == []
    assert run.state == (RunState.FINISHED if came_too_late else RunState.CANCELLED)
    assert Proposal.objects.exists() == (run.state == RunState.FINISHED)
    assert not RunPart.objects.exists()
    assert not RunPool.objects.exists()
