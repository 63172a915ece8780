"""Groups out of shares: what a linear programme opens in part is taken apart into the groups that it mixes."""

from collections.abc import Iterator, Sequence

import numpy as np

from matching.engine.grouping.candidates import Slot
from matching.engine.grouping.columns import Column, Picker, column_of
from matching.engine.grouping.known import Known
from matching.engine.grouping.scarcity import Floats, Scarce

MIXED = 6  # groups of one slot at most


def mixed(known: Known, slots: Sequence[Slot], scarce: Scarce, small: float) -> list[Column]:
    """The groups in these shares, each once; not those with a share below `small`."""
    picker = Picker(known)
    found: dict[tuple[tuple[int, ...], int, int], Column] = {}
    for number in np.flatnonzero(scarce.opens > small).tolist():
        slot = slots[number]
        for people, size in _taken_apart(slot, scarce.opens[number], scarce.comes[number], small):
            coming = picker.pick(slot, people, size)
            column = column_of(known, slot, coming) if coming else None
            if column is not None:
                found.setdefault(column.key, column)
    return list(found.values())


def _taken_apart(
    slot: Slot, opens: float, comes: Floats, small: float
) -> Iterator[tuple[list[int], int]]:
    """People with the largest share first, and how many of them make a group: those who come wherever it opens, and as many others
    as come on average."""
    left = np.minimum(comes, opens)
    for _ in range(MIXED):
        if opens < small:
            break
        order = np.lexsort((slot.people, -left))
        always = int((left > opens - small).sum())
        size = min(max(slot.least, always, round(left.sum() / opens)), slot.most, len(order))
        inside, outside = order[:size], order[size:]
        share = min(left[inside].min(initial=opens), opens - left[outside].max(initial=0))
        share = max(share, opens / 20)
        yield slot.people[order].tolist(), size
        left[inside] = np.maximum(left[inside] - share, 0)
        opens -= share
        left = np.minimum(left, opens)
