"""Days and years as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from organisations.errors import DateInFuture, DateUnclear
from organisations.imports.dates import birth_year_of, past_day_of
from tests.clock import NOW


@pytest.mark.parametrize(
    "text",
    [
        "1985",
        "3/2/1985",
        "03-02-1985",
        "3.2.85",
        "3 2 1985",
        "1985-02-03",
        "1985-02-03 00:00:00",
        "3/2/1985 0:00",
        "3 februari 1985",
        "3 février 1985",
        "3 FEBRUARY 1985",
        "February 3, 1985",
        "1er mars 1985",
        "mardi 5 mars 1985",
        "née le 3 mars 1985",
        "3-feb-85",
        "3 feb '85",
        "3févr.1985",
        "aug 1985",
    ],
)
def test_a_year_of_birth_is_read(text):
    assert birth_year_of(text, now=NOW) == 1985


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "10",
        "vroeger",
        "februari",
        "3 februari",
        "31/2/1985",
        "2/30/1985",
        "32 mars 1985",
        "31081",
        "12:30",
        "1985?",
        "1 januari 99999999999",
        "x" * 10_000,
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(DateUnclear):
        birth_year_of(text, now=NOW)


@pytest.mark.parametrize(("text", "year"), [("3/2/26", 2026), ("3/2/27", 1927), ("3 mei 12", 2012)])
def test_two_figures_are_a_year_of_the_last_hundred(text, year):
    assert birth_year_of(text, now=NOW) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/4/2024", date(2024, 4, 3)),
        ("2024", date(2024, 1, 1)),
        ("3 avril 2024", date(2024, 4, 3)),
        ("mei 2024", date(2024, 5, 1)),
        ("2/3/2026", date(2026, 3, 2)),
    ],
)
def test_a_day_that_is_past_is_read(text, day):
    assert past_day_of(text, now=NOW) == day


@pytest.mark.parametrize("text", ["3/3/2026", "2027", "1 mei 2026"])
def test_a_day_that_is_still_to_come_is_refused(text):
    with pytest.raises(DateInFuture):
        past_day_of(text, now=NOW)


@pytest.mark.parametrize("text", ["3/2/1925", "0000", "1066"])
def test_a_day_before_there_were_programmes_is_refused(text):
    with pytest.raises(DateUnclear):
        past_day_of(text, now=NOW)


@given(
    st.dates(date(1950, 1, 1), NOW.date()),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y"]),
)
def test_every_day_written_in_a_usual_way_is_that_day(day, shape):
    assert past_day_of(day.strftime(shape), now=NOW) == day


@given(st.text(max_size=60))
def test_whatever_stands_in_a_cell_is_a_day_or_a_named_refusal(text):
    try:
        told: object = past_day_of(text, now=NOW) <= NOW.date()
    except DomainError as error:
        told = error.code

    assert told in (True, "date_unclear", "date_in_future")
