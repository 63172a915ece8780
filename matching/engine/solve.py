"""From a pool to a proven best matching.

1. Look at every allowed pair, keep the best `shortlist` of each seeker. 2. Solve on these. 3. Price all allowed pairs with the
prices of that answer; those that could improve it join, and 2 again, until none is left. 4. Explain the chosen pairs and the
people left over.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from matching.engine.alternatives import alternatives_of
from matching.engine.assign import head_start, solve
from matching.engine.candidates import allowed_pairs, best_of_each, join, pick
from matching.engine.errors import BadInput
from matching.engine.leftover import explain_left_over
from matching.engine.prove import bound_of, priced, prices_of, profits_of
from matching.engine.rules import pair_distance
from matching.engine.scoring import bonuses, part_values, rarity, scores, whole_parts
from matching.engine.types import (
    Found,
    Ints,
    LeftOver,
    Matching,
    Objective,
    Pair,
    Pool,
    Rules,
    Side,
    Weights,
)

Progress = Callable[[str, int], None]
ROUNDS = 50  # of solving and pricing; a few are enough, and the gap tells when they were not
TELL_EVERY = 20  # blocks, or people left over


@dataclass(frozen=True)
class _Task:
    """What is to be solved: a sorted pool, the places that locked pairs leave, and the seekers without one."""

    pool: Pool
    rules: Rules
    weights: Weights
    objective: Objective
    places: Ints
    is_open: NDArray[np.bool_]
    tell: Progress

    def blocks(self, stage: str, percent: int) -> Iterator[Found]:
        """Every allowed pair of an open seeker with a volunteer who has a place left."""
        self.tell(stage, percent)
        for number, block in enumerate(allowed_pairs(self.pool, self.rules, self.weights), start=1):
            if number % TELL_EVERY == 0:
                self.tell(stage, percent)
            can = self.is_open[block.seeker] & (self.places[block.volunteer] > 0)
            yield pick(block, np.flatnonzero(can))


@dataclass(frozen=True)
class _Answer:
    """The best choice among `found`; `gain` is what a pair counts, `head` what each counts besides its value."""

    found: Found
    gain: Ints
    chosen: Ints
    price: Ints
    profit: Ints
    head: int


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
    if shortlist < 1:
        raise BadInput("shortlist")
    pool = sorted_pool(pool)
    locked = _locked(pool, rules, weights)
    tell = progress or (lambda _stage, _percent: None)
    places = pool.volunteers.capacity - np.bincount(
        locked.volunteer, minlength=len(pool.volunteers)
    )
    is_open = ~np.isin(np.arange(len(pool.seekers)), locked.seeker)
    task = _Task(pool, rules, weights, objective, places, is_open, tell)
    answer, bound = _proven(task, shortlist)
    tell("reasons", 80)
    return _told_matching(task, locked, answer, bound)


def _proven(task: _Task, shortlist: int) -> tuple[_Answer, int]:
    """The best choice, and the bound on the total of every choice (of as many pairs, for MOST_PEOPLE)."""
    lists = [best_of_each(block, shortlist) for block in task.blocks("candidates", 5)]
    found = join(lists)
    head = 0
    if task.objective == Objective.MOST_PEOPLE:
        head = head_start(int(found.value.max(initial=0)), len(task.pool.seekers))
    answer = _solved(task, found, head)
    missing, bound = _look_at_all(task, answer)
    for _round in range(ROUNDS):
        if not len(missing):
            break
        answer = _solved(task, join([answer.found, missing]), head)
        missing, bound = _look_at_all(task, answer)
    return answer, bound - head * len(answer.chosen)


def _solved(task: _Task, found: Found, head: int) -> _Answer:
    # Sorted by people, so that the order in which pairs were found cannot decide between equals.
    found = pick(found, np.lexsort((found.volunteer, found.seeker)))
    gain = found.value + head
    volunteers, seekers = len(task.pool.volunteers), len(task.pool.seekers)
    chosen = solve(found, gain, task.places, seekers)
    price = prices_of(found, gain, chosen, volunteers, seekers)
    return _Answer(found, gain, chosen, price, profits_of(found, gain, price, seekers), head)


def _look_at_all(task: _Task, answer: _Answer) -> tuple[Found, int]:
    """Allowed pairs outside the short lists that could improve the answer, and the bound that its prices give."""
    blocks = ((block, block.value + answer.head) for block in task.blocks("proof", 60))
    missing, profit = priced(blocks, answer.price, answer.profit)
    return missing, bound_of(answer.price, task.places, profit)


def _told_matching(task: _Task, locked: Found, answer: _Answer, bound: int) -> Matching:
    pool, rules, weights = task.pool, task.rules, task.weights
    both = join([pick(answer.found, answer.chosen), locked])
    return Matching(
        pairs=_pairs(task, answer, both),
        left_over=_left_over(task, both),
        total=int(both.value.sum()),
        bound=bound + int(locked.value.sum()),
        prices=answer.price,
        digest=digest_of(pool, rules, weights, task.objective),
        head_start=answer.head,
    )


def _pairs(task: _Task, answer: _Answer, both: Found) -> tuple[Pair, ...]:
    """The chosen pairs, then the locked ones, told in the order of seekers."""
    pool = task.pool
    metres = pair_distance(pool, both.volunteer, both.seeker)
    values = part_values(pool, task.rules, rarity(pool), both.volunteer, both.seeker, metres)
    others = alternatives_of(
        answer.found,
        answer.gain,
        answer.chosen,
        answer.price,
        answer.profit,
        task.places,
        pool.volunteers.ids,
    )
    pairs = [
        Pair(
            volunteer=int(pool.volunteers.ids[both.volunteer[i]]),
            seeker=int(pool.seekers.ids[both.seeker[i]]),
            score=int(both.score[i]),
            bonus=int(both.value[i] - both.score[i]),
            parts=whole_parts(values, task.weights, i),
            locked=i >= len(answer.chosen),
            alternatives=others.get(int(both.seeker[i]), ()),
        )
        for i in range(len(both))
    ]
    return tuple(sorted(pairs, key=lambda pair: pair.seeker))


def _left_over(task: _Task, both: Found) -> tuple[LeftOver, ...]:
    left = []
    for person in explain_left_over(task.pool, task.rules, task.weights, both):
        left.append(person)
        if len(left) % TELL_EVERY == 0:
            task.tell("reasons", 80)
    return tuple(left)


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


def sorted_pool(pool: Pool) -> Pool:
    """The same pool with both sides in the order of ids. Raises BadInput when the arrays do not fit together."""
    a, b = _sorted(pool.volunteers), _sorted(pool.seekers)
    tables = (a.likes, a.dislikes, a.nogos, b.likes, b.dislikes, b.nogos)
    if len({table.shape[1:] for table in tables}) > 1:
        raise BadInput("width")
    if a.languages.shape[1:] != b.languages.shape[1:]:
        raise BadInput("width")
    return replace(pool, volunteers=a, seekers=b)


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
        repr(
            (rules, weights, str(objective), pool.year, sorted(pool.apart), sorted(pool.locked))
        ).encode()
    )
    for side in (pool.volunteers, pool.seekers):
        for column in fields(side):
            array = np.ascontiguousarray(getattr(side, column.name))
            # The shape too: the same bytes on the other side, or in another column, are another input.
            whole.update(repr((column.name, array.shape, array.dtype.str)).encode())
            whole.update(array.tobytes())
    return whole.hexdigest()
