"""Who comes, and who was there."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.errors import NotFoundHere, refusing
from core.states import WrongMove
from groups.errors import GatheringFull, NotYet
from groups.models import Attendance
from groups.models.agreements import Way
from groups.permissions import ensure_leads, ensure_may_speak
from groups.services.gatherings import hold_gathering, lock_gathering
from groups.services.rows import record
from groups.states import STANDS, GatheringState


def say_coming(
    *,
    gathering_id: int,
    comes: bool,
    by: User | None,
    now: datetime,
    seat_id: int,
    way: str = Way.PAGE,
) -> Attendance:
    """Sign up for a gathering, or say that one cannot come; the other word may be said later. The team notes what it was told.

    Raises GatheringFull, WrongMove once it is over or cancelled, NotFoundHere.
    """
    with refusing({"never_more_come_than_places": GatheringFull}):
        return _say(gathering_id, comes, by, now, seat_id, way)


@transaction.atomic
def _say(
    gathering_id: int, comes: bool, by: User | None, now: datetime, seat_id: int, way: str
) -> Attendance:
    gathering, group = lock_gathering(gathering_id)
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=seat_id)
    if seat is None:
        raise NotFoundHere
    if gathering.state != GatheringState.PLANNED or gathering.ends_at <= now:
        raise WrongMove
    said = "yes" if comes else "no"
    row, _made = Attendance.objects.update_or_create(
        gathering=gathering, seat=seat, defaults={"said": said, "said_at": now, "way": way}
    )
    record("coming_said", group, by=by, now=now, about=seat, gathering=gathering.pk, said=said)
    return row


@transaction.atomic
def note_attendance(
    *,
    gathering_id: int,
    about_id: int,
    was_there: bool | None,
    by: User | None,
    now: datetime,
    way: str = Way.PAGE,
    seat_id: int | None = None,
) -> Attendance:
    """Who leads or the team notes whether somebody (`about_id`, a seat) was there; None takes it back. A gathering of which that is known
    took place. Raises NotYet, WrongMove when it was cancelled, NotFoundHere."""
    gathering, group = lock_gathering(gathering_id)
    ensure_leads(group=group, by=by, way=way, seat_id=seat_id)
    about = next((seat for seat in group.people() if seat.pk == about_id), None)
    if about is None:
        raise NotFoundHere
    if gathering.state not in STANDS:
        raise WrongMove
    if gathering.starts_at > now:
        raise NotYet
    if gathering.state == GatheringState.PLANNED:
        hold_gathering(gathering, group, now=now)
    row, _made = Attendance.objects.update_or_create(
        gathering=gathering, seat=about, defaults={"was_there": was_there, "noted_at": now}
    )
    record("attendance_noted", group, by=by, now=now, about=about, gathering=gathering.pk)
    return row
