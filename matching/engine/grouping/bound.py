"""How much better any grouping could be: a sum of prices that no grouping can exceed (Lagrangian duality).

For any prices ≥ 0, a grouping is worth at most what all people, facilitators and their day-parts cost, and what the best slot of
each room is worth beyond that. The best members of a slot are its dearest, taken in order: who must not be together is ignored,
which only raises the bound. All numbers are whole: UNIT parts of a person, or of a point of cohesion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.grouping.answers import Prices
from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.known import Known
from matching.engine.types import Ints

UNIT = 1_000_000
NEVER = -(2**50)


@dataclass(frozen=True)
class _Bundle:
    """Slots with as many people (padded with nobody, the last row of gains): positions (k, w)."""

    slots: Ints
    people: Ints


class Pricer:
    """The same slots at many prices. A slot's cohort decides which stage, relation and age its group can be about."""

    def __init__(self, known: Known, supply: Supply, slots: Sequence[Slot]) -> None:
        self.known, self.supply, self.slots = known, supply, slots
        rooms = np.array([slot.room for slot in slots], dtype=np.int64)
        self.rooms, self.room_of = np.unique(rooms, return_inverse=True)
        self.must = np.zeros(len(self.rooms), dtype=np.bool_)
        self.must[self.room_of[[i for i, s in enumerate(slots) if s.must_open]]] = True
        crews = sorted({(s.day_part, s.crew) for s in slots if s.crew is not None})
        number = {crew: i for i, crew in enumerate(crews)}
        self.crew_of = np.array(
            [-1 if s.crew is None else number[s.day_part, s.crew] for s in slots], dtype=np.int64
        )
        sizes = [len(crew) for _day_part, crew in crews]
        self._crew_starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)[:-1]
        self._crew_who = np.array([f for _d, crew in crews for f in crew], dtype=np.int64)
        self._crew_when = np.repeat(np.array([d for d, _c in crews], dtype=np.int64), sizes)
        self.bundles = list(self._bundled())
        self.bonus = self._bonuses()
        self.base = [list(slot.base) for slot in slots]

    def _bundled(self) -> Iterator[_Bundle]:
        nobody = len(self.known.people)
        width = np.array([_width(len(slot.people)) for slot in self.slots], dtype=np.int64)
        signs = [_sign(slot) for slot in self.slots]
        for wide, sign in sorted(set(zip(width.tolist(), signs, strict=True))):
            at = np.array(
                [i for i, s in enumerate(signs) if width[i] == wide and s == sign], dtype=np.int64
            )
            people = np.full((len(at), wide), nobody, dtype=np.int64)
            for row, i in enumerate(at.tolist()):
                people[row, : len(self.slots[i].people)] = self.slots[i].people
            yield _Bundle(at, people)

    def _bonuses(self) -> Ints:
        """(slots, most + 1): points of a group when so many come in, minus infinity where that is too few or too many."""
        most = max([slot.most for slot in self.slots], default=0)
        table = np.full((len(self.slots), most + 1), NEVER, dtype=np.int64)
        veteran = self.known.people.veteran
        for i, slot in enumerate(self.slots):
            has = bool(veteran[slot.people].any() or veteran[list(slot.base)].any())
            for size in range(slot.least, slot.most + 1):
                whole = size + len(slot.base)
                table[i, size] = self.known.bonus(whole, has) if whole else 0
        return table

    def crew_prices(self, prices: Prices) -> Ints:
        """The cheapest facilitator of each slot."""
        each = prices.facilitators[self._crew_who]
        each = each + prices.at_day_part[self._crew_who, self._crew_when]
        cheapest = np.zeros(1, dtype=np.int64)
        if len(each):
            cheapest = np.append(np.minimum.reduceat(each, self._crew_starts), 0)
        priced: Ints = cheapest[self.crew_of]
        return priced

    def values(self, prices: Prices, *, points: bool) -> Ints:
        """What each slot is worth at these prices, at most. Without `points` a person counts one."""
        value = np.full(len(self.slots), NEVER, dtype=np.int64)
        for bundle in self.bundles:
            value[bundle.slots] = self._bundle_values(bundle, prices, points)
        return value - self.costs(prices)

    def costs(self, prices: Prices) -> Ints:
        """Of each slot: its room and its cheapest facilitator."""
        ordinary = self.rooms < prices.rooms.size
        paid = np.zeros(len(self.rooms), dtype=np.int64)
        paid[ordinary] = prices.rooms.ravel()[self.rooms[ordinary]]
        costs: Ints = self.crew_prices(prices) + paid[self.room_of]
        return costs

    def _bundle_values(self, bundle: _Bundle, prices: Prices, points: bool) -> Ints:
        bonus = self.bonus[bundle.slots]
        reachable = np.where(bonus > NEVER, 0, NEVER)
        if not points:
            return self._best_sums(bundle, UNIT - prices.people, reachable)
        best = np.full(len(bundle.slots), NEVER, dtype=np.int64)
        for focus in self.focuses(self.slots[bundle.slots[0]]):
            gains = self.gains(prices, focus)
            base = np.array([self._locked_points(i, focus) for i in bundle.slots.tolist()])
            sums = self._best_sums(bundle, gains, np.where(bonus > NEVER, UNIT * bonus, NEVER))
            best = np.maximum(best, sums + UNIT * base)
        return best

    def gains(self, prices: Prices, focus: tuple[int, int, int]) -> Ints:
        """What each person is worth in a group about these columns of points, beyond their price."""
        points = self.known.points[:, list(focus)].sum(axis=1) + self.known.waits
        gains: Ints = prices.placed + UNIT * points - prices.people
        return gains

    def _locked_points(self, slot: int, focus: tuple[int, int, int]) -> int:
        base = self.base[slot]
        if not base:
            return 0
        points = self.known.points[base][:, list(focus)].sum() + self.known.waits[base].sum()
        return int(points)

    def _best_sums(self, bundle: _Bundle, gains: Ints, extra: Ints) -> Ints:
        """The best sum of so many gains and the extra for that number."""
        dear = np.append(gains, NEVER)[bundle.people]
        wide, most = dear.shape[1], extra.shape[1] - 1
        if wide > most:
            dear = -np.partition(-dear, max(most - 1, 0), axis=1)[:, :most]
        dear = -np.sort(-dear, axis=1)
        sums = np.zeros((len(dear), most + 1), dtype=np.int64)
        np.cumsum(np.maximum(dear, NEVER // 64), axis=1, out=sums[:, 1 : dear.shape[1] + 1])
        sums[:, dear.shape[1] + 1 :] = NEVER
        best: Ints = (np.maximum(sums, NEVER // 2) + np.maximum(extra, NEVER // 2)).max(axis=1)
        return best

    def focuses(self, slot: Slot) -> list[tuple[int, int, int]]:
        """Columns of points (stage, relation, age) that a group of this slot can be about; others are worth no more."""
        start, end = self.known.cuts
        ages = range(end, self.known.points.shape[1])
        stages, relations = list(range(start)), list(range(start, end))
        if not slot.base:
            first, last = slot.cohort.stages
            said = self.known.stages
            stages = [i for i in stages if first <= said[i] <= last] or stages
            related, mask = self.known.relations_said, slot.cohort.relations
            relations = [i for i in relations if mask >> related[i - start] & 1] or relations
        return [
            (stage, relation, age) for stage in stages for relation in relations for age in ages
        ]

    def bound(self, prices: Prices, values: Ints) -> int:
        """No grouping is worth more, in parts of UNIT. People who are locked are not counted, their points are."""
        best = np.full(len(self.rooms), NEVER, dtype=np.int64)
        np.maximum.at(best, self.room_of, values)
        total = int(np.where(self.must, best, np.maximum(best, 0)).sum())
        return total + int(prices.people[self.supply.is_open].sum()) + self.shared(prices)

    def shared(self, prices: Prices) -> int:
        """What everything costs that more than one cluster could use."""
        total = int((prices.facilitators * np.maximum(self.supply.capacity, 0)).sum())
        total += int(prices.at_day_part[~self.supply.crew_taken].sum())
        return total + int(prices.rooms.sum())


def no_prices(known: Known) -> Prices:
    crew = len(known.crew)
    return Prices(
        np.zeros(len(known.people), dtype=np.int64),
        np.zeros(crew, dtype=np.int64),
        np.zeros((crew, known.day_parts), dtype=np.int64),
        np.zeros((len(known.places), known.day_parts), dtype=np.int64),
    )


def _width(count: int) -> int:
    """Next wider bundle: 4, 8, 12, 16, 24, 32, 48, 64, …"""
    width = 4
    while width < count:
        width += 4 if width < 16 else width // 2 if width & (width - 1) == 0 else width // 3
    return width


def _sign(slot: Slot) -> tuple[int, int, int, int]:
    """Slots with the same sign can be about the same."""
    return slot.cohort.relations, *slot.cohort.stages, slot.frame
