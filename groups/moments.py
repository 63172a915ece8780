"""What the clock on the wall shows, and the moments that follow from it. A series keeps its hour when the clock changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST_TIMES = 53  # a year of weeks


class Rhythm(StrEnum):
    ONCE = "once"
    WEEKLY = "weekly"
    TWO_WEEKS = "two_weeks"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Moment:
    """`day` and `begins` on the clock in a zone, and the instant that it is."""

    day: date
    begins: time
    at: datetime


def moment_of(day: date, begins: time, zone: str) -> Moment:
    """An hour that the clock shows twice is the first of the two. One that it passes over becomes what it then shows: 02:30 on the night
    to summer time is 03:30."""
    at = datetime.combine(day, begins, ZoneInfo(zone)).astimezone(UTC)
    shown = at.astimezone(ZoneInfo(zone))
    return Moment(shown.date(), shown.time(), at)


def is_shown(day: date, begins: time, zone: str) -> bool:
    """Does the clock show this hour on that day at all?"""
    moment = moment_of(day, begins, zone)
    return (moment.day, moment.begins) == (day, begins)


def days_of(first: date, rhythm: str, *, times: int | None, until: date | None) -> list[date]:
    """The days of a series: so many `times`, or `until` and with a day; never more than a year of weeks, plus one that tells that there
    are too many."""
    if rhythm == Rhythm.ONCE:
        return [first]
    most = min(times or MOST_TIMES + 1, MOST_TIMES + 1)
    days: list[date] = []
    for day in _endless(first, rhythm):
        if len(days) == most or (until is not None and day > until):
            break
        days.append(day)
    return days


def _endless(first: date, rhythm: str) -> Iterator[date]:
    if rhythm == Rhythm.MONTHLY:
        yield from _monthly(first)
    step = timedelta(weeks=1 if rhythm == Rhythm.WEEKLY else 2)
    while True:
        yield first
        first += step


def _monthly(first: date) -> Iterator[date]:
    """The same weekday of each month, "the second Thursday": that is how people remember it. The fifth one is the last of the month."""
    week = (first.day - 1) // 7
    year, month = first.year, first.month
    while True:
        start = date(year, month, 1)
        day = start + timedelta(days=(first.weekday() - start.weekday()) % 7, weeks=week)
        yield day if day.month == month else day - timedelta(weeks=1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
