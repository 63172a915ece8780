"""What is measured is the same each time, and the drawing shows it."""

import numpy as np
from defusedxml import ElementTree

from benchmarks.group_pools import make_group_pool
from benchmarks.growth import draw_growth
from benchmarks.pools import make_pool


def test_the_same_seed_invents_the_same_people():
    first, second = make_pool(size=20), make_pool(size=20)

    assert np.array_equal(first.volunteers.day_parts, second.volunteers.day_parts)


def test_the_same_seed_invents_the_same_people_for_groups():
    first, second = make_group_pool(size=50), make_group_pool(size=50)

    assert np.array_equal(first.people.day_parts, second.people.day_parts)


def test_more_than_a_country_holds_live_in_several():
    people = make_pool(size=250_000)

    assert np.ptp(people.seekers.lon) > 6


def test_the_drawing_has_a_line_for_each_who_was_measured_to_the_end():
    rows = [
        {"size": 1000, "who": "ours", "seconds": 0.1},
        {"size": 10_000, "who": "ours", "seconds": 1.5},
        {"size": 10_000, "who": "other", "seconds": 90, "stopped": True},
    ]

    drawing = ElementTree.fromstring(draw_growth(rows))

    lines = [each for each in drawing if each.tag.endswith("polyline")]
    assert [len(line.attrib["points"].split()) for line in lines] == [2]
