"""Two sets of rules over the same people, held against sets made pair by pair and an exact oracle."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from matching.engine.comparing import allowed_among, compare, most_pairs
from matching.engine.types import Rule, Rules, Weights
from tests.engine import oracle
from tests.engine.pools import BRUGGE, found, one, only, pool, without
from tests.engine.strategies import FEW, pools, rule_sets, weight_sets

NOW = (Rules(), Weights())


def unlocked(people):
    return replace(people, locked=frozenset())


def allowed(people, way):
    table = oracle.worths(people, *way)
    return {(int(v), int(s)) for s, v in np.argwhere(table != oracle.NEVER)}


@given(people=pools(), rules=rule_sets(), others=rule_sets(), weights=weight_sets())
@FEW
def test_pairs_that_go_and_come_are_those_of_two_sets(people, rules, others, weights):
    people = unlocked(people)
    before, after = (allowed(people, (way, weights)) for way in (rules, others))

    told = compare(people, (rules, weights), (others, weights))

    assert (told.pairs, told.gone, told.new) == (
        len(before),
        len(before - after),
        len(after - before),
    )
    had, has = ({s for _v, s in pairs} for pairs in (before, after))
    assert (told.left_alone, told.helped) == (len(had - has), len(has - had))


@given(people=pools(), rules=rule_sets(), weights=weight_sets())
@FEW
def test_the_most_pairs_are_those_of_an_exact_oracle(people, rules, weights):
    people = unlocked(people)
    worth = oracle.worths(people, rules, weights)

    told = compare(people, (rules, weights), (rules, weights))

    assert told.most == told.most_then == oracle.most_pairs(worth, people.volunteers.capacity)


@given(people=pools(), rules=rule_sets(), weights=weight_sets())
@FEW
def test_a_pair_is_allowed_when_the_whole_pool_allows_it(people, rules, weights):
    people = unlocked(people)
    ids = [(int(v), int(s)) for v in people.volunteers.ids for s in people.seekers.ids]

    told = allowed_among(people, rules, weights, [*ids, (900, 901)])

    assert int(told.sum()) == len(allowed(people, (rules, weights)))


@given(people=pools(), rules=rule_sets())
@FEW
def test_the_same_rules_change_nothing(people, rules):
    assert compare(people, (rules, Weights()), (rules, Weights())).changes_nothing


def test_another_weight_makes_somebody_else_the_best():
    people = pool(
        [one(1, goals=1, months=2), one(3, goals=2, months=12)], [one(2, goals=1, months=12)]
    )
    free = without(Rule.SCORE)

    told = compare(people, (free, only("goal")), (free, only("duration")))

    assert (told.gone, told.new, told.other_first) == (0, 0, 1)


def test_who_has_nobody_left_is_not_counted_as_having_another_best():
    people = pool([one(1)], [one(2, at=BRUGGE)])

    told = compare(people, (without(Rule.REACH, Rule.SCORE), Weights()), NOW)

    assert (told.gone, told.left_alone, told.other_first) == (1, 1, 0)


@pytest.mark.parametrize(
    ("pairs", "capacity", "most"),
    [
        ((), [], 0),
        ([(0, 0, 1), (0, 1, 1)], [1], 1),
        ([(0, 0, 1), (0, 1, 1)], [2], 2),
        ([(0, 0, 1)], [0], 0),
        # The first takes the only one of the second, who moves it on; the third is moved twice.
        ([(0, 0, 1), (1, 0, 1), (0, 1, 1)], [1, 1], 2),
        ([(0, 0, 1), (1, 0, 1), (1, 1, 1), (2, 1, 1), (0, 2, 1)], [1, 1, 1], 3),
        ([(0, 0, 1), (0, 1, 1), (0, 2, 1), (1, 2, 1)], [1, 1], 2),
    ],
)
def test_people_move_up_to_make_room(pairs, capacity, most):
    assert most_pairs(found(*pairs), np.array(capacity, dtype=np.int64)) == most
