"""At which moments somebody gets a summary: at nine in the morning on the clock of their zone, each day or on Mondays."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.models.choices import Digest

AT = time(9, 0)


def last_summary(digest: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The latest such moment that is not after `now`."""
    here = now.astimezone(zone)
    day = here.date()
    if here.time() < AT:
        day -= timedelta(days=1)
    if digest == Digest.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, AT, tzinfo=zone)


def next_summary(digest: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The first such moment after `now`. Days of the calendar, so that a change of the clock keeps the hour."""
    day = last_summary(digest, zone, now).date()
    days = 7 if digest == Digest.WEEKLY else 1
    return datetime.combine(day + timedelta(days=days), AT, tzinfo=zone)
