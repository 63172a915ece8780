"""The compiled look keeps what the plain one finds, over whole seeded towns."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.pools import make_pool
from matching.engine import match, packing, scanning, verify
from matching.engine.candidates import allowed_pairs, best_of_each, join
from matching.engine.errors import BadInput
from matching.engine.scanning import Scan
from matching.engine.scoring import bonuses
from matching.engine.types import ALL_RULES, Found, Objective, Pool, Rule, Rules, Weights
from tests.engine.pools import one, pool

RULES = [
    Rules(),
    Rules(on=ALL_RULES & ~Rule.REACH, minimum_score=700),
    Rules(on=ALL_RULES & ~(Rule.SCORE | Rule.APART), language_level=0, common_day_parts=4),
    Rules(at_a_distance=0b1, minimum_score=0),
]


def town(seed: int) -> Pool:
    people = make_pool(size=300, seed=seed)
    pairs = zip(
        people.volunteers.ids[:200].tolist(), people.seekers.ids[:200].tolist(), strict=True
    )
    return replace(people, apart=frozenset(pairs))


def kept(people: Pool, rules: Rules, most: int) -> Found:
    everybody = np.ones(300, dtype=bool)
    scan = Scan(people, rules, Weights(), volunteers=everybody, seekers=everybody)
    return scan.best(most).as_found(bonuses(people.seekers, rules))


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("most", [1, 7, 300])
def test_the_compiled_look_keeps_the_same_pairs_as_the_plain_one(rules, most):
    people = town(seed=most)
    best = best_of_each(join(list(allowed_pairs(people, rules, Weights()))), most, 300)

    found = kept(people, rules, most)

    order = np.lexsort((best.volunteer, best.seeker))
    for column in ("volunteer", "seeker", "score", "value"):
        assert np.array_equal(getattr(found, column), getattr(best, column)[order])


def test_threads_and_blocks_change_nothing(monkeypatch):
    people = town(seed=1)
    whole = kept(people, Rules(), 5)
    monkeypatch.setattr(scanning, "PAIRS_A_BLOCK", 50)
    monkeypatch.setattr(scanning, "threads", lambda: 2)

    cut = kept(people, Rules(), 5)

    assert np.array_equal(whole.volunteer, cut.volunteer)
    assert np.array_equal(whole.score, cut.score)


@pytest.mark.parametrize("objective", Objective)
def test_a_whole_town_is_proven_and_verified(objective):
    people = town(seed=3)

    matching = match(people, Rules(), Weights(), objective, shortlist=4)

    verify(people, Rules(), Weights(), objective, matching)
    assert matching.gap == 0


def test_more_interests_than_two_words_hold_are_refused():
    with pytest.raises(BadInput, match="width"):
        packing.words(np.zeros((1, 129), dtype=bool), most=2)


def crowd(count: int, first_id: int, **said: object) -> list[dict[str, object]]:
    return [one(first_id + i, **said) for i in range(count)]


@pytest.mark.parametrize("objective", Objective)
def test_a_volunteer_with_fifty_places_gets_fifty_seekers(objective):
    people = pool([one(1, capacity=50)], crowd(60, 100))

    matching = match(people, Rules(), Weights(), objective)

    verify(people, Rules(), Weights(), objective, matching)
    assert (len(matching.pairs), len(matching.left_over), matching.gap) == (50, 10, 0)


def test_thousands_in_one_house_with_equal_scores_are_all_placed():
    people = pool(crowd(1500, 1), crowd(1500, 10_001))

    matching = match(people, Rules(), Weights(), Objective.MOST_PEOPLE)

    verify(people, Rules(), Weights(), Objective.MOST_PEOPLE, matching)
    assert (len(matching.pairs), matching.gap) == (1500, 0)


@pytest.mark.parametrize(
    ("volunteers", "seekers"),
    [([], []), ([one(1)], []), ([], [one(2)]), ([one(1, capacity=0)], [one(2)])],
)
@pytest.mark.parametrize("objective", Objective)
def test_a_side_without_people_or_places_is_no_fault(volunteers, seekers, objective):
    people = pool(volunteers, seekers)

    matching = match(people, Rules(), Weights(), objective)

    verify(people, Rules(), Weights(), objective, matching)
    assert (matching.pairs, matching.total, matching.gap) == ((), 0, 0)


def test_nobody_in_reach_is_a_reason_and_no_fault():
    far = crowd(20, 100, at=(50.0, 5.5), reach_m=1000)

    matching = match(pool(crowd(20, 1), far), Rules(), Weights(), Objective.BEST_SCORE)

    assert {str(person.reason) for person in matching.left_over} == {"nobody_in_reach"}
