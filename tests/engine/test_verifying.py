"""`verify` refuses every kind of forged matching by name."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching.engine import explain_pair, match, verify, verifying
from matching.engine.errors import VerificationFailed
from matching.engine.types import (
    LeftOver,
    Matching,
    Objective,
    Pair,
    Pool,
    Reason,
    Rule,
    Rules,
    Weights,
)
from tests.engine.cases import BROKEN, FINE, Case
from tests.engine.pools import one, only, pool, without

BEST, MOST = Objective.BEST_SCORE, Objective.MOST_PEOPLE


def people(**more: Any) -> Pool:
    """Ben (1) has one place, Dee (3) two; Ana (2), Cem (4) and Eva (6) look for somebody, Fay (8) speaks no Dutch."""
    return pool(
        [one(1, day_parts=0b111), one(3, capacity=2)],
        [one(2, day_parts=0b111), one(4, waiting=90), one(6), one(8, languages={1: 3})],
        **more,
    )


def honest(objective: Objective = BEST, **more: Any) -> Matching:
    return match(people(**more), Rules(), Weights(), objective)


def refusal(
    matching: Matching,
    objective: Objective = BEST,
    rules: Rules = Rules(),  # noqa: B008  (frozen)
    **more: Any,
) -> str:
    with pytest.raises(VerificationFailed) as refused:
        verify(people(**more), rules, Weights(), objective, matching)
    return refused.value.code


def with_first(matching: Matching, **forged: Any) -> Matching:
    first, *rest = matching.pairs
    return replace(matching, pairs=(replace(first, **forged), *rest))


@pytest.mark.parametrize("objective", Objective)
def test_an_honest_matching_passes(objective):
    matching = honest(objective)

    verify(people(), Rules(), Weights(), objective, matching)

    assert len(matching.pairs) == 3


def test_a_matching_of_another_pool_is_refused():
    assert refusal(honest(), apart=frozenset({(1, 2)})) == "other_input"


def test_a_matching_by_other_rules_is_refused():
    assert refusal(honest(), rules=Rules(minimum_score=399)) == "other_input"


def test_a_matching_for_another_objective_is_refused():
    assert refusal(honest(BEST), MOST) == "other_input"


def test_a_volunteer_with_more_pairs_than_places_is_refused():
    matching = honest()
    both_with_ben = tuple(replace(pair, volunteer=1) for pair in matching.pairs)

    assert refusal(replace(matching, pairs=both_with_ben)) == "over_capacity"


def test_a_volunteer_from_elsewhere_is_refused():
    assert refusal(with_first(honest(), volunteer=77)) == "over_capacity"


def test_a_seeker_in_two_pairs_is_refused():
    assert refusal(with_first(honest(), seeker=4)) == "seeker_twice"


def test_a_seeker_from_elsewhere_is_refused():
    assert refusal(with_first(honest(), seeker=77)) == "stranger"


def test_somebody_without_a_pair_and_without_a_reason_is_refused():
    assert refusal(replace(honest(), left_over=())) == "left_over"


def test_two_reasons_for_one_person_are_refused():
    matching = honest()

    assert refusal(replace(matching, left_over=matching.left_over * 2)) == "left_over"


def test_a_reason_for_somebody_with_a_pair_is_refused():
    matching = honest()
    also = LeftOver(person=2, is_volunteer=False, reason=Reason.ALL_TAKEN, change=None)

    assert refusal(replace(matching, left_over=(*matching.left_over, also))) == "left_over"


def test_a_lost_lock_is_refused():
    locked = frozenset({(3, 2)})
    ben_first = match(people(), Rules(), Weights(), BEST)
    matching = replace(ben_first, digest=honest(locked=locked).digest)

    assert refusal(matching, locked=locked) == "lock_lost"


def test_a_lock_that_nobody_set_is_refused():
    assert refusal(with_first(honest(), locked=True)) == "not_locked"


def test_a_wrong_score_is_refused():
    assert refusal(with_first(honest(), score=999)) == "score"


def test_parts_that_add_up_but_are_wrong_are_refused():
    # Ben and Ana: travel 1000 · 20, availability 1000 · 20; 500 each.
    assert refusal(with_first(honest(), parts={"travel": 600, "availability": 400})) == "parts"


def test_a_wrong_bonus_is_refused():
    assert refusal(with_first(honest(), bonus=1)) == "bonus"


def test_a_wrong_total_is_refused():
    matching = honest()

    assert refusal(replace(matching, total=matching.total + 1)) == "total"


def test_a_total_without_pairs_is_refused():
    nobody = pool([one(1)], [])
    matching = replace(match(nobody, Rules(), Weights(), BEST), total=1)

    with pytest.raises(VerificationFailed, match="total"):
        verify(nobody, Rules(), Weights(), BEST, matching)


def test_a_matching_without_pairs_passes_when_none_is_possible():
    nobody = pool([one(1)], [one(2, languages={})])
    matching = match(nobody, Rules(), Weights(), BEST)

    verify(nobody, Rules(), Weights(), BEST, matching)

    assert matching.pairs == ()


def forged_pair(people: Pool, rules: Rules) -> Matching:
    """Ben and Ana all the same, with the right score, and a total to match."""
    told = explain_pair(people, rules, Weights(), volunteer=1, seeker=2)
    pair = Pair(1, 2, told.score, 0, told.parts)
    matching = match(people, rules, Weights(), BEST)
    return replace(matching, pairs=(pair,), left_over=(), total=told.score)


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_a_pair_that_breaks_a_hard_rule_is_refused(case: Case):
    people = pool([one(1, **case.volunteer)], [one(2, **case.seeker)], apart=case.apart)
    rules = without(Rule.SCORE, **case.limits)

    with pytest.raises(VerificationFailed, match="rule_broken"):
        verify(people, rules, Weights(), BEST, forged_pair(people, rules))


@pytest.mark.parametrize("case", FINE, ids=str)
def test_a_pair_that_is_just_allowed_passes(case: Case):
    people = pool([one(1, **case.volunteer)], [one(2, **case.seeker)], apart=case.apart)
    rules = without(Rule.SCORE, **case.limits)
    matching = match(people, rules, Weights(), MOST)

    verify(people, rules, Weights(), MOST, matching)

    assert len(matching.pairs) == 1


def test_a_pair_below_the_minimum_score_is_refused():
    people, rules = pool([one(1)], [one(2)]), Rules(minimum_score=751)

    with pytest.raises(VerificationFailed, match="minimum"):
        verify(people, rules, Weights(), BEST, forged_pair(people, rules))


def test_prices_for_other_people_are_refused():
    matching = honest()

    assert refusal(replace(matching, prices=matching.prices[:-1])) == "prices"


def test_a_price_below_zero_is_refused():
    matching = honest()

    assert refusal(replace(matching, prices=matching.prices - 10_000)) == "prices"


def test_a_price_that_does_not_give_the_bound_is_refused():
    matching = honest()

    assert refusal(replace(matching, prices=matching.prices + np.array([2000, 0]))) == "bound"


@pytest.mark.parametrize("by", [-1, 1])
def test_a_wrong_bound_is_refused(by):
    matching = honest()

    assert refusal(replace(matching, bound=matching.bound + by)) == "bound"


@pytest.mark.parametrize(("objective", "head_start"), [(BEST, 1), (MOST, 0), (MOST, 10**6)])
def test_a_wrong_head_start_is_refused(objective, head_start):
    assert refusal(replace(honest(objective), head_start=head_start), objective) == "head_start"


def two_and_two() -> tuple[Pool, Matching]:
    """Ben–Ana and Dee–Cem 1000 each, crosswise 500 each; the crosswise choice, with the proof of the best one."""
    ben, dee = one(1, day_parts=0b00111), one(3, day_parts=0b11100)
    ana, cem = one(2, day_parts=0b00111), one(4, day_parts=0b11100)
    people = pool([ben, dee], [ana, cem])
    best = match(people, Rules(), only("availability"), BEST)
    crosswise = [
        replace(pair, volunteer=volunteer, score=500, parts={**pair.parts, "availability": 500})
        for pair, volunteer in zip(best.pairs, (3, 1), strict=True)
    ]
    return people, replace(best, pairs=tuple(crosswise), total=1000)


def test_a_choice_that_is_not_the_best_passes_with_its_gap():
    people, worse = two_and_two()

    verify(people, Rules(), only("availability"), BEST, worse)

    assert worse.gap == 1000


def test_a_choice_that_is_not_the_best_cannot_claim_to_be():
    people, worse = two_and_two()

    with pytest.raises(VerificationFailed, match="bound"):
        verify(people, Rules(), only("availability"), BEST, replace(worse, bound=worse.total))


def test_a_search_that_loses_pairs_is_found_out():
    # What a search that saw no pair would prove: nothing is worth anything.
    free = replace(honest(), prices=honest().prices * 0, bound=0)

    assert refusal(free) == "bound"


def test_a_total_above_what_is_possible_is_found_out(monkeypatch):
    # A bound below the total can only come from a look that saw too little.
    matching = honest()
    monkeypatch.setattr(verifying, "_raise_profits", lambda *rest: rest[-1].fill(0))
    free = replace(matching, prices=matching.prices * 0, bound=0)

    assert refusal(free) == "gap"
