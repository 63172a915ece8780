"""Is the choice the best of all allowed pairs, also of those that were left out of the short lists?

Give every volunteer a price p ≥ 0 for a place. For any choice at all, total ≤ Σ capacity · p + Σ over seekers of
max(0, best of worth − p). That right-hand side is a bound (weak duality of linear programming). With the prices that belong to
an optimal choice it equals the total, and the proof is complete.

Prices of an optimal choice lie between the lowest (start at 0 and raise p_k to worth(i,k) − worth(i,m) + p_m for every seeker i
placed with m, to worth(i,k) for a seeker with nobody, until nothing rises: Bellman–Ford) and the highest (found from above in the
same way). Raising in the same way from any prices in between gives the lowest right ones above these: so prices that were nearly
right for all pairs become exactly right for the lists, and few pairs outside the lists seem better. Gains and prices count half
points here: worth = 2 · (score + bonus).
"""

import numpy as np

from matching.engine.scoring import FULL
from matching.engine.types import Found, Ints, Pool, Rules


def head_start(pool: Pool, rules: Rules) -> int:
    """What one pair more counts for MOST_PEOPLE, in points: more than all values together can be, so more than any loss.

    A part of a larger pool has that of the whole.
    """
    if pool.head_start is not None:
        return pool.head_start
    most_pairs = min(int(pool.volunteers.capacity.sum()), len(pool.seekers))
    return (FULL + rules.bonus_max + 1) * (most_pairs + 1)


SWEEPS = 1000  # over all pairs; some dozens are enough for a best choice


def seats_of(found: Found, gain: Ints, chosen: Ints, seekers: int) -> tuple[Ints, Ints]:
    """For each seeker the chosen volunteer (-1: nobody) and what that pair gains."""
    seat, own = np.full(seekers, -1, np.int64), np.zeros(seekers, np.int64)
    seat[found.seeker[chosen]] = found.volunteer[chosen]
    own[found.seeker[chosen]] = gain[chosen]
    return seat, own


def prices_of(
    found: Found, gain: Ints, chosen: Ints, capacity: Ints, seekers: int, near: Ints
) -> Ints:
    """Prices that support the choice, one for each volunteer, close to `near` (prices that were nearly right for all pairs).

    `found` is in the order of seekers. A choice that is not the best has no such prices: the search for them ends all the same,
    and the bound shows the gap.
    """
    from matching.engine.kernels.flow import highest_prices, lowest_prices

    starts, (seat, own) = found.starts(seekers), seats_of(found, gain, chosen, seekers)
    low = lowest_prices(starts, found.volunteer, gain, seat, own, np.zeros(len(capacity), np.int64))
    high = highest_prices(starts, found.volunteer, gain, seat, own, capacity, SWEEPS)
    start = np.clip(near, low, np.maximum(high, low))
    price: Ints = lowest_prices(starts, found.volunteer, gain, seat, own, start)
    return price


def lowest_prices_of(found: Found, gain: Ints, chosen: Ints, volunteers: int, seekers: int) -> Ints:
    """The lowest prices that support the choice: what one place more with each volunteer would add to the total."""
    from matching.engine.kernels.flow import lowest_prices

    seat, own = seats_of(found, gain, chosen, seekers)
    none = np.zeros(volunteers, np.int64)
    price: Ints = lowest_prices(found.starts(seekers), found.volunteer, gain, seat, own, none)
    return price


def profits_of(found: Found, gain: Ints, price: Ints, seekers: int) -> Ints:
    """What the best of these pairs leaves each seeker after paying for the place; 0 for nobody. `found` by seeker."""
    profit = np.zeros(seekers, np.int64)
    if len(found):
        starts = np.flatnonzero(np.diff(found.seeker, prepend=-1))
        best = np.maximum.reduceat(gain - price[found.volunteer], starts)
        profit[found.seeker[starts]] = np.maximum(best, 0)
    return profit


def bound_of(price: Ints, capacity: Ints, profit: Ints) -> int:
    """No choice is worth more than this, when `profit` was taken over all allowed pairs."""
    return int((capacity * price).sum() + profit.sum())
