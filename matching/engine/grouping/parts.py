"""A pool cut into parts that share neither people nor rooms nor facilitators; and a large part cut all the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.known import Known
from matching.engine.types import Ints

LARGE = 1_500  # people; a larger part is cut by theme, and then by where people live
BLOCK, SMALL = 700, 175  # people of a block at most, and of small ones together


def independent(known: Known, slots: Sequence[Slot]) -> list[list[Slot]]:
    """Slots that have anything in common are in one part."""
    if not slots:
        return []
    from matching.engine.kernels.components import label_places

    people, crew = len(known.people), len(known.crew)
    rooms, room = np.unique([slot.room for slot in slots], return_inverse=True)
    first = people + crew + len(rooms)
    nodes = [
        np.concatenate(
            [slot.people, slot.base, people + np.array(slot.crew or (), dtype=np.int64)]
        ).astype(np.int64)
        for slot in slots
    ]
    nodes = [np.append(one, people + crew + r) for one, r in zip(nodes, room.tolist(), strict=True)]
    own = np.repeat(np.arange(len(slots)), [len(one) for one in nodes]) + first
    label = label_places(np.concatenate(nodes), own, first + len(slots))[first:]
    return [[slots[i] for i in np.flatnonzero(label == one).tolist()] for one in np.unique(label)]


def blocks(known: Known, slots: Sequence[Slot]) -> list[Ints]:
    """People (positions) of a part, cut into blocks that are not large: by theme, and one theme by where they live."""
    everybody = np.unique(np.concatenate([np.zeros(0, np.int64), *(s.people for s in slots)]))
    if len(everybody) <= LARGE:
        return [everybody]
    if not known.rules.by_theme:
        return _by_place(known, everybody)
    theme = known.people.theme[everybody]
    found: list[Ints] = []
    for each in np.unique(theme).tolist():
        found.extend(_by_place(known, everybody[theme == each]))
    return _gathered(found)


def _by_place(known: Known, people: Ints) -> list[Ints]:
    if len(people) <= min(BLOCK, LARGE):
        return [people]
    lat, lon = known.people.lat[people], known.people.lon[people]
    along = lat if np.ptp(lat) > np.ptp(lon) * np.cos(np.radians(lat.mean())) else lon
    order = np.lexsort((people, along))
    half = len(people) // 2
    sides = (np.sort(people[order[:half]]), np.sort(people[order[half:]]))
    return [block for side in sides for block in _by_place(known, side)]


def _gathered(found: list[Ints]) -> list[Ints]:
    """Neighbours together, as long as they are not large."""
    together: list[Ints] = []
    for block in found:
        if together and len(together[-1]) + len(block) <= min(SMALL, LARGE // 4):
            together[-1] = np.concatenate([together[-1], block])
        else:
            together.append(block)
    return together


def only(slots: Sequence[Slot], people: Ints, frames: frozenset[int]) -> list[Slot]:
    """The slots as far as these people can fill them, and these frames."""
    inside = np.zeros(int(people.max(initial=0)) + 1, dtype=np.bool_)
    inside[people] = True
    found = []
    for slot in slots:
        if slot.frame >= 0 and slot.frame not in frames:
            continue
        known = slot.people[slot.people < len(inside)]
        here = known[inside[known]]
        if len(here) >= max(slot.least, 1) or slot.must_open:
            found.append(replace(slot, people=here))
    return found


def among(plan: Plan, wanted: Sequence[bool]) -> Plan:
    """The groups of a plan for which `wanted` is true."""
    chosen = [i for i, yes in enumerate(wanted) if yes]
    return Plan([plan.groups[i] for i in chosen], [plan.leaders[i] for i in chosen])


def left_by(supply: Supply, rest: Plan) -> Supply:
    """What these groups leave of the facilitators."""
    capacity, taken = supply.capacity.copy(), supply.crew_taken.copy()
    for group, leader in zip(rest.groups, rest.leaders, strict=True):
        if leader is not None:
            capacity[leader] -= 1
            taken[leader, group.slot.day_part] = True
    return replace(supply, capacity=capacity, crew_taken=taken)


def still_open(slots: Sequence[Slot], left: Supply, rest: Plan) -> list[Slot]:
    """Slots whose room is free, with those who can still lead them."""
    return [slot for _number, slot in open_beside(slots, left, rest)]


def open_beside(slots: Sequence[Slot], left: Supply, rest: Plan) -> Iterator[tuple[int, Slot]]:
    """The same with their numbers."""
    used = {group.slot.room for group in rest.groups}
    known: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}
    for number, slot in enumerate(slots):
        if slot.room in used:
            continue
        if slot.crew is not None:
            key = (slot.day_part, slot.crew)
            if key not in known:
                taken = left.crew_taken[:, slot.day_part]
                known[key] = tuple(f for f in slot.crew if left.capacity[f] > 0 and not taken[f])
            if not known[key]:
                continue
            slot = replace(slot, crew=known[key])
        yield number, slot
