"""What may be read of groups, seats, meetings, agreements and breaks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least
from django.db.models.lookups import GreaterThan

from accounts.models import Person, User
from accounts.models.consents import Part, Shown
from accounts.selectors import disclosure_choices, is_shown
from core.errors import NotFoundHere
from groups.models import Agreement, Break, Group, Seat, Session, Timings
from groups.models.groups import Kind
from groups.models.timings import LIMITS
from groups.states import CURRENT, LIVE, SeatState, SessionState, State
from organisations.models import Enrolment, Programme
from organisations.permissions import Actor, coordinates, organisations_of


def seats_allowed() -> Combinable:
    """Expression on enrolments: what the person offers, or the programme's limit for a volunteer when that is lower."""
    return Least(F("capacity"), F("programme__max_buddies"))  # PostgreSQL leaves NULL out


def free_seats() -> Combinable:
    """Annotation on enrolments: allowed seats minus live seats, never below zero."""
    live = Count("seats", filter=Q(seats__state__in=LIVE), distinct=True)
    return Greatest(seats_allowed() - live, 0)


def has_free_seat() -> Q:
    """Filter on enrolments: fewer live seats than allowed. Most people have none; only who offers more than one is counted."""
    live = Seat.objects.filter(enrolment=OuterRef("pk"), state__in=LIVE).order_by()
    counted = live.values("enrolment").annotate(n=Count("pk")).values("n")
    more = GreaterThan(seats_allowed(), Coalesce(Subquery(counted), 0))
    return ~Q(Exists(live)) | Q(more, capacity__gt=1)


def count_live_seats(*, enrolment_id: int) -> int:
    return Seat.objects.filter(enrolment_id=enrolment_id, state__in=LIVE).count()


def live_seats_of(enrolments: Collection[int]) -> dict[int, int]:
    """Enrolment id → how many live seats, of each of these."""
    rows = Seat.objects.filter(enrolment__in=enrolments, state__in=LIVE).order_by()
    counted = dict(rows.values_list("enrolment").annotate(Count("pk")))
    return {pk: counted.get(pk, 0) for pk in enrolments}


def list_groups_of(*, person_id: int) -> QuerySet[Group]:
    """The live groups somebody sits in, newest first."""
    return (
        Group.objects.filter(
            seats__enrolment__person_id=person_id, seats__state=SeatState.TAKEN, closed_at=None
        )
        .select_related("programme__organisation")
        .order_by("-formed_at", "-pk")
    )


_SEATS = Seat.objects.select_related("enrolment__person__user", "enrolment__programme").order_by(
    "pk"
)
_WITH_DISCLOSURES = _SEATS.prefetch_related("enrolment__person__disclosures")


def list_pairs() -> QuerySet[Group]:
    """Every pair, with programme, organisation and people, newest first. Who asks has to be narrowed by the caller."""
    return _pairs(_WITH_DISCLOSURES)


def _pairs(seats: QuerySet[Seat]) -> QuerySet[Group]:
    return (
        Group.objects.filter(kind=Kind.PAIR)
        .select_related("programme__organisation", "programme__timings")
        .prefetch_related(Prefetch("seats", seats))
        .order_by("-formed_at", "-pk")
    )


def list_team_pairs(*, by: Actor) -> QuerySet[Group]:
    """The pairs in the organisations of `by`, which reads every name: what people show each other is left out."""
    return _pairs(_SEATS).filter(programme__organisation__in=organisations_of(by))


def list_own_pairs(*, user: User) -> QuerySet[Group]:
    """The pairs that somebody is in, without those that ended."""
    mine = Seat.objects.filter(enrolment__person__user_id=user.pk, state=SeatState.TAKEN)
    return list_pairs().filter(pk__in=mine.values("group_id"))


def list_pairs_of(*, enrolment: Enrolment, at_most: int) -> list[tuple[Group, list[str]]]:
    """The newest pairs that an enrolment is or was in, with the names of both; for the team."""
    mine = Seat.objects.filter(enrolment=enrolment, taken_at__isnull=False)
    return [
        (group, [seat.enrolment.person.name_to_use for seat in seats])
        for group, seats in _newest_with_people(mine, at_most).items()
    ]


def _newest_with_people(mine: QuerySet[Seat], at_most: int) -> dict[Group, list[Seat]]:
    """The newest pairs of these seats, with the seats of who is or was in it, the volunteer's first. One query."""
    newest = mine.filter(group__kind=Kind.PAIR).order_by("-group__formed_at", "-group")
    seats = (
        Seat.objects.filter(group__in=newest.values("group")[:at_most], taken_at__isnull=False)
        .select_related("group", "enrolment__person")
        .order_by("-group__formed_at", "-group", "-enrolment__side", "pk")
    )
    found: dict[Group, list[Seat]] = {}
    for seat in seats:
        assert seat.group is not None
        found.setdefault(seat.group, []).append(seat)
    return found


def list_to_plan(*, by: Actor, now: datetime) -> QuerySet[Group]:
    """Pairs that were introduced `plan_within_days` ago and have no planned first meeting, longest waiting first."""
    days = Coalesce("programme__timings__plan_within_days", LIMITS["plan_within_days"][2])
    until = ExpressionWrapper(
        F("formed_at") + days * Value(timedelta(days=1)), output_field=DateTimeField()
    )
    planned = Session.objects.filter(
        group=OuterRef("pk"), state__in=(SessionState.PLANNED, SessionState.HELD)
    )
    return (
        list_team_pairs(by=by)
        .filter(~Exists(planned), state=State.INTRODUCED)
        .alias(until=until)
        .filter(until__lte=now)
        .order_by("formed_at", "pk")
    )


@dataclass(frozen=True)
class Seen:
    """A group as somebody reaches it: as one of its people (`seat`), or as the team (`seat` is None)."""

    group: Group
    members: list[Seat]
    seat: Seat | None

    @property
    def is_team(self) -> bool:
        return self.seat is None

    @property
    def others(self) -> list[Seat]:
        return [each for each in self.members if each != self.seat]

    def speaks(self, by: User | None, way: str) -> dict[str, Any]:
        """Who speaks and how, as the services ask for it."""
        return {"by": by, "way": way, "seat_id": self.seat.pk if self.seat else None}


def see(*, public_id: UUID, by: Actor) -> Seen:
    """Raises NotFoundHere. Who is in the pair reads it as one of the two, also when they are in the team."""
    group = list_pairs().filter(public_id=public_id).first()
    if group is None or by is None or not by.is_authenticated:
        raise NotFoundHere
    members = group.members()
    own = [seat for seat in members if seat.enrolment.person.user_id == by.pk]
    if not own and not coordinates(by, group.programme.organisation_id):
        raise NotFoundHere
    return Seen(group, members, own[0] if own else None)


def shown_name(person: Person) -> str:
    """The name to use, when it is shown to somebody one was introduced to."""
    choice = disclosure_choices(person=person)[Part.NAME.value]
    return person.name_to_use if is_shown(choice, Part.NAME, Shown.INTRODUCTION) else ""


def timings_of(programme: Programme) -> Timings:
    """The timings of a programme; the defaults, not saved, when nobody changed any."""
    try:
        return programme.timings
    except Timings.DoesNotExist:
        return Timings(programme=programme, version=0)


def first_meeting_of(group: Group) -> Session | None:
    """The first meeting that is proposed, planned or took place."""
    return group.sessions.filter(state__in=CURRENT).order_by("-pk").first()


def agreement_of(group: Group) -> Agreement | None:
    return Agreement.objects.filter(group=group).order_by("pk").first()


def signers_of(agreement: Agreement | None) -> set[int]:
    """Ids of the seats that signed the text as it is now."""
    if agreement is None:
        return set()
    signed = agreement.signatures.filter(version=agreement.version)
    return set(signed.values_list("seat_id", flat=True))


def current_breaks(*, on: date) -> Q:
    """Filter on breaks: those that are on that day."""
    return Q(ended_at=None, starts_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))


def list_breaks(group: Group) -> QuerySet[Break]:
    """Breaks that are on or to come."""
    return group.breaks.filter(ended_at=None).select_related("seat__enrolment__person")
