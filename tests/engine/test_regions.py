"""Regions that have nothing to do with each other: the whole is the sum of its parts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.pools import make_pool
from matching.engine import match, match_region, regions, verify
from matching.engine.pools import sorted_pool
from matching.engine.types import Objective, Pool, Rules, Weights
from tests.engine.pools import BRUGGE, GENT, one, pool
from tests.engine.strategies import FEW, pools, rule_sets
from tests.engine.test_optimum import told

LIEGE = (50.63, 5.57)


@pytest.fixture
def small_regions(monkeypatch):
    monkeypatch.setattr(regions, "WORTH_CUTTING", 1)


def ids(parts: list[Pool]) -> list[tuple[list[int], list[int]]]:
    return [(part.volunteers.ids.tolist(), part.seekers.ids.tolist()) for part in parts]


def towns(**more: object) -> Pool:
    """Ben and Ana in Gent, Dee in Brugge, Cem in Liège; everybody goes 10 km."""
    return pool([one(1, at=GENT), one(3, at=BRUGGE)], [one(2, at=GENT), one(4, at=LIEGE)], **more)


def test_towns_out_of_reach_are_regions_of_their_own(small_regions):
    parts = regions.split(towns(), Rules())

    assert sorted(ids(parts)) == [([], [4]), ([1], [2]), ([3], [])]


def test_one_long_limit_is_enough_to_belong_together(small_regions):
    # Gent and Brugge are 39 km apart: Dee cannot be with Ana, but "she could come to you" is worth telling.
    people = pool([one(3, at=BRUGGE, reach_m=40_000)], [one(2, at=GENT)])

    assert len(regions.split(people, Rules())) == 1


def test_who_meets_by_phone_knows_no_regions(small_regions):
    people = pool([one(1, forms=0b10000)], [one(4, at=LIEGE, forms=0b10000)])

    assert len(regions.split(people, Rules())) == 1


def test_a_locked_pair_holds_its_regions_together(small_regions):
    people = towns(locked=frozenset({(3, 4)}), apart=frozenset({(1, 2), (1, 4)}))

    parts = regions.split(people, Rules())

    assert sorted(ids(parts)) == [([1], [2]), ([3], [4])]
    assert [sorted(part.apart) for part in parts if part.apart] == [[(1, 2)]]


def test_a_small_pool_stays_whole():
    assert regions.split(towns(), Rules())[0].head_start is None


@given(people=pools(), rules=rule_sets(), objective=st.sampled_from(Objective))
@settings(FEW, max_examples=50)
def test_the_answer_in_regions_is_proven_for_the_whole(people, rules, objective):
    whole = match_region(sorted_pool(people), rules, Weights(), objective)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regions, "WORTH_CUTTING", 1)
        cut = match(people, rules, Weights(), objective)

    verify(people, rules, Weights(), objective, cut)
    assert (cut.total, cut.bound, cut.digest) == (whole.total, whole.bound, whole.digest)
    assert cut.left_over == whole.left_over or cut.pairs != whole.pairs


def test_regions_solved_elsewhere_join_to_the_same_answer(small_regions):
    people = make_pool(size=200)
    far = replace(
        people,
        volunteers=replace(people.volunteers, reach_m=np.full(200, 3000)),
        seekers=replace(people.seekers, reach_m=np.full(200, 3000)),
    )
    parts = regions.split(far, Rules())

    answers = [match_region(part, Rules(), Weights(), Objective.MOST_PEOPLE) for part in parts]
    joined = regions.join(far, Rules(), Weights(), Objective.MOST_PEOPLE, parts, answers)

    assert len(parts) > 1
    assert told(joined) == told(match(far, Rules(), Weights(), Objective.MOST_PEOPLE))


def test_a_region_is_verified_by_the_head_start_of_the_whole(small_regions):
    (part, *_others) = [part for part in regions.split(towns(), Rules()) if len(part.seekers)]

    answer = match_region(part, Rules(), Weights(), Objective.MOST_PEOPLE)

    verify(part, Rules(), Weights(), Objective.MOST_PEOPLE, answer)
    assert answer.head_start == 3303  # (1100 + 1) · (2 + 1), though there are fewer here


def test_small_regions_are_gathered_until_they_are_worth_a_part():
    parts = regions.split(towns(), Rules(), at_least=2)

    assert sorted(ids(parts)) == [([1], [2]), ([3], [4])]


def test_a_rest_that_is_not_worth_a_part_goes_with_the_last():
    people = pool(
        [one(1, at=GENT), one(3, at=BRUGGE)],
        [one(2, at=GENT), one(4, at=BRUGGE), one(6, at=LIEGE)],
    )

    assert sorted(ids(regions.split(people, Rules(), at_least=2))) == [([1], [2]), ([3], [4, 6])]
