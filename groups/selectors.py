"""What may be read of groups and seats."""

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from groups.models import Group, Seat
from groups.states import LIVE, SeatState


def free_seats() -> Combinable:
    """Annotation on enrolments: capacity minus live seats, never below zero."""
    live = Count("seats", filter=Q(seats__state__in=LIVE), distinct=True)
    return Greatest(F("capacity") - live, 0)


def has_free_seat() -> Q:
    """Filter on enrolments: fewer live seats than capacity. A subquery, so that it may stand beside other joins."""
    live = Seat.objects.filter(enrolment=OuterRef("pk"), state__in=LIVE).order_by()
    counted = live.values("enrolment").annotate(n=Count("pk")).values("n")
    return Q(capacity__gt=Coalesce(Subquery(counted), 0))


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
