"""Who is in which group when they stop, and who left one a short while ago."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from groups.models import Leaving, Seat, Wait
from groups.models.groups import SeatRole
from groups.peer_selectors import KINDS
from groups.selectors import timings_of
from groups.states import IN_LINE, SeatState
from organisations.models import Enrolment, Programme


def live_seats_in_groups(enrolment_ids: Collection[int]) -> QuerySet[Seat]:
    """Where these are in a group of peers now."""
    return Seat.objects.filter(
        enrolment__in=enrolment_ids, state=SeatState.TAKEN, group__kind__in=KINDS
    ).order_by("group_id", "pk")


def who_rests(*, programme: Programme, now: datetime) -> set[tuple[int, int]]:
    """(enrolment, theme) of who left a group of that theme in the programme's weeks of rest. Not who was in a group that ended."""
    since = now - timedelta(weeks=timings_of(programme).rest_weeks)
    rows = Leaving.objects.filter(left_at__gt=since, seat__enrolment__programme=programme)
    return set(rows.values_list("seat__enrolment_id", "seat__group__peer__theme_id"))


@dataclass(frozen=True)
class Ends:
    """A group that somebody leaves, or does not wait for any more, when they stop in its programme."""

    name: str
    waits: bool
    leads: bool = False
    has_backup: bool = False


def list_what_ends(enrolments: Collection[Enrolment]) -> list[Ends]:
    """What ends in groups when these stop: where they are, then where they wait."""
    ids = [each.pk for each in enrolments]
    backup = Seat.objects.filter(
        group=OuterRef("group"), state=SeatState.TAKEN, role=SeatRole.BACKUP
    )
    seats = live_seats_in_groups(ids).annotate(has_backup=Exists(backup))
    waits = Wait.objects.filter(enrolment__in=ids, state__in=IN_LINE).order_by("pk")
    return [
        Ends(seat.group.peer.name, False, seat.role == SeatRole.LEAD, seat.has_backup)
        for seat in seats.select_related("group__peer__theme")
        if seat.group is not None
    ] + [Ends(wait.group.peer.name, True) for wait in waits.select_related("group__peer__theme")]
