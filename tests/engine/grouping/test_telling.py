"""What is told of groups and of who is left over, by hand."""

from dataclasses import replace

import pytest

from matching.engine.grouping import form_groups, verify
from matching.engine.grouping.answers import Why
from matching.engine.grouping.types import Frame
from tests.engine.grouping.pools import SMALL, four, lead, person, place, pool, the_one

NOBODY_NEEDED = replace(SMALL, facilitator_needed=False)


@pytest.mark.parametrize(
    ("crew", "leads"),
    [
        ([lead(101), lead(102)], (101, 102)),
        ([lead(101, day_parts=0b10)], (None, None)),
    ],
)
def test_who_can_leads_though_nobody_is_needed(crew, leads):
    people = pool(four(), crew)

    grouping = form_groups(people, NOBODY_NEEDED)

    verify(people, NOBODY_NEEDED, grouping)
    group = the_one(grouping)
    assert (group.facilitator, group.back_up) == leads


def test_who_leads_one_group_does_not_lead_the_other_at_the_same_time():
    people = pool([person(n) for n in range(1, 9)], [lead(101)], [place(1), place(2)])

    grouping = form_groups(people, NOBODY_NEEDED)

    verify(people, NOBODY_NEEDED, grouping)
    assert [group.facilitator for group in grouping.groups] == [101, None]


def test_who_leads_a_draft_is_not_looked_for():
    draft = Frame(7, 0, 1, 0, 0, members=(1,))
    people = pool(four(), frames=(draft,))

    grouping = form_groups(people, NOBODY_NEEDED)

    verify(people, NOBODY_NEEDED, grouping)
    group = the_one(grouping)
    assert (group.facilitator, group.back_up) == (None, None)


@pytest.mark.parametrize(
    ("said", "why"), [({"theme": 1}, Why.TOO_FEW), ({"languages": {}}, Why.LANGUAGE)]
)
def test_who_is_left_over_is_told_why_where_nobody_needs_to_lead(said, why):
    grouping = form_groups(pool(four(**said), []), NOBODY_NEEDED)

    assert [(left.person, left.why) for left in grouping.left_out] == [(4, why)]
