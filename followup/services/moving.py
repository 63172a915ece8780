"""Somebody of a pair moves. Out of reach of the other, the team decides together with them."""

from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from django.db import transaction

from accounts.catalogues.lists import AT_A_DISTANCE
from accounts.models import Cell, Person, User
from accounts.services import change_place
from core.states import WrongMove
from followup.errors import AlreadyDecided
from followup.messages import tell_team
from followup.models import Closure, Moving
from followup.models.endings import Decision, Reason
from followup.services.closing import begin_closing
from followup.services.rows import record
from groups.models import Group, Seat
from groups.permissions import ensure_may_speak, ensure_team
from groups.services import lock_people_and_group
from groups.states import OPEN, SeatState

EARTH_M = 6_371_000
USUAL_REACH_M = 10_000  # for who did not say how far they travel


@transaction.atomic
def note_move(
    *, seat_id: int, typed: str, by: User | None, now: datetime, way: str = "page"
) -> Moving:
    """Note the new place and, for each pair of this person that goes on, whether it is still in reach of the other.

    Gives the row of the pair that was asked about. Raises PlaceUnknown, PlaceInOtherCountry, PlaceAmbiguous, WrongMove when it is
    ending, NotFoundHere; nothing changes then.
    """
    seat = Seat.objects.select_related("enrolment__person", "group").get(pk=seat_id)
    assert seat.group_id is not None
    group = lock_people_and_group(seat.group_id)
    ensure_may_speak(group=group, by=by, way=way, seat_id=seat.pk)
    if group.state not in OPEN:
        raise WrongMove
    change_place(person=seat.enrolment.person, typed=typed, by=by, now=now)
    mine = Seat.objects.filter(
        enrolment__person=seat.enrolment.person, state=SeatState.TAKEN, group__state__in=OPEN
    )
    for other_pair in mine.exclude(pk=seat.pk).select_related("group").order_by("pk"):
        _note(other_pair, by, now)
    return _note(seat, by, now)


def _note(seat: Seat, by: User | None, now: datetime) -> Moving:
    """What was to be decided about an earlier move is about this one now."""
    Moving.objects.filter(seat=seat, is_out_of_reach=True, decision="").delete()
    assert seat.group is not None
    people = Person.objects.select_related("place__cell", "profile")
    rows = people.filter(
        enrolments__seats__group=seat.group, enrolments__seats__taken_at__isnull=False
    )
    out = is_out_of_reach(*rows.order_by("pk"))
    moving = Moving.objects.create(seat=seat, noted_at=now, is_out_of_reach=out)
    record("moved", seat, by=by, now=now, out_of_reach=out)
    if out:
        tell_team(seat.group, f"moving:{moving.pk}", now=now)
    return moving


def is_out_of_reach(one: Person, other: Person) -> bool:
    """Further than one of the two travels, unless the cells touch or both also meet from afar. Measured between coarse cells."""
    cells = [getattr(getattr(person, "place", None), "cell", None) for person in (one, other)]
    if cells[0] is None or cells[1] is None:
        return False
    if one.profile.contact_forms & other.profile.contact_forms & AT_A_DISTANCE:
        return False
    metres = distance_m(cells[0], cells[1])
    if metres <= 1500 * max(cells[0].size_km, cells[1].size_km):
        return False
    return metres > min(
        (person.profile.travel_km or 0) * 1000 or USUAL_REACH_M for person in (one, other)
    )


def distance_m(one: Cell, other: Cell) -> float:
    """Great circle between the middles of two cells."""
    half = (
        sin(radians(other.lat - one.lat) / 2) ** 2
        + cos(radians(one.lat))
        * cos(radians(other.lat))
        * sin(radians(other.lon - one.lon) / 2) ** 2
    )
    return 2 * EARTH_M * asin(sqrt(half))


@transaction.atomic
def decide_move(*, moving_id: int, decision: str, by: User, now: datetime) -> Moving:
    """The team talked with both: they go on, or it is rounded off. Raises AlreadyDecided, NotFoundHere."""
    group_id = Moving.objects.values_list("seat__group_id", flat=True).get(pk=moving_id)
    assert group_id is not None
    group: Group = lock_people_and_group(group_id)
    ensure_team(group=group, by=by)
    moving = Moving.objects.select_related("seat__enrolment__person").get(pk=moving_id)
    if moving.decision or not moving.is_out_of_reach or decision not in Decision.values:
        raise AlreadyDecided
    moving.decision, moving.decided_at, moving.decided_by = decision, now, by
    moving.save(update_fields=["decision", "decided_at", "decided_by"])
    record("move_decided", moving.seat, by=by, now=now, decision=decision)
    if decision == Decision.END:
        closure = Closure(group=group, started_at=now, reason=Reason.MOVED)
        begin_closing(group, closure, by=by, now=now)
    return moving
