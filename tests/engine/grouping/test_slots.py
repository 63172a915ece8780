"""Where groups could meet, who can come in, and who is picked, by hand."""

from dataclasses import replace

import pytest

from matching.engine.grouping import form_groups, verify
from matching.engine.grouping.columns import Picker
from matching.engine.grouping.types import LINK_RULES, Frame
from tests.engine.grouping.inside import inside
from tests.engine.grouping.pools import SMALL, four, lead, members, person, pool

LINKS = replace(LINK_RULES, minimum=2, target=3, maximum=4)
ONE, OTHER, BOTH = {0: 3}, {1: 3}, {0: 3, 1: 3}


@pytest.mark.parametrize(
    ("spoken", "led_in", "wanted"),
    [
        ((BOTH, BOTH, BOTH), BOTH, [0]),  # of equals the first
        ((BOTH, BOTH, ONE), BOTH, [0]),  # who speaks the other speaks the one as well
        ((BOTH, BOTH, OTHER), BOTH, [1]),
        ((ONE, BOTH, OTHER), BOTH, [0, 1]),
        ((BOTH, BOTH, ONE), OTHER, [1]),
    ],
)
def test_a_language_whose_people_are_all_among_another_ones_is_no_slot(spoken, led_in, wanted):
    people = [person(n, languages=each) for n, each in enumerate(spoken, 1)]

    slots = inside(pool(people, [lead(101, languages=led_in)])).slots

    assert [slot.language for slot in slots] == wanted


def test_a_language_that_somebody_else_leads_is_a_slot_of_its_own():
    people = [person(1, languages=BOTH), person(2, languages=BOTH), person(3, languages=ONE)]
    crew = [lead(101, languages=ONE), lead(102, languages=OTHER)]

    assert [slot.language for slot in inside(pool(people, crew)).slots] == [0, 1]


def test_a_slot_needs_enough_who_would_not_be_alone_with_a_sensitive_trait():
    people = [person(1), person(2, traits=1, sensitive=1), person(3, traits=2, sensitive=2)]

    assert inside(pool(people)).slots == []
    assert inside(pool([*people, person(4)])).slots[0].people.tolist() == [0, 3]


def test_nobody_joins_who_must_be_apart_or_is_of_the_household_of_who_is_locked():
    people = pool(
        [person(1, household=6), person(2, household=6), person(3), person(4)],
        frames=(Frame(7, 0, 1, 0, 0, facilitator=101, members=(1,)),),
        apart=frozenset({(1, 4)}),
    )

    grouping = form_groups(people, LINKS)

    verify(people, LINKS, grouping)
    assert members(grouping) == [(1, 3)]


def test_nobody_joins_two_who_are_locked_though_they_do_not_go_together():
    people = pool(
        [person(1, stage=1), person(2, stage=9), person(3, stage=1)],
        frames=(Frame(7, 0, 1, 0, 0, facilitator=101, members=(1, 2)),),
    )

    grouping = form_groups(people, SMALL)

    verify(people, SMALL, grouping)
    assert members(grouping) == [(1, 2)]


def test_a_group_that_nobody_can_lead_for_one_member_is_made_without_them():
    people = pool(four(), [lead(101)], apart=frozenset({(101, 4)}))

    grouping = form_groups(people, SMALL)

    verify(people, SMALL, grouping)
    assert members(grouping) == [(1, 2, 3)]


SENSITIVE = {"traits": 1, "sensitive": 1}
TWO_TRAITS = [
    *(person(1, **SENSITIVE), person(2, traits=2, sensitive=2), person(3)),
    *(person(4, traits=2), person(5, traits=1)),
]
COMPANY = [person(1, **SENSITIVE), person(2), person(3), person(4, traits=1)]


@pytest.mark.parametrize(
    ("people", "apart", "enough", "wanted"),
    [
        (COMPANY, set(), 4, [1, 2, 3, 4]),
        (COMPANY, set(), 3, [1, 2, 4]),  # the last makes room for company
        (COMPANY, {(2, 4)}, 3, [2, 3]),  # no company is possible
        (COMPANY, set(), 1, None),  # nor is there room for it
        (TWO_TRAITS, {(2, 5)}, 3, [2, 3, 4]),  # the room that 1 leaves is for company of 2
    ],
)
def test_nobody_is_picked_to_be_alone_with_a_sensitive_trait(people, apart, enough, wanted):
    start = inside(pool(people, apart=frozenset(apart)))
    (slot,) = start.slots

    picked = Picker(start.known).pick(slot, range(len(people)), enough)

    assert picked == (wanted and [at - 1 for at in wanted])
