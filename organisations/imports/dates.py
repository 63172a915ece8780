"""Days and years as people write them: day before month, in figures or in words of three languages."""

import re
from datetime import date, datetime
from typing import Any

from dateutil.parser import parser, parserinfo

from organisations.errors import DateInFuture, DateUnclear

EARLIEST_YEAR = 1950  # older than any of these services: a birthday in the wrong column
_LONGEST = 40
_YEAR = re.compile(r"\d{4}")
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ][\d:.]+)?")
_FIGURES = re.compile(
    r"(?P<day>\d{1,2})\s?[-/. ]\s?(?P<month>\d{1,2})\s?[-/. ]\s?(?P<year>\d{4}|\d{2})(?: [\d:]+)?"
)


class _Words(parserinfo):
    """The months and days of Dutch, French and English."""

    MONTHS: Any = [
        ("jan", "januari", "janvier", "janv", "january"),
        ("feb", "februari", "février", "fevrier", "févr", "fevr", "fév", "fev", "february"),
        ("mrt", "maart", "mars", "mar", "march"),
        ("apr", "april", "avril", "avr"),
        ("mei", "mai", "may"),
        ("jun", "juni", "juin", "june"),
        ("jul", "juli", "juillet", "juil", "july"),
        ("aug", "augustus", "août", "aout", "august"),
        ("sep", "september", "septembre", "sept"),
        ("okt", "oktober", "octobre", "oct", "october"),
        ("nov", "november", "novembre"),
        ("dec", "december", "décembre", "decembre", "déc"),
    ]
    WEEKDAYS: Any = [
        ("ma", "maandag", "lundi", "monday", "mon"),
        ("di", "dinsdag", "mardi", "tuesday", "tue"),
        ("wo", "woensdag", "mercredi", "wednesday", "wed"),
        ("do", "donderdag", "jeudi", "thursday", "thu"),
        ("vr", "vrijdag", "vendredi", "friday", "fri"),
        ("za", "zaterdag", "samedi", "saturday", "sat"),
        ("zo", "zondag", "dimanche", "sunday", "sun"),
    ]
    JUMP: Any = [
        *(" ", ".", ",", ";", "-", "/", "'", "le", "de", "er", "ste", "e"),
        *("st", "nd", "rd", "th", "of", "the", "in", "en", "né", "née"),
    ]

    def __init__(self, newest_year: int) -> None:
        super().__init__(dayfirst=True)
        self._newest = newest_year

    def convertyear(self, year: int, century_specified: bool = False) -> int:
        return year if century_specified else _whole_year(year, self._newest)


def _whole_year(year: int, newest: int) -> int:
    """Two figures are a year of the hundred that end with `newest`: 85 is 1985."""
    return year if year >= 100 else newest - (newest - year) % 100


def birth_year_of(text: str, *, now: datetime) -> int:
    """The year in a year or a date of birth; two figures make somebody of 0 to 99. Raises DateUnclear."""
    return int(text) if _YEAR.fullmatch(text) else _day(text, newest_year=now.year).year


def past_day_of(text: str, *, now: datetime) -> date:
    """A day up to today; a year alone is its first day. Raises DateUnclear, DateInFuture."""
    day = (
        date(int(text), 1, 1)
        if _YEAR.fullmatch(text) and int(text)
        else _day(text, newest_year=now.year)
    )
    if day > now.date():
        raise DateInFuture
    if day.year < EARLIEST_YEAR:
        raise DateUnclear
    return day


def _day(text: str, *, newest_year: int) -> date:
    figures = _ISO.fullmatch(text) or _FIGURES.fullmatch(text)
    try:
        if figures:
            year = _whole_year(int(figures["year"]), newest_year)
            return date(year, int(figures["month"]), int(figures["day"]))
        return _in_words(text, newest_year)
    except (ValueError, OverflowError) as error:
        raise DateUnclear from error


def _in_words(text: str, newest_year: int) -> date:
    """ "3 februari 1985", "1er mars 85", "feb 1985". Raises ValueError, also when there is no year or no month in words."""
    if len(text) > _LONGEST or not re.search(r"[^\W\d_]{3}", text):
        raise ValueError("no month in words")
    apart = re.sub(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", text.casefold())
    found = parser(_Words(newest_year)).parse(apart, default=datetime(1, 1, 1))  # noqa: DTZ001  (a day has no zone)
    if found.year == 1:
        raise ValueError("no year")
    return found.date()
