"""A search that is spread over workers: its regions become rows, and their answers one answer again."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core.jobs import nudge
from core.states import move
from matching.engine.types import Matching, Objective, Pool, Rules, Weights
from matching.errors import RunCancelled
from matching.models import MatchRun, RunPart, RunPool
from matching.parcels import matching_from_bytes, pool_from_bytes, pool_to_bytes
from matching.states import PartState, RunState


def all_parts_are_done() -> Q:
    """Of a run that is spread: nothing is left to do but to put it together."""
    left = RunPart.objects.filter(run=OuterRef("pk")).exclude(state=PartState.DONE)
    return Q(~Exists(left), state=RunState.SPREAD)


def parts_to_take_up(now: datetime) -> Q:
    """Parts that wait for a worker, or were lost by one."""
    return Q(state=PartState.QUEUED) | Q(state=PartState.RUNNING, lease_until__lt=now)


def spread_run(*, pool: Pool, parts: Sequence[Pool], lock: Callable[[], MatchRun]) -> None:
    """Write a row for each region and ask workers for them. `lock` gives the run, locked, or raises RunCancelled."""
    whole = pool_to_bytes(pool)
    given = [pool_to_bytes(part) for part in parts]
    with transaction.atomic():
        run = lock()
        RunPool.objects.create(run=run, content=whole)
        rows = RunPart.objects.bulk_create(
            RunPart(
                run=run,
                number=number,
                people=len(part.volunteers) + len(part.seekers),
                given=content,
            )
            for number, (part, content) in enumerate(zip(parts, given, strict=True))
        )
        move(run.spread, refusal=RunCancelled, regions=len(parts))
        run.save()
        for row in sorted(rows, key=lambda row: -row.people):
            nudge("matching.execute_part", part_id=row.pk)


def joined(
    *, run: MatchRun, rules: Rules, weights: Weights, objective: Objective
) -> tuple[Pool, Matching]:
    """The whole pool and its answer, when all parts are done."""
    from matching.engine.regions import join

    rows = list(run.parts.order_by("number"))
    pool = pool_from_bytes(run.pool.content)
    parts = [pool_from_bytes(row.given) for row in rows]
    matchings = [matching_from_bytes(row.found) for row in rows]
    return pool, join(pool, rules, weights, objective, parts, matchings)


def drop_parts(*, run: MatchRun) -> None:
    """The run, which the caller has locked, has ended: who is at a part of it notices that the part is gone."""
    if run.regions > 1:
        run.parts.all().delete()
        RunPool.objects.filter(run=run).delete()
