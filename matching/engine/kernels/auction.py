"""Prices close to the right ones, quickly: an auction (Bertsekas 1988). Compiled; only a guide, never part of a proof."""

import numpy as np
from numba import njit

OUT, PLACED, BIDS, STALE = 0, 1, 2, 3


@njit(nogil=True, cache=True)
def auction(
    width, at, gain, known_above, seat_starts, seat_price, owner, price, state, step, bids_left
):
    """Everybody who bids takes the place that leaves most, `step` above what the next best allows, until nobody bids.

    Row i of `at`, `gain` holds width[i] pairs of seeker i: all that leave more than known_above[i], at prices as they were or lower.
    Prices only rise, so a seeker whose best known pair leaves less becomes STALE: the row must be looked for anew. Changes
    `seat_price` and `owner` (places), `price` (volunteers: of their cheapest place) and `state` (seekers). Gives the bids left.
    """
    queue = np.flatnonzero(state == BIDS)
    waiting, head, size = len(queue), 0, max(len(queue), 1)
    while waiting > 0 and bids_left > 0:
        i = queue[head]
        head = (head + 1) % size
        waiting -= 1
        bids_left -= 1
        best, second, column = np.int64(0), np.int64(0), -1
        for each in range(width[i]):
            left = gain[i, each] - price[at[i, each]]
            if left > best:
                best, second, column = left, best, each
            elif left > second:
                second = left
        if best < known_above[i]:
            state[i] = STALE
            continue
        if column < 0:
            state[i] = OUT
            continue
        second = max(second, known_above[i])
        k = at[i, column]
        seat, next_price = -1, np.int64(2**62)
        for each in range(seat_starts[k], seat_starts[k + 1]):
            if seat < 0 or seat_price[each] < seat_price[seat]:
                if seat >= 0:
                    next_price = seat_price[seat]
                seat = each
            elif seat_price[each] < next_price:
                next_price = seat_price[each]
        second = min(best, max(second, gain[i, column] - next_price))
        seat_price[seat] += best - second + step
        state[i] = PLACED
        if owner[seat] >= 0:
            state[owner[seat]] = BIDS
            queue[(head + waiting) % size] = owner[seat]
            waiting += 1
        owner[seat] = i
        price[k] = min(seat_price[seat], next_price)
    return bids_left
