"""Pools and answers as bytes: what is read equals what was written, and reading runs nothing."""

import io
import zipfile
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import parcels
from matching.engine import match_region
from matching.engine.pools import digest_of, sorted_pool
from matching.engine.types import Objective, Rules, Side, Weights
from tests.engine.pools import one, pool
from tests.engine.strategies import FEW, pools, rule_sets

EVERYTHING = {"apart": frozenset({(1, 2)}), "locked": frozenset({(3, 2)})}


def same(one, other):
    """Bit by bit, and of the same kind."""
    return (
        one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    )


def same_side(one, other):
    return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(Side))


def same_pool(one, other):
    return (
        same_side(one.volunteers, other.volunteers)
        and same_side(one.seekers, other.seekers)
        and (one.year, one.apart, one.locked, one.head_start)
        == (other.year, other.apart, other.locked, other.head_start)
        and (one.points is None) == (other.points is None)
        and (one.points is None or same(one.points, other.points))
    )


def there_and_back(pool):
    return parcels.pool_from_bytes(parcels.pool_to_bytes(pool))


@given(people=pools())
@settings(FEW, max_examples=50)
def test_a_pool_comes_back_as_it_was(people):
    people = sorted_pool(people)

    assert same_pool(there_and_back(people), people)


def test_a_part_comes_back_with_what_it_has_of_the_whole():
    people = sorted_pool(pool([one(1), one(3)], [one(2)], **EVERYTHING))
    part = replace(people, points=np.array([5, 7]), head_start=1234)

    back = there_and_back(part)

    assert same_pool(back, part)
    assert (back.head_start, back.points.tolist(), back.apart) == (1234, [5, 7], {(1, 2)})


def test_an_empty_pool_comes_back():
    people = sorted_pool(pool([], []))

    assert same_pool(there_and_back(people), people)


@given(people=pools())
@settings(FEW, max_examples=20)
def test_the_fingerprint_of_a_pool_that_came_back_is_the_same(people):
    people = sorted_pool(people)

    told = [
        digest_of(each, Rules(), Weights(), Objective.BEST_SCORE)
        for each in (people, there_and_back(people))
    ]

    assert told[0] == told[1]


@given(people=pools(), rules=rule_sets(), objective=st.sampled_from(Objective))
@settings(FEW, max_examples=50)
def test_an_answer_comes_back_as_it_was(people, rules, objective):
    answer = match_region(sorted_pool(people), rules, Weights(), objective)

    back = parcels.matching_from_bytes(parcels.matching_to_bytes(answer))

    assert same(back.prices, answer.prices)
    assert replace(back, prices=answer.prices) == answer
    assert [list(p.parts) for p in back.pairs] == [list(p.parts) for p in answer.pairs]


def test_what_was_not_written_here_is_never_unpickled():
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("this ran",))

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, archive.open("facts.npy", "w") as member:
        np.lib.format.write_array(member, np.array([Trap()]), allow_pickle=True)

    with pytest.raises(ValueError, match="allow_pickle"):
        parcels.pool_from_bytes(file.getvalue())


def test_a_region_of_many_people_is_small():
    """A hundred bytes a person would be 20 MB for 200,000; what is not said costs next to nothing."""
    people = sorted_pool(
        pool([one(n) for n in range(1, 1001)], [one(n) for n in range(1001, 2001)])
    )

    assert len(parcels.pool_to_bytes(people)) < 2000 * 100
