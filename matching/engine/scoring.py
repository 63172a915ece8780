"""How well an allowed pair fits: 0–1000, a weighted mean of the parts that both sides answered.

Each part has a value of 0–1000 and may be unknown ("to ask"), which is not zero: it leaves the mean. Everything is whole
numbers, so that the same pair has the same score on every machine.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from matching.engine.rules import misses_age, reach_of
from matching.engine.types import PARTS, Ints, Pool, Rules, Side, Weights

FULL = 1000
ENOUGH_SHARED = 60  # rarity points of shared interests that count as full
_AVAILABILITY = np.array([0, 500, 800, FULL])  # for 0, 1, 2, 3 or more common day-parts
_PHASES = np.array([0, 700, FULL])  # for 0, 1, 2 or more shared phases of life


@dataclass(frozen=True)
class Values:
    """Values 0–1000 and whether both sides answered, each (pairs, parts)."""

    value: Ints
    known: NDArray[np.bool_]


def rarity(pool: Pool) -> Ints:
    """Points of each interest, by `rarity_of`; those of the whole for a part of a pool."""
    if pool.points is not None:
        return pool.points
    likers = pool.volunteers.likes.sum(axis=0, dtype=np.int64) + pool.seekers.likes.sum(
        axis=0, dtype=np.int64
    )
    return rarity_of(len(pool.volunteers) + len(pool.seekers), likers)


def rarity_of(people: int, likers: Ints) -> Ints:
    """Points, 10–60, of interests that so many of all people like: 10 + ⌊10 · log2((people + 1) / (likers + 1))⌋.

    The idea is inverse document frequency (Spärck Jones 1972), in whole numbers.
    """
    points: Ints = 10 + np.floor(10 * np.log2((people + 1) / (likers + 1))).astype(np.int64)
    return np.clip(points, 10, 60)


def part_values(pool: Pool, rules: Rules, points: Ints, v: Ints, s: Ints, metres: Ints) -> Values:
    """The parts of pairs at positions (v, s), in the order of `PARTS`."""
    a, b = pool.volunteers, pool.seekers
    columns = [
        _travel(a, b, rules, v, s, metres),
        _overlap(a.day_parts[v], b.day_parts[s]),
        _goal(a.goals[v], b.goals[s]),
        _interests(a.likes[v], b.likes[s], points),
        _dislikes(a.dislikes[v], b.dislikes[s]),
        _phases(a.phases[v], b.phases[s]),
        _style(a.style[v], b.style[s]),
        _duration(a.months[v], b.months[s]),
        _wishes(pool, v, s),
    ]
    return Values(
        np.stack([value for value, _known in columns], axis=1),
        np.stack([known for _value, known in columns], axis=1),
    )


Column = tuple[Ints, NDArray[np.bool_]]


def _travel(a: Side, b: Side, rules: Rules, v: Ints, s: Ints, metres: Ints) -> Column:
    limit = np.minimum(reach_of(a, v, rules), reach_of(b, s, rules))
    near = FULL - FULL * np.minimum(metres, limit) // np.maximum(limit, 1)
    return near, (a.reach_m[v] > 0) | (b.reach_m[s] > 0)


def _overlap(first: Ints, second: Ints) -> Column:
    common = np.minimum(np.bitwise_count(first & second), 3).astype(np.int64)
    return _AVAILABILITY[common], (first != 0) & (second != 0)


def _goal(offered: Ints, asked: Ints) -> Column:
    asks = np.maximum(np.bitwise_count(asked).astype(np.int64), 1)
    met = np.bitwise_count(offered & asked).astype(np.int64)
    return FULL * met // asks, (offered != 0) & (asked != 0)


def _interests(first: NDArray[np.int8], second: NDArray[np.int8], points: Ints) -> Column:
    shared = (first & second).astype(np.int64) @ points
    return np.minimum(FULL, FULL * shared // ENOUGH_SHARED), _said(first) & _said(second)


def _dislikes(first: NDArray[np.int8], second: NDArray[np.int8]) -> Column:
    shared = (first & second).sum(axis=1, dtype=np.int64)
    return np.minimum(FULL, 500 * shared), _said(first) & _said(second)


def _said(table: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Who said anything at all?"""
    return np.asarray(table.any(axis=1))


def _phases(first: Ints, second: Ints) -> Column:
    shared = np.minimum(np.bitwise_count(first & second), 2).astype(np.int64)
    return _PHASES[shared], (first != 0) & (second != 0)


def count_tables() -> tuple[Ints, Ints]:
    """The value of so many common day-parts, and of so many shared phases of life: (65,) each."""
    numbers = np.arange(65)
    return _AVAILABILITY[np.minimum(numbers, 3)], _PHASES[np.minimum(numbers, 2)]


def _style(first: NDArray[np.int8], second: NDArray[np.int8]) -> Column:
    """A listener goes well with a talker; pace and planning go well when they are alike."""
    both = (first != 0) & (second != 0)
    good = (first == second) ^ np.array([True, False, False])
    answered = both.sum(axis=1, dtype=np.int64)
    fits = (both & good).sum(axis=1, dtype=np.int64)
    return FULL * fits // np.maximum(answered, 1), answered > 0


def style_tables() -> tuple[Ints, NDArray[np.bool_]]:
    """Value of, and whether there is, the style of every two people: (27, 27), by their answers as digits to the base of 3."""
    answers = np.array(list(product((-1, 0, 1), repeat=3)), dtype=np.int8)
    first, second = np.repeat(answers, 27, axis=0), np.tile(answers, (27, 1))
    value, known = _style(first, second)
    return value.reshape(27, 27), known.reshape(27, 27)


def _duration(first: Ints, second: Ints) -> Column:
    longest = np.maximum(np.maximum(first, second), 1)
    return FULL * np.minimum(first, second) // longest, (first > 0) & (second > 0)


def _wishes(pool: Pool, v: Ints, s: Ints) -> Column:
    """Wishes about gender and age: how many are met, of those where the other's answer is known."""
    stated = np.zeros(len(v), dtype=np.int64)
    missed = np.zeros(len(v), dtype=np.int64)
    a, b = pool.volunteers, pool.seekers
    for me, my, other, its in ((a, v, b, s), (b, s, a, v)):
        wanted, gender = me.wish_gender[my], other.gender[its]
        known = (wanted != 0) & (gender != 0)
        stated += known
        missed += known & (wanted & gender == 0)
        wished = (me.wish_age_from[my] > 0) | (me.wish_age_to[my] > 0)
        known = wished & (other.birth_year[its] != 0)
        stated += known
        missed += known & misses_age(pool.year, me, my, other, its)
    return FULL * (stated - missed) // np.maximum(stated, 1), stated > 0


def scores(values: Values, weights: Weights) -> Ints:
    """Σ weight · value / Σ weight over the answered parts, rounded down; 0 when nothing is known."""
    heavy = values.known * weights.as_array()
    sums = heavy.sum(axis=1)
    means: Ints = (heavy * values.value).sum(axis=1) // np.maximum(sums, 1)
    return means


def whole_parts(values: Values, weights: Weights) -> list[dict[str, int]]:
    """For each pair its parts as whole numbers that add up to its score exactly (largest remainder method)."""
    heavy = values.known * weights.as_array()
    total = np.maximum(heavy.sum(axis=1, keepdims=True), 1)
    products = heavy * values.value
    floors, rests = products // total, products % total
    missing = products.sum(axis=1) // total[:, 0] - floors.sum(axis=1)
    rank = np.argsort(np.argsort(-rests, axis=1, kind="stable"), axis=1)
    floors += rank < missing[:, None]
    told = zip(floors.tolist(), values.known.tolist(), strict=True)
    return [
        {name: part for name, part, is_known in zip(PARTS, row, known, strict=True) if is_known}
        for row, known in told
    ]


def bonuses(seekers: Side, rules: Rules) -> Ints:
    """For waiting: 0 on the first day, `bonus_max` from `bonus_full_days` on. Shown apart from the score."""
    days = np.clip(seekers.waiting, 0, rules.bonus_full_days)
    bonus: Ints = rules.bonus_max * days // max(rules.bonus_full_days, 1)
    return bonus
