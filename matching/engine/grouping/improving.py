"""Local search: insert who is left, open another group, move and exchange people, meet nearer. Each step makes the answer better, so it ends."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.engine.grouping.answers import Score
from matching.engine.grouping.candidates import Slot, Supply, can_lead
from matching.engine.grouping.columns import Column, Picker, without_apart
from matching.engine.grouping.greedy import Plan, greedy
from matching.engine.grouping.known import NOBODY, Bools, Known
from matching.engine.grouping.rota import Rota

ROUNDS, MANY = 6, 400  # groups; then one round


def improve(known: Known, supply: Supply, plan: Plan, slots: Sequence[Slot]) -> Plan:
    """A plan at least as good."""
    search = _Search(known, supply, plan, slots)
    for _ in range(ROUNDS if len(plan.groups) <= MANY else 1):
        before = search.score
        search.insert()
        search.open()
        search.make_room()
        search.move()
        search.exchange()
        search.come_nearer()
        if search.score == before:
            break
    return search.plan()


class _Search:
    def __init__(self, known: Known, supply: Supply, plan: Plan, slots: Sequence[Slot]) -> None:
        self.known, self.supply, self.slots = known, supply, slots
        self.picker, self.rota = Picker(known), Rota(supply)
        self.groups = [group.slot for group in plan.groups]
        self.members = [list(group.members) for group in plan.groups]
        self.crew = [group.slot.crew for group in plan.groups]
        for key, (group, leader) in enumerate(zip(plan.groups, plan.leaders, strict=True)):
            if leader is not None:
                self.rota.put(key, group.slot.day_part, group.crew or (), leader)
        self.scores = [group.score for group in plan.groups]
        self.can_come = [self._who_can_come(slot) for slot in self.groups]
        self.free: Bools = supply.is_open.copy()
        for members in self.members:
            self.free[members] = False
        self.usable = np.zeros(len(known.people), dtype=np.bool_)
        for slot in slots:
            self.usable[slot.people] = True

    @property
    def score(self) -> Score:
        return sum(self.scores, Score())

    def plan(self) -> Plan:
        plan = Plan()
        for key, slot in enumerate(self.groups):
            members = tuple(sorted(self.members[key]))
            column = Column(slot, members, self.crew[key], self.scores[key])
            plan.add(column, self.rota.led_by.get(key))
        return plan

    def _who_can_come(self, slot: Slot) -> Bools:
        known = self.known
        able: Bools = known.comes[:, slot.place] & known.free[:, slot.day_part]
        able = able & known.speaks[:, slot.language]
        return able & (known.people.theme == slot.cohort.theme) if known.rules.by_theme else able

    def _fits(self, key: int, members: Sequence[int]) -> bool:
        """May these be the members of group `key`? That each could come is known."""
        slot = self.groups[key]
        size = len(members)
        if not slot.least <= size - len(slot.base) <= slot.most:
            return False
        if not self.picker.is_together(members, slot.base) or not goes_together(
            self.known, members
        ):
            return False
        leader = self.rota.led_by.get(key)
        if slot.frame >= 0:
            frame = self.known.pool.frames[slot.frame]
            crew = [
                self.known.crew_at[i] for i in (frame.facilitator, frame.back_up) if i is not None
            ]
        else:
            crew = [] if leader is None else [leader]
        return all(self.known.crew_apart.get(f, NOBODY).isdisjoint(members) for f in crew)

    def _value(self, key: int, members: list[int]) -> Score:
        return self.known.score(members, self.groups[key].place)

    def _set(self, key: int, members: list[int]) -> None:
        self.members[key] = members
        self.scores[key] = self._value(key, members)
        crew = self.groups[key].crew
        if crew is not None and self.known.crew_apart:
            self.crew[key] = without_apart(self.known, crew, members)
            self.rota.limit(key, self.crew[key] or ())

    def _waiting(self) -> list[int]:
        return [int(p) for p in np.flatnonzero(self.free & self.usable)]

    def _open_to(self, person: int) -> list[int]:
        """Groups that this person could come to."""
        return [key for key, able in enumerate(self.can_come) if able[person]]

    def insert(self) -> None:
        for person in self._waiting():
            best: tuple[Score, int] | None = None
            for key in self._open_to(person):
                members = [*self.members[key], person]
                if self._fits(key, members):
                    gain = self._value(key, members) - self.scores[key]
                    if best is None or gain > best[0]:
                        best = gain, key
            if best is not None:
                self._set(best[1], [*self.members[best[1]], person])
                self.free[person] = False

    def open(self) -> None:
        """Groups of those who are left, in rooms and with facilitators that are left."""
        if int((self.free & self.usable).sum()) < 2:
            return
        used = {slot.room for slot in self.groups}
        slots = []
        for slot in self.slots:
            if slot.room not in used and not slot.must_open:
                here = slot.people[self.free[slot.people]]
                if len(here) >= slot.least:
                    slots.append(replace(slot, people=here))
        if slots:
            left = replace(self.supply, is_open=self.free)
            more = greedy(self.known, left, slots, self.rota, len(self.groups))
            for column in more.groups:
                self.groups.append(column.slot)
                self.members.append(list(column.members))
                self.crew.append(column.slot.crew)
                self.scores.append(column.score)
                self.can_come.append(self._who_can_come(column.slot))
                self.free[list(column.members)] = False

    def make_room(self) -> None:
        """Somebody who is left comes in for a member who goes to another group."""
        for person in self._waiting():
            for key in self._open_to(person):
                if self._come_in_for_another(person, key):
                    break

    def _come_in_for_another(self, person: int, key: int) -> bool:
        base = self.groups[key].base
        for member in list(self.members[key]):
            if member in base:
                continue
            here = [*(m for m in self.members[key] if m != member), person]
            if not self._fits(key, here):
                continue
            for other in self._open_to(member):
                there = [*self.members[other], member]
                if other != key and self._fits(other, there):
                    self._set(key, here)
                    self._set(other, there)
                    self.free[person] = False
                    return True
        return False

    def move(self) -> None:
        """People go to a group where all are better off together."""
        for key in range(len(self.groups)):
            for member in list(self.members[key]):
                if member not in self.groups[key].base:
                    self._move(key, member)

    def _move(self, key: int, member: int) -> None:
        here = [m for m in self.members[key] if m != member]
        if not self._fits(key, here):
            return
        less = self._value(key, here) - self.scores[key]
        best: tuple[Score, int] = Score(), -1
        for other in self._open_to(member):
            there = [*self.members[other], member]
            if other != key and self._fits(other, there):
                gain = less + self._value(other, there) - self.scores[other]
                if gain > best[0]:
                    best = gain, other
        if best[1] >= 0:
            self._set(key, here)
            self._set(best[1], [*self.members[best[1]], member])

    def exchange(self) -> None:
        """Two of different groups change places, and somebody who is left comes in for somebody."""
        for key in range(len(self.groups)):
            for other in range(key + 1, len(self.groups)):
                self._exchange(key, other)
        for person in self._waiting():
            self._replace(person)

    def _exchange(self, key: int, other: int) -> None:
        one, two = self.groups[key], self.groups[other]
        if self.known.rules.by_theme and one.cohort.theme != two.cohort.theme:
            return
        able_one, able_two = self.can_come[key], self.can_come[other]
        here = [m for m in self.members[key] if m not in one.base and able_two[m]]
        there = [m for m in self.members[other] if m not in two.base and able_one[m]]
        for a in here:
            for b in there:
                first = [*(m for m in self.members[key] if m != a), b]
                second = [*(m for m in self.members[other] if m != b), a]
                values = self._value(key, first), self._value(other, second)
                if values[0] + values[1] <= self.scores[key] + self.scores[other]:
                    continue
                if self._fits(key, first) and self._fits(other, second):
                    self._set(key, first)
                    self._set(other, second)
                    there.remove(b)
                    break

    def _replace(self, person: int) -> None:
        for key in self._open_to(person):
            for member in list(self.members[key]):
                if member in self.groups[key].base:
                    continue
                members = [*(m for m in self.members[key] if m != member), person]
                if self._value(key, members) > self.scores[key] and self._fits(key, members):
                    self._set(key, members)
                    self.free[person], self.free[member] = False, True
                    return

    def come_nearer(self) -> None:
        """The same group at a place that is less far for all together, with the same facilitator."""
        for key, slot in enumerate(self.groups):
            leader = self.rota.led_by.get(key)
            if slot.frame < 0 and leader is not None:
                self._come_nearer(key, slot, leader)

    def _come_nearer(self, key: int, slot: Slot, leader: int) -> None:
        known, members = self.known, self.members[key]
        able = known.comes[members].all(axis=0) & known.leads_at[leader]
        able &= (known.places.day_parts >> slot.day_part) & 1 > 0
        able &= ~self.supply.room_taken[:, slot.day_part]
        used = {one.place for one in self.groups if one.day_part == slot.day_part and one.frame < 0}
        able[sorted(used)] = False
        metres = known.metres[members].sum(axis=0)
        at = int(np.where(able, metres, 2**60).argmin())
        if not able[at] or metres[at] >= metres[slot.place]:
            return
        crew = can_lead(known, self.supply, at, slot.day_part, slot.language, slot.cohort.theme)
        crew = without_apart(known, crew, members)
        room = at * known.day_parts + slot.day_part
        self.rota.limit(key, crew)
        self.groups[key] = replace(slot, place=at, room=room, crew=crew)
        self.crew[key] = crew
        self.can_come[key] = self._who_can_come(self.groups[key])
        self._set(key, members)


def goes_together(known: Known, members: Sequence[int]) -> bool:
    """Do relation and stage of these go together?"""
    if not known.rules.by_theme:
        return True
    said = [s for s in known.people.stage[list(members)].tolist() if s]
    if said and max(said) - min(said) > known.rules.stage_spread:
        return False
    related = 0
    for relation in known.people.relation[list(members)].tolist():
        related |= 1 << relation if relation else 0
    return not related or any(related & ~mask == 0 for mask in known.relations)
