"""A search over a whole pool: asked for, carried out by a worker, stored as drafts.

1. `request_run` writes a QUEUED row; one live run a programme is a constraint. 2. A worker claims it by a guarded UPDATE with a
token and a lease. 3. The pool is read in one REPEATABLE READ transaction. 4. The engine searches with no transaction open;
each sign of progress renews the lease and notices a cancellation. 5. Drafts and reasons are stored in one transaction guarded by
the token. A worker that dies leaves a lease that runs out: the sweep gives the run to another.
"""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from core import events
from core.jobs import nudge, take_turn
from core.states import move
from matching.engine.errors import EngineError
from matching.errors import RunCancelled, RunClosed, RunUnderWay
from matching.messages import tell_run_finished
from matching.models import MatchRun
from matching.services.advice import advise
from matching.services.drafts import store_drafts
from matching.services.proposals import ensure_makes_pairs
from matching.services.rules import current_rule_set, engine_rules
from matching.snapshot import Snapshot, take_snapshot
from matching.states import LIVE_RUN, RunState
from organisations.models import Programme
from organisations.permissions import ensure_coordinates
from organisations.selectors import current_version
from organisations.support import MAKES_PAIRS

log = logging.getLogger(__name__)

LEASE_S = 120
MAX_ATTEMPTS = 3
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
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise RunUnderWay from error
    _record("requested", run, by, now)
    nudge("matching.execute_run", run_id=run.pk)
    return run


@transaction.atomic
def cancel_run(*, run_id: int, by: User, now: datetime) -> MatchRun:
    """Stop a search; a worker that is at it notices at its next sign of progress. Raises RunClosed, NotFoundHere."""
    run = (
        MatchRun.objects.select_for_update(of=("self",)).select_related("programme").get(pk=run_id)
    )
    ensure_coordinates(by, run.programme.organisation_id)
    move(run.cancel, refusal=RunClosed, at=now)
    run.save()
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
    try:
        _search(run, token, now)
    except RunCancelled:
        log.info("run %s was cancelled or taken over", run_id)
    except EngineError as error:
        log.error("run %s: %s", run_id, error.code)
        _end_badly(run_id, token, error.code, now)
    except Exception:
        log.exception("run %s failed", run_id)
        _end_badly(run_id, token, "fault", now)


def _claim(run_id: int, now: datetime) -> uuid.UUID | None:
    token = uuid.uuid4()
    waits = Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, lease_until__lt=now)
    claimed = MatchRun.objects.filter(waits, pk=run_id).update(
        state=RunState.RUNNING,
        claim=token,
        lease_until=now + timedelta(seconds=LEASE_S),
        started_at=now,
        attempts=F("attempts") + 1,
        progress=0,
    )
    return token if claimed == 1 else None


def _search(run: MatchRun, token: uuid.UUID, now: datetime) -> None:
    from matching.engine import match, verify

    rules, weights = engine_rules(run.rule_set)
    snapshot = _one_view(run.programme_id, now)
    from matching.engine.scoring import rarity
    from matching.engine.types import Objective

    objective = Objective(run.objective)

    def progress(_stage: str, percent: int) -> None:
        _renew(run.pk, token, percent)

    matching = match(snapshot.pool, rules, weights, objective, progress=progress)
    verify(snapshot.pool, rules, weights, objective, matching)
    advice = advise(snapshot.pool, rules, weights, objective, matching, progress)
    progress("store", 90)
    with transaction.atomic():
        mine = _still_mine(run.pk, token)
        store_drafts(
            run=mine,
            pool=snapshot.pool,
            rules=rules,
            weights=weights,
            matching=matching,
            now=now,
        )
        mine.volunteers = len(snapshot.pool.volunteers)
        mine.seekers = len(snapshot.pool.seekers)
        mine.pairs, mine.total = len(matching.pairs), matching.total
        mine.bound, mine.gap = matching.bound, matching.gap
        mine.advice = advice
        mine.digest, mine.engine = matching.digest, matching.version
        mine.points = rarity(snapshot.pool).tolist()
        move(mine.finish, refusal=RunCancelled, at=now)
        mine.save()
        _record("finished", mine, None, now, pairs=mine.pairs)
        tell_run_finished(mine, now=now)


def _one_view(programme_id: int, now: datetime) -> Snapshot:
    """The pool as it was at one moment, however long the reading takes."""
    with transaction.atomic():
        if not connection.in_atomic_block or len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return take_snapshot(programme_id=programme_id, now=now)


def _renew(run_id: int, token: uuid.UUID, percent: int) -> None:
    """A sign of life. Raises RunCancelled when the run is no longer ours."""
    until = timezone.now() + timedelta(seconds=LEASE_S)  # noqa: TID251  (real time passes while the engine searches)
    renewed = MatchRun.objects.filter(pk=run_id, claim=token, state=RunState.RUNNING).update(
        lease_until=until, progress=percent
    )
    if renewed != 1:
        raise RunCancelled


def _still_mine(run_id: int, token: uuid.UUID) -> MatchRun:
    mine = (
        MatchRun.objects.select_for_update(of=("self",))
        .select_related("programme", "rule_set")
        .filter(pk=run_id, claim=token, state=RunState.RUNNING)
        .order_by("pk")
        .first()
    )
    if mine is None:
        raise RunCancelled
    return mine


@transaction.atomic
def _end_badly(run_id: int, token: uuid.UUID, code: str, now: datetime) -> None:
    run = MatchRun.objects.select_for_update().get(pk=run_id)
    if run.claim != token or run.state not in LIVE_RUN:
        return
    move(run.fail, code=code, at=now)
    run.save()
    _record("failed", run, None, now, code=code)


def sweep_runs(*, now: datetime) -> None:
    """Take up runs that the queue or a worker lost, and start the regular ones that are due."""
    if not take_turn(job="matching.sweep_runs", now=now, every_s=SWEEP_EVERY_S):
        return
    lost = Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, lease_until__lt=now)
    for run_id in MatchRun.objects.filter(lost).order_by("pk").values_list("pk", flat=True)[:50]:
        nudge("matching.execute_run", run_id=run_id)
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
