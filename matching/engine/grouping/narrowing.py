"""Slots as far as they could be a part of what is worth enough: whole groups where those are few, else who may come and who always does.

At any prices an answer loses something on each group that is not the best of its slot. Where all may lose only so much together, each group
may lose no more than that (reduced costs, as in Irnich et al. 2010 for arcs), and much of a slot can be left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from matching.engine.grouping.candidates import Slot
from matching.engine.types import Ints

FEW = 20  # groups of one slot that are written down


@dataclass(frozen=True)
class Narrow:
    """A slot with fewer people; who is in `always` comes whenever it opens."""

    slot: Slot
    always: frozenset[int] = frozenset()


def narrowed(slot: Slot, gains: Ints, spare: int) -> list[Narrow]:
    """What is left of a slot when none of its groups may be worth less than the best by more than `spare`. `gains` by position."""
    order = np.argsort(-gains[slot.people], kind="stable")
    people, worth = slot.people[order], gains[slot.people[order]].tolist()
    sums: list[int] = [0, *np.cumsum(worth).tolist()]
    enough = max(sums[size] for size in slot.sizes) - spare
    groups = list(islice(_groups(worth, sums, slot.sizes, enough), FEW + 1))
    if len(groups) <= FEW:
        return [_only(slot, people[list(group)]) for group in groups]
    each = range(len(worth))
    may = [i for i in each if _with(i, worth, sums, slot.sizes) >= enough]
    always = [i for i in may if _without(i, worth, sums, slot.sizes) < enough]
    return [Narrow(replace(slot, people=np.sort(people[may])), frozenset(people[always].tolist()))]


def _only(slot: Slot, people: Ints) -> Narrow:
    size = len(people)
    return Narrow(replace(slot, people=np.sort(people), least=size, most=size))


def _groups(
    worth: Sequence[int], sums: Sequence[int], sizes: range, enough: int
) -> Iterator[tuple[int, ...]]:
    """Groups that are worth enough; `worth` of each person falls, and `sums` are of the first so many."""

    def with_more(chosen: tuple[int, ...], first: int, value: int) -> Iterator[tuple[int, ...]]:
        have = len(chosen)
        if have in sizes and value >= enough:
            yield chosen
        for i in range(first, len(worth)):
            more = [size - have for size in sizes if 0 < size - have <= len(worth) - i]
            if not more or value + max(sums[i + n] - sums[i] for n in more) < enough:
                break
            yield from with_more((*chosen, i), i + 1, value + worth[i])

    return with_more((), 0, 0)


def _with(i: int, worth: Sequence[int], sums: Sequence[int], sizes: range) -> int:
    """The best group in which number i is."""
    return max(sums[n] if i < n else sums[n - 1] + worth[i] for n in sizes if n)


def _without(i: int, worth: Sequence[int], sums: Sequence[int], sizes: range) -> int:
    """The best group in which number i is not."""
    found = (sums[n] if i >= n else sums[n + 1] - worth[i] for n in sizes if n < len(worth))
    return max(found, default=-(2**62))
