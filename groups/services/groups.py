"""Seats are kept free, taken and freed; groups form from them and end."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import events
from core.errors import refusing
from core.states import move
from groups.errors import SeatTaken
from groups.models import Group, Seat
from groups.models.groups import Kind
from groups.selectors import seats_allowed
from groups.services.breaks import drop_breaks
from groups.services.meetings import drop_meetings
from groups.services.rows import lock_group, record
from groups.states import LIVE, SeatState
from organisations.errors import NotCleared
from organisations.models import Enrolment
from organisations.selectors import is_cleared


@transaction.atomic
def hold_seat(*, enrolment_id: int, now: datetime) -> Seat:
    """Keep the lowest free seat of an enrolment while people decide. Raises SeatTaken.

    Locks the enrolment: the caller who holds several seats asks for them in the order of enrolment ids, otherwise two callers
    could wait for each other.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .annotate(allowed=seats_allowed())
        .get(pk=enrolment_id)
    )
    taken = set(
        Seat.objects.filter(enrolment=enrolment, state__in=LIVE).values_list("number", flat=True)
    )
    if len(taken) >= enrolment.allowed:
        raise SeatTaken
    free = next(n for n in range(1, enrolment.capacity + 1) if n not in taken)
    return Seat.objects.create(enrolment=enrolment, number=free, held_at=now)


@transaction.atomic
def free_seat(*, seat_id: int, now: datetime) -> Seat:
    """Give a held or taken seat back. Raises WrongMove when it is free already."""
    seat = Seat.objects.select_for_update().get(pk=seat_id)
    move(seat.free, at=now)
    seat.save(update_fields=["state", "freed_at"])
    return seat


def form_group(
    *, kind: Kind, programme_id: int, seats: Sequence[Seat], by: User | None, now: datetime
) -> Group:
    """Form a group of the people whose seats are held; the caller holds their enrolments. Raises SeatTaken when a seat is no longer
    held, NotCleared when a volunteer lacks a valid paper that the programme requires today.

    The database looks once more when a seat is taken, and waits for who changes a paper or what is required: what was read here may
    be over by then.
    """
    with refusing({"introduced_only_when_clear": NotCleared}):
        return _form(kind, programme_id, seats, by, now)


@transaction.atomic
def _form(
    kind: Kind, programme_id: int, seats: Sequence[Seat], by: User | None, now: datetime
) -> Group:
    held = Seat.objects.select_for_update(of=("self",)).filter(pk__in=[seat.pk for seat in seats])
    group = Group.objects.create(kind=kind, programme_id=programme_id, formed_at=now)
    ready = list(held.select_related("enrolment__programme").order_by("pk"))
    if len(ready) != len(seats):
        raise SeatTaken
    for seat in ready:
        if not is_cleared(enrolment=seat.enrolment, on=now.date()):
            raise NotCleared
    for seat in ready:
        move(seat.take, refusal=SeatTaken, group=group, at=now)
        seat.save(update_fields=["state", "group", "taken_at"])
    events.record(
        "groups.group_formed",
        subject=group,
        by=by,
        at=now,
        seats=[seat.pk for seat in ready],
    )
    return group


@transaction.atomic
def start_closing(*, group_id: int, by: User | None, now: datetime) -> Group:
    """Begin to round off; who may, the caller has made sure. Raises WrongMove."""
    group = lock_group(group_id)
    move(group.start_closing, at=now)
    group.save(update_fields=["state", "closing_at"])
    drop_meetings(group)
    drop_breaks(group, now)
    record("closing_started", group, by=by, now=now)
    return group


@transaction.atomic
def close_group(*, group_id: int, by: User | None, now: datetime) -> Group:
    """End a group and free its seats: its people can be proposed to others. Raises WrongMove."""
    group = lock_group(group_id)
    move(group.close, at=now)
    # Seats first: in a transaction that checks constraints at once no group is closed and has people in it.
    for seat in group.seats.select_for_update().filter(state=SeatState.TAKEN).order_by("pk"):
        move(seat.free, at=now)
        seat.save(update_fields=["state", "freed_at"])
    group.save(update_fields=["state", "closed_at"])
    drop_meetings(group)
    drop_breaks(group, now)
    record("group_closed", group, by=by, now=now)
    return group
