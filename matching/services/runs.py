"""A search over a whole pool: asked for, carried out by a worker, stored as drafts.

1. `request_run` writes a QUEUED row; one live run a programme is a constraint. 2. A worker claims it by a guarded UPDATE with a
token and a lease. 3. The pool is read in one REPEATABLE READ transaction. 4. The engine searches with no transaction open;
each sign of progress renews the lease and notices a cancellation. A pool of several regions is spread: nobody has the run until
workers have done its `parts`; then one claims it again and puts their answers together. 5. Drafts and reasons are stored in one
transaction guarded by the token, which locks nothing that others wait for until its last step (see `drafts`). A worker that dies
leaves a lease that runs out: the sweep gives the run to another.
"""

import logging
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from accounts.models import User
from core import events
from core.errors import refusing
from core.jobs import nudge, take_turn
from core.states import move
from matching.engine.types import Matching, Objective, Pool
from matching.errors import RunCancelled, RunClosed, RunUnderWay
from matching.messages import tell_run_finished
from matching.models import MatchRun, RunPart
from matching.services.advice import advise
from matching.services.drafts import put_drafts, replace_drafts, stage_drafts
from matching.services.leases import (
    LEASE_S,
    MAX_ATTEMPTS,
    carry_out,
    claim,
    promise,
    read_one_moment,
    still_mine,
)
from matching.services.proposals import ensure_makes_pairs
from matching.services.regions import (
    all_parts_are_done,
    drop_parts,
    joined,
    parts_to_take_up,
    spread_run,
)
from matching.services.rules import current_rule_set, engine_rules
from matching.snapshot import Snapshot, take_snapshot, with_locks
from matching.states import LIVE_RUN, RunState
from organisations.models import Programme
from organisations.permissions import ensure_coordinates
from organisations.selectors import current_version
from organisations.support import MAKES_PAIRS

log = logging.getLogger(__name__)

STORING_S = 900  # one transaction, which cannot give a sign of life that others see
JOINED = 84  # percent of a search whose regions are all solved
SWEEP_EVERY_S = 30


@transaction.atomic
def request_run(*, programme_id: int, objective: str, by: User | None, now: datetime) -> MatchRun:
    """Ask for a search; `by` is None for the regular search by beat. Raises RunUnderWay, NoPairsHere,
    NotFoundHere."""
    programme = Programme.objects.get(pk=programme_id)
    if by is not None:
        ensure_coordinates(by, programme.organisation_id)
    ensure_makes_pairs(programme)
    run = MatchRun(
        programme=programme,
        rule_set=current_rule_set(programme=programme, now=now),
        programme_version=current_version(programme_id=programme.pk),
        objective=objective,
        requested_by=by,
        requested_at=now,
    )
    with refusing({"one_live_run_per_programme": RunUnderWay}), transaction.atomic():
        run.save()
    _record("requested", run, by, now)
    nudge("matching.execute_run", run_id=run.pk)
    return run


@transaction.atomic
def cancel_run(*, run_id: int, by: User, now: datetime) -> MatchRun:
    """Stop a search; a worker that is at it notices at its next sign of progress. Raises RunClosed, NotFoundHere."""
    run = (
        MatchRun.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme")
        .get(pk=run_id)
    )
    ensure_coordinates(by, run.programme.organisation_id)
    move(run.cancel, refusal=RunClosed, at=now)
    run.save()
    drop_parts(run=run)
    _record("cancelled", run, by, now)
    return run


def execute_run(*, run_id: int, now: datetime) -> None:
    """Carry out a run if it waits or its worker was lost."""
    token = _claim(run_id, now)
    if token is None:
        return
    run = MatchRun.objects.select_related("programme", "rule_set").get(pk=run_id)
    if run.attempts > MAX_ATTEMPTS:
        _end_badly(run_id, token, "worker_lost", now)
        return
    carry_out(
        f"run {run_id}",
        lambda: _search(run, token, now),
        lambda code: _end_badly(run_id, token, code, now),
    )


def _claim(run_id: int, now: datetime) -> uuid.UUID | None:
    return claim(
        MatchRun.objects.filter(_to_take_up(now), pk=run_id),
        now=now,
        state=RunState.RUNNING,
        started_at=_unless_spread("started_at", now),
        progress=_unless_spread("progress", 0),
    )


def _unless_spread(field: str, value: Any) -> Case:
    """A search that is put together goes on from when it looked at everybody."""
    return Case(When(regions__gt=1, then=F(field)), default=Value(value))


def _to_take_up(now: datetime) -> Q:
    """Runs that wait for a worker: asked for, lost by one, or spread with all their parts done."""
    lost = Q(state=RunState.RUNNING, lease_until__lt=now)
    return Q(state=RunState.QUEUED) | lost | all_parts_are_done()


def _search(run: MatchRun, token: uuid.UUID, now: datetime) -> None:
    from matching.engine import match_region, verify
    from matching.engine.pools import sorted_pool
    from matching.engine.regions import split

    rules, weights = engine_rules(run.rule_set)
    objective = Objective(run.objective)

    def progress(_stage: str, percent: int) -> None:
        _renew(run.pk, token, percent)

    if run.regions > 1:
        pool, matching = joined(run=run, rules=rules, weights=weights, objective=objective)
        progress("join", JOINED)
    else:
        pool = sorted_pool(_one_view(run.programme_id, now).pool)
        parts = split(pool, rules, at_least=settings.REGION_AT_LEAST)
        if len(parts) > 1:
            spread_run(pool=pool, parts=parts, lock=lambda: _still_mine(run.pk, token))
            return
        matching = match_region(pool, rules, weights, objective, tell=progress)
    verify(
        pool,
        rules,
        weights,
        objective,
        matching,
        tell=lambda _percent: progress("verify", JOINED),
    )
    advice = advise(pool, rules, weights, objective, matching, progress)
    progress("store", 90)
    staged = stage_drafts(
        run=run,
        pool=pool,
        rules=rules,
        weights=weights,
        matching=matching,
        now=now,
        tell=lambda rows: progress("store", 90 + 8 * rows // len(matching.pairs)),
    )
    with staged:
        _promise(run.pk, token, STORING_S, 99)
        _store(run, token, pool, matching, advice, now)


@transaction.atomic
def _store(
    run: MatchRun,
    token: uuid.UUID,
    pool: Pool,
    matching: Matching,
    advice: dict[str, Any],
    now: datetime,
) -> None:
    from matching.engine.scoring import rarity

    put_drafts(run=run, matching=matching, tell=lambda _rows: _ensure_mine(run.pk, token))
    mine = _still_mine(run.pk, token)
    replace_drafts(run=mine, now=now)
    mine.volunteers, mine.seekers = len(pool.volunteers), len(pool.seekers)
    mine.pairs, mine.total = len(matching.pairs), matching.total
    mine.bound, mine.gap = matching.bound, matching.gap
    mine.advice = advice
    mine.digest, mine.engine = matching.digest, matching.version
    mine.points = rarity(pool).tolist()
    move(mine.finish, refusal=RunCancelled, at=now)
    mine.save()
    drop_parts(run=mine)
    _record("finished", mine, None, now, pairs=mine.pairs)
    tell_run_finished(mine, now=now)


def _one_view(programme_id: int, now: datetime) -> Snapshot:
    """The pool as it was at one moment, however long the reading takes."""
    with transaction.atomic():
        read_one_moment()
        seen = take_snapshot(programme_id=programme_id, now=now)
        return replace(seen, pool=with_locks(seen.pool, programme_id))


def _renew(run_id: int, token: uuid.UUID, percent: int) -> None:
    """A sign of life. Raises RunCancelled when the run is no longer ours."""
    _promise(run_id, token, LEASE_S, percent)


def _promise(run_id: int, token: uuid.UUID, lease_s: int, percent: int) -> None:
    promise(_mine(run_id, token), seconds=lease_s, percent=percent)


def _ensure_mine(run_id: int, token: uuid.UUID) -> None:
    """Raises RunCancelled when the run is no longer ours; locks nothing, so that who cancels it need not wait."""
    if not _mine(run_id, token).exists():
        raise RunCancelled


def _mine(run_id: int, token: uuid.UUID) -> QuerySet[MatchRun]:
    return MatchRun.objects.filter(pk=run_id, claim=token, state=RunState.RUNNING)


def _still_mine(run_id: int, token: uuid.UUID) -> MatchRun:
    return still_mine(_mine(run_id, token).select_related("programme", "rule_set"))


@transaction.atomic
def _end_badly(run_id: int, token: uuid.UUID, code: str, now: datetime) -> None:
    run = MatchRun.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.claim == token and run.state in LIVE_RUN:
        end_badly(run=run, code=code, now=now)


def end_badly(*, run: MatchRun, code: str, now: datetime) -> None:
    """Inside the caller's transaction, which has the run locked."""
    move(run.fail, code=code, at=now)
    run.save()
    drop_parts(run=run)
    _record("failed", run, None, now, code=code)


def sweep_runs(*, now: datetime) -> None:
    """Take up runs and parts that the queue or a worker lost, and start the regular ones that are due."""
    if not take_turn(job="matching.sweep_runs", now=now, every_s=SWEEP_EVERY_S):
        return
    runs = MatchRun.objects.filter(_to_take_up(now)).order_by("pk")
    for run_id in runs.values_list("pk", flat=True)[:50]:
        nudge("matching.execute_run", run_id=run_id)
    parts = RunPart.objects.filter(parts_to_take_up(now)).order_by("pk")
    for part_id in parts.values_list("pk", flat=True)[:200]:
        nudge("matching.execute_part", part_id=part_id)
    regular = Programme.objects.filter(runs_every_days__gt=0, model_of_support__in=MAKES_PAIRS)
    for programme in regular.order_by("pk"):
        _run_regularly(programme, now)


def _run_regularly(programme: Programme, now: datetime) -> None:
    since = now - timedelta(days=programme.runs_every_days or 0)
    if not programme.runs.filter(requested_at__gt=since).exists():
        try:
            request_run(programme_id=programme.pk, objective="most_people", by=None, now=now)
        except RunUnderWay:
            log.info("programme %s: a search is under way already", programme.pk)


def _record(happening: str, run: MatchRun, by: User | None, now: datetime, **data: Any) -> None:
    events.record(
        f"matching.run_{happening}",
        subject=run,
        by=by,
        at=now,
        organisation_id=run.programme.organisation_id,
        **data,
    )
