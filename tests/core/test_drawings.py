"""Numbers for the drawings."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation

from core.templatetags.drawings import (
    across,
    down,
    frame,
    highest,
    names,
    radius,
    share_of,
    waiting,
)
from tests.clock import NOW, earlier


@pytest.mark.parametrize(
    ("lat", "lon"), [(51.5, 2.55), (51.5, 6.4), (49.5, 2.55), (49.5, 6.4), (50.85, 4.35)]
)
def test_all_of_belgium_lies_on_the_map(lat, lon):
    assert (0 <= across(lon) <= 400, 0 <= down(lat) <= 330) == (True, True)


def test_north_is_up_and_east_is_right():
    assert (down(51.0) < down(50.0), across(5.0) > across(4.0)) == (True, True)


def test_a_circle_grows_with_its_count_and_is_never_too_small_to_see():
    assert 2 < radius(0) < radius(1) < radius(100)


@pytest.mark.parametrize(
    ("value", "of", "percent"), [(12, 30, 40), (30, 30, 100), (0, 30, 0), (5, 0, 0)]
)
def test_a_bar_is_as_long_as_its_share_of_the_highest(value, of, percent):
    assert share_of(value, of) == percent


@pytest.mark.parametrize(("values", "most"), [([3, 9, 4], 9), ([], 0)])
def test_the_highest_of_all_bars(values, most):
    assert highest([{"value": value} for value in values]) == most


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (None, ""),
        (NOW, "since today"),
        (earlier(hours=23), "since today"),
        (earlier(days=1), "1 day"),
        (earlier(days=13), "13 days"),
        (earlier(days=14), "2 weeks"),
        (earlier(days=59), "8 weeks"),
        (earlier(days=60), "2 months"),
        (datetime(2025, 3, 2, 9, tzinfo=UTC), "12 months"),
    ],
)
def test_a_wait_is_told_in_the_largest_unit_that_says_enough(since, words):
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        assert waiting(since) == words


GENT = {"lat": 51.05, "lon": 3.72, "label": "Gent"}
LIEGE = {"lat": 50.63, "lon": 5.58, "label": "Liège"}


def box_of(points):
    return [float(number) for number in frame(points).box.split()]


def test_without_points_the_whole_country_is_shown():
    assert (frame([]).box, frame([]).scale) == ("0 0 400 330", 1.0)


@pytest.mark.parametrize("points", [[GENT], [GENT, LIEGE]], ids=["one", "two"])
def test_the_part_that_is_shown_holds_all_points(points):
    x, y, wide, high = box_of(points)

    for point in points:
        assert x < across(point["lon"]) < x + wide
        assert y < down(point["lat"]) < y + high


def test_one_town_is_shown_larger_than_two_far_apart():
    assert frame([GENT]).scale < frame([GENT, LIEGE]).scale <= 1


def test_a_name_stands_once_on_the_map():
    assert [name["text"] for name in names([GENT, GENT, LIEGE])] == ["Gent", "Liège"]
