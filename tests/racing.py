"""People who click at once: real threads, each with a connection of its own, and what happens to them when the locks are out."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread, current_thread
from typing import Any

import pytest
from django.db import connection
from django.db.models.query import QuerySet

from core.errors import DomainError

# Without a lock the fault shows at once, but a busy machine may start one thread late.
CONTROL_ROUNDS = 20
PATIENCE_S = 0.5  # one of them may wait for the other in the database, and cannot come


class _Racer(Thread):
    def __init__(self, step: Callable[[], Any], start: Barrier, meeting: Barrier) -> None:
        super().__init__()
        self.step, self.at_start, self.meeting, self.result = step, start, meeting, None

    def run(self) -> None:
        try:
            self.at_start.wait()
            self.result = self.step()
        except Exception as error:  # noqa: BLE001
            self.result = error
        finally:
            self.meeting.abort()  # nobody waits any more for who has ended
            connection.close()


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Run all steps at the same moment; give results or errors."""
    start, meeting = Barrier(len(steps)), Barrier(len(steps))
    racers = [_Racer(step, start, meeting) for step in steps]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return [racer.result for racer in racers]


def unexpected(results: list[Any]) -> list[Exception]:
    """Errors that are not a clear answer to a person."""
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, DomainError)]


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """SELECT … FOR UPDATE becomes a plain SELECT, which all do at the same moment: so each reads what the others are about to change."""

    def plain(rows: QuerySet[Any], *_args: Any, **_more: Any) -> QuerySet[Any]:
        racer = current_thread()
        if isinstance(racer, _Racer):
            with suppress(BrokenBarrierError):
                racer.meeting.wait(PATIENCE_S)
        return rows

    monkeypatch.setattr(QuerySet, "select_for_update", plain)


def goes_wrong(monkeypatch: pytest.MonkeyPatch, race: Callable[[], Callable[[], bool]]) -> bool:
    """Does the race (which tells whether its fault showed) go wrong when the locks are out?"""
    for _round in range(CONTROL_ROUNDS):
        fault_of = race()
        with monkeypatch.context() as patch:
            without_locks(patch)
            if fault_of():
                return True
    return False
