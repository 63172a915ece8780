"""Is the choice the best of all allowed pairs, also of those that were left out of the short lists?

Give every volunteer a price p ≥ 0 for a place. For any choice at all, total ≤ Σ capacity · p + Σ over seekers of
max(0, best of worth − p). That right-hand side is a bound (weak duality of linear programming). With the prices that belong to
an optimal choice it equals the total, and the proof is complete.

Prices: start at 0 and raise p_k to worth(i,k) − worth(i,m) + p_m for every seeker i placed with m (to worth(i,k) for a seeker
with nobody), until nothing rises (shortest paths in the residual network, Bellman–Ford).
"""

from collections.abc import Iterable

import numpy as np

from matching.engine.types import Found, Ints


def prices_of(found: Found, gain: Ints, chosen: Ints, volunteers: int, seekers: int) -> Ints:
    """The lowest prices that support the choice, one for each volunteer."""
    price = np.zeros(volunteers, np.int64)
    own_gain = np.zeros(seekers, np.int64)
    own_seat = np.full(seekers, -1, np.int64)
    own_gain[found.seeker[chosen]] = gain[chosen]
    own_seat[found.seeker[chosen]] = found.volunteer[chosen]
    for _ in range(volunteers + 1):
        profit = own_gain - np.where(own_seat >= 0, price[own_seat], 0)
        raised = price.copy()
        np.maximum.at(raised, found.volunteer, gain - profit[found.seeker])
        if (raised == price).all():
            break
        price = raised
    return price


def bound_of(blocks: Iterable[tuple[Found, Ints]], price: Ints, capacity: Ints, seekers: int) -> int:
    """The bound that these prices give over all pairs of the blocks (pairs with their gains)."""
    profit = np.zeros(seekers, np.int64)
    for found, gain in blocks:
        np.maximum.at(profit, found.seeker, gain - price[found.volunteer])
    return int((capacity * price).sum() + profit.sum())


def that_would_improve(found: Found, gain: Ints, price: Ints, profit: Ints) -> Ints:
    """Positions of pairs whose gain exceeds what their seeker has plus what the place costs."""
    better: Ints = np.flatnonzero(gain > profit[found.seeker] + price[found.volunteer])
    return better
