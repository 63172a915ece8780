"""The best groups of a part of the pool, and the prices that bound it.

A small part: every possible group is written down. A larger one: column generation. The linear programme over the groups known
so far gives prices; at these prices each slot shows the group that would help most; those come in, until none helps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.grouping.answers import Prices
from matching.engine.grouping.bound import UNIT, Pricer, no_prices
from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.columns import Column, Picker, column_of, every_column
from matching.engine.grouping.diving import dive
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.known import Known
from matching.engine.grouping.master import Relaxed, choose
from matching.engine.grouping.parts import among, left_by
from matching.engine.types import Ints

FEW = 4_000  # possible groups that are all written down
A_ROUND = 400  # slots that may add a group in one round
PLACED = 150  # points that a person placed counts when cohesion is bounded
CLOSE = 0.004  # of the bound: no more rounds


@dataclass(frozen=True)
class Effort:
    """How much work, never how many seconds: rounds of column generation, groups taken at once in each dive, and CP-SAT's
    deterministic time for a small part."""

    rounds: int = 12
    dives: tuple[int, ...] = (10,)
    choosing: float = 60.0


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
    columns = every_column(known, slots, FEW)
    pricer = Pricer(known, supply, slots)
    if columns is not None:
        merged = _merged(start.groups, columns)
        by_people = _priced(pricer, merged, points=False)
        by_points = _priced(pricer, merged, points=True)
        return _chosen(known, supply, merged, start, by_people, by_points, effort, exactly=True)
    found = _merged(start.groups, drafts_as_they_are(known, slots))
    by_people = generate(pricer, found, points=False, rounds=effort.rounds)
    by_points = generate(pricer, found, points=True, rounds=max(effort.rounds // 6, 1))
    return _chosen(known, supply, found, start, by_people, by_points, effort, exactly=False)


def drafts_as_they_are(known: Known, slots: Sequence[Slot]) -> list[Column]:
    """Each draft with nobody but who is locked in it: what is taken elsewhere then never leaves it without a group."""
    alone = [column_of(known, slot, ()) for slot in slots if slot.must_open]
    return [column for column in alone if column is not None]


def _merged(first: Sequence[Column], more: Sequence[Column]) -> list[Column]:
    known = {column.key: column for column in [*first, *more]}
    known.update({column.key: column for column in first})
    return list(known.values())


def worth_of(column: Column, *, points: bool) -> float:
    if points:
        return PLACED * len(column.coming) + column.score.cohesion
    return len(column.coming)


def _priced(pricer: Pricer, columns: list[Column], *, points: bool) -> Prices:
    relaxed = Relaxed(pricer.known, pricer.supply, lambda c: worth_of(c, points=points))
    relaxed.add(columns)
    return counted(relaxed.solve()[1], points=points)


def counted(prices: Prices, *, points: bool) -> Prices:
    return replace(prices, placed=PLACED * UNIT if points else 0)


def generate(pricer: Pricer, columns: list[Column], *, points: bool, rounds: int) -> Prices:
    """Add to `columns` what could help, and give the prices with the lowest bound."""
    relaxed = Relaxed(pricer.known, pricer.supply, lambda c: worth_of(c, points=points))
    relaxed.add(columns)
    known = {column.key for column in columns}
    maker = _Maker(pricer, points)
    best, lowest = counted(no_prices(pricer.known), points=points), 2**62
    for number in range(rounds):
        value, prices, rooms = relaxed.solve()
        prices = counted(prices, points=points)
        if number:
            # Between the best prices so far and today's: these jump about less.
            prices = _between(best, prices)
        values = pricer.values(prices, points=points)
        bound = pricer.bound(prices, values)
        if bound < lowest:
            best, lowest = prices, bound
        if lowest - value * UNIT <= CLOSE * lowest or (not points and lowest // UNIT <= value):
            break
        new = [c for c in maker.columns(prices, values, rooms) if c.key not in known]
        if not new and number:
            break
        known.update(column.key for column in new)
        columns.extend(new)
        relaxed.add(new)
    return best


def _between(one: Prices, other: Prices) -> Prices:
    return Prices(
        (one.people + other.people) // 2,
        (one.facilitators + other.facilitators) // 2,
        (one.at_day_part + other.at_day_part) // 2,
        (one.rooms + other.rooms) // 2,
        other.placed,
    )


class _Maker:
    """Makes groups that are worth more than they cost."""

    def __init__(self, pricer: Pricer, points: bool) -> None:
        self.pricer, self.points = pricer, points
        self.picker = Picker(pricer.known)

    def columns(self, prices: Prices, values: Ints, rooms: dict[int, float]) -> list[Column]:
        """For the slots worth most: the best group, and the best of people whom this round has not used yet."""
        paid = np.array([rooms.get(int(room), 0.0) for room in self.pricer.rooms])
        more = values - (paid * UNIT).astype(np.int64)[self.pricer.room_of]
        promising = np.flatnonzero(more > UNIT // 1000)
        promising = promising[np.argsort(-more[promising], kind="stable")][:A_ROUND]
        used: set[int] = set()
        found: dict[tuple[tuple[int, ...], int, int], Column] = {}
        seen: dict[tuple[int, ...], int] = {}
        for number in promising.tolist():
            slot = self.pricer.slots[number]
            for people in (
                slot.people.tolist(),
                [p for p in slot.people.tolist() if p not in used],
            ):
                column = self._best(slot, people, prices)
                if column is None or seen.get(column.members, 0) >= 4:
                    continue
                seen[column.members] = seen.get(column.members, 0) + 1
                found.setdefault(column.key, column)
                if used.isdisjoint(column.members):
                    used.update(column.members)
                    break
        return list(found.values())

    def _best(self, slot: Slot, people: Sequence[int], prices: Prices) -> Column | None:
        if len(people) < slot.least:
            return None
        at = np.array(people, dtype=np.int64)
        gains = self._gains(slot, at, prices)
        order = np.lexsort((at, -self.pricer.known.waits[at], -gains))
        sums = np.cumsum(gains[order][: slot.most])
        enough = self._size(slot, sums)
        coming = self.picker.pick(slot, at[order].tolist(), enough)
        return column_of(self.pricer.known, slot, coming) if coming else None

    def _size(self, slot: Slot, sums: Ints) -> int:
        """How many members are worth most."""
        sizes = [size for size in slot.sizes if 0 < size <= len(sums)]
        known, base = self.pricer.known, len(slot.base)

        def worth(size: int) -> tuple[int, int]:
            bonus = UNIT * known.bonus(size + base, False) if self.points else 0
            return int(sums[size - 1]) + bonus, size

        return max(sizes, key=worth, default=0)

    def _gains(self, slot: Slot, at: Ints, prices: Prices) -> Ints:
        if not self.points:
            gains: Ints = UNIT - prices.people[at]
            return gains
        each = [self.pricer.gains(prices, focus)[at] for focus in self.pricer.focuses(slot)]
        return max(each, key=lambda g: int(np.sort(g)[::-1][: slot.most].clip(0).sum()))


def _chosen(
    known: Known,
    supply: Supply,
    columns: list[Column],
    start: Plan,
    by_people: Prices,
    by_points: Prices,
    effort: Effort,
    *,
    exactly: bool,
) -> Part:
    """Whole groups out of those found; what was there to begin with, if nothing is better."""
    if not exactly:
        dives = [dive(known, supply, columns, at_once) for at_once in effort.dives]
        best = max([start, *dives], key=lambda plan: plan.score)
        best = _theme_by_theme(known, supply, columns, best, effort)
        return Part(best, by_people, by_points, False)
    begun = {column.key for column in start.groups}
    numbers = [i for i, column in enumerate(columns) if column.key in begun]
    choice = choose(known, supply, columns, numbers, effort.choosing)
    if choice is None or choice.plan.score < start.score:
        return Part(start, by_people, by_points, False)
    return Part(choice.plan, by_people, by_points, choice.is_best)


def _theme_by_theme(
    known: Known, supply: Supply, columns: list[Column], plan: Plan, effort: Effort
) -> Plan:
    """The groups of each theme as good as they can be beside those of all others."""
    themes = sorted({column.slot.cohort.theme for column in columns})
    for theme in themes if len(themes) > 1 else ():
        own = [group.slot.cohort.theme == theme for group in plan.groups]
        mine, rest = among(plan, own), among(plan, [not yes for yes in own])
        left = left_by(supply, rest)
        rooms = {group.slot.room for group in rest.groups}
        placed = rest.placed
        found = [c for c in columns if c.slot.cohort.theme == theme and c.slot.room not in rooms]
        found = [c for c in _led_by(left, found) if placed.isdisjoint(c.coming)]
        merged = _merged(_led_by(left, mine.groups), found)
        begun = {column.key for column in mine.groups}
        numbers = [i for i, column in enumerate(merged) if column.key in begun]
        choice = choose(known, left, merged, numbers, effort.choosing / 200)
        if choice is not None and choice.plan.score > mine.score:
            better = choice.plan
            plan = Plan([*rest.groups, *better.groups], [*rest.leaders, *better.leaders])
    return plan


def _led_by(left: Supply, columns: Sequence[Column]) -> list[Column]:
    """Those that somebody can still lead."""
    found = []
    for column in columns:
        if column.crew is None:
            found.append(column)
            continue
        taken = left.crew_taken[:, column.slot.day_part]
        crew = tuple(f for f in column.crew if left.capacity[f] > 0 and not taken[f])
        if crew:
            found.append(replace(column, crew=crew))
    return found
