"""Which numbers of a table are not shown, so that nobody can work out how many people a small group has.

Primary suppression hides a count of 1 to K - 1. Secondary suppression hides more counts of the same column, the smallest
first, until what is left to subtract from does not help: whoever knows the sum of the hidden counts, and even which of them are
the small ones, still finds every number from 1 to K - 1 possible for each small one. Zero is shown: it describes nobody.
The terms are those of Hundepool and others, Handbook on Statistical Disclosure Control.
"""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

# With three, whoever knows two of the people knows the third. In a small organisation people know each other: five leaves a
# group in which somebody who knows two or three still cannot tell who the others are.
K = 5


@dataclass(frozen=True)
class Hidden:
    """The rows of one column that are not shown, and whether its total is not shown either."""

    rows: frozenset[str]
    total: bool = False


def hide(
    counts: Mapping[str, int],
    *,
    total: int,
    of: Mapping[str, int] | None = None,
    of_total: int = 0,
    gone: Collection[str] = (),
) -> Hidden:
    """What to hide of one column of a table, by row.

    With `of` the counts are parts ("12 of 20 were matched"): then the rest (8) must not be a small group either. Rows in `gone`
    are hidden anyway, because the number that they are a part of is; so are the parts of a small group.

    1. A small total hides everything. 2. Every small count is hidden. 3. While a hidden count can be worked out too well, the
    smallest count that is still shown is hidden too. 4. When that does not help, the total is hidden.
    """
    small = {row for row, whole in (of or {}).items() if 0 < whole < K}
    column = _Column(counts, of, small.union(gone))
    if _is_small(total, of_total if of is not None else None):
        return Hidden(frozenset(counts), total=True)
    hidden = {row for row in counts if row in column.gone or column.is_small(row)}
    if total == 0:  # it says "nobody" of every group at once, and that is no secret
        return Hidden(frozenset(hidden))
    spare = sorted(
        (row for row in counts if column.helps(row) and row not in hidden), key=column.size
    )
    while not column.is_safe(hidden) and spare:
        hidden.add(spare.pop(0))
    return Hidden(frozenset(hidden), total=not column.is_safe(hidden))


def _is_small(count: int, of: int | None) -> bool:
    return 0 < count < K or (of is not None and 0 < of - count < K)


@dataclass(frozen=True)
class _Column:
    counts: Mapping[str, int]
    of: Mapping[str, int] | None
    gone: Set[str]

    def size(self, row: str) -> tuple[int, str]:
        return self.counts[row], row

    def is_small(self, row: str) -> bool:
        return _is_small(self.counts[row], self.of[row] if self.of else None)

    def helps(self, row: str) -> bool:
        """Zero and "all of them" are no secret that could hide another."""
        return self.counts[row] > 0 and (self.of is None or self.counts[row] < self.of[row])

    def is_safe(self, hidden: Collection[str]) -> bool:
        """Does the sum of all hidden counts give none of them away? Of a small one it must say nothing at all."""
        total = sum(self.counts[row] for row in hidden)
        reach = {row: self._reach(row, hidden) for row in hidden}
        lows, highs = (sum(bounds[end] for bounds in reach.values()) for end in (0, 1))
        for row, (low, high) in reach.items():
            least = max(low, total - (highs - high))
            most = min(high, total - (lows - low))
            asked = high - low if self.is_secret(row) else 1
            if most - least < min(asked, K - 1 if row in self.gone else asked):
                return False
        return True

    def is_secret(self, row: str) -> bool:
        """Is it hidden for its own sake, and not only to hide another?"""
        return row in self.gone or self.is_small(row)

    def _reach(self, row: str, hidden: Collection[str]) -> tuple[int, int]:
        """From what to what a hidden count may be, for somebody who knows why it is hidden."""
        whole = self.of[row] if self.of else None
        if row in self.gone:
            return 0, whole or 0
        if whole is not None and whole < 2 * K:
            return 1, whole - 1  # every part of it is small, or its rest is
        if self.is_small(row):
            low = 1 if self.counts[row] < K or whole is None else whole - K + 1
            return low, low + K - 2
        # The smallest are hidden first: so this one is no larger than any that is shown.
        shown = [
            self.counts[each] for each in self.counts if each not in hidden and self.helps(each)
        ]
        most = sum(self.counts.values()) if whole is None else whole - K
        return K, min([most, *shown])
