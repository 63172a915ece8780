"""Which pairs are worth solving on: for each seeker those that leave most at prices close to the right ones.

The best pairs by score alone would all be with the same few volunteers, whom hardly anybody can have. So: everybody bids for the
best pair they know (an auction); prices rise; who knows no pair that could still be the best looks at everybody in reach again,
at today's prices. When nobody bids any more, prices are right within a step, over all pairs, and so are the lists.
"""

from collections.abc import Callable

import numpy as np

from matching.engine.scanning import LOWEST, Scan
from matching.engine.scoring import FULL
from matching.engine.types import Found, Ints

# In half points, as all gains and prices (see `prove`).
STEP = 10
ONE_PAIR = 4 * FULL  # what a pair more counts in the auction, when most people count
SLACK = 1000  # a pair that leaves so much less than the best one is not worth solving on
ROUNDS = 12
ENOUGH = 0.01  # of the seekers: so few with an old list can wait for the proof


def short_lists(
    scan: Scan,
    bonus: Ints,
    places: Ints,
    most: int,
    most_people: bool,
    tell: Callable[[str, int], None],
) -> Found:
    """The `most` pairs of each seeker that leave most, by seeker and then volunteer."""
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
        tell("candidates", 25 + turn)
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
    return _competitive(rows.as_found(bonus), price)


def _competitive(found: Found, price: Ints) -> Found:
    left = 2 * found.value - price[found.volunteer]
    best = np.full(found.seeker.max(initial=-1) + 1, LOWEST, dtype=np.int64)
    np.maximum.at(best, found.seeker, left)
    return found.at(np.flatnonzero(left >= best[found.seeker] - SLACK))
