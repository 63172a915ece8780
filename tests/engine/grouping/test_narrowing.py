"""What is left of a slot when its groups may lose only so much, held against every group that it has."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.grouping import narrowing
from matching.engine.grouping.narrowing import narrowed
from tests.engine.grouping.inside import inside
from tests.engine.grouping.pools import four, person, place, pool

SIX = inside(pool([person(n) for n in range(1, 7)], places=[place(1)])).slots[0]


# What its people are worth, what may be lost, the least that come, and how many more at most.
any_slot = given(
    st.lists(st.integers(-3, 9), min_size=6, max_size=6).map(np.array),
    st.integers(0, 9),
    st.integers(0, 4),
    st.integers(0, 3),
)


def narrow(few, slot, gains, spare):
    """With so many groups of one slot that are written down."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(narrowing, "FEW", few)
        return narrowed(slot, gains, spare)


def of_size(least, more):
    return replace(SIX, least=least, most=max(1, least + more))


def groups_worth(slot, gains, enough):
    every = (group for size in slot.sizes for group in combinations(slot.people.tolist(), size))
    return {group for group in every if sum(gains[list(group)]) >= enough}


def best_of(slot, gains):
    return max(sum(gains[list(group)]) for group in groups_worth(slot, gains, -99))


@any_slot
def test_few_groups_are_exactly_those_that_lose_no_more(gains, spare, least, more):
    slot = of_size(least, more)
    found = narrow(64, slot, gains, spare)

    enough = best_of(slot, gains) - spare
    assert {tuple(each.slot.people.tolist()) for each in found} == groups_worth(slot, gains, enough)
    assert all(each.slot.least == each.slot.most == len(each.slot.people) for each in found)


@any_slot
def test_of_many_groups_is_told_who_may_come_and_who_always_does(gains, spare, least, more):
    slot = of_size(least, more)
    (found,) = narrow(0, slot, gains, spare)

    groups = groups_worth(slot, gains, best_of(slot, gains) - spare)
    assert set(found.slot.people.tolist()) == set().union(*groups)
    assert found.always == frozenset(slot.people.tolist()).intersection(*groups)


def test_who_is_worth_far_more_than_the_others_always_comes():
    slot = replace(inside(pool(four())).slots[0], least=1, most=2)
    (found,) = narrow(1, slot, np.array([9, 1, 1, 1]), 1)

    assert found.always == frozenset({0})
