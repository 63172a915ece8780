"""Each hard rule by hand: what breaks it, what just does not, and that it can be switched off."""

import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given, settings

from matching.engine import check_pair, match
from matching.engine.rules import broken_rules, distance_m, pair_distance
from matching.engine.types import Objective, Rule, Rules, Weights
from tests.engine.cases import BROKEN, FINE, Case
from tests.engine.plain_rules import plain_broken
from tests.engine.pools import BRUGGE, EVERGEM, GENT, one, pool, without
from tests.engine.strategies import FEW, pools


def judged(case: Case, rules: Rules) -> Rule:
    people = pool([one(1, **case.volunteer)], [one(2, **case.seeker)], apart=case.apart)
    return check_pair(people, rules, Weights(), volunteer=1, seeker=2)


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_a_pair_breaks_exactly_this_rule(case):
    assert judged(case, without(Rule.SCORE, **case.limits)) == case.rule


@pytest.mark.parametrize("case", FINE, ids=str)
def test_a_pair_is_just_allowed(case):
    assert judged(case, without(Rule.SCORE, **case.limits)) == Rule(0)


@pytest.mark.parametrize("case", [*BROKEN, *FINE], ids=str)
def test_a_search_finds_the_pair_when_it_is_allowed(case):
    people = pool([one(1, **case.volunteer)], [one(2, **case.seeker)], apart=case.apart)

    matching = match(people, without(Rule.SCORE, **case.limits), Weights(), Objective.MOST_PEOPLE)

    assert len(matching.pairs) == (0 if case.rule else 1)


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_a_rule_that_is_switched_off_is_not_judged(case):
    assert judged(case, without(Rule.SCORE, case.rule, **case.limits)) == Rule(0)


def test_all_broken_rules_are_told_at_once():
    # 39 km apart, no common language, and the volunteer will have nothing to do with what the seeker likes.
    ben, ana = one(1, nogos=[4]), one(2, at=BRUGGE, languages={1: 3}, likes=[4])

    broken = check_pair(pool([ben], [ana]), without(Rule.SCORE), Weights(), volunteer=1, seeker=2)

    assert broken == Rule.REACH | Rule.LANGUAGE | Rule.NO_GO


# Same place (travel 1000 · 20) and one common day-part (500 · 20): 30 000 / 40 = 750.
@pytest.mark.parametrize(("minimum", "broken"), [(750, Rule(0)), (751, Rule.SCORE)])
def test_the_minimum_score_is_the_lowest_that_is_allowed(minimum, broken):
    people, rules = pool([one(1)], [one(2)]), Rules(minimum_score=minimum)

    assert check_pair(people, rules, Weights(), volunteer=1, seeker=2) == broken


def test_the_minimum_score_can_be_switched_off():
    people, rules = pool([one(1)], [one(2)]), without(Rule.SCORE, minimum_score=751)

    assert check_pair(people, rules, Weights(), volunteer=1, seeker=2) == Rule(0)


def test_only_the_two_who_are_named_are_kept_apart():
    people = pool([one(1), one(3)], [one(2), one(4)], apart=frozenset({(1, 4), (3, 2), (99, 98)}))

    broken = [
        check_pair(people, Rules(), Weights(), volunteer=v, seeker=s)
        for v, s in [(1, 2), (1, 4), (3, 2), (3, 4)]
    ]

    assert broken == [Rule(0), Rule.APART, Rule.APART, Rule(0)]


def test_numbers_that_look_alike_when_run_together_are_told_apart():
    people = pool([one(5), one(6)], [one(1), one(4)], apart=frozenset({(5, 4)}))

    assert check_pair(people, Rules(), Weights(), volunteer=6, seeker=1) == Rule(0)


def test_a_tenth_of_a_degree_north_is_eleven_kilometres():
    # A great circle along a meridian: 0,1 · π/180 · 6 371 008,8 = 11 119,51.
    assert distance_m(*np.array([50.0, 4.0, 50.1, 4.0])) == 11_120


@pytest.mark.parametrize("there", [GENT, EVERGEM, BRUGGE, (-33.9, 151.2), (51.05, -176.3)])
def test_the_distance_is_that_of_geopy_to_the_metre(there):
    metres = distance_m(*np.array([*GENT, *there]))

    assert abs(int(metres) - great_circle(GENT, there).m) <= 1


@given(people=pools())
@settings(FEW)
def test_the_rules_over_arrays_agree_with_the_rules_pair_by_pair(people):
    v, s = np.divmod(
        np.arange(len(people.volunteers) * len(people.seekers)), max(len(people.seekers), 1)
    )

    broken = broken_rules(people, Rules(), v, s, pair_distance(people, v, s))

    assert broken.tolist() == [
        plain_broken(people, Rules(), int(i), int(j)) for i, j in zip(v, s, strict=True)
    ]
