"""Properties of `match` on random small pools: allowed, as good as an exact oracle, repeatable, whatever the order."""

from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import candidates, match, verify
from matching.engine.types import Matching, Objective, Pool, Rule, Rules, Side, Weights
from tests.engine import oracle
from tests.engine.plain_rules import plain_broken
from tests.engine.pools import one, only, pool
from tests.engine.strategies import FEW, pools, rule_sets, weight_sets

OBJECTIVES = st.sampled_from(Objective)


@given(people=pools(), rules=rule_sets(), objective=OBJECTIVES)
@settings(FEW)
def test_no_chosen_pair_breaks_a_rule(people, rules, objective):
    matching = match(people, rules, Weights(), objective)

    at_v, at_s = people.volunteers.ids.tolist().index, people.seekers.ids.tolist().index
    chosen = [pair for pair in matching.pairs if not pair.locked]
    assert [
        plain_broken(people, rules, at_v(pair.volunteer), at_s(pair.seeker)) for pair in chosen
    ] == [Rule(0)] * len(chosen)
    assert all(p.score >= rules.minimum_score or not rules.on & Rule.SCORE for p in chosen)


@given(people=pools(), rules=rule_sets(), weights=weight_sets(), objective=OBJECTIVES)
@settings(FEW, max_examples=100)
def test_the_total_is_that_of_an_exact_oracle(people, rules, weights, objective):
    worth, places = oracle.without_locked(people, oracle.worths(people, rules, weights))
    pairs, total = oracle.best(worth, places, objective)

    matching = match(people, rules, weights, objective)

    assert matching.total == total + oracle.locked_total(people, rules, weights)
    assert matching.gap == 0
    if objective == Objective.MOST_PEOPLE:
        assert len(matching.pairs) == pairs + len(people.locked)


@given(people=pools(), rules=rule_sets())
@settings(FEW)
def test_most_people_makes_as_many_pairs_as_are_possible(people, rules):
    worth, places = oracle.without_locked(people, oracle.worths(people, rules, Weights()))

    matching = match(people, rules, Weights(), Objective.MOST_PEOPLE)

    assert len(matching.pairs) == oracle.most_pairs(worth, places) + len(people.locked)


@given(people=pools(), rules=rule_sets(), weights=weight_sets(), objective=OBJECTIVES)
@settings(FEW)
def test_every_answer_stands_up_to_the_independent_look(people, rules, weights, objective):
    matching = match(people, rules, weights, objective)

    verify(people, rules, weights, objective, matching)

    assert matching.gap == 0


@given(people=pools(), rules=rule_sets(), objective=OBJECTIVES)
@settings(FEW)
def test_nobody_has_more_pairs_than_places(people, rules, objective):
    matching = match(people, rules, Weights(), objective)

    places = dict(
        zip(people.volunteers.ids.tolist(), people.volunteers.capacity.tolist(), strict=True)
    )
    taken = Counter(pair.volunteer for pair in matching.pairs)
    assert all(taken[volunteer] <= places[volunteer] for volunteer in taken)
    assert len({pair.seeker for pair in matching.pairs}) == len(matching.pairs)


@given(people=pools(), rules=rule_sets(), objective=OBJECTIVES)
@settings(FEW)
def test_locked_pairs_stay(people, rules, objective):
    matching = match(people, rules, Weights(), objective)

    assert {(p.volunteer, p.seeker) for p in matching.pairs if p.locked} == people.locked


@given(people=pools(), objective=OBJECTIVES)
@settings(FEW)
def test_the_same_input_gives_the_same_answer(people, objective):
    first, second = (match(people, Rules(), Weights(), objective) for _ in range(2))

    assert told(first) == told(second)


@given(people=pools(), objective=OBJECTIVES, data=st.data())
@settings(FEW)
def test_the_order_of_people_does_not_matter(people, objective, data):
    mixed = replace(
        people,
        volunteers=reordered(people.volunteers, data),
        seekers=reordered(people.seekers, data),
    )

    assert told(match(mixed, Rules(), Weights(), objective)) == told(
        match(people, Rules(), Weights(), objective)
    )


def told(matching: Matching) -> dict[str, object]:
    return {
        column.name: np.asarray(getattr(matching, column.name)).tolist()
        if column.name == "prices"
        else getattr(matching, column.name)
        for column in fields(matching)
    }


def reordered(side: Side, data: st.DataObject) -> Side:
    order = np.array(data.draw(st.permutations(range(len(side)))), dtype=np.int64)
    return Side(**{column.name: getattr(side, column.name)[order] for column in fields(side)})


@given(people=pools(), rules=rule_sets(), objective=OBJECTIVES)
@settings(FEW)
def test_short_lists_of_one_give_the_same_total_as_long_ones(people, rules, objective):
    short = match(people, rules, Weights(), objective, shortlist=1)
    long = match(people, rules, Weights(), objective, shortlist=64)

    assert (short.total, short.gap) == (long.total, 0)
    assert short.digest == long.digest


@given(people=pools(), objective=OBJECTIVES)
@settings(FEW)
def test_small_blocks_give_the_same_answer_as_large_ones(people, objective):
    large = match(people, Rules(), Weights(), objective)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "BLOCK", 2)
        small = match(people, Rules(), Weights(), objective)

    assert told(small) == told(large)


@given(people=pools(), rules=rule_sets())
@settings(FEW)
def test_every_allowed_pair_is_looked_at_exactly_once(people, rules):
    seen = Counter(
        (int(people.volunteers.ids[v]), int(people.seekers.ids[s]))
        for block in candidates.allowed_pairs(people, rules, Weights())
        for v, s in zip(block.volunteer, block.seeker, strict=True)
    )

    assert seen == Counter(oracle.allowed(people, rules))


def rivals() -> Pool:
    """Ben fits Ana best and also fits Cem; Dee fits Ana only, and badly.

    Availability and goal, weight 1 each. Ben–Ana: 3 day-parts 1000, goal 1000: 1000. Ben–Cem: 1 day-part 500, goal not
    asked: 500. Dee–Ana: 1 day-part 500, goal 0: 250. Dee–Cem: no common day-part.
    """
    ben, dee = one(1, day_parts=0b111, goals=0b01), one(3, day_parts=0b100, goals=0b10)
    ana, cem = one(2, day_parts=0b111, goals=0b01), one(4, day_parts=0b001)
    return pool([ben, dee], [ana, cem])


@pytest.mark.parametrize(
    ("objective", "pairs", "total"),
    [
        (Objective.BEST_SCORE, {(1, 2)}, 1000),
        (Objective.MOST_PEOPLE, {(1, 4), (3, 2)}, 750),
    ],
)
def test_the_best_score_and_the_most_people_are_different_choices(objective, pairs, total):
    matching = match(rivals(), Rules(minimum_score=0), only("availability", "goal"), objective)

    assert {(pair.volunteer, pair.seeker) for pair in matching.pairs} == pairs
    assert matching.total == total


@pytest.mark.parametrize(("minimum", "pairs"), [(750, 1), (751, 0)])
def test_a_pair_with_exactly_the_minimum_score_is_chosen(minimum, pairs):
    # Travel 1000 · 20 and availability 500 · 20: 750.
    people = pool([one(1)], [one(2)])

    matching = match(people, Rules(minimum_score=minimum), Weights(), Objective.BEST_SCORE)

    assert len(matching.pairs) == pairs


def test_who_waits_longer_goes_first_among_equals():
    ana, cem = one(2, waiting=10), one(3, waiting=100)

    matching = match(pool([one(1)], [ana, cem]), Rules(), Weights(), Objective.BEST_SCORE)

    # Score 750 for both; ⌊100 · 100 / 180⌋ = 55 for waiting.
    assert [(p.seeker, p.score, p.bonus) for p in matching.pairs] == [(3, 750, 55)]
    assert matching.total == 805


def test_one_more_pair_outweighs_every_loss_of_score():
    # No value is above 1000 + 100, there is one place: (1100 + 1) · (1 + 1).
    matching = match(pool([one(1)], [one(2), one(3)]), Rules(), Weights(), Objective.MOST_PEOPLE)

    assert matching.head_start == 2202
