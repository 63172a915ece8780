"""A pool cut into parts that share neither people nor rooms nor facilitators; and a large part cut all the same."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.engine.grouping.candidates import Slot
from matching.engine.grouping.known import Known
from matching.engine.types import Ints

LARGE = 1_500  # people; a larger part is cut by theme, and then by where people live


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
    return [[slots[i] for i in np.flatnonzero(label == one)] for one in np.unique(label)]


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
    if len(people) <= LARGE:
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
        if together and len(together[-1]) + len(block) <= LARGE // 2:
            together[-1] = np.concatenate([together[-1], block])
        else:
            together.append(block)
    return together


def only(slots: Sequence[Slot], people: Ints, frames: frozenset[int]) -> list[Slot]:
    """The slots as far as these people can fill them, and these frames."""
    found = []
    for slot in slots:
        if slot.frame >= 0 and slot.frame not in frames:
            continue
        here = slot.people[np.isin(slot.people, people)]
        if len(here) >= max(slot.least, 1) or slot.must_open:
            found.append(replace(slot, people=here))
    return found
