"""From a pool to a proven best matching.

1. Put the pool in order and take the locked pairs out. 2. Find the best choice over every allowed pair, with its proof
(`optimum`). 3. Explain the chosen pairs and the people left over.
"""

from collections.abc import Callable

import numpy as np

from matching.engine.alternatives import alternatives_of
from matching.engine.errors import BadInput
from matching.engine.leftover import explain_left_over
from matching.engine.optimum import Answer, Task, best_choice
from matching.engine.pools import digest_of, sorted_pool
from matching.engine.prove import head_start
from matching.engine.regions import join, split
from matching.engine.rules import pair_distance
from matching.engine.scoring import bonuses, part_values, rarity, scores, whole_parts
from matching.engine.types import (
    Found,
    LeftOver,
    Matching,
    Objective,
    Pair,
    Pool,
    Rules,
    Weights,
)

Progress = Callable[[str, int], None]
SHORTLIST = 16


def match(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    *,
    shortlist: int = SHORTLIST,
    progress: Progress | None = None,
) -> Matching:
    """The best matching of a pool with its proof. Raises BadInput for arrays that do not fit together.

    `progress(stage, percent)` is called now and then; what it raises ends the search (that is how it is cancelled).
    """
    if shortlist < 1:
        raise BadInput("shortlist")
    pool, tell = sorted_pool(pool), progress or (lambda _stage, _percent: None)
    parts = split(pool, rules)
    if len(parts) == 1:
        return match_region(pool, rules, weights, objective, shortlist=shortlist, tell=tell)
    matchings = [
        match_region(
            part,
            rules,
            weights,
            objective,
            shortlist=shortlist,
            tell=_one_of(tell, number, len(parts)),
        )
        for number, part in enumerate(parts)
    ]
    return join(pool, rules, weights, objective, parts, matchings)


def _one_of(tell: Progress, number: int, parts: int) -> Progress:
    """The progress of the whole, while one part after the other is solved."""
    return lambda stage, percent: tell(stage, (100 * number + percent) // parts)


def match_region(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    *,
    shortlist: int = SHORTLIST,
    tell: Progress = lambda _stage, _percent: None,
) -> Matching:
    """The best matching of a sorted pool that stays in one piece (see `regions`), with its proof."""
    locked = _locked(pool, rules, weights)
    task = _task(pool, rules, weights, objective, locked, tell)
    answer = best_choice(task, shortlist)
    task.tell("reasons", 80)
    both = answer.found.at(answer.chosen).then(locked)
    return Matching(
        pairs=_pairs(task, answer, both),
        left_over=_left_over(task, both),
        total=int(both.value.sum()),
        bound=answer.bound // 2 - task.head * len(answer.chosen) + int(locked.value.sum()),
        prices=answer.price,
        digest=digest_of(pool, rules, weights, objective),
        head_start=task.head,
    )


def _task(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    locked: Found,
    tell: Progress,
) -> Task:
    volunteers, seekers = len(pool.volunteers), len(pool.seekers)
    places = pool.volunteers.capacity - np.bincount(locked.volunteer, minlength=volunteers)
    return Task(
        pool=pool,
        rules=rules,
        weights=weights,
        places=places,
        is_open=~np.isin(np.arange(seekers), locked.seeker),
        head=head_start(pool, rules) if objective == Objective.MOST_PEOPLE else 0,
        tell=tell,
    )


def _pairs(task: Task, answer: Answer, both: Found) -> tuple[Pair, ...]:
    """The chosen pairs, then the locked ones, told in the order of seekers."""
    pool, chosen = task.pool, len(answer.chosen)
    metres = pair_distance(pool, both.volunteer, both.seeker)
    values = part_values(pool, task.rules, rarity(pool), both.volunteer, both.seeker, metres)
    parts = whole_parts(values, task.weights)
    others = alternatives_of(answer, task.places, pool.volunteers.ids)
    rows = zip(
        pool.volunteers.ids[both.volunteer].tolist(),
        pool.seekers.ids[both.seeker].tolist(),
        both.score.tolist(),
        (both.value - both.score).tolist(),
        parts,
        both.seeker.tolist(),
        strict=True,
    )
    pairs = [
        Pair(volunteer, seeker, score, bonus, part, i >= chosen, others.get(at, ()))
        for i, (volunteer, seeker, score, bonus, part, at) in enumerate(rows)
    ]
    return tuple(sorted(pairs, key=lambda pair: pair.seeker))


def _left_over(task: Task, both: Found) -> tuple[LeftOver, ...]:
    return tuple(
        explain_left_over(
            task.pool,
            task.rules,
            task.weights,
            both,
            lambda percent: task.tell("reasons", 80 + percent // 12),
        )
    )


def _locked(pool: Pool, rules: Rules, weights: Weights) -> Found:
    """The locked pairs by position. No rule is judged. Raises BadInput when they are unknown or too many."""
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
    metres = pair_distance(pool, v, s)
    score = scores(part_values(pool, rules, rarity(pool), v, s, metres), weights)
    return Found(v, s, score, score + bonuses(pool.seekers, rules)[s])
