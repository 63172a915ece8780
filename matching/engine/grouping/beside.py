"""Some groups after the other, formed anew in whole groups beside all that stay: those of one cluster, of two day-parts, of places near
each other. Each neighbourhood is small enough to be solved exactly, and nothing is exchanged for something worse."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from matching.engine.grouping.answers import Prices
from matching.engine.grouping.bound import UNIT, Pricer
from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.clusters import clusters, most_alone
from matching.engine.grouping.columns import Picker, column_of
from matching.engine.grouping.diving import led
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.known import Known
from matching.engine.grouping.parts import among, left_by, open_beside
from matching.engine.grouping.rota import Rota
from matching.engine.grouping.whole import Opened, Whole
from matching.engine.types import Ints

SLACK = 3 * UNIT // 2  # a slot that takes more than this from what the prices allow for stays shut
TOGETHER, EACH = 24, 5  # groups near each other, and every so many places
MANY = 1_200  # slots that are not tried at once

Own = list[bool]


class Beside:
    def __init__(self, known: Known, pricer: Pricer, prices: Prices, effort: float) -> None:
        self.known, self.pricer, self.effort = known, pricer, effort
        self.picker = Picker(known)
        self.clusters = sorted(clusters(known, pricer.slots), key=lambda c: -len(c.slots))
        values = pricer.values(prices, points=False)
        self.less = np.zeros(len(pricer.slots), dtype=np.int64)
        for cluster in self.clusters:
            self.less[cluster.slots] = most_alone(pricer, cluster, prices, values)[1]

    def better(self, plan: Plan, rounds: int) -> Plan:
        """A plan at least as good."""
        for _ in range(rounds):
            before = plan.score
            for cluster in self.clusters:
                plan = self._again(plan, self._of(plan, cluster.people))
            for day_part in range(self.known.day_parts):
                both = {day_part, (day_part + 7) % self.known.day_parts}
                plan = self._again(plan, [g.slot.day_part in both for g in plan.groups])
            for place in range(0, len(self.known.places), EACH):
                plan = self._again(plan, self._near(plan, place))
            if plan.score == before:
                break
        return plan

    def _of(self, plan: Plan, people: Ints) -> Own:
        inside = np.zeros(len(self.known.people), dtype=np.bool_)
        inside[people] = True
        return [bool(inside[group.coming].any()) for group in plan.groups]

    def _near(self, plan: Plan, place: int) -> Own:
        places = self.known.places
        at = [group.slot.place for group in plan.groups]
        north, east = places.lat[at] - places.lat[place], places.lon[at] - places.lon[place]
        away = np.argsort(north**2 + (0.63 * east) ** 2, kind="stable")
        nearest = set(away[:TOGETHER].tolist())
        return [number in nearest for number in range(len(at))]

    def _again(self, plan: Plan, own: Own) -> Plan:
        """The same plan with these groups formed anew, and others of who is left."""
        mine, rest = among(plan, own), among(plan, [not yes for yes in own])
        left = left_by(self.pricer.supply, rest)
        numbers, here = self._open(mine, rest, left)
        if not here or len(here) > MANY:
            return plan
        model = Whole(here)
        model.keep(self.known, left)
        _most, opened = model.best(self.effort, list(_begun(here, mine)))
        if opened is None:
            return plan
        again = self._formed(numbers, here, opened, left)
        if again.score <= mine.score:
            return plan
        return Plan([*rest.groups, *again.groups], [*rest.leaders, *again.leaders])

    def _open(self, mine: Plan, rest: Plan, left: Supply) -> tuple[list[int], list[Slot]]:
        """Slots for who is not in the rest, with their numbers."""
        free = self.pricer.supply.is_open.copy()
        free[sorted(rest.placed)] = False
        used = {_sign(group.slot) for group in mine.groups}
        numbers, slots = [], []
        for number, slot in enumerate(self.pricer.slots):
            if self.less[number] < SLACK or _sign(slot) in used:
                here = slot.people[free[slot.people]]
                if len(here) >= max(slot.least, 1) or slot.must_open:
                    numbers.append(number)
                    slots.append(replace(slot, people=here))
        found = list(open_beside(slots, left, rest))
        return [numbers[i] for i, _slot in found], [slot for _number, slot in found]

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
