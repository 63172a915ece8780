"""The answer to begin with: the slot that most people fit, again and again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine.grouping.answers import Score
from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.columns import Column, Picker, by_points, column_of
from matching.engine.grouping.known import Bools, Known
from matching.engine.grouping.rota import Rota
from matching.engine.types import Ints


@dataclass
class Plan:
    """Groups and who leads them: the number of a group is its key in `rota`."""

    groups: list[Column] = field(default_factory=list)
    leaders: list[int | None] = field(default_factory=list)

    @property
    def score(self) -> Score:
        return sum((group.score for group in self.groups), Score())

    @property
    def placed(self) -> set[int]:
        return {one for group in self.groups for one in group.members}

    def add(self, group: Column, leader: int | None) -> None:
        self.groups.append(group)
        self.leaders.append(leader)


class Index:
    """Slots as arrays: which people each has, and the other way round."""

    def __init__(self, slots: Sequence[Slot], people: int) -> None:
        self.counts = np.array([len(slot.people) for slot in slots], dtype=np.int64)
        empty = np.zeros(0, dtype=np.int64)
        self.person = np.concatenate([empty, *(slot.people for slot in slots)])
        self.slot = np.repeat(np.arange(len(slots)), self.counts)
        self.enough = np.array(
            [slot.least if slot.frame < 0 else 0 for slot in slots], dtype=np.int64
        )
        order = np.argsort(self.person, kind="stable")
        self._slots_of = self.slot[order]
        self._starts = np.searchsorted(self.person[order], np.arange(people + 1))

    def slots_of(self, people: Sequence[int]) -> Ints:
        """With repetitions."""
        runs = [self._slots_of[self._starts[p] : self._starts[p + 1]] for p in people]
        return np.concatenate([np.zeros(0, dtype=np.int64), *runs])

    def reached_by(self, people: Ints) -> list[int]:
        """Slots that enough of these could come to; all of frames."""
        inside = np.zeros(len(self._starts) - 1, dtype=np.bool_)
        inside[people] = True
        count = np.bincount(self.slot[inside[self.person]], minlength=len(self.counts))
        numbers: list[int] = np.flatnonzero(count >= self.enough).tolist()
        return numbers


def greedy(
    known: Known,
    supply: Supply,
    slots: Sequence[Slot],
    rota: Rota | None = None,
    first_key: int = 0,
) -> Plan:
    """Groups until no slot is left that enough people fit. Frames with members come first. In `rota` their keys count from
    `first_key`."""
    return Greedy(known, supply, slots, rota or Rota(supply), first_key).run()


class Greedy:
    def __init__(
        self, known: Known, supply: Supply, slots: Sequence[Slot], rota: Rota, first_key: int
    ) -> None:
        self.known, self.slots, self.rota, self.first_key = known, slots, rota, first_key
        self.picker, self.plan = Picker(known), Plan()
        self.free: Bools = supply.is_open.copy()
        self.index = Index(slots, len(known.people))
        self.left = self.index.counts.copy()
        self.least = np.array([slot.least for slot in slots], dtype=np.int64)
        self.most = np.array([slot.most for slot in slots], dtype=np.int64)
        self.alive = np.ones(len(slots), dtype=np.bool_)
        self.rooms: dict[int, list[int]] = {}
        for number, slot in enumerate(slots):
            self.rooms.setdefault(slot.room, []).append(number)

    def run(self) -> Plan:
        for frame in sorted({s.frame for s in self.slots if s.must_open}):
            numbers = [i for i, slot in enumerate(self.slots) if slot.frame == frame]
            self._open(max(numbers, key=lambda i: (self.left[i], -i)), only_if_better=False)
        while True:
            fits = np.where(self.alive & (self.left >= self.least), self._worth(), 0)
            best = int(fits.argmax()) if len(fits) else 0
            if not len(fits) or fits[best] <= 0:
                led_by, first = self.rota.led_by, self.first_key
                keys = range(first, first + len(self.plan.groups))
                self.plan.leaders = [led_by.get(key) for key in keys]
                return self.plan
            self._open(best)

    def _worth(self) -> Ints:
        worth: Ints = np.minimum(self.left, self.most)
        return worth

    def _open(self, number: int, only_if_better: bool = True) -> None:
        slot, known = self.slots[number], self.known
        here = [one for one in slot.people.tolist() if self.free[one]]
        enough = min(slot.most, len(here))
        target = max(known.rules.target - len(slot.base), 1)
        if len(here) >= target + max(slot.least, 1):
            enough = min(enough, max(target, slot.least))
        coming = self.picker.pick(slot, by_points(known, slot, here), enough) or []
        column = column_of(known, slot, coming) if coming or not only_if_better else None
        if column is None or not self._led(column):
            self.alive[number] = False
            return
        self.free[list(column.members)] = False
        self.left -= np.bincount(self.index.slots_of(column.coming), minlength=len(self.left))
        self.alive[self.rooms[slot.room]] = False

    def _led(self, column: Column) -> bool:
        key = self.first_key + len(self.plan.groups)
        if column.crew is not None:
            near = self.known.crew_metres[:, column.slot.place]
            crew = sorted(column.crew, key=lambda who: (near[who], who))
            if not self.rota.give(key, column.slot.day_part, crew):
                return False
        self.plan.add(column, None)
        self.plan.leaders = [self.rota.led_by.get(i) for i in range(key + 1)]
        return True
