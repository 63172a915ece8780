"""Gatherings as calendars read them: what a feed shows and what is sent with a mail.

Nothing in it says what a group is about: calendars are shown on shared screens.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import dropwhile
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from groups.models import Gathering
from groups.moments import Rhythm, days_of
from groups.states import GatheringState

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ADDRESS = "gathering-{}@{}"


def feed_of(gatherings: Iterable[Gathering], *, now: datetime) -> bytes:
    """All of these, for a calendar that reads the address now and then."""
    calendar = _calendar("PUBLISH")
    calendar.add("refresh-interval;value=duration", "PT1H")
    calendar.add("x-wr-calname", _("Gatherings"))
    return _closed(calendar, [_event(each, now, "") for each in gatherings])


def invitation_of(
    gatherings: list[Gathering], *, whole: list[Gathering], to: str, now: datetime
) -> tuple[str, str]:
    """(method, text) of the part of a mail: an invitation, or that something is off. `whole` is the series when it is told as one.

    A series has one UID, and each of its gatherings is known by the moment for which it was planned (RECURRENCE-ID). What is told of one
    later has the same UID and a higher SEQUENCE. A series from before this has a UID for each, as entries to take over.
    """
    off = all(each.state == GatheringState.CANCELLED for each in gatherings)
    one_thing = len(gatherings) == 1 or gatherings[0].planned_at is not None
    method = "CANCEL" if off else "REQUEST" if one_thing else "PUBLISH"
    calendar = _calendar(method)
    events = _series(whole, now, to) if whole else [_told(each, now, to) for each in gatherings]
    return method, _closed(calendar, events).decode()


def _series(whole: list[Gathering], now: datetime, to: str) -> list[Event]:
    """The series as it was planned, from the first that still is on: without what is off or over, and beside it what was moved since."""
    whole = list(dropwhile(lambda each: each.state != GatheringState.PLANNED, whole))
    # When each of them was moved, each stands beside it, and what the series itself says is shown nowhere.
    as_planned = next((each for each in whole if each.version == 1), whole[0])
    first = _planned_for(whole[0])
    master = _event(as_planned, now, to)
    master["uid"] = _uid_of_series(as_planned)
    del master["dtstart"]
    master.add("dtstart", first)
    moments = [_planned_for(each) for each in whole]
    rule = rule_of(moments)
    if rule is not None:
        master.add("rrule", rule)
    else:
        master.add("rdate", moments[1:])
    off = [_planned_for(each) for each in whole if each.state != GatheringState.PLANNED]
    if off:
        master.add("exdate", off)
    moved = [each for each in whole if each.version > 1 and each.state == GatheringState.PLANNED]
    return [master, *(_told(each, now, to) for each in moved)]


def rule_of(moments: list[datetime]) -> dict[str, Any] | None:
    """The rule that gives just these, on the clock of their zone; None when the clock shows another hour at one of them, as in a night
    in which it skips that hour."""
    days, hours = [each.date() for each in moments], {each.time() for each in moments}
    week = (days[0].day - 1) // 7
    by_day = f"{-1 if week == 4 else week + 1}{_WEEKDAYS[days[0].weekday()]}"
    rules: dict[Rhythm, dict[str, Any]] = {
        Rhythm.WEEKLY: {"freq": "weekly"},
        Rhythm.TWO_WEEKS: {"freq": "weekly", "interval": 2},
        Rhythm.MONTHLY: {"freq": "monthly", "byday": by_day},
    }
    for rhythm, rule in rules.items():
        if len(hours) == 1 and days_of(days[0], rhythm, times=len(days), until=None) == days:
            return rule | {"count": len(days)}
    return None


def _planned_for(gathering: Gathering) -> datetime:
    assert gathering.planned_at is not None
    return gathering.planned_at.astimezone(ZoneInfo(gathering.zone))


def _uid_of_series(gathering: Gathering) -> str:
    return f"series-{gathering.series}@{settings.SITE_HOST}"


def _told(gathering: Gathering, now: datetime, to: str) -> Event:
    """One gathering as it is now: by itself, or as one of its series."""
    event = _event(gathering, now, to)
    if gathering.planned_at is not None:
        event["uid"] = _uid_of_series(gathering)
        event.add("recurrence-id", _planned_for(gathering))
    return event


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Kompaan//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _closed(calendar: Calendar, events: Iterable[Event]) -> bytes:
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(gathering: Gathering, now: datetime, to: str) -> Event:
    event = Event()
    event.add("uid", _ADDRESS.format(gathering.public_id, settings.SITE_HOST))
    event.add("sequence", gathering.version - 1)
    event.add("dtstamp", now)
    event.add("dtstart", gathering.local_start)
    # Not an end: in the night of 25 hours the clock shows some of them twice.
    event.add("duration", timedelta(minutes=gathering.minutes))
    event.add("summary", _("Gathering of your group"))
    event.add("class", "PRIVATE")
    off = gathering.state == GatheringState.CANCELLED
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("location", gathering.where)
    if to:
        _between(event, gathering, to)
    return event


def _between(event: Event, gathering: Gathering, to: str) -> None:
    """From whom an invitation is and to whom, as calendars ask for it before they show buttons."""
    organisation = gathering.group.programme.organisation
    organizer = vCalAddress(f"mailto:{organisation.email}")
    organizer.params["cn"] = vText(organisation.name)
    event["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{to}")
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
