"""What would help a whole pool, by hand and against solving it again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import match
from matching.engine.advice import (
    Gain,
    Wanted,
    languages_missed,
    wanted_volunteers,
    what_if,
    what_if_farther,
    what_if_spoken,
)
from matching.engine.types import Objective, Pool, Rules, Weights
from tests.engine.pools import EVERGEM, GENT, one, pool
from tests.engine.strategies import FEW, pools, rule_sets

MOST = Objective.MOST_PEOPLE
NEAR = {"at": EVERGEM, "size_m": 1000}  # 5 004 m from Gent


def gain(people: Pool, changed: Pool) -> Gain:
    answer = match(people, Rules(), Weights(), MOST)
    return what_if(people, changed, Rules(), Weights(), MOST, answer)


@pytest.mark.parametrize(("metres", "pairs"), [(1000, 0), (5000, 1)])
def test_who_travels_farther_reaches_more(metres, pairs):
    people = pool([one(1, **NEAR, reach_m=4000)], [one(2, reach_m=4000)])

    assert gain(people, what_if_farther(people, Rules(), metres)).pairs == pairs


def test_a_language_more_brings_those_together_who_lacked_it():
    people = pool([one(1), one(3)], [one(2, languages={5: 3}), one(4, languages={5: 3})])

    assert gain(people, what_if_spoken(people, 5)) == Gain(pairs=2, total=1500)


def test_a_change_that_helps_nobody_gains_nothing():
    people = pool([one(1)], [one(2)])

    assert gain(people, what_if_spoken(people, 5)) == Gain(0, 0)


def test_locked_pairs_are_no_gain():
    people = pool([one(1)], [one(2), one(4)], locked=frozenset({(1, 2)}))

    assert gain(people, what_if_farther(people, Rules(), 5000)) == Gain(0, 0)


@given(people=pools(), rules=rule_sets(), objective=st.sampled_from(Objective))
@settings(FEW)
def test_the_gain_is_that_of_solving_the_changed_pool(people, rules, objective):
    answer = match(people, rules, Weights(), objective)
    changed = what_if_farther(people, rules, 5000)
    again = match(changed, rules, Weights(), objective)

    told = what_if(people, changed, rules, Weights(), objective, answer)

    assert told == Gain(len(again.pairs) - len(answer.pairs), told.total)
    if objective == Objective.BEST_SCORE:
        assert told.total >= 0 or people.locked


def test_the_languages_that_most_people_miss_come_first():
    seekers = [one(2, languages={5: 3}), one(4, languages={7: 2}), one(6, languages={7: 3, 9: 1})]
    people = pool([one(1)], seekers)

    assert languages_missed(people, Rules(), match(people, Rules(), Weights(), MOST)) == (7, 5)


def wanted(people: Pool, **how: int) -> tuple[Wanted, ...]:
    return wanted_volunteers(
        people, Rules(), Weights(), match(people, Rules(), Weights(), MOST), **how
    )


def test_the_volunteer_who_fits_most_people_left_over_is_wanted_first():
    arabic, french = {"languages": {5: 3}}, {"languages": {1: 3}}
    people = pool([], [one(2, **french), one(4, **arabic), one(6, **arabic, at=EVERGEM)])

    told = wanted(people)

    assert [(each.languages, each.fits) for each in told] == [((5,), 2), ((1,), 1)]
    assert (told[1].lat, told[1].lon) == GENT


def test_what_must_be_is_part_of_the_profile():
    ana = one(
        2,
        wish_gender=0b11,
        gender_is_must=True,
        wish_age_from=30,
        wish_age_to=40,
        age_is_must=True,
        needs=0b100,
    )

    (told,) = wanted(pool([], [ana]))

    assert (told.gender, told.birth_year, told.offers, told.fits) == (1, 2026 - 35, 0b100, 1)


def test_no_more_are_wanted_than_asked_for():
    people = pool([], [one(2, languages={5: 3}), one(4, languages={7: 3})])

    assert len(wanted(people, most=1)) == 1


def test_nobody_is_wanted_where_nobody_is_left_over():
    assert wanted(pool([one(1)], [one(2)])) == ()


@given(people=pools(), rules=rule_sets())
@settings(FEW)
def test_a_wanted_volunteer_makes_a_pair_more(people, rules):
    answer = match(people, rules, Weights(), MOST)
    for each in wanted_volunteers(people, rules, Weights(), answer, most=2):
        more = with_volunteer(people, each)
        assert len(match(more, rules, Weights(), MOST).pairs) > len(answer.pairs)


def with_volunteer(people: Pool, wanted: Wanted) -> Pool:
    """The pool with one volunteer of this profile."""
    said = {
        "at": (wanted.lat, wanted.lon),
        "languages": dict.fromkeys(wanted.languages, 3),
        "gender": wanted.gender,
        "birth_year": wanted.birth_year,
        "offers": wanted.offers,
        "day_parts": 0,
        "reach_m": 0,
        "size_m": int(people.seekers.size_m[0]),
    }
    new = pool([one(10_001, **said)], []).volunteers
    columns = {
        name: np.concatenate([getattr(people.volunteers, name), getattr(new, name)])
        for name in people.volunteers.__dataclass_fields__
    }
    return Pool(
        volunteers=type(new)(**columns),
        seekers=people.seekers,
        year=people.year,
        apart=people.apart,
        locked=people.locked,
    )
