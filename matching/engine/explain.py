"""Why these two: what they share, what is still to ask, and what differs. Positions and codes; words are made elsewhere."""

import numpy as np

from matching.engine.errors import BadInput
from matching.engine.rules import broken_rules, pair_distance
from matching.engine.scoring import Values, bonuses, part_values, rarity, scores, whole_parts
from matching.engine.solve import sorted_pool
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
    v, s, metres, everybody = v[fine], s[fine], metres[fine], everybody[fine]
    points = rarity(pool)
    score = scores(part_values(pool, rules, points, v, s, metres), weights)
    bonus = bonuses(pool.seekers, rules)[s]
    good = score >= (rules.minimum_score if rules.on & Rule.SCORE else 0)
    order = np.lexsort((others.ids[everybody], -bonus, -score))
    best = order[good[order]][:limit]
    told = explain_at(pool, rules, weights, points, v[best], s[best])
    return [
        Ranked(int(others.ids[everybody[i]]), int(score[i]), int(bonus[i]), explanation)
        for i, explanation in zip(best, told, strict=True)
    ]


def explain_at(
    pool: Pool, rules: Rules, weights: Weights, points: Ints, v: Ints, s: Ints
) -> list[Explanation]:
    """Explanations of the pairs at positions (v, s) of a sorted pool."""
    if not len(v):
        return []
    metres = pair_distance(pool, v, s)
    values = part_values(pool, rules, points, v, s, metres)
    score = scores(values, weights)
    return [
        _explanation(pool, rules, weights, values, score, metres, v, s, i) for i in range(len(v))
    ]


def _explanation(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    values: Values,
    score: Ints,
    metres: Ints,
    v: Ints,
    s: Ints,
    i: int,
) -> Explanation:
    a, b, v_i, s_i = pool.volunteers, pool.seekers, int(v[i]), int(s[i])
    heard = np.minimum(a.languages[v_i], b.languages[s_i])
    return Explanation(
        score=int(score[i]),
        parts=whole_parts(values, weights, i),
        metres=int(metres[i]),
        shared_likes=_ones(a.likes[v_i] & b.likes[s_i]),
        shared_dislikes=_ones(a.dislikes[v_i] & b.dislikes[s_i]),
        shared_languages=_ones(heard >= rules.language_level),
        shared_day_parts=int(a.day_parts[v_i] & b.day_parts[s_i]),
        shared_goals=int(a.goals[v_i] & b.goals[s_i]),
        shared_phases=int(a.phases[v_i] & b.phases[s_i]),
        to_ask=tuple(part for k, part in enumerate(PARTS) if not values.known[i, k]),
        differences=tuple(
            part for k, part in enumerate(PARTS) if values.known[i, k] and values.value[i, k] < LOW
        ),
    )


def _ones(row: np.ndarray) -> tuple[int, ...]:
    return tuple(int(at) for at in np.flatnonzero(row))


def _positions(pool: Pool, volunteer: int, seeker: int) -> tuple[Ints, Ints]:
    v = np.flatnonzero(pool.volunteers.ids == volunteer)
    s = np.flatnonzero(pool.seekers.ids == seeker)
    if not len(v) or not len(s):
        raise BadInput("unknown_person")
    return v, s
