"""Groups that could be: members of a slot that break no rule together, picked in a wanted order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from matching.engine.grouping.answers import Score
from matching.engine.grouping.candidates import Slot
from matching.engine.grouping.known import NOBODY, Known

Crew = tuple[int, ...]


@dataclass(frozen=True)
class Column:
    """A possible group: `members` are positions, sorted, those of the frame included; `crew` who could lead it, None: nobody
    needs to be found."""

    slot: Slot
    members: tuple[int, ...]
    crew: Crew | None
    score: Score

    @property
    def coming(self) -> list[int]:
        """Without who is locked in it."""
        return [one for one in self.members if one not in self.slot.base]

    @property
    def key(self) -> tuple[tuple[int, ...], int, int]:
        return self.members, self.slot.room, self.slot.language


def column_of(known: Known, slot: Slot, coming: Sequence[int]) -> Column | None:
    """The group with these members; None when nobody can lead it."""
    members = tuple(sorted([*slot.base, *coming]))
    crew = slot.crew
    if crew is not None:
        crew = without_apart(known, crew, members)
        if not crew:
            return None
    return Column(slot, members, crew, known.score(list(members), slot.place))


def without_apart(known: Known, crew: Crew, members: Sequence[int]) -> Crew:
    """Those who are not kept apart from a member."""
    if not known.crew_apart:
        return crew
    return tuple(f for f in crew if known.crew_apart.get(f, NOBODY).isdisjoint(members))


class Picker:
    """Picks members of a slot so that nobody is with whom they must not be, nor alone with a sensitive trait."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.traits: list[int] = known.people.traits.tolist()
        self.sensitive: list[int] = known.people.sensitive.tolist()
        self.household: list[int] = known.people.household.tolist()
        self.by_household = known.rules.kind == "link"

    def clash(self, one: int, members: Sequence[int]) -> bool:
        apart = self.known.apart.get(one)
        if apart and not apart.isdisjoint(members):
            return True
        if self.by_household and self.household[one]:
            return any(self.household[other] == self.household[one] for other in members)
        return False

    def is_together(self, members: Sequence[int], base: Sequence[int] = ()) -> bool:
        """May these all be in one group? Who is locked (`base`) is not judged among themselves."""
        coming = [one for one in members if one not in base]
        together = list(base)
        for one in coming:
            if self.clash(one, together):
                return False
            together.append(one)
        return not self.alone(together, base)

    def alone(self, members: Sequence[int], base: Sequence[int] = ()) -> int:
        """Sensitive traits that only one has; not those that only somebody locked has."""
        once = twice = marked = held = 0
        for one in members:
            has = self.traits[one]
            twice |= once & has
            once |= has
            marked |= self.sensitive[one]
        for one in base:
            held |= self.traits[one]
        return marked & once & ~twice & ~held

    def pick(self, slot: Slot, wanted: Sequence[int], enough: int) -> list[int] | None:
        """Up to `enough` of `wanted`, in that order; None when fewer than the slot needs can be together."""
        chosen = list(slot.base)
        rest: list[int] = []
        for one in wanted:
            full = len(chosen) - len(slot.base) >= enough
            if full or self.clash(one, chosen):
                rest.append(one)
            else:
                chosen.append(one)
        self._keep_company(slot, chosen, rest, enough)
        coming = chosen[len(slot.base) :]
        return coming if len(coming) >= slot.least else None

    def _keep_company(self, slot: Slot, chosen: list[int], rest: list[int], enough: int) -> None:
        """Give whoever would be alone with a sensitive trait company, or leave them out."""
        start = len(slot.base)
        while alone := self.alone(chosen, slot.base):
            trait = alone & -alone
            who = next(one for one in chosen[start:] if self.traits[one] & trait)
            friend = next(
                (one for one in rest if self.traits[one] & trait and not self.clash(one, chosen)),
                None,
            )
            room = len(chosen) - start < enough
            last = next((one for one in reversed(chosen[start:]) if one != who), None)
            if friend is None or (not room and last is None):
                chosen.remove(who)
                continue
            if not room and last is not None:
                chosen.remove(last)
            rest.remove(friend)
            chosen.append(friend)


def every_column(known: Known, slots: Sequence[Slot], most: int) -> list[Column] | None:
    """Every possible group of these slots, the best for each set of people, room and language; None when there may be more than
    `most`."""
    if sum(_count(slot) for slot in slots) > most:
        return None
    picker = Picker(known)
    found: dict[tuple[tuple[int, ...], int, int], Column] = {}
    for slot in slots:
        for coming in _subsets(slot):
            if picker.is_together([*slot.base, *coming], slot.base):
                column = column_of(known, slot, coming)
                if column is not None:
                    found.setdefault(column.key, column)
    return list(found.values())


def _count(slot: Slot) -> int:
    count, people = 0, len(slot.people)
    for size in slot.sizes:
        ways = 1
        for i in range(size):
            ways = ways * (people - i) // (i + 1)
        count += ways
    return count


def _subsets(slot: Slot) -> Iterator[tuple[int, ...]]:
    for size in slot.sizes:
        yield from combinations(slot.people.tolist(), size)


def by_points(known: Known, slot: Slot, people: Sequence[int]) -> list[int]:
    """These people, who fits best first: near to what most share, long waiting, then near by."""
    at = list(people)
    start, end = known.cuts
    points = known.points[[*slot.base, *at]]
    total = points.sum(axis=0)
    focus = [int(total[:start].argmax()), start + int(total[start:end].argmax())]
    focus.append(end + int(total[end:].argmax()))
    value = known.points[at][:, focus].sum(axis=1) + known.waits[at]
    order = np.lexsort((np.array(at), known.metres[at, slot.place], -value))
    return [at[i] for i in order.tolist()]
