"""How the groups of a programme do: what is counted, and what is not told."""

from datetime import date

import pytest

from groups.figures import group_figures
from tests.clock import later
from tests.groups.peers import formed, held, note

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def circle(kept):
    """Six of one theme; four were there the first time, two the second."""
    circle = formed(members=6, most_members=6)
    for week, there in enumerate((4, 2)):
        gathering = held(circle, date(2026, 3, 12 + 7 * week))
        for number, who in enumerate(circle.members):
            note(gathering, circle, who, was_there=number < there, now=gathering.ends_at)
        note(gathering, circle, circle.finn, now=gathering.ends_at)
    return circle


def figures(circle, now=None):
    return group_figures(programme=circle.programme, now=now or later(days=30))


def test_gatherings_count_and_who_leads_does_not(circle):
    told = figures(circle)

    assert (told.held, told.at_least, told.percent) == (2, 1, 50)


def test_what_is_older_than_a_year_does_not_count(circle):
    told = figures(circle, now=later(days=500))

    assert (told.held, told.percent, told.by_theme) == (0, None, [])


def test_people_of_a_theme_and_a_province_are_counted(circle):
    told = figures(circle)

    assert [(each.people, each.weeks) for each in told.by_theme] == [(6, 0)]
    assert told.by_theme[0].label in ("Mantelzorg", "Caring")
    assert [each.people for each in told.by_region] == [6]


def test_few_people_of_a_theme_are_not_told(kept):
    told = figures(formed())

    assert [(each.people, each.weeks) for each in told.by_theme] == [(None, None)]


def test_somebody_who_changed_groups_counts_once(circle):
    assert sum(each.people for each in figures(circle).by_theme) == len(circle.members)
