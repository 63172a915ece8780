"""Which pairs are worth solving on: for each seeker those that leave most at prices close to the right ones.

The best pairs by score alone would all be with the same few volunteers, whom hardly anybody can have. So: everybody bids for the
best pair they know (an auction); prices rise; who knows no pair that could still be the best looks at everybody in reach again,
at today's prices. When nobody bids any more, prices are right within a step, over all pairs, and so are the lists.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.engine.scanning import LOWEST, Scan
from matching.engine.scoring import FULL
from matching.engine.types import Found, Ints

# In half points, as all gains and prices (see `prove`).
STEP = 2
ONE_PAIR = 4 * FULL  # what a pair more counts in the auction, when most people count
ROUNDS = 40
ENOUGH = 0.0002  # of the seekers: so few with an old list can wait for the proof


@dataclass(frozen=True)
class Lists:
    """Pairs by seeker and then volunteer, and where the auction ended: a price for each volunteer in half points, close to the right
    one when a pair counts `head` points more, and a volunteer for each seeker (-1: nobody)."""

    found: Found
    price: Ints
    seat: Ints
    head: int


def short_lists(
    scan: Scan,
    bonus: Ints,
    places: Ints,
    most: int,
    most_people: bool,
    tell: Callable[[str, int], None],
) -> Lists:
    """The `most` pairs of each seeker that leave most."""
    from matching.engine.kernels.auction import BIDS, STALE, auction

    worth = 2 * bonus + (ONE_PAIR if most_people else 0)
    seat_starts = np.concatenate([[0], np.cumsum(places)]).astype(np.int64)
    seat_price = np.zeros(seat_starts[-1], dtype=np.int64)
    owner = np.full(seat_starts[-1], -1, dtype=np.int64)
    price = np.zeros(len(places), dtype=np.int64)
    price[places == 0] = 2 * FULL + ONE_PAIR  # nobody asks for it
    state = np.full(scan.size, BIDS, dtype=np.int8)
    rows = scan.best(most, tell=lambda percent: tell("candidates", 5 + percent // 5))
    above = np.where(rows.worst > LOWEST, rows.worst + worth, LOWEST)
    bids = 200 * scan.size
    for turn in range(ROUNDS):
        bids = auction(
            rows.count,
            rows.at,
            2 * rows.score + worth[:, None],
            above,
            seat_starts,
            seat_price,
            owner,
            price,
            state,
            STEP,
            bids,
        )
        stale = state == STALE
        if stale.sum() <= ENOUGH * scan.size:
            break
        tell("candidates", 25 + turn // 2)
        fresh = scan.best(most, price=price, asks=stale)
        for kept, new in (
            (rows.at, fresh.at),
            (rows.score, fresh.score),
            (rows.count, fresh.count),
        ):
            kept[stale] = new[stale]
        full = stale & (fresh.worst > LOWEST)
        above[stale] = LOWEST
        above[full] = (fresh.worst + worth)[full]
        state[stale] = BIDS
    seat = np.full(scan.size, -1, dtype=np.int64)
    taken = np.flatnonzero(owner >= 0)
    seat[owner[taken]] = np.searchsorted(seat_starts, taken, side="right") - 1
    head = ONE_PAIR // 2 if most_people else 0
    return Lists(rows.as_found(bonus), price, seat, head)
