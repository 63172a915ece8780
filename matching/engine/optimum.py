"""The best choice over every allowed pair, with its proof.

1. Short lists: the best `shortlist` pairs of each seeker, from a look at every pair in reach. 2. The best choice among these
(`assign`). 3. Its prices say which pairs left out could improve it: look at every pair in reach again. 4. Take those in, let the
choice settle and repeat from 3, looking only where something became cheaper, until none is left. Then prices and profits are a
proof (`prove`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.engine.assign import solve
from matching.engine.prove import bound_of, prices_of, profits_of, seats_of
from matching.engine.scanning import Scan
from matching.engine.scoring import bonuses
from matching.engine.shortlists import Lists, short_lists
from matching.engine.types import Found, Ints, Pool, Rules, Weights

Tell = Callable[[str, int], None]
ROUNDS = 50  # of pricing and taking in; a few are enough, and the gap tells when they were not
MISSING = 8  # pairs of one seeker that a round takes in at most
CLOSE = 40  # half points
FEW = 300  # pairs: more than so many new ones are solved together, fewer one after the other
TOO_DEAR = 2**40  # half points


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
    lists = short_lists(scan, bonus, task.places, shortlist, bool(task.head), task.tell)
    task.tell("solve", 45)
    answer = _settled(task, lists.found, _begun(task, lists))
    answer, missing = _looked_over(task, scan, bonus, answer, percent=60)
    for turn in range(1, ROUNDS + 1):
        if not len(missing):
            break
        percent, before = min(60 + 4 * turn, 76), answer
        answer = _taken_in(task, answer, missing)
        answer, missing = _looked_over(task, scan, bonus, answer, percent, before, missing)
    return answer


def _begun(task: Task, lists: Lists) -> Answer:
    """The best choice among the pairs that are close to the best of their seeker: nearly always that of all pairs of the lists."""
    gain = 2 * (lists.found.value + lists.head)
    left = gain - lists.price[lists.found.volunteer]
    best = profits_of(lists.found, gain, lists.price, len(task.pool.seekers))
    close = np.flatnonzero(left >= best[lists.found.seeker] - CLOSE)
    narrow = lists.found.at(close)
    seat = solve(narrow, gain[close], task.places, lists.price, lists.seat)
    return _priced(task, narrow, seat, lists.price)


def _gain(task: Task, found: Found) -> Ints:
    gain: Ints = 2 * (found.value + task.head)
    return gain


def _taken_in(task: Task, answer: Answer, missing: Found) -> Answer:
    """The best choice with the missing pairs too."""
    found = answer.found.joined(missing)
    if len(missing) <= FEW:
        return _settled(task, found, answer)
    seat = _seat_of(answer)
    return _priced(
        task, found, solve(found, _gain(task, found), task.places, answer.price, seat), answer.price
    )


def _settled(task: Task, found: Found, answer: Answer) -> Answer:
    """The best choice among these pairs, a few more than those of the answer or counted otherwise."""
    from matching.engine.kernels.settle import settle

    seat, starts = _seat_of(answer), found.starts(len(task.pool.seekers))
    settle(starts, found.volunteer, _gain(task, found), task.places, answer.price, seat)
    return _priced(task, found, seat, answer.price)


def _seat_of(answer: Answer) -> Ints:
    return seats_of(answer.found, answer.gain, answer.chosen, len(answer.profit))[0]


def _priced(task: Task, found: Found, seat: Ints, near: Ints) -> Answer:
    seekers, gain = len(task.pool.seekers), _gain(task, found)
    chosen = np.flatnonzero(seat[found.seeker] == found.volunteer)
    price = prices_of(found, gain, chosen, task.places, seekers, near)
    profit = profits_of(found, gain, price, seekers)
    return Answer(found, gain, chosen, price, profit, bound=0)


def _looked_over(
    task: Task,
    scan: Scan,
    bonus: Ints,
    answer: Answer,
    percent: int,
    before: Answer | None = None,
    taken_in: Found | None = None,
) -> tuple[Answer, Found]:
    """The answer with its bound, and allowed pairs outside the short lists that could improve it.

    After the answer `before`, whose missing pairs were `taken_in`, only what became better since then is looked at: everybody for
    seekers who have less now or had more missing pairs than a round takes in, and for the others the volunteers whose price fell.
    """
    task.tell("proof", percent)
    worth = 2 * (bonus + task.head)
    floor = answer.profit - worth
    looks: list[tuple[Ints, NDArray[np.bool_]]] = [(answer.price, task.is_open)]
    if before is not None and taken_in is not None:
        had_more = np.bincount(taken_in.seeker, minlength=len(floor)) == MISSING
        has_less = (answer.profit < before.profit) | had_more
        fell = np.where(answer.price < before.price, answer.price, TOO_DEAR)
        looks = [(answer.price, has_less), (fell, ~has_less)]
    missing, profit = answer.found.at(np.zeros(0, np.int64)), answer.profit
    for price, asks in looks:
        rows = scan.best(
            MISSING,
            price=price,
            floor=floor,
            asks=asks,
            tell=lambda done: task.tell("proof", percent + done // 25),
        )
        missing = missing.joined(rows.as_found(bonus))
        profit = np.maximum(profit, rows.best + worth)
    return replace(answer, bound=bound_of(answer.price, task.places, profit)), missing
