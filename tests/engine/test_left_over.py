"""One reason for everybody who is left over, and the smallest change that would help, by hand.

People are in Gent with a limit of 10 km, unless said. Ben and others are volunteers, Ana looks for somebody.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import check_pair, match
from matching.engine.types import Change, Found, Objective, Pool, Reason, Rule, Rules, Weights
from tests.engine import plain_left_over
from tests.engine.cases import WISH_30_TO_40, WISH_WOMAN
from tests.engine.pools import BRUGGE, one, pool, without
from tests.engine.strategies import FEW, pools, rule_sets

MELLE = (51.05 + 0.108, 3.72)  # 0,108 · π/180 · 6 371 008,8 m = 12 009 m


def left_over(people: Pool, rules: Rules | None = None, person: int = 2):
    matching = match(people, rules or Rules(), Weights(), Objective.BEST_SCORE)
    (left,) = [left for left in matching.left_over if left.person == person]
    return left.reason, left.change


def around_ana(*volunteers: dict[str, Any], **ana: Any) -> Pool:
    return pool([one(2 * i + 1, **said) for i, said in enumerate(volunteers)], [one(2, **ana)])


REASONS = [
    (Reason.REACH, {"at": BRUGGE}, {}, None),
    (Reason.LANGUAGE, {"languages": {1: 3}}, {}, Change(Rule.LANGUAGE, 0, 1)),
    (Reason.TIME, {"day_parts": 0b10}, {}, Change(Rule.TIME, 0, 1)),
    (Reason.FORM, {"forms": 0b01}, {"forms": 0b10}, Change(Rule.FORM, 0, 1)),
    (Reason.GENDER, {}, WISH_WOMAN, Change(Rule.GENDER, 0, 1)),
    (Reason.AGE, {"birth_year": 1950}, WISH_30_TO_40, Change(Rule.AGE, 0, 1)),
    (Reason.NO_GO, {"nogos": [1]}, {"likes": [1]}, None),
    (Reason.ACCESS, {}, {"needs": 0b1}, None),
    # Travel 1000 · 20, availability 500 · 20, goal 0 · 15: ⌊30 000 / 55⌋ = 545.
    (Reason.SCORE, {"goals": 0b01}, {"goals": 0b10}, None),
]


@pytest.mark.parametrize(("reason", "ben", "ana", "change"), REASONS)
def test_the_rule_that_leaves_nobody_is_the_reason(reason, ben, ana, change):
    rules = Rules(minimum_score=546 if reason == Reason.SCORE else 0)

    assert left_over(around_ana(ben, **ana), rules) == (reason, change)


@pytest.mark.parametrize(("reason", "ben", "ana", "change"), REASONS)
def test_the_volunteer_is_told_the_same_reason(reason, ben, ana, change):
    rules = Rules(minimum_score=546 if reason == Reason.SCORE else 0)

    assert left_over(around_ana(ben, **ana), rules, person=1) == (reason, change)


def test_pairs_kept_apart_are_a_reason_without_a_change():
    people = replace(around_ana({}), apart=frozenset({(1, 2)}))

    assert left_over(people) == (Reason.APART, None)


def test_who_fits_somebody_who_is_taken_is_told_so():
    people = pool([one(1)], [one(2), one(4, waiting=90)])

    assert left_over(people) == (Reason.ALL_TAKEN, None)


def test_a_volunteer_whom_nobody_needs_any_more_is_told_so():
    people = around_ana({"day_parts": 0b11}, {}, day_parts=0b11)

    assert left_over(people, person=3) == (Reason.ALL_TAKEN, None)


def test_who_is_all_taken_still_hears_what_would_help():
    people = pool([one(1), one(3, day_parts=0b10)], [one(2), one(4, waiting=90)])

    assert left_over(people) == (Reason.ALL_TAKEN, Change(Rule.TIME, 0, 1))


def test_the_reason_is_the_rule_after_which_nobody_remains():
    # Ben is too far away; Dee is near, but they have no language in common.
    people = around_ana({"at": BRUGGE}, {"languages": {1: 3}, "day_parts": 0b10})

    assert left_over(people) == (Reason.LANGUAGE, None)


def test_a_longer_travel_limit_is_suggested_in_whole_kilometres():
    # Ben is 12 009 m away and travels 20 km: Ana would need 13 km.
    people = around_ana({"at": MELLE, "reach_m": 20_000})

    assert left_over(people) == (Reason.REACH, Change(Rule.REACH, 13, 1))


def test_everybody_within_the_new_limit_is_counted():
    # 12 009 m and 12 899 m are within 13 km, 15 km is not.
    farther = {"at": (51.05 + 0.116, 3.72), "reach_m": 20_000}
    beyond = {"at": (51.05 + 0.135, 3.72), "reach_m": 20_000}
    people = around_ana({"at": MELLE, "reach_m": 20_000}, farther, beyond)

    assert left_over(people) == (Reason.REACH, Change(Rule.REACH, 13, 2))


def test_a_volunteer_is_told_the_limit_that_they_would_need():
    people = around_ana({"at": MELLE}, reach_m=20_000)

    assert left_over(people, person=1) == (Reason.REACH, Change(Rule.REACH, 13, 1))


def test_nobody_is_asked_to_travel_farther_when_the_other_limit_is_the_short_one():
    people = around_ana({"at": MELLE}, reach_m=20_000)

    assert left_over(people) == (Reason.REACH, None)


def test_a_few_kilometres_more_come_before_a_change_that_opens_more():
    later = {"day_parts": 0b10}
    people = around_ana({"at": MELLE, "reach_m": 20_000}, later, later)

    assert left_over(people) == (Reason.TIME, Change(Rule.REACH, 13, 1))


def test_many_kilometres_more_come_after_a_change_that_opens_more():
    # Brugge is 39,2 km away, 29 more than Ana travels.
    later = {"day_parts": 0b10}
    people = around_ana({"at": BRUGGE, "reach_m": 50_000}, later, later)

    assert left_over(people) == (Reason.TIME, Change(Rule.TIME, 0, 2))


def test_many_kilometres_more_are_suggested_when_nothing_else_opens_more():
    people = around_ana({"at": BRUGGE, "reach_m": 50_000}, {"day_parts": 0b10})

    assert left_over(people, Rules(minimum_score=0)) == (Reason.TIME, Change(Rule.REACH, 40, 1))


def test_of_changes_that_open_as_many_the_first_rule_is_told():
    people = around_ana({"languages": {1: 3}}, {"day_parts": 0b10})

    assert left_over(people) == (Reason.TIME, Change(Rule.LANGUAGE, 0, 1))


def test_a_change_that_only_leads_to_a_poor_pair_is_not_suggested():
    # Travel 1000 · 20, availability 500 · 20, goal 0 · 15: 545, whatever language they learn.
    people = around_ana({"languages": {1: 3}, "goals": 0b01}, goals=0b10)

    assert left_over(people, Rules(minimum_score=546)) == (Reason.LANGUAGE, None)


def test_what_a_new_time_is_worth_is_not_known_and_counts_neither_way():
    # Only travel is known then, 1000; with availability at 0 it would be 500.
    people = around_ana({"day_parts": 0b10})

    assert left_over(people, Rules(minimum_score=1000)) == (Reason.TIME, Change(Rule.TIME, 0, 1))


@given(people=pools())
@settings(FEW)
def test_a_longer_limit_opens_as_many_people_as_told(people):
    rules = without(Rule.SCORE)
    matching = match(people, rules, Weights(), Objective.MOST_PEOPLE)

    for left in matching.left_over:
        if left.change and left.change.rule == Rule.REACH:
            farther = travelling(people, left, left.change.amount * 1000)
            before, after = (possible(pool, rules, left) for pool in (people, farther))
            assert after - before == left.change.opens > 0


def travelling(people, left, reach_m):
    name = "volunteers" if left.is_volunteer else "seekers"
    side = getattr(people, name)
    reach = np.where(side.ids == left.person, reach_m, side.reach_m)
    return replace(people, **{name: replace(side, reach_m=reach)})


def possible(people, rules, left):
    """How many this person could be paired with."""
    others = people.seekers if left.is_volunteer else people.volunteers
    mine, theirs = ("volunteer", "seeker") if left.is_volunteer else ("seeker", "volunteer")
    return sum(
        not check_pair(people, rules, Weights(), **{mine: left.person, theirs: int(other)})
        for other in others.ids
    )


@given(people=pools(), rules=rule_sets(), objective=st.sampled_from(Objective))
@settings(FEW, max_examples=60)
def test_reasons_and_changes_are_those_of_the_plain_text(people, rules, objective):
    matching = match(people, rules, Weights(), objective)

    at_v, at_s = people.volunteers.ids.tolist().index, people.seekers.ids.tolist().index
    v = np.array([at_v(pair.volunteer) for pair in matching.pairs], dtype=np.int64)
    s = np.array([at_s(pair.seeker) for pair in matching.pairs], dtype=np.int64)
    plain = plain_left_over.explain_left_over(people, rules, Weights(), Found(v, s, v, v))
    assert matching.left_over == tuple(plain)
