"""From a pool to a proven best matching.

1. Look at every allowed pair, keep the best `shortlist` of each seeker. 2. Solve on these. 3. Price all allowed pairs with the
prices of that answer; those that could improve it join, and 2 again, until none is left. 4. Explain the chosen pairs and the
people left over.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from matching.engine.assign import head_start, solve
from matching.engine.candidates import allowed_pairs, best_of_each, join, pick
from matching.engine.errors import BadInput
from matching.engine.leftover import explain_left_over
from matching.engine.prove import bound_of, prices_of, that_would_improve
from matching.engine.rules import pair_distance
from matching.engine.scoring import bonuses, part_values, rarity, scores, whole_parts
from matching.engine.types import (

    Alternative,
    Found,
    Ints,
    Matching,
    Objective,
    Pair,
    Pool,
    Rules,
    Side,
    Weights,
)

Progress = Callable[[str, int], None]
ALTERNATIVES = 3


@dataclass(frozen=True)
class _Answer:
    found: Found
    gain: Ints
    chosen: Ints
    price: Ints


def match(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    *,
    shortlist: int = 64,
    progress: Progress | None = None,
) -> Matching:
    """The best matching of a pool with its proof. Raises BadInput for arrays that do not fit together.

    `progress(stage, percent)` is called now and then; what it raises ends the search (that is how it is cancelled).
    """
    tell = progress or (lambda _stage, _percent: None)
    pool = sorted_pool(pool)
    free, locked = _set_locked_apart(pool)
    tell("candidates", 5)
    lists = [best_of_each(block, shortlist) for block in _told(free, rules, weights, tell)]
    found = join(lists)
    extra = _highest(found), len(free.seekers)
    answer = _solve(found, free, objective, extra)
    for _round in range(50):
        tell("proof", 60)
        missing = _missing(answer, free, rules, weights, objective, extra)
        if not len(missing):
            break
        answer = _solve(join([answer.found, missing]), free, objective, extra)
    tell("reasons", 80)
    bound = _bound(answer, free, rules, weights, objective, extra)
    return _told_matching(pool, free, locked, rules, weights, objective, answer, bound, extra)


def _told(free: Pool, rules: Rules, weights: Weights, tell: Progress) -> list[Found]:
    blocks = []
    for block in allowed_pairs(free, rules, weights):
        tell("candidates", 5)
        blocks.append(block)
    return blocks


def _highest(found: Found) -> int:
    return int(found.value.max()) if len(found) else 0


def _gain(found: Found, objective: Objective, extra: tuple[int, int]) -> Ints:
    if objective == Objective.BEST_SCORE:
        return found.value
    return found.value + head_start(*extra)


def _solve(found: Found, free: Pool, objective: Objective, extra: tuple[int, int]) -> _Answer:
    # Sorted by people, so that the order in which pairs were found cannot decide between equals.
    found = pick(found, np.lexsort((found.volunteer, found.seeker)))
    gain = _gain(found, objective, extra)
    volunteers, seekers = len(free.volunteers), len(free.seekers)
    chosen = solve(found, gain, free.volunteers.capacity, seekers)
    return _Answer(found, gain, chosen, prices_of(found, gain, chosen, volunteers, seekers))


def _profit(answer: _Answer, seekers: int) -> Ints:
    """What each seeker has after paying for the place, 0 for nobody."""
    profit = np.zeros(seekers, np.int64)
    np.maximum.at(
        profit, answer.found.seeker, answer.gain - answer.price[answer.found.volunteer]
    )
    return profit


def _missing(
    answer: _Answer,
    free: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    extra: tuple[int, int],
) -> Found:
    """Allowed pairs outside the short lists that could improve the answer."""
    profit = _profit(answer, len(free.seekers))
    better = []
    for block in allowed_pairs(free, rules, weights):
        gain = _gain(block, objective, extra)
        better.append(pick(block, that_would_improve(block, gain, answer.price, profit)))
    return join(better)


def _bound(
    answer: _Answer,
    free: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    extra: tuple[int, int],
) -> int:
    """The bound on the plain total (score + bonus) of everything that is as good in the number of pairs."""
    blocks = (
        (block, _gain(block, objective, extra)) for block in allowed_pairs(free, rules, weights)
    )
    bound = bound_of(blocks, answer.price, free.volunteers.capacity, len(free.seekers))
    if objective == Objective.MOST_PEOPLE:
        bound -= head_start(*extra) * len(answer.chosen)
    return bound


def _told_matching(
    pool: Pool,
    free: Pool,
    locked: Found,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    answer: _Answer,
    bound: int,
    extra: tuple[int, int],
) -> Matching:
    chosen = pick(answer.found, answer.chosen)
    kept = _scored(pool, rules, weights, locked.volunteer, locked.seeker)
    both = join([chosen, kept])
    parts = _parts(pool, rules, weights, both)
    profit = _profit(answer, len(free.seekers))
    ids, seekers = pool.volunteers.ids, pool.seekers.ids
    bonus = bonuses(pool.seekers, rules)
    pairs = [
        Pair(
            volunteer=int(ids[both.volunteer[i]]),
            seeker=int(seekers[both.seeker[i]]),
            score=int(both.score[i]),
            bonus=int(bonus[both.seeker[i]]),
            parts=parts[i],
            locked=i >= len(chosen),
            alternatives=_alternatives(pool, answer, profit, int(both.seeker[i]), int(both.volunteer[i])),
        )
        for i in range(len(both))
    ]
    left = explain_left_over(pool, rules, weights, both)
    return Matching(
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.seeker, pair.volunteer))),
        left_over=tuple(left),
        total=int(both.value.sum()),
        bound=bound + int(kept.value.sum()),
        prices=answer.price,
        digest=digest_of(pool, rules, weights, objective),
        head_start=head_start(*extra) if objective == Objective.MOST_PEOPLE else 0,
    )


def _alternatives(
    pool: Pool, answer: _Answer, profit: Ints, seeker: int, own: int
) -> tuple[Alternative, ...]:
    """The next best volunteers among the listed pairs, by what choosing them would cost the total (reduced cost)."""
    start, end = np.searchsorted(answer.found.seeker, [seeker, seeker + 1])
    rows = np.arange(start, end)
    rows = rows[answer.found.volunteer[rows] != own]
    regret = profit[seeker] + answer.price[answer.found.volunteer[rows]] - answer.gain[rows]
    best = rows[np.lexsort((answer.found.volunteer[rows], regret))][:ALTERNATIVES]
    costs = np.sort(regret, kind="stable")[:ALTERNATIVES]
    return tuple(
        Alternative(
            int(pool.volunteers.ids[answer.found.volunteer[row]]),
            int(answer.found.score[row]),
            int(cost),
        )
        for row, cost in zip(best, costs, strict=True)
    )


def _scored(pool: Pool, rules: Rules, weights: Weights, v: Ints, s: Ints) -> Found:
    if not len(v):
        return Found()
    metres = pair_distance(pool, v, s)
    score = scores(part_values(pool, rules, rarity(pool), v, s, metres), weights)
    return Found(v, s, score, score + bonuses(pool.seekers, rules)[s])


def _parts(pool: Pool, rules: Rules, weights: Weights, both: Found) -> list[dict[str, int]]:
    if not len(both):
        return []
    metres = pair_distance(pool, both.volunteer, both.seeker)
    values = part_values(pool, rules, rarity(pool), both.volunteer, both.seeker, metres)
    return [whole_parts(values, weights, i) for i in range(len(both))]


def _set_locked_apart(pool: Pool) -> tuple[Pool, Found]:
    """The pool without the locked pairs' places and seekers (same positions, nobody to offer), and these pairs."""
    at_v = {int(id_): i for i, id_ in enumerate(pool.volunteers.ids)}
    at_s = {int(id_): i for i, id_ in enumerate(pool.seekers.ids)}
    pairs = sorted(pool.locked, key=lambda pair: (pair[1], pair[0]))
    if any(v not in at_v or s not in at_s for v, s in pairs):
        raise BadInput("locked_pair_unknown")
    v = np.array([at_v[pair[0]] for pair in pairs], np.int64)
    s = np.array([at_s[pair[1]] for pair in pairs], np.int64)
    used = np.bincount(v, minlength=len(pool.volunteers))
    if (used > pool.volunteers.capacity).any() or len(set(s.tolist())) != len(s):
        raise BadInput("locked_over_capacity")
    # Somebody who is locked speaks no language here: no rule lets them be paired again.
    languages = pool.seekers.languages.copy()
    languages[s] = -1
    free = replace(
        pool,
        volunteers=replace(pool.volunteers, capacity=pool.volunteers.capacity - used),
        seekers=replace(pool.seekers, languages=languages),
        locked=frozenset(),
    )
    return free, Found(v, s, np.zeros(len(v), np.int64), np.zeros(len(v), np.int64))


def sorted_pool(pool: Pool) -> Pool:
    """The same pool with both sides in the order of ids. Raises BadInput when the arrays do not fit together."""
    return replace(pool, volunteers=_sorted(pool.volunteers), seekers=_sorted(pool.seekers))


def _sorted(side: Side) -> Side:
    arrays = {f.name: np.asarray(getattr(side, f.name)) for f in fields(side)}
    if any(len(array) != len(side.ids) for array in arrays.values()):
        raise BadInput("length")
    if len(np.unique(side.ids)) != len(side.ids):
        raise BadInput("doubled_id")
    if not (np.isfinite(side.lat).all() and np.isfinite(side.lon).all()):
        raise BadInput("not_a_place")
    if (side.capacity < 0).any():
        raise BadInput("capacity")
    order = np.argsort(side.ids, kind="stable")
    return replace(side, **{name: array[order] for name, array in arrays.items()})


def digest_of(pool: Pool, rules: Rules, weights: Weights, objective: Objective) -> str:
    """A fingerprint of everything that decides the answer (SHA-256, hexadecimal); the same for any order of people."""
    pool = sorted_pool(pool)
    whole = hashlib.sha256(
        repr((rules, weights, str(objective), pool.year, sorted(pool.apart), sorted(pool.locked))).encode()
    )
    for side in (pool.volunteers, pool.seekers):
        for column in fields(side):
            whole.update(np.ascontiguousarray(getattr(side, column.name)).tobytes())
    return whole.hexdigest()


