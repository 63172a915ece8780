"""Is the choice the best of all allowed pairs, also of those that were left out of the short lists?

Give every volunteer a price p ≥ 0 for a place. For any choice at all, total ≤ Σ capacity · p + Σ over seekers of
max(0, best of worth − p). That right-hand side is a bound (weak duality of linear programming). With the prices that belong to
an optimal choice it equals the total, and the proof is complete.

Prices: start at 0 and raise p_k to worth(i,k) − worth(i,m) + p_m for every seeker i placed with m (to worth(i,k) for a seeker
with nobody), until nothing rises (shortest paths in the residual network, Bellman–Ford).
"""

from collections.abc import Iterable

import numpy as np

from matching.engine.candidates import join, pick
from matching.engine.types import Found, Ints


def prices_of(found: Found, gain: Ints, chosen: Ints, volunteers: int, seekers: int) -> Ints:
    """The lowest prices that support the choice, one for each volunteer.

    A choice that is not the best has none: the search for them ends all the same, and the bound shows the gap.
    """
    price = np.zeros(volunteers, np.int64)
    own_gain = np.zeros(seekers, np.int64)
    own_gain[found.seeker[chosen]] = gain[chosen]
    for _ in range(volunteers + 1):
        paid = np.zeros(seekers, np.int64)
        paid[found.seeker[chosen]] = price[found.volunteer[chosen]]
        raised = price.copy()
        np.maximum.at(raised, found.volunteer, gain - (own_gain - paid)[found.seeker])
        if (raised == price).all():
            break
        price = raised
    return price


def profits_of(found: Found, gain: Ints, price: Ints, seekers: int) -> Ints:
    """What the best of these pairs leaves each seeker after paying for the place; 0 for nobody."""
    profit = np.zeros(seekers, np.int64)
    np.maximum.at(profit, found.seeker, gain - price[found.volunteer])
    return profit


def priced(blocks: Iterable[tuple[Found, Ints]], price: Ints, profit: Ints) -> tuple[Found, Ints]:
    """Pairs (of blocks with their gains) that beat what their seeker has, and each seeker's profit over all of them."""
    better, best = [], profit.copy()
    for found, gain in blocks:
        margin = gain - price[found.volunteer]
        better.append(pick(found, np.flatnonzero(margin > profit[found.seeker])))
        np.maximum.at(best, found.seeker, margin)
    return join(better), best


def bound_of(price: Ints, capacity: Ints, profit: Ints) -> int:
    """No choice is worth more than this, when `profit` was taken over all allowed pairs."""
    return int((capacity * price).sum() + profit.sum())
