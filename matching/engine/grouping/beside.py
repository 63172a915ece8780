"""Some groups after the other, formed anew in whole groups beside all that stay: those of one cluster, of a few day-parts, of places near each
other.

Only slots that take little from what the prices allow for may open, so that most neighbourhoods of forty groups are still solved exactly. Of answers
that place as many, the one is taken that leaves most to others, at the prices of what it leaves. No plan is exchanged for a worse one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from matching.engine.grouping.answers import Prices, Score
from matching.engine.grouping.bound import UNIT, Pricer
from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.clusters import clusters, most_alone
from matching.engine.grouping.columns import Picker, column_of
from matching.engine.grouping.diving import led
from matching.engine.grouping.greedy import Index, Plan
from matching.engine.grouping.known import Bools, Known
from matching.engine.grouping.parts import among, left_by, open_beside
from matching.engine.grouping.rota import Rota
from matching.engine.grouping.scarcity import Floats
from matching.engine.grouping.whole import Opened, Whole
from matching.engine.types import Ints

SLACK = 3 * UNIT // 10  # a slot that takes more than this from what the prices allow for stays shut
RUN, STEP = 6, 3  # day-parts in a row, and every so many of them
TOGETHER = 32  # groups near each other
NEAREST = 80  # places for them
MANY, MOST = 1_200, 60  # slots, and groups, that are not tried at once
LEFT = 100  # what is left to others counts a hundredth of people placed

Own = list[bool]


class Beside:
    def __init__(
        self, known: Known, pricer: Pricer, prices: Prices, effort: float, each: int = 1
    ) -> None:
        """`effort`: CP-SAT's deterministic time for one neighbourhood; one for `each` so many places."""
        self.known, self.pricer, self.effort, self.each = known, pricer, effort, each
        self.picker = Picker(known)
        self.index = Index(pricer.slots, len(known.people))
        self.least = np.array([max(s.least, not s.must_open) for s in pricer.slots], dtype=np.int64)
        self.alike: dict[tuple[int, int, int], list[int]] = {}
        for number, slot in enumerate(pricer.slots):
            self.alike.setdefault(_sign(slot), []).append(number)
        self.place = np.array([slot.place for slot in pricer.slots], dtype=np.int64)
        self.clusters = sorted(clusters(known, pricer.slots), key=lambda c: -len(c.slots))
        self.prices, self.costs = prices, pricer.costs(prices) // LEFT
        self.gains = (UNIT - prices.people // LEFT).tolist()
        values = pricer.values(prices, points=False)
        self.less = np.zeros(len(pricer.slots), dtype=np.int64)
        for cluster in self.clusters:
            self.less[cluster.slots] = most_alone(pricer, cluster, prices, values)[1]

    def better(self, plan: Plan, rounds: int) -> Plan:
        """A plan at least as good."""
        begun = plan
        for _ in range(rounds):
            before = plan
            for cluster in self.clusters:
                plan = self._again(plan, self._of(plan, cluster.people))
            for first in range(0, self.known.day_parts, STEP):
                plan = self._again(plan, self._within(plan, first))
            for place in range(0, len(self.known.places), self.each):
                plan = self._again(plan, *self._near(plan, place))
            if plan is before:
                break
        return max(begun, plan, key=lambda each: each.score)

    def _of(self, plan: Plan, people: Ints) -> Own:
        inside = np.zeros(len(self.known.people), dtype=np.bool_)
        inside[people] = True
        return [bool(inside[group.coming].any()) for group in plan.groups]

    def _within(self, plan: Plan, first: int) -> Own:
        """The groups of day-parts that follow each other; after the last comes the first."""
        count = self.known.day_parts
        return [(group.slot.day_part - first) % count < RUN for group in plan.groups]

    def _near(self, plan: Plan, place: int) -> tuple[Own, Bools]:
        """The groups that are nearest to a place, and the places that are."""
        away = self._away(place)
        at = np.array([group.slot.place for group in plan.groups], dtype=np.int64)
        nearest = set(np.argsort(away[at], kind="stable")[:TOGETHER].tolist())
        near = away <= np.sort(away)[:NEAREST][-1]
        return [number in nearest for number in range(len(at))], near

    def _away(self, place: int) -> Floats:
        places = self.known.places
        north, east = places.lat - places.lat[place], places.lon - places.lon[place]
        away: Floats = north**2 + (0.63 * east) ** 2
        return away

    def _again(self, plan: Plan, own: Own, near: Bools | None = None) -> Plan:
        """The same plan with these groups formed anew, and others of who is left, at places that are `near`."""
        if sum(own) > MOST:
            return plan
        mine, rest = among(plan, own), among(plan, [not yes for yes in own])
        left = left_by(self.pricer.supply, rest)
        numbers, here = self._open(mine, rest, left, near)
        if not here or len(here) > MANY:
            return plan
        model = Whole(here)
        model.keep(self.known, left)
        costs = self.costs[numbers].tolist()
        _most, opened = model.best(self.effort, list(_begun(here, mine)), costs, self.gains)
        if opened is None:
            return plan
        again = self._formed(numbers, here, opened, left)
        if self._worth(again) <= self._worth(mine):
            return plan
        return Plan([*rest.groups, *again.groups], [*rest.leaders, *again.leaders])

    def _worth(self, plan: Plan) -> tuple[int, int, Score]:
        """People first, then what is left to others."""
        taken = sum(self._taken(group.slot) for group in plan.groups)
        taken += int(self.prices.people[sorted(plan.placed)].sum())
        return plan.score.people, -taken, plan.score

    def _taken(self, slot: Slot) -> int:
        """What the room and the cheapest facilitator of a slot are worth to others."""
        prices, crew = self.prices, list(slot.crew or ())
        room = int(prices.rooms.flat[slot.room]) if slot.frame < 0 else 0
        each = prices.facilitators[crew] + prices.at_day_part[crew, slot.day_part]
        return room + int(each.min()) if crew else room

    def _open(
        self, mine: Plan, rest: Plan, left: Supply, near: Bools | None
    ) -> tuple[list[int], list[Slot]]:
        """Slots for who is not in the rest, with their numbers."""
        free = self.pricer.supply.is_open.copy()
        free[sorted(rest.placed)] = False
        count = np.bincount(self.index.slot[free[self.index.person]], minlength=len(self.least))
        could = (self.less < SLACK) & (count >= self.least)
        if near is not None:
            could &= near[self.place]
        for number in self._used(mine):
            could[number] = count[number] >= self.least[number]
        numbers = np.flatnonzero(could).tolist()
        slots = [self.pricer.slots[number] for number in numbers]
        slots = [replace(slot, people=slot.people[free[slot.people]]) for slot in slots]
        found = list(open_beside(slots, left, rest))
        return [numbers[i] for i, _slot in found], [slot for _number, slot in found]

    def _used(self, mine: Plan) -> Iterator[int]:
        """Slots where these groups are."""
        for group in mine.groups:
            yield from self.alike[_sign(group.slot)]

    def _formed(self, numbers: list[int], here: list[Slot], opened: Opened, left: Supply) -> Plan:
        """Groups of what opened, with somebody to lead each. What the model does not know of may cost one of them."""
        plan, rota = Plan(), Rota(left)
        for number, people in opened:
            coming = self.picker.pick(here[number], people, len(people))
            if coming is None:
                continue
            column = column_of(self.known, here[number], coming)
            if column is not None and led(self.known, rota, len(plan.groups), column):
                whole = column_of(self.known, self.pricer.slots[numbers[number]], coming)
                plan.add(whole or column, None)
        plan.leaders = [rota.led_by.get(key) for key in range(len(plan.groups))]
        return plan


def _sign(slot: Slot) -> tuple[int, int, int]:
    return slot.room, slot.language, slot.frame


def _begun(here: Sequence[Slot], mine: Plan) -> Iterator[tuple[int, list[int]]]:
    """The groups that are there, as slots that open."""
    for group in mine.groups:
        sign, coming = _sign(group.slot), set(group.coming)
        holding = (
            number
            for number, slot in enumerate(here)
            if _sign(slot) == sign and coming <= set(slot.people.tolist())
        )
        yield from ((number, group.coming) for number in islice(holding, 1))
