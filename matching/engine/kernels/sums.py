"""The most that a group of some of those who could come is worth, for the second look at a bound. Compiled; see `grouping.proof`."""

import numpy as np
from numba import njit

NEVER = -(2**62)


@njit(nogil=True, cache=True)
def best_sums(starts, who, gains, bonus, row, least, most):
    """For each slot (people who[starts[i]:starts[i + 1]]) the most over all rows of `gains` (k, n) and all sizes from `least` to `most`
    of the sum of so many of the largest gains and bonus[row[i], size]; NEVER where there are too few."""
    slots = len(starts) - 1
    best = np.full(slots, NEVER, dtype=np.int64)
    top = np.zeros(most + 1, dtype=np.int64)
    for slot in range(slots):
        for k in range(len(gains)):
            kept = 0
            for at in range(starts[slot], starts[slot + 1]):
                gain = gains[k, who[at]]
                if kept == most and (most == 0 or gain <= top[most - 1]):
                    continue
                here = kept if kept < most else most - 1
                while here > 0 and top[here - 1] < gain:
                    top[here] = top[here - 1]
                    here -= 1
                top[here] = gain
                if kept < most:
                    kept += 1
            total = 0
            for size in range(kept + 1):
                if size >= least and total + bonus[row[slot], size] > best[slot]:
                    best[slot] = total + bonus[row[slot], size]
                if size < kept:
                    total += top[size]
    return best
