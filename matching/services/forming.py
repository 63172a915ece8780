"""Groups are formed: asked for, carried out by a worker, stored as drafts. Like a search for pairs (see `runs`).

The themes of a programme are searched in bunches (`group_pools`), in one go: a pool of groups is small. Nothing is locked while the
engine searches; what changed meanwhile is noticed when its answer is stored (`group_drafts`).
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from core import events
from core.errors import refusing
from core.jobs import nudge, take_turn
from core.states import move
from matching.engine.grouping.answers import Group
from matching.errors import RunCancelled
from matching.group_errors import FormingClosed, FormingUnderWay
from matching.group_messages import tell_forming_finished
from matching.group_pools import bunches, pool_of, taken_beside
from matching.group_snapshot import GroupSnapshot, take_group_snapshot
from matching.models import Forming
from matching.services.group_drafts import Found, store_found
from matching.services.leases import (
    LEASE_S,
    MAX_ATTEMPTS,
    carry_out,
    claim,
    promise,
    read_one_moment,
    still_mine,
)
from matching.states import LIVE_FORMING, FormingState
from organisations.models import Programme
from organisations.permissions import ensure_coordinates
from organisations.services.themes import ensure_forms_groups
from organisations.support import FORMS_GROUPS

log = logging.getLogger(__name__)

SWEEP_EVERY_S = 30
# In percent of a bunch: where each stage of the engine begins and ends.
STAGES = {
    "slots": (0, 5),
    "greedy": (5, 10),
    "parts": (10, 60),
    "blocks": (10, 60),
    "improving": (60, 65),
    "bound": (65, 75),
    "reasons": (75, 80),
    "verify": (80, 100),
}
STORING = 90  # percent
PEOPLE_A_SECOND = 20


@transaction.atomic
def request_forming(*, programme_id: int, by: User | None, now: datetime) -> Forming:
    """Ask for groups to be formed; `by` is None for the regular one by beat. Raises FormingUnderWay, NoGroupsHere, NotFoundHere."""
    programme = Programme.objects.get(pk=programme_id)
    if by is not None:
        ensure_coordinates(by, programme.organisation_id)
    ensure_forms_groups(programme)
    forming = Forming(programme=programme, requested_by=by, requested_at=now)
    with refusing({"one_live_forming_per_programme": FormingUnderWay}), transaction.atomic():
        forming.save()
    _record("requested", forming, by, now)
    nudge("matching.execute_forming", forming_id=forming.pk)
    return forming


@transaction.atomic
def cancel_forming(*, forming_id: int, by: User, now: datetime) -> Forming:
    """Stop it; a worker that is at it notices at its next sign of progress. Raises FormingClosed, NotFoundHere."""
    forming = _locked(forming_id)
    ensure_coordinates(by, forming.programme.organisation_id)
    move(forming.cancel, refusal=FormingClosed, at=now)
    forming.save()
    _record("cancelled", forming, by, now)
    return forming


def _locked(forming_id: int) -> Forming:
    rows = Forming.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("programme").get(pk=forming_id)


def execute_forming(*, forming_id: int, now: datetime) -> None:
    """Carry out a forming if it waits or its worker was lost."""
    rows = Forming.objects.filter(_to_take_up(now), pk=forming_id)
    token = claim(rows, now=now, state=FormingState.RUNNING, started_at=now, progress=0)
    if token is None:
        return
    forming = Forming.objects.select_related("programme").get(pk=forming_id)
    if forming.attempts > MAX_ATTEMPTS:
        _end_badly(forming_id, token, "worker_lost", now)
        return
    carry_out(
        f"forming {forming_id}",
        lambda: _search(forming, token, now),
        lambda code: _end_badly(forming_id, token, code, now),
    )


def _to_take_up(now: datetime) -> Q:
    """Asked for, or lost by a worker."""
    return Q(state=FormingState.QUEUED) | Q(state=FormingState.RUNNING, lease_until__lt=now)


def _mine(forming_id: int, token: uuid.UUID) -> QuerySet[Forming]:
    return Forming.objects.filter(pk=forming_id, claim=token, state=FormingState.RUNNING)


def _search(forming: Forming, token: uuid.UUID, now: datetime) -> None:
    snapshot = _one_view(forming.programme, now)
    # Between two signs of life the engine may be at one stage for minutes when thousands wait.
    seconds, reached = LEASE_S + len(snapshot.people) // PEOPLE_A_SECOND, 0

    def tell(percent: int) -> None:
        nonlocal reached
        reached = max(reached, percent)
        promise(_mine(forming.pk, token), seconds=seconds, percent=reached)

    tell(0)
    found = _formed(snapshot.without_who_rests(), tell)
    tell(STORING)
    _store(forming, token, snapshot, found, now)


def _formed(snapshot: GroupSnapshot, tell: Callable[[int], None]) -> list[Found]:
    """Bunch after bunch, each with the rooms and facilitators that are left."""
    from matching.engine.grouping import form_groups, verify

    some, found = bunches(snapshot), []
    new: list[Group] = []
    for number, bunch in enumerate(some):
        pool = pool_of(snapshot, bunch, taken_beside(snapshot, bunch, new))

        def progress(stage: str, percent: int, number: int = number) -> None:
            start, end = STAGES[stage]
            here = start + (end - start) * percent // 100
            tell((number * 100 + here) * STORING // (100 * len(some)))

        grouping = form_groups(pool, bunch.rules, progress=progress)
        progress("verify", 0)
        verify(pool, bunch.rules, grouping)
        new += [group for group in grouping.groups if group.frame is None]
        found.append(Found(bunch, grouping))
    return found


@transaction.atomic
def _store(
    forming: Forming,
    token: uuid.UUID,
    snapshot: GroupSnapshot,
    found: list[Found],
    now: datetime,
) -> None:
    mine = still_mine(_mine(forming.pk, token).select_related("programme"))
    again = store_found(forming=mine, snapshot=snapshot, found=found, now=now)
    mine.people = len(snapshot.people)
    mine.placed = sum(each.grouping.score.people for each in found) - again
    mine.most = found[0].grouping.most_people if len(found) == 1 else 0
    mine.digest = found[0].grouping.digest if len(found) == 1 else ""
    move(mine.finish, refusal=RunCancelled, at=now)
    mine.save()
    _record("finished", mine, None, now, placed=mine.placed)
    tell_forming_finished(mine, now=now)


def _one_view(programme: Programme, now: datetime) -> GroupSnapshot:
    """Everything as it was at one moment."""
    with transaction.atomic():
        read_one_moment()
        return take_group_snapshot(programme=programme, now=now)


@transaction.atomic
def _end_badly(forming_id: int, token: uuid.UUID, code: str, now: datetime) -> None:
    forming = _locked(forming_id)
    if forming.claim == token and forming.state in LIVE_FORMING:
        move(forming.fail, code=code, at=now)
        forming.save()
        _record("failed", forming, None, now, code=code)


def sweep_formings(*, now: datetime) -> None:
    """Take up what the queue or a worker lost, and start the regular ones that are due."""
    if not take_turn(job="matching.sweep_formings", now=now, every_s=SWEEP_EVERY_S):
        return
    lost = Forming.objects.filter(_to_take_up(now)).order_by("pk")
    for forming_id in lost.values_list("pk", flat=True)[:50]:
        nudge("matching.execute_forming", forming_id=forming_id)
    regular = Programme.objects.filter(runs_every_days__gt=0, model_of_support__in=FORMS_GROUPS)
    for programme in regular.order_by("pk"):
        since = now - timedelta(days=programme.runs_every_days or 0)
        if not programme.formings.filter(requested_at__gt=since).exists():
            _ask_regularly(programme, now)


def _ask_regularly(programme: Programme, now: datetime) -> None:
    try:
        request_forming(programme_id=programme.pk, by=None, now=now)
    except FormingUnderWay:
        log.info("programme %s: groups are being formed already", programme.pk)


def _record(happening: str, forming: Forming, by: User | None, now: datetime, **data: Any) -> None:
    events.record(
        f"matching.forming_{happening}",
        subject=forming,
        by=by,
        at=now,
        organisation_id=forming.programme.organisation_id,
        **data,
    )
