"""The best choice over every allowed pair, with its proof.

1. Short lists: the best `shortlist` pairs of each seeker, from a look at every pair in reach. 2. The best choice among these
(`assign`). 3. Its prices say which pairs left out could improve it: look at every pair in reach again. 4. Take those in and
repeat from 3, until none is left. Then prices and profits are a proof (`prove`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.engine.assign import solve
from matching.engine.prove import bound_of, prices_of, profits_of, with_missing
from matching.engine.scanning import Scan
from matching.engine.scoring import bonuses
from matching.engine.shortlists import short_lists
from matching.engine.types import Found, Ints, Pool, Rules, Weights

Tell = Callable[[str, int], None]
ROUNDS = 50  # of pricing and taking in; a few are enough, and the gap tells when they were not
MISSING = 8  # pairs of one seeker that a round takes in at most
ONE_BY_ONE = 1500  # one new pair for so many known ones is taken in by itself; more are solved anew


@dataclass(frozen=True)
class Task:
    """What is to be solved: a sorted pool, the places that locked pairs leave, the seekers without one, and what each pair
    counts besides its value (`head`, in points)."""

    pool: Pool
    rules: Rules
    weights: Weights
    places: Ints
    is_open: NDArray[np.bool_]
    head: int
    tell: Tell


@dataclass(frozen=True)
class Answer:
    """The best choice among `found` (by seeker, then volunteer); `chosen` are positions in it.

    In half points: `gain` is what a pair counts, `price` what a place costs, `profit` what the best pair leaves each seeker; no
    choice among all allowed pairs gains more than `bound`.
    """

    found: Found
    gain: Ints
    chosen: Ints
    price: Ints
    profit: Ints
    bound: int


def best_choice(task: Task, shortlist: int) -> Answer:
    task.tell("candidates", 5)
    scan = Scan(
        task.pool,
        task.rules,
        task.weights,
        volunteers=task.places > 0,
        seekers=task.is_open,
    )
    bonus = bonuses(task.pool.seekers, task.rules)
    found = short_lists(scan, bonus, task.places, shortlist, bool(task.head), task.tell)
    task.tell("solve", 45)
    answer, missing = _looked_over(task, scan, bonus, _solved(task, found), percent=60)
    for turn in range(1, ROUNDS + 1):
        if not len(missing):
            break
        percent = min(60 + 4 * turn, 76)
        answer, missing = _looked_over(task, scan, bonus, _taken_in(task, answer, missing), percent)
    return answer


def _solved(task: Task, found: Found) -> Answer:
    gain = _gain(task, found)
    return _priced(task, found, solve(found, gain, task.places, len(task.pool.seekers)))


def _gain(task: Task, found: Found) -> Ints:
    gain: Ints = 2 * (found.value + task.head)
    return gain


def _taken_in(task: Task, answer: Answer, missing: Found) -> Answer:
    """The best choice with the missing pairs too."""
    if len(missing) * ONE_BY_ONE > len(answer.found):
        return _solved(task, answer.found.joined(missing))
    found, chosen = with_missing(
        answer.found,
        answer.gain,
        answer.chosen,
        missing,
        _gain(task, missing),
        task.places,
        answer.price,
        answer.profit,
    )
    return _priced(task, found, chosen)


def _priced(task: Task, found: Found, chosen: Ints) -> Answer:
    seekers, gain = len(task.pool.seekers), _gain(task, found)
    price = prices_of(found, gain, chosen, task.places, seekers)
    profit = profits_of(found, gain, price, seekers)
    return Answer(found, gain, chosen, price, profit, bound=0)


def _looked_over(
    task: Task, scan: Scan, bonus: Ints, answer: Answer, percent: int
) -> tuple[Answer, Found]:
    """The answer with its bound, and allowed pairs outside the short lists that could improve it."""
    task.tell("proof", percent)
    worth = 2 * (bonus + task.head)
    rows = scan.best(
        MISSING,
        price=answer.price,
        floor=answer.profit - worth,
        tell=lambda done: task.tell("proof", percent + done // 25),
    )
    missing = rows.as_found(bonus)
    profit = np.maximum(answer.profit, rows.best + worth)
    return replace(answer, bound=bound_of(answer.price, task.places, profit)), missing
