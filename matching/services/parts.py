"""One region of a search, solved by a worker: claimed by a guarded UPDATE with a token and a lease, like a whole search.

Whoever delivers an answer asks for the rest of the search afterwards, in a transaction of its own: of two who deliver at the same time
at least one sees that all are in, and the claim of the run lets one through. A worker that dies leaves a lease that runs out: the
sweep gives the part to another.
"""

import logging
import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Greatest

from core.states import move
from matching.engine.types import Matching, Objective
from matching.errors import RunCancelled
from matching.models import MatchRun, RunPart
from matching.parcels import matching_to_bytes, pool_from_bytes
from matching.services.leases import LEASE_S, MAX_ATTEMPTS, carry_out, claim, promise, still_mine
from matching.services.regions import parts_to_take_up
from matching.services.rules import engine_rules
from matching.services.runs import JOINED, end_badly
from matching.states import PartState, RunState

log = logging.getLogger(__name__)


def execute_part(*, part_id: int, now: datetime) -> int | None:
    """Solve a part of a search if it waits or its worker was lost. Gives the run once the answer is in: then ask for its rest
    (`execute_run`)."""
    token = _claim(part_id, now)
    if token is None:
        return None
    part = RunPart.objects.select_related("run__rule_set").filter(pk=part_id).first()
    if part is None:
        return None
    if part.attempts > MAX_ATTEMPTS:
        _fail(part, token, "worker_lost", now)
        return None
    done = carry_out(
        f"part {part_id}",
        lambda: _deliver(part, token, matching_to_bytes(_solved(part, token))),
        lambda code: _fail(part, token, code, now),
    )
    if done:
        log.info("part %s is done", part_id)
    return part.run_id if done else None


def _claim(part_id: int, now: datetime) -> uuid.UUID | None:
    waiting = RunPart.objects.filter(parts_to_take_up(now), pk=part_id)
    return claim(waiting, now=now, state=PartState.RUNNING, progress=0)


def _solved(part: RunPart, token: uuid.UUID) -> Matching:
    from matching.engine import match_region

    rules, weights = engine_rules(part.run.rule_set)
    pool = pool_from_bytes(part.given)

    def tell(_stage: str, percent: int) -> None:
        _renew(part, token, percent)

    objective = Objective(part.run.objective)
    found: Matching = match_region(pool, rules, weights, objective, tell=tell)
    return found


def _mine(part_id: int, token: uuid.UUID) -> QuerySet[RunPart]:
    return RunPart.objects.filter(pk=part_id, claim=token, state=PartState.RUNNING)


def _renew(part: RunPart, token: uuid.UUID, percent: int) -> None:
    """A sign of life, and how far the whole search is. Raises RunCancelled when the part is no longer ours."""
    promise(_mine(part.pk, token), seconds=LEASE_S, percent=percent)
    _tell_progress(part.run_id)


def _deliver(part: RunPart, token: uuid.UUID, found: bytes) -> None:
    with transaction.atomic():
        mine = still_mine(_mine(part.pk, token).defer("given", "found"))
        move(mine.finish, refusal=RunCancelled, found=found)
        mine.save(update_fields=["state", "found", "lease_until", "progress"])
    _tell_progress(part.run_id)


def _tell_progress(run_id: int) -> None:
    """Forwards only: of two who tell at once the later one may have counted earlier, and a part that was lost begins again."""
    told = RunPart.objects.filter(run=run_id).aggregate(
        done=Count("pk", filter=Q(state=PartState.DONE)),
        of=Sum("people"),
        seen=Sum(F("people") * F("progress")),
    )
    if not told["of"]:
        return
    percent = JOINED * told["seen"] // (100 * told["of"])
    ahead = Q(progress__lt=percent) | Q(regions_done__lt=told["done"])
    MatchRun.objects.filter(ahead, pk=run_id, state=RunState.SPREAD).update(
        progress=Greatest("progress", percent), regions_done=Greatest("regions_done", told["done"])
    )


@transaction.atomic
def _fail(part: RunPart, token: uuid.UUID, code: str, now: datetime) -> None:
    """Without this part there is no answer: the search ends, and all its parts with it."""
    run = (
        MatchRun.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme")
        .get(pk=part.run_id)
    )
    if _mine(part.pk, token).exists():
        end_badly(run=run, code=code, now=now)
