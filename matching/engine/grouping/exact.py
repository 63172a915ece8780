"""The best groups of a part of the pool, and the prices that bound it.

A linear programme over all slots says what is scarce. A small part: every possible group is written down, and the best are chosen. A
larger one: clusters bid for rooms and facilitators at prices that are made better round by round; what they bid is taken apart into groups,
as many whole ones as fit, and then some of them are formed anew beside the others. Meanwhile the last prices are proven.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.grouping.answers import Prices
from matching.engine.grouping.beside import Beside
from matching.engine.grouping.bids import Bidders
from matching.engine.grouping.bound import UNIT, Pricer, no_prices
from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.columns import Column, column_of, every_column
from matching.engine.grouping.diving import dive
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.known import Known
from matching.engine.grouping.market import better_prices
from matching.engine.grouping.master import choose
from matching.engine.grouping.scarcity import ROUGH, Floats, Scarce, scarce
from matching.engine.grouping.shares import mixed

FEW = 4_000  # possible groups that are all written down
PLACED = 150  # points that a person placed counts when cohesion is bounded


@dataclass(frozen=True)
class Effort:
    """How much work, never how many seconds: rounds of forming groups anew beside the others, groups taken at once in each dive, the
    smallest share of a group that is looked at, rounds of prices; CP-SAT's deterministic time for a small part, for the bid of a
    cluster, for a ceiling, and for some groups anew; and every how many places those near are formed anew."""

    rounds: int = 1
    dives: tuple[int, ...] = (20, 5, 1)
    share: float = 0.003
    offers: int = 3
    choosing: float = 6.0
    asking: float = 0.25
    ceiling: float = 1.5
    anew: float = 0.2
    each: int = 4


def of_a_block(effort: Effort) -> Effort:
    """For each block of a large part fewer dives, and fewer neighbourhoods with more work for each."""
    return replace(effort, dives=(120,), share=0.02, anew=0.3, each=12)


@dataclass(frozen=True)
class Part:
    """What was found for a part of the pool. `people` and `points` are its prices for the two bounds."""

    plan: Plan
    people: Prices
    points: Prices
    is_best: bool


def solve_part(
    known: Known, supply: Supply, slots: Sequence[Slot], start: Plan, effort: Effort
) -> Part:
    """Groups at least as good as those of `start`, which belong to this part."""
    with ThreadPoolExecutor(1) as aside:
        cohesion = aside.submit(scarce, known, supply, slots, points_of(known, slots), ROUGH)
        found = scarce(known, supply, slots, None)
        pricer = Pricer(known, supply, slots)
        columns = every_column(known, slots, FEW)
        if columns is not None:
            columns = _merged(start.groups, columns)
            plan, is_best = _chosen(known, supply, columns, start, effort)
        else:
            plan, is_best = dived(known, supply, slots, found, start, effort), False
        bidders = Bidders(known, pricer, plan)
        people = better_prices(
            known, bidders, found.prices, effort.offers, effort.asking, len(plan.placed)
        )
        points = replace(cohesion.result().prices, placed=PLACED * UNIT)
        bids = bidders.columns()
        proof = aside.submit(bidders.ask, people, effort.ceiling, exactly=True)
        if not is_best:
            columns = _merged(start.groups, [*drafts_as_they_are(known, slots), *bids])
            plan = _best_dive(known, supply, columns, plan, effort.dives)
            beside = Beside(known, pricer, people, effort.anew, effort.each)
            plan = beside.better(plan, effort.rounds)
        return Part(plan, proof.result(), points, is_best)


def dived(
    known: Known,
    supply: Supply,
    slots: Sequence[Slot],
    found: Scarce,
    start: Plan,
    effort: Effort,
) -> Plan:
    """Whole groups out of shares of slots; those of `start` if they are better."""
    columns = _merged(start.groups, drafts_as_they_are(known, slots))
    columns = _merged(columns, mixed(known, slots, found, effort.share))
    return _best_dive(known, supply, columns, start, effort.dives[:1])


def _best_dive(
    known: Known, supply: Supply, columns: Sequence[Column], start: Plan, dives: Sequence[int]
) -> Plan:
    plans = [dive(known, supply, columns, at_once) for at_once in dives]
    return max([start, *plans], key=lambda each: each.score)


def points_of(known: Known, slots: Sequence[Slot]) -> Floats:
    """About what each slot and each person in it count when cohesion is bounded: as if its group were about what most of them share."""
    start, end = known.cuts
    found = [np.array([known.weights.veteran + known.weights.target] * len(slots))]
    for slot in slots:
        points = known.points[slot.people]
        total = points.sum(axis=0)
        focus = [int(total[:start].argmax()), start + int(total[start:end].argmax())]
        focus.append(end + int(total[end:].argmax()))
        found.append(PLACED + points[:, focus].sum(axis=1) + known.waits[slot.people])
    return np.concatenate(found).astype(np.float64)


def at_their_best(known: Known) -> Prices:
    """Prices for the bound on cohesion where no programme was solved for it: everybody in a group that is all about them."""
    prices, (start, end) = no_prices(known), known.cuts
    for columns in (known.points[:, :start], known.points[:, start:end], known.points[:, end:]):
        prices.people[:] += UNIT * columns.max(axis=1)
    prices.people[:] += UNIT * known.waits
    prices.facilitators[:] = UNIT * (known.weights.veteran + known.weights.target)
    return prices


def drafts_as_they_are(known: Known, slots: Sequence[Slot]) -> list[Column]:
    """Each draft with nobody but who is locked in it: what is taken elsewhere then never leaves it without a group."""
    alone = [column_of(known, slot, ()) for slot in slots if slot.must_open]
    return [column for column in alone if column is not None]


def _merged(first: Sequence[Column], more: Sequence[Column]) -> list[Column]:
    known = {column.key: column for column in [*first, *more]}
    known.update({column.key: column for column in first})
    return list(known.values())


def _chosen(
    known: Known, supply: Supply, columns: list[Column], start: Plan, effort: Effort
) -> tuple[Plan, bool]:
    """The best of all possible groups, and whether that is sure; what was there to begin with, if nothing is better."""
    begun = {column.key for column in start.groups}
    numbers = [i for i, column in enumerate(columns) if column.key in begun]
    choice = choose(known, supply, columns, numbers, effort.choosing)
    if choice is None or choice.plan.score < start.score:
        return start, False
    return choice.plan, choice.is_best
