"""Prices and bound by hand; pairs outside the short lists are found; what an alternative costs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.pools import make_pool
from matching.engine import match, optimum, verify
from matching.engine.candidates import best_of_each, join
from matching.engine.prove import bound_of, lowest_prices_of, prices_of, profits_of
from matching.engine.types import Alternative, Objective, Rules, Weights
from tests.engine import oracle
from tests.engine.pools import found, one, only, pool
from tests.engine.strategies import FEW, pools, rule_sets

BEST, MOST = Objective.BEST_SCORE, Objective.MOST_PEOPLE


def proof(pairs, chosen, capacity):
    """The lowest prices and the bound of a choice among pairs of two seekers."""
    capacity = np.array(capacity)
    price = lowest_prices_of(pairs, pairs.value, np.array(chosen), len(capacity), 2)
    return price.tolist(), bound_of(price, capacity, profits_of(pairs, pairs.value, price, 2))


def prices_near(near, pairs, chosen, capacity):
    capacity, near = np.array(capacity), np.array(near)
    return prices_of(pairs, 2 * pairs.value, np.array(chosen), capacity, 2, near).tolist()


@pytest.mark.parametrize(("near", "price"), [(0, 1200), (1300, 1300), (1700, 1600)])
def test_the_price_of_a_contested_place_stays_near_and_between_the_two_offers(near, price):
    # In half points: the loser would give 1200, the winner 1600.
    assert prices_near([near], found((0, 0, 800), (0, 1, 600)), [0], [1]) == [price]


def test_a_place_that_is_left_costs_nothing():
    assert prices_near([100, 50], found((0, 0, 800), (1, 0, 700)), [0], [1, 1]) == [100, 0]


def test_a_price_that_is_nearly_right_rises_as_far_as_another_needs():
    # Ana has Ben and would rather have Dee if he cost 200 less than Ben: near 0 and 300, so Dee's rises with what Cem would give.
    pairs = found((0, 0, 800), (0, 1, 700), (1, 1, 500))
    assert prices_near([600, 0], pairs, [0, 2], [1, 1]) == [600, 0]


def test_a_contested_place_costs_what_the_loser_would_give():
    # Ana 800 and Cem 600 for one place: its price is 600, Ana keeps 200, and 600 + 200 is the total.
    assert proof(found((0, 0, 800), (0, 1, 600)), [0], [1]) == ([600], 800)


def test_a_place_for_everybody_costs_nothing():
    assert proof(found((0, 0, 800), (0, 1, 600)), [0, 1], [2]) == ([0], 1400)


def test_prices_pass_on_from_volunteer_to_volunteer():
    # Cem would leave Dee (500) for Ben (700): 200 above what he pays. Ana keeps 800 − 200, Cem 500: 200 + 600 + 500.
    assert proof(found((0, 0, 800), (0, 1, 700), (1, 1, 500)), [0, 2], [1, 1]) == ([200, 0], 1300)


def test_the_bound_of_a_choice_that_is_not_the_best_shows_the_gap():
    # Cem (600) has the place, Ana would give 800: the bound is 800, though the choice is worth 600.
    assert proof(found((0, 0, 800), (0, 1, 600)), [1], [1]) == ([800], 800)


def test_a_choice_with_a_ring_that_improves_it_does_not_search_for_ever():
    # Ana–Ben 100 and Cem–Dee 100 are chosen, crosswise is 500 + 500: no prices can support the choice.
    crosswise = found((0, 0, 100), (1, 0, 500), (0, 1, 500), (1, 1, 100))

    _prices, bound = proof(crosswise, [0, 3], [1, 1])

    assert bound >= 1000


def test_a_short_list_holds_the_best_and_of_equals_the_next_in_turn():
    block = found((2, 0, 500), (1, 0, 500), (0, 0, 400), (0, 1, 300))

    short = best_of_each(block, 1, 3)

    assert list(zip(short.volunteer, short.seeker, strict=True)) == [(1, 0), (0, 1)]


def test_no_blocks_hold_no_pairs():
    assert len(join([])) == 0


def both_want_ben():
    """Ben–Ana 1000, Ben–Cem 1000, Dee–Ana 500 (one day-part), Dee–Cem 800 (two)."""
    ben, dee = one(1, day_parts=0b1111), one(3, day_parts=0b1001)
    return pool([ben, dee], [one(2, day_parts=0b0111), one(4, day_parts=0b1111)])


@pytest.mark.parametrize("objective", Objective)
def test_a_pair_outside_the_short_lists_is_found_by_its_price(objective):
    matching = match(both_want_ben(), Rules(), only("availability"), objective, shortlist=1)

    assert {(pair.volunteer, pair.seeker) for pair in matching.pairs} == {(1, 2), (3, 4)}
    assert (matching.total, matching.gap) == (1800, 0)


def test_when_rounds_run_out_the_gap_is_told_honestly(monkeypatch):
    # Both short lists hold Ben only: total 1000, his price 1000. Dee costs nothing: the bound is 1000 + 500 + 800.
    monkeypatch.setattr(optimum, "ROUNDS", 0)

    matching = match(both_want_ben(), Rules(), only("availability"), BEST, shortlist=1)

    assert (matching.total, matching.bound, matching.gap) == (1000, 2300, 1300)
    verify(both_want_ben(), Rules(), only("availability"), BEST, matching)


def alternatives(volunteers, seekers, objective=BEST):
    """Those of seeker 2, who is placed with volunteer 1."""
    matching = match(pool(volunteers, seekers), Rules(), only("availability"), objective)
    (pair,) = [pair for pair in matching.pairs if pair.seeker == 2]
    assert pair.volunteer == 1
    return pair.alternatives


# Ben–Ana 1000, Dee–Ana 800. Cem can only be with Dee.
BEN, ANA = one(1, day_parts=0b0111), one(2, day_parts=0b0111)
DEE, CEM = one(3, day_parts=0b1011), one(4, day_parts=0b1000)


def test_an_alternative_with_a_free_place_costs_the_difference_in_score():
    assert alternatives([BEN, DEE], [ANA]) == (Alternative(3, 800, regret=200),)


def test_an_alternative_whose_place_is_taken_costs_what_the_other_loses_too():
    # 200, and Cem (500) is left with nobody.
    assert alternatives([BEN, DEE], [ANA, CEM]) == (Alternative(3, 800, regret=700),)


def test_a_second_place_makes_room():
    two_places = {**DEE, "capacity": 2}

    assert alternatives([BEN, two_places], [ANA, CEM]) == (Alternative(3, 800, regret=200),)


def test_a_pair_fewer_costs_the_head_start_when_most_people_count():
    # (1100 + 1) · (2 + 1) = 3303, and the 700 of before.
    assert alternatives([BEN, DEE], [ANA, CEM], MOST) == (Alternative(3, 800, regret=4003),)


def test_a_swap_costs_what_both_lose():
    # Dee–Cem 1000; crosswise 800 + 800: 400 less.
    dee, cem = one(3, day_parts=0b1110), one(4, day_parts=0b1110)

    assert alternatives([BEN, dee], [ANA, cem], MOST) == (Alternative(3, 800, regret=400),)


def test_room_is_made_by_moving_on_to_another_volunteer():
    # Cem moves from Dee (1000) to Gus (800), who has a place: 200 for Ana and 200 for Cem.
    dee, gus = one(3, day_parts=0b11011), one(5, day_parts=0b11000)
    cem = one(4, day_parts=0b11001)

    assert alternatives([BEN, dee, gus], [ANA, cem])[0] == Alternative(3, 800, regret=400)


def test_three_alternatives_are_told_the_cheapest_first():
    # Three day-parts 1000, two 800, one 500; of equals the lower id first.
    others = [one(id_, day_parts=mask) for id_, mask in [(3, 1), (5, 7), (7, 3), (9, 3), (11, 3)]]

    told = alternatives([BEN, *others], [ANA])

    assert [(other.volunteer, other.regret) for other in told] == [(5, 0), (7, 200), (9, 200)]


@given(people=pools(most=4), objective=st.sampled_from(Objective))
@settings(FEW)
def test_an_alternative_never_costs_more_than_its_regret(people, objective):
    worth, places = oracle.without_locked(people, oracle.worths(people, Rules(), Weights()))
    seekers = [s for s in people.seekers.ids.tolist() if s not in {s for _v, s in people.locked}]
    volunteers = people.volunteers.ids.tolist()

    matching = match(people, Rules(), Weights(), objective)

    pairs, total = oracle.best(worth, places, objective)
    for pair in matching.pairs:
        for other in pair.alternatives:
            s, v = seekers.index(pair.seeker), volunteers.index(other.volunteer)
            kept, fewer = np.delete(worth, s, axis=0), places.copy()
            fewer[v] -= 1
            kept_pairs, kept_total = oracle.best(kept, fewer, objective)
            loss = total - kept_total - int(worth[s, v])
            loss += matching.head_start * (pairs - kept_pairs - 1)
            assert 0 <= loss <= other.regret


ONE_BY_ONE, TOGETHER = 10**9, 0


@given(people=pools(), rules=rule_sets(), objective=st.sampled_from(Objective))
@settings(FEW, max_examples=100)
def test_pairs_taken_in_one_by_one_give_the_same_total_as_together(people, rules, objective):
    answers = []
    for few in (ONE_BY_ONE, TOGETHER):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(optimum, "FEW", few)
            answers.append(match(people, rules, Weights(), objective, shortlist=1))
        verify(people, rules, Weights(), objective, answers[-1])

    assert len({(answer.total, len(answer.pairs), answer.gap) for answer in answers}) == 1
    assert answers[0].gap == 0


@pytest.mark.parametrize("few", [ONE_BY_ONE, TOGETHER])
@pytest.mark.parametrize("objective", Objective)
def test_a_whole_town_is_solved_from_lists_of_one(monkeypatch, objective, few):
    people = make_pool(size=300, seed=5)
    anew = match(people, Rules(), Weights(), objective)
    monkeypatch.setattr(optimum, "FEW", few)

    answer = match(people, Rules(), Weights(), objective, shortlist=1)

    assert (answer.total, len(answer.pairs), answer.gap) == (anew.total, len(anew.pairs), 0)
