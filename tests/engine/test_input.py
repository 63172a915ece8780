"""What goes in: arrays that do not fit are refused by name, empty pools are fine, the digest tells inputs apart."""

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching import engine
from matching.engine import match
from matching.engine.errors import BadInput
from matching.engine.solve import digest_of
from matching.engine.types import Matching, Objective, Pool, Reason, Rule, Rules, Weights
from tests.engine.pools import one, pool, without

BEST, MOST = Objective.BEST_SCORE, Objective.MOST_PEOPLE


def two(**more: Any) -> Pool:
    return pool([one(1), one(3)], [one(2), one(4)], **more)


def matched(people: Pool, **more: Any) -> Matching:
    return match(people, Rules(), Weights(), MOST, **more)


@pytest.mark.parametrize(
    ("column", "values", "code"),
    [
        ("lat", [51.0], "length"),
        ("likes", np.zeros((3, 82), np.int8), "length"),
        ("ids", [1, 1], "doubled_id"),
        ("lat", [51.0, np.nan], "not_a_place"),
        ("lon", [np.inf, 4.0], "not_a_place"),
        ("capacity", [1, -1], "capacity"),
        ("likes", np.zeros((2, 81), np.int8), "width"),
        ("nogos", np.zeros((2, 83), np.int8), "width"),
        ("languages", np.zeros((2, 23), np.int8), "width"),
    ],
)
@pytest.mark.parametrize("side", ["volunteers", "seekers"])
def test_arrays_that_do_not_fit_together_are_refused(side, column, values, code):
    people = two()
    forged = replace(getattr(people, side), **{column: np.array(values)})

    with pytest.raises(BadInput) as refused:
        matched(replace(people, **{side: forged}))

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("locked", "code"),
    [
        ({(9, 2)}, "locked_pair_unknown"),
        ({(1, 9)}, "locked_pair_unknown"),
        ({(2, 1)}, "locked_pair_unknown"),
        ({(1, 2), (1, 4)}, "locked_over_capacity"),
        ({(1, 2), (3, 2)}, "locked_over_capacity"),
    ],
)
def test_locked_pairs_that_cannot_be_are_refused(locked, code):
    with pytest.raises(BadInput) as refused:
        matched(two(locked=frozenset(locked)))

    assert refused.value.code == code


def test_a_short_list_of_nobody_is_refused():
    with pytest.raises(BadInput, match="shortlist"):
        matched(two(), shortlist=0)


@pytest.mark.parametrize("objective", Objective)
def test_an_empty_pool_has_an_empty_answer(objective):
    matching = match(pool([], []), Rules(), Weights(), objective)

    assert (matching.pairs, matching.left_over, matching.total, matching.gap) == ((), (), 0, 0)


@pytest.mark.parametrize(
    ("people", "is_volunteer"), [(pool([one(7)], []), True), (pool([], [one(7)]), False)]
)
@pytest.mark.parametrize("objective", Objective)
def test_a_pool_with_one_side_only_tells_that_nobody_is_there(people, is_volunteer, objective):
    matching = match(people, Rules(), Weights(), objective)

    (left,) = matching.left_over
    assert (left.person, left.is_volunteer, left.change) == (7, is_volunteer, None)
    assert left.reason == Reason.NOBODY_THERE


def test_a_locked_pair_stays_although_it_breaks_rules():
    people = pool([one(1)], [one(2, languages={})], locked=frozenset({(1, 2)}))

    (pair,) = matched(people).pairs

    assert (pair.volunteer, pair.seeker, pair.locked, pair.alternatives) == (1, 2, True, ())


def test_a_locked_pair_takes_one_of_the_places():
    people = pool(
        [one(1, capacity=2)], [one(2, waiting=9), one(4), one(6)], locked=frozenset({(1, 6)})
    )

    assert [(pair.seeker, pair.locked) for pair in matched(people).pairs] == [(2, False), (6, True)]


def test_a_locked_seeker_gets_no_second_volunteer_when_languages_do_not_count():
    people = two(locked=frozenset({(1, 2)}))

    matching = match(people, without(Rule.LANGUAGE), Weights(), MOST)

    assert [(pair.volunteer, pair.seeker) for pair in matching.pairs] == [(1, 2), (3, 4)]


def test_a_volunteer_without_a_place_is_not_an_alternative():
    # Ben (1) fits Cem as well as Dee (3) does, but his only place is locked.
    (locked, free) = matched(two(locked=frozenset({(1, 2)}))).pairs

    assert (locked.seeker, free.volunteer, free.alternatives) == (2, 3, ())


def digest(people: Pool, rules: Rules = Rules(), weights: Weights = Weights()) -> str:  # noqa: B008  (frozen)
    return digest_of(people, rules, weights, BEST)


def test_the_digest_of_the_same_input_is_the_same():
    assert digest(two()) == digest(pool([one(3), one(1)], [one(4), one(2)]))


@pytest.mark.parametrize(
    "other",
    [
        two(apart=frozenset({(1, 2)})),
        two(locked=frozenset({(1, 2)})),
        replace(two(), year=2027),
        pool([one(1), one(3)], [one(2), one(4, waiting=1)]),
        pool([one(1), one(3)], [one(2), one(4, likes=[81])]),
        pool([one(1), one(3)], [one(2), one(5)]),
        pool([one(1), one(3), one(2)], [one(4)]),
    ],
)
def test_another_input_has_another_digest(other):
    assert digest(other) != digest(two())


def test_the_same_people_on_the_other_side_have_another_digest():
    assert digest(pool([one(1)], [])) != digest(pool([], [one(1)]))


def test_other_rules_weights_or_objective_have_another_digest():
    digests = {
        digest(two()),
        digest(two(), Rules(minimum_score=1)),
        digest(two(), weights=Weights(goal=1)),
        digest_of(two(), Rules(), Weights(), MOST),
    }

    assert len(digests) == 4


def test_a_run_keeps_the_digest_and_the_version_of_the_rules():
    matching = match(two(), Rules(), Weights(), BEST)

    assert (matching.digest, matching.version) == (digest(two()), "1")


def test_the_engine_has_no_other_names():
    with pytest.raises(AttributeError, match="guess"):
        engine.guess  # noqa: B018


def test_the_solver_is_not_loaded_before_it_is_used():
    program = "import sys, matching.engine, matching.engine.types; print('ortools' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "False"
