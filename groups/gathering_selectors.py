"""When groups of peers meet, who comes, and whose calendar an address is."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Person
from core.errors import NotFoundHere
from groups.models import Attendance, CalendarFeed, Gathering, Group, Seat
from groups.states import GatheringState, SeatState


def list_gatherings(group: Group) -> QuerySet[Gathering]:
    return Gathering.objects.filter(group=group).select_related("place__postal", "lead")


def coming_gatherings(group: Group, *, now: datetime) -> QuerySet[Gathering]:
    """Those that are planned and not over, the next first."""
    return (
        list_gatherings(group)
        .filter(state=GatheringState.PLANNED, ends_at__gt=now)
        .order_by("starts_at", "pk")
    )


def past_gatherings(group: Group, *, now: datetime) -> QuerySet[Gathering]:
    """Those that took place or have begun, the latest first."""
    return (
        list_gatherings(group)
        .filter(Q(state=GatheringState.HELD) | Q(state=GatheringState.PLANNED, starts_at__lte=now))
        .order_by("-starts_at", "-pk")
    )


def get_gathering(*, group: Group, public_id: UUID) -> Gathering:
    """Raises NotFoundHere."""
    gathering = list_gatherings(group).filter(public_id=public_id).first()
    if gathering is None:
        raise NotFoundHere
    return gathering


def attendances_of(gatherings: Iterable[Gathering]) -> dict[int, dict[int, Attendance]]:
    """Gathering id → seat id → what was said and noted; one query."""
    found: dict[int, dict[int, Attendance]] = {row.pk: {} for row in gatherings}
    for row in Attendance.objects.filter(gathering__in=list(found)).order_by("pk"):
        found[row.gathering_id][row.seat_id] = row
    return found


def list_gatherings_of_person(person_id: int, *, since: datetime) -> QuerySet[Gathering]:
    """All gatherings since then of the groups that somebody is in, also those that were cancelled."""
    mine = Seat.objects.filter(enrolment__person_id=person_id, state=SeatState.TAKEN)
    return (
        Gathering.objects.filter(group__in=mine.values("group_id"), ends_at__gte=since)
        .select_related("place__postal", "group__programme__organisation")
        .order_by("starts_at", "pk")
    )


def person_of_calendar(secret: str) -> Person | None:
    """Whose calendar has this address; None when there is none, or it was ended."""
    digest = sha256(secret.encode()).hexdigest()
    feeds = CalendarFeed.objects.filter(digest=digest, ended_at=None).select_related("person")
    feed = feeds.order_by("pk").first()
    return feed.person if feed else None
