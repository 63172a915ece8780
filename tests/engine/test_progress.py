"""The search tells how far it is, and what the listener raises ends it."""

import os

import pytest

from matching.engine import leftover, match, scanning, verify
from matching.engine.types import Objective, Rules, Weights
from tests.engine.pools import one, pool


class StopError(Exception):
    """A coordinator changed their mind."""


def searched(people, progress):
    return match(people, Rules(), Weights(), Objective.MOST_PEOPLE, progress=progress)


def test_the_stages_are_told_in_their_order():
    told = []

    searched(pool([one(1)], [one(2)]), lambda stage, percent: told.append((stage, percent)))

    stages = [stage for stage, _percent in told]
    assert list(dict.fromkeys(stages)) == ["candidates", "solve", "proof", "reasons"]
    assert [percent for _stage, percent in told] == sorted(percent for _stage, percent in told)
    assert all(0 <= percent <= 100 for _stage, percent in told)


@pytest.mark.parametrize("stage", ["candidates", "solve", "proof", "reasons"])
def test_what_the_listener_raises_ends_the_search(stage):
    def stop(at, _percent):
        if at == stage:
            raise StopError

    with pytest.raises(StopError):
        searched(pool([one(1)], [one(2)]), stop)


def test_what_the_listener_raises_ends_the_look_of_the_verifier():
    people = pool([one(1)], [one(2)])
    matching = searched(people, None)

    def stop(_percent):
        raise StopError

    with pytest.raises(StopError):
        verify(people, Rules(), Weights(), Objective.MOST_PEOPLE, matching, tell=stop)


def test_a_large_search_tells_more_often(monkeypatch):
    # 41 places of seekers, a block each, and 40 people left over, a block each.
    monkeypatch.setattr(scanning, "PAIRS_A_BLOCK", 1)
    monkeypatch.setattr(scanning, "threads", lambda: 1)
    monkeypatch.setattr(leftover, "PEOPLE_A_BLOCK", 1)
    told = []
    seekers = [one(100 + i, at=(51.05 + i / 10_000, 3.72)) for i in range(41)]

    searched(pool([one(1)], seekers), lambda stage, _percent: told.append(stage))

    assert told.count("candidates") >= 41
    assert told.count("proof") >= 41
    assert told.count("reasons") >= 40


def test_what_the_listener_raises_ends_a_search_in_threads(monkeypatch):
    monkeypatch.setattr(scanning, "PAIRS_A_BLOCK", 1)
    monkeypatch.setattr(scanning, "threads", lambda: 2)
    seekers = [one(100 + i, at=(51.05 + i / 10_000, 3.72)) for i in range(41)]

    def stop(at, _percent):
        raise StopError

    with pytest.raises(StopError):
        searched(pool([one(1)], seekers), stop)


@pytest.mark.parametrize(("said", "cores"), [(None, None), ("1", 1), ("3", 3)])
def test_the_number_of_threads_can_be_said(monkeypatch, said, cores):
    monkeypatch.delenv("KOMPAAN_ENGINE_THREADS", raising=False)
    if said:
        monkeypatch.setenv("KOMPAAN_ENGINE_THREADS", said)

    assert scanning.threads() == cores if cores else scanning.threads() >= 1


def test_where_cores_cannot_be_told_apart_all_are_used(monkeypatch):
    monkeypatch.delenv("KOMPAAN_ENGINE_THREADS", raising=False)
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 7)

    assert scanning.threads() == 7
