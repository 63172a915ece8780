"""What may be read of groups and seats."""

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least
from django.db.models.lookups import GreaterThan

from groups.models import Group, Seat
from groups.states import LIVE, SeatState


def seats_allowed() -> Combinable:
    """Expression on enrolments: what the person offers, or the programme's limit for a volunteer when that is lower."""
    return Least(F("capacity"), F("programme__max_buddies"))  # PostgreSQL leaves NULL out


def free_seats() -> Combinable:
    """Annotation on enrolments: allowed seats minus live seats, never below zero."""
    live = Count("seats", filter=Q(seats__state__in=LIVE), distinct=True)
    return Greatest(seats_allowed() - live, 0)


def has_free_seat() -> Q:
    """Filter on enrolments: fewer live seats than allowed. A subquery, so that it may stand beside other joins."""
    live = Seat.objects.filter(enrolment=OuterRef("pk"), state__in=LIVE).order_by()
    counted = live.values("enrolment").annotate(n=Count("pk")).values("n")
    return Q(GreaterThan(seats_allowed(), Coalesce(Subquery(counted), 0)))


def count_live_seats(*, enrolment_id: int) -> int:
    return Seat.objects.filter(enrolment_id=enrolment_id, state__in=LIVE).count()


def list_groups_of(*, person_id: int) -> QuerySet[Group]:
    """The live groups somebody sits in, newest first."""
    return (
        Group.objects.filter(
            seats__enrolment__person_id=person_id, seats__state=SeatState.TAKEN, closed_at=None
        )
        .select_related("programme__organisation")
        .order_by("-formed_at", "-pk")
    )
