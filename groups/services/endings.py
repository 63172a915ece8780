"""A group of peers has a break, goes on, is rounded off and ends."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.states import WrongMove, move
from groups.models import Gathering, Group, Wait
from groups.peer_messages import tell_ended, tell_ending
from groups.permissions import ensure_leads, ensure_team
from groups.services.gatherings import drop_gatherings
from groups.services.groups import close_group
from groups.services.rows import lock_people_and_group, record
from groups.services.waits import stop_waiting
from groups.states import IN_LINE


def _lock_peers(group_id: int) -> Group:
    group = lock_people_and_group(group_id)
    if group.is_pair:
        raise WrongMove
    return group


@transaction.atomic
def pause_group(
    *, group_id: int, by: User | None, now: datetime, way: str = "page", seat_id: int | None = None
) -> Group:
    """Not for a while; by who leads or the team. Raises WrongMove, NotFoundHere."""
    group = _lock_peers(group_id)
    ensure_leads(group=group, by=by, way=way, seat_id=seat_id)
    move(group.pause)
    return _moved(group, "paused", by, now)


@transaction.atomic
def resume_group(
    *, group_id: int, by: User | None, now: datetime, way: str = "page", seat_id: int | None = None
) -> Group:
    """They go on. Raises WrongMove, NotFoundHere."""
    group = _lock_peers(group_id)
    ensure_leads(group=group, by=by, way=way, seat_id=seat_id)
    move(group.resume)
    return _moved(group, "resumed", by, now)


@transaction.atomic
def round_off_group(
    *, group_id: int, by: User | None, now: datetime, way: str = "page", seat_id: int | None = None
) -> Group:
    """It comes to an end; what is planned stays, so that there is a last time. Nobody new comes in. Raises WrongMove, NotFoundHere."""
    group = _lock_peers(group_id)
    ensure_leads(group=group, by=by, way=way, seat_id=seat_id)
    move(group.start_closing, at=now)
    group.save(update_fields=["closing_at"])
    drop_waits(group, now)
    tell_ending(group, now=now)
    return _moved(group, "closing_started", by, now)


@transaction.atomic
def end_group(*, group_id: int, by: User | None, now: datetime) -> Group:
    """It ended: seats are free, nothing is planned any more, everybody is told; only the team says so. Raises WrongMove, NotFoundHere."""
    group = _lock_peers(group_id)
    ensure_team(group=group, by=by)
    people = group.people()
    ended, off = finish_group(group, by, now)
    tell_ended(people, off, now=now)
    return ended


def finish_group(group: Group, by: User | None, now: datetime) -> tuple[Group, list[Gathering]]:
    """Gives what was still planned, too: the caller tells people. The caller has locked its people and the group."""
    off = drop_gatherings(group, now)
    drop_waits(group, now)
    return close_group(group_id=group.pk, by=by, now=now), off


def drop_waits(group: Group, now: datetime) -> None:
    """Nobody waits for it any more."""
    rows = Wait.objects.filter(group=group, state__in=IN_LINE).select_related("seat")
    for wait in rows.order_by("pk"):
        stop_waiting(wait, now)


def _moved(group: Group, happening: str, by: User | None, now: datetime) -> Group:
    group.save(update_fields=["state"])
    record(happening, group, by=by, now=now)
    return group
