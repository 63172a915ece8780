"""Why these two: what they share, what is still to ask, and what differs. Positions and codes; words are made elsewhere."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.errors import BadInput
from matching.engine.pools import sorted_pool
from matching.engine.rules import broken_rules, pair_distance
from matching.engine.scoring import bonuses, part_values, rarity, scores, whole_parts
from matching.engine.types import (
    PARTS,
    Explanation,
    Ints,
    Pool,
    Ranked,
    Rule,
    Rules,
    Weights,
)

LOW = 400  # a part below this is a difference worth talking about


def check_pair(pool: Pool, rules: Rules, weights: Weights, *, volunteer: int, seeker: int) -> Rule:
    """The hard rules that this pair breaks now, the minimum score included; `Rule(0)` when it is allowed."""
    pool = sorted_pool(pool)
    v, s = _positions(pool, volunteer, seeker)
    metres = pair_distance(pool, v, s)
    broken = int(broken_rules(pool, rules, v, s, metres)[0])
    values = part_values(pool, rules, rarity(pool), v, s, metres)
    if rules.on & Rule.SCORE and scores(values, weights)[0] < rules.minimum_score:
        broken |= Rule.SCORE
    return Rule(broken)


def explain_pair(
    pool: Pool, rules: Rules, weights: Weights, *, volunteer: int, seeker: int
) -> Explanation:
    """Raises BadInput when one of the two is not in the pool."""
    pool = sorted_pool(pool)
    v, s = _positions(pool, volunteer, seeker)
    return explain_at(pool, rules, weights, rarity(pool), v, s)[0]


def rank(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    *,
    person: int,
    is_volunteer: bool,
    limit: int = 50,
) -> list[Ranked]:
    """Everybody on the other side who is allowed for this person, best first (score, then bonus, then id).

    The same rules and scores as a run. Raises BadInput when the person is not in the pool.
    """
    pool = sorted_pool(pool)
    points = rarity(pool)
    found = _fitting(pool, rules, weights, points, person, is_volunteer)
    best = found.order[:limit]
    told = explain_at(pool, rules, weights, points, found.v[best], found.s[best])
    return [
        Ranked(int(found.ids[i]), int(found.score[i]), int(found.bonus[i]), explanation)
        for i, explanation in zip(best, told, strict=True)
    ]


def scores_for(
    pool: Pool, rules: Rules, weights: Weights, *, person: int, is_volunteer: bool
) -> dict[int, int]:
    """Id → score of everybody whom `rank` would list, in its order, without a word of explanation."""
    pool = sorted_pool(pool)
    found = _fitting(pool, rules, weights, rarity(pool), person, is_volunteer)
    order = found.order
    return dict(zip(found.ids[order].tolist(), found.score[order].tolist(), strict=True))


@dataclass(frozen=True)
class _Fitting:
    """Pairs of one person that break no rule but perhaps the minimum: positions, ids of the others, scores. `order` holds those that
    are good enough, best first."""

    v: Ints
    s: Ints
    ids: Ints
    score: Ints
    bonus: Ints
    order: Ints


def _fitting(
    pool: Pool, rules: Rules, weights: Weights, points: Ints, person: int, is_volunteer: bool
) -> _Fitting:
    mine = pool.volunteers if is_volunteer else pool.seekers
    others = pool.seekers if is_volunteer else pool.volunteers
    at = np.flatnonzero(mine.ids == person)
    if not len(at):
        raise BadInput("unknown_person")
    everybody = np.arange(len(others))
    alone = np.full(len(others), at[0])
    v, s = (alone, everybody) if is_volunteer else (everybody, alone)
    metres = pair_distance(pool, v, s)
    fine = broken_rules(pool, rules, v, s, metres) == 0
    v, s, metres, ids = v[fine], s[fine], metres[fine], others.ids[fine]
    score = scores(part_values(pool, rules, points, v, s, metres), weights)
    bonus = bonuses(pool.seekers, rules)[s]
    good = score >= (rules.minimum_score if rules.on & Rule.SCORE else 0)
    order = np.lexsort((ids, -bonus, -score))
    return _Fitting(v, s, ids, score, bonus, order[good[order]])


def explain_at(
    pool: Pool, rules: Rules, weights: Weights, points: Ints, v: Ints, s: Ints
) -> list[Explanation]:
    """Explanations of the pairs at positions (v, s) of a sorted pool."""
    if not len(v):
        return []
    a, b = pool.volunteers, pool.seekers
    metres = pair_distance(pool, v, s)
    values = part_values(pool, rules, points, v, s, metres)
    heard = np.minimum(a.languages[v], b.languages[s]) >= rules.language_level
    rows = zip(
        scores(values, weights).tolist(),
        whole_parts(values, weights),
        metres.tolist(),
        _positions_of(a.likes[v] & b.likes[s]),
        _positions_of(a.dislikes[v] & b.dislikes[s]),
        _positions_of(heard),
        (a.day_parts[v] & b.day_parts[s]).tolist(),
        (a.goals[v] & b.goals[s]).tolist(),
        (a.phases[v] & b.phases[s]).tolist(),
        _names_of(~values.known),
        _names_of(values.known & (values.value < LOW)),
        strict=True,
    )
    return [Explanation(*row) for row in rows]


def _positions_of(table: NDArray[Any]) -> list[tuple[int, ...]]:
    """For each row the columns that are not 0."""
    row, column = np.nonzero(table)
    ends = np.searchsorted(row, np.arange(1, len(table))).tolist()
    columns = column.tolist()
    return [
        tuple(columns[start:end])
        for start, end in zip([0, *ends], [*ends, len(columns)], strict=True)
    ]


def _names_of(table: NDArray[np.bool_]) -> list[tuple[str, ...]]:
    """For each row the parts that hold."""
    return [tuple(PARTS[part] for part in row) for row in _positions_of(table)]


def _positions(pool: Pool, volunteer: int, seeker: int) -> tuple[Ints, Ints]:
    v = np.flatnonzero(pool.volunteers.ids == volunteer)
    s = np.flatnonzero(pool.seekers.ids == seeker)
    if not len(v) or not len(s):
        raise BadInput("unknown_person")
    return v, s
