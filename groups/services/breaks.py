"""A pause until somebody says that they go on, or a holiday with dates. Nothing is asked meanwhile."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from core.jobs import take_turn
from core.states import WrongMove, move
from groups.errors import BreakThere, BreakUnusable, NoBreak
from groups.messages import tell_paused, tell_resumed
from groups.models import Break, Group
from groups.permissions import ensure_may_speak
from groups.selectors import current_breaks
from groups.services.rows import lock_group, record
from groups.states import TOGETHER, State

LONGEST = timedelta(days=366)
SWEEP_EVERY_S = 60
BATCH = 200


@transaction.atomic
def take_break(
    *,
    group_id: int,
    starts_on: date,
    until_on: date | None,
    by: User | None,
    now: datetime,
    way: str = "page",
    seat_id: int | None = None,
) -> Break:
    """A pause (`until_on` None) or a holiday. One that begins today pauses an active pair at once.

    Raises BreakUnusable, BreakThere, WrongMove before they go on together or when it is ending, NotFoundHere.
    """
    group = lock_group(group_id)
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=seat_id)
    if group.state not in TOGETHER:
        raise WrongMove
    today = timezone.localdate(now)
    if not today <= starts_on <= today + LONGEST:
        raise BreakUnusable
    if until_on is not None and not starts_on <= until_on <= starts_on + LONGEST:
        raise BreakUnusable(field="until_on")
    if group.breaks.filter(seat=seat, ended_at=None).exists():
        raise BreakThere
    row = Break.objects.create(
        group=group, seat=seat, starts_on=starts_on, until_on=until_on, created_at=now
    )
    record("break_taken", group, by=by, now=now)
    if starts_on == today and group.state == State.ACTIVE:
        _pause(group, by, now)
    return row


def _pause(group: Group, by: User | None, now: datetime) -> None:
    move(group.pause)
    group.save(update_fields=["state"])
    record("paused", group, by=by, now=now)
    tell_paused(group, now=now)


@transaction.atomic
def end_breaks(
    *,
    group_id: int,
    by: User | None,
    now: datetime,
    way: str = "page",
    seat_id: int | None = None,
) -> Group:
    """They go on: what is on now ends, and a holiday of whoever speaks is off. Raises NoBreak, NotFoundHere."""
    group = lock_group(group_id)
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=seat_id)
    live = group.breaks.filter(ended_at=None)
    ended = live.filter(current_breaks(on=timezone.localdate(now))).update(ended_at=now)
    ended += live.filter(seat=seat).update(ended_at=now)
    if not ended:
        raise NoBreak
    record("break_ended", group, by=by, now=now)
    if group.state == State.PAUSED:
        _resume(group, by, now)
    return group


def _resume(group: Group, by: User | None, now: datetime) -> None:
    move(group.resume)
    group.save(update_fields=["state"])
    record("resumed", group, by=by, now=now)
    tell_resumed(group, now=now)


def drop_breaks(group: Group, now: datetime) -> None:
    """No break is needed any more; the caller has locked the group."""
    group.breaks.filter(ended_at=None).update(ended_at=now)


def sweep_breaks(*, now: datetime) -> None:
    """Breaks begin and end on their days. Each pair is its own transaction."""
    if not take_turn(job="groups.sweep_breaks", now=now, every_s=SWEEP_EVERY_S):
        return
    today = timezone.localdate(now)
    on = Break.objects.filter(current_breaks(on=today), group=OuterRef("pk"))
    over = Break.objects.filter(ended_at=None, until_on__lt=today, group=OuterRef("pk"))
    groups = Group.objects.order_by("pk").values_list("pk", flat=True)
    for group_id in groups.filter(Exists(over))[:BATCH]:
        _bring_in_step(group_id, now)
    for group_id in groups.filter(Exists(on), state=State.ACTIVE)[:BATCH]:
        _bring_in_step(group_id, now)


@transaction.atomic
def _bring_in_step(group_id: int, now: datetime) -> None:
    """End what is over; pause or resume as the breaks say now. Doing it twice is harmless."""
    group = lock_group(group_id)
    today = timezone.localdate(now)
    group.breaks.filter(ended_at=None, until_on__lt=today).update(ended_at=now)
    is_on = group.breaks.filter(current_breaks(on=today)).exists()
    if is_on and group.state == State.ACTIVE:
        _pause(group, None, now)
    elif not is_on and group.state == State.PAUSED:
        _resume(group, None, now)
