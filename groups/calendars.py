"""Gatherings as calendars read them: what a feed shows and what is sent with a mail.

Nothing in it says what a group is about: calendars are shown on shared screens.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from groups.models import Gathering
from groups.states import GatheringState

_ADDRESS = "gathering-{}@{}"


def feed_of(gatherings: Iterable[Gathering], *, now: datetime) -> bytes:
    """All of these, for a calendar that reads the address now and then."""
    calendar = _calendar("PUBLISH")
    calendar.add("refresh-interval;value=duration", "PT1H")
    calendar.add("x-wr-calname", _("Gatherings"))
    return _filled(calendar, gatherings, now, "")


def invitation_of(gatherings: list[Gathering], *, to: str, now: datetime) -> tuple[str, str]:
    """(method, text) of the part of a mail: an invitation to one gathering, or that it is off; a series as entries to take over, since
    an invitation is for one thing only. The next message about one of them has the same UID and a higher SEQUENCE."""
    off = all(each.state == GatheringState.CANCELLED for each in gatherings)
    method = "CANCEL" if off else "REQUEST" if len(gatherings) == 1 else "PUBLISH"
    return method, _filled(_calendar(method), gatherings, now, to).decode()


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Kompaan//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _filled(calendar: Calendar, gatherings: Iterable[Gathering], now: datetime, to: str) -> bytes:
    for gathering in gatherings:
        calendar.add_component(_event(gathering, now, to))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(gathering: Gathering, now: datetime, to: str) -> Event:
    event = Event()
    event.add("uid", _ADDRESS.format(gathering.public_id, settings.SITE_HOST))
    event.add("sequence", gathering.version - 1)
    event.add("dtstamp", now)
    event.add("dtstart", gathering.local_start)
    event.add("dtend", gathering.local_end)
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
