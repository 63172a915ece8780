"""When a group meets: planned once or as a series, moved, cancelled, held."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format

from accounts.models import Person, User
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere, refusing
from core.jobs import take_turn
from core.states import WrongMove, move
from core.text import one_line
from groups.errors import (
    CallLinkUnusable,
    DayNotAhead,
    HourNotThere,
    LeadBusy,
    LengthImpossible,
    PlaceBusy,
    SeriesImpossible,
    WhereMissing,
)
from groups.models import Attendance, Gathering, Group
from groups.models.gatherings import MINUTES
from groups.models.groups import SeatRole
from groups.moments import MOST_TIMES, Moment, Rhythm, days_of, is_shown, moment_of
from groups.peer_messages import (
    REMIND_WITHIN,
    remind,
    tell_cancelled,
    tell_moved,
    tell_planned,
)
from groups.permissions import ensure_leads
from groups.services.rows import lock_group, record
from groups.states import OPEN, GatheringState, State
from organisations.models import MeetingPlace

FARTHEST = timedelta(days=731)
LINK_LIMIT = 300
SWEEP_EVERY_S = 300
BATCH = 200


@dataclass(frozen=True)
class Where:
    """A place of the organisation, or the link of a call: one of the two."""

    place: MeetingPlace | None
    call_link: str | None


@transaction.atomic
def plan_gatherings(
    *,
    group_id: int,
    day: date,
    begins: time,
    minutes: int,
    by: User | None,
    now: datetime,
    rhythm: str = Rhythm.ONCE,
    times: int | None = None,
    until: date | None = None,
    place_id: int | None = None,
    call_link: str = "",
    way: str = "page",
    seat_id: int | None = None,
) -> list[Gathering]:
    """Plan one gathering, or a series of them at the same hour on the clock. Who leads the group leads them; everybody is told, once.

    In an hour that the clock passes over a single one is refused and one of a series begins an hour later. Raises DayNotAhead,
    HourNotThere, LengthImpossible, SeriesImpossible, WhereMissing, CallLinkUnusable, LeadBusy, PlaceBusy, WrongMove, NotFoundHere.
    """
    group = lock_group(group_id)
    ensure_leads(group=group, by=by, way=way, seat_id=seat_id)
    if group.state not in OPEN:
        raise WrongMove
    where = _where(group, place_id, call_link)
    days = days_of(day, rhythm, times=times, until=until)
    if not 1 <= len(days) <= MOST_TIMES or (rhythm != Rhythm.ONCE and not (times or until)):
        raise SeriesImpossible
    series = uuid.uuid4() if rhythm != Rhythm.ONCE else None
    zone, strict = settings.TIME_ZONE, series is None
    moments = [_moment(each, begins, minutes, zone, now, strict=strict) for each in days]
    several = series is not None and len(moments) > 1
    gatherings = [
        _plan(group, each, minutes, where, series=series, several=several, now=now)
        for each in moments
    ]
    record("gatherings_planned", group, by=by, now=now, gatherings=[row.pk for row in gatherings])
    tell_planned(group, gatherings, now=now)
    return gatherings


def _where(group: Group, place_id: int | None, call_link: str) -> Where:
    link = one_line(call_link)
    if bool(link) == bool(place_id):
        raise WhereMissing
    if link:
        if not link.startswith("https://") or len(link) > LINK_LIMIT or " " in link:
            raise CallLinkUnusable
        return Where(None, link)
    place = MeetingPlace.objects.filter(
        pk=place_id or 0, organisation=group.programme.organisation_id, ended_at=None
    ).first()
    if place is None:
        raise NotFoundHere(field="place")
    return Where(place, None)


def _plan(
    group: Group,
    moment: Moment,
    minutes: int,
    where: Where,
    *,
    series: uuid.UUID | None,
    several: bool,
    now: datetime,
) -> Gathering:
    row = Gathering(
        group=group,
        series=series,
        zone=settings.TIME_ZONE,
        place=where.place,
        call_link=where.call_link,
        lead=lead_of(group),
        most=None if group.peer.is_closed else group.peer.most,
        planned_at=moment.at if several else None,
        created_at=now,
    )
    row.set_time(moment, minutes)
    save_gathering(row)
    return row


def lead_of(group: Group) -> Person | None:
    for seat in group.people():
        if seat.role == SeatRole.LEAD:
            return seat.enrolment.person
    return None


def _moment(
    day: date, begins: time, minutes: int, zone: str, now: datetime, *, strict: bool
) -> Moment:
    if not MINUTES[0] <= minutes <= MINUTES[1]:
        raise LengthImpossible
    if not now.date() - timedelta(days=1) <= day <= (now + FARTHEST).date():
        raise DayNotAhead
    if strict and not is_shown(day, begins, zone):
        raise HourNotThere
    moment = moment_of(day, begins, zone)
    if moment.at <= now:
        raise DayNotAhead
    return moment


def save_gathering(row: Gathering) -> None:
    """Raises LeadBusy, PlaceBusy: the database looks at all gatherings there are, also those being planned just now.

    Two who plan for the same facilitator or room at the same moment come one after the other: the index alone would let each wait for
    the other's row.
    """
    list(Person.objects.select_for_update(no_key=True).filter(pk=row.lead_id or 0))
    list(MeetingPlace.objects.select_for_update(no_key=True).filter(pk=row.place_id or 0))
    day = date_format(row.day, "j F Y")
    rules: dict[str, Callable[[], DomainError]] = {
        "nobody_leads_two_gatherings_at_once": partial(LeadBusy, day=day),
        "no_room_for_two_gatherings_at_once": partial(PlaceBusy, day=day),
    }
    with refusing(rules), transaction.atomic():
        row.save()


@transaction.atomic
def move_gathering(
    *,
    gathering_id: int,
    day: date,
    begins: time,
    minutes: int,
    expected_version: int,
    by: User | None,
    now: datetime,
    place_id: int | None = None,
    call_link: str = "",
    way: str = "page",
    seat_id: int | None = None,
) -> Gathering:
    """To another moment, another place, or both. What people said they said about the old one, so they are asked again; everybody is told once.

    Raises ChangedMeanwhile, WrongMove, and what `plan_gatherings` raises.
    """
    gathering, group = lock_gathering(gathering_id)
    ensure_leads(group=group, by=by, way=way, seat_id=seat_id)
    if gathering.version != expected_version:
        raise ChangedMeanwhile
    where = _where(group, place_id, call_link)
    moment = _moment(day, begins, minutes, gathering.zone, now, strict=True)
    move(gathering.change, moment=moment, minutes=minutes)
    gathering.place, gathering.call_link = where.place, where.call_link
    save_gathering(gathering)
    Attendance.objects.filter(gathering=gathering).update(said="", said_at=None, way="")
    record("gathering_moved", group, by=by, now=now, gathering=gathering.pk)
    tell_moved(group, gathering, now=now)
    return gathering


def lock_gathering(gathering_id: int) -> tuple[Gathering, Group]:
    """The group first: whatever changes a gathering waits for its row."""
    group = lock_group(Gathering.objects.values_list("group_id", flat=True).get(pk=gathering_id))
    return Gathering.objects.select_for_update().get(pk=gathering_id), group


@transaction.atomic
def cancel_gathering(
    *,
    gathering_id: int,
    expected_version: int,
    by: User | None,
    now: datetime,
    way: str = "page",
    seat_id: int | None = None,
    and_later: bool = False,
) -> Gathering:
    """It does not take place; with `and_later` neither do the planned ones of its series that come after it. Everybody is told once.
    Raises ChangedMeanwhile, WrongMove, NotFoundHere."""
    gathering, group = lock_gathering(gathering_id)
    ensure_leads(group=group, by=by, way=way, seat_id=seat_id)
    if gathering.version != expected_version:
        raise ChangedMeanwhile
    later = _later_of(gathering) if and_later else []
    for each in (gathering, *later):
        move(each.cancel)
        each.save(update_fields=["state", "version"])
        record("gathering_cancelled", group, by=by, now=now, gathering=each.pk)
    tell_cancelled(group, [gathering, *later], now=now)
    return gathering


def _later_of(gathering: Gathering) -> list[Gathering]:
    """The caller has locked the group."""
    rows = Gathering.objects.select_for_update().filter(
        group=gathering.group_id,
        series=gathering.series,
        state=GatheringState.PLANNED,
        starts_at__gt=gathering.starts_at,
    )
    return list(rows.order_by("starts_at", "pk")) if gathering.series else []


def drop_gatherings(group: Group, now: datetime) -> list[Gathering]:
    """The group ends: nothing of what was planned takes place. The mail about the end names them."""
    planned = group.gatherings.filter(state=GatheringState.PLANNED, starts_at__gt=now)
    dropped = list(planned.order_by("pk"))
    for gathering in dropped:
        move(gathering.cancel)
        gathering.save(update_fields=["state", "version"])
    return dropped


def hold_gathering(gathering: Gathering, group: Group, *, now: datetime) -> None:
    """It took place; with the first one a group is under way. The caller has locked both."""
    move(gathering.hold)
    gathering.save(update_fields=["state"])
    if group.state == State.INTRODUCED:
        move(group.begin, at=now)
        group.save(update_fields=["state", "active_at"])
        record("group_began", group, by=None, now=now)


def sweep_gatherings(*, now: datetime) -> None:
    """What is over and was not cancelled took place; what is near gets its reminders. Two beats at once do it once."""
    if not take_turn(job="groups.sweep_gatherings", now=now, every_s=SWEEP_EVERY_S):
        return
    over = Gathering.objects.filter(state=GatheringState.PLANNED, ends_at__lte=now)
    for gathering_id in list(over.order_by("ends_at", "pk").values_list("pk", flat=True)[:BATCH]):
        _hold(gathering_id, now)
    near = Gathering.objects.filter(
        state=GatheringState.PLANNED,
        reminded_version__lt=F("version"),
        starts_at__gt=now,
        starts_at__lte=now + REMIND_WITHIN,
    )
    for gathering_id in list(near.order_by("starts_at", "pk").values_list("pk", flat=True)[:BATCH]):
        _remind(gathering_id, now)


@transaction.atomic
def _hold(gathering_id: int, now: datetime) -> None:
    gathering, group = lock_gathering(gathering_id)
    if gathering.state == GatheringState.PLANNED and gathering.ends_at <= now:
        hold_gathering(gathering, group, now=now)


@transaction.atomic
def _remind(gathering_id: int, now: datetime) -> None:
    gathering, group = lock_gathering(gathering_id)
    if gathering.state == GatheringState.PLANNED:
        remind(gathering, group, now=now)
        gathering.reminded_version = gathering.version
        gathering.save(update_fields=["reminded_version"])
