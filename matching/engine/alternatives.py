"""The next best volunteers for a seeker who is placed, and what choosing one of them would cost the total.

Choosing volunteer k for seeker i costs two things: what i gives up at these prices (the pair's reduced cost), and making
room with k. Room is free where k has a place left; otherwise somebody there goes without, or moves on to another volunteer,
where room is made in the same way: the cheapest such chain is a shortest path (Bellman–Ford). Or somebody there takes the place
that i leaves: a swap. Longer rings that end at i's place are not looked for: the total may fall by less than told, never by more.
"""

import numpy as np

from matching.engine.optimum import Answer
from matching.engine.prove import lowest_prices_of, profits_of, seats_of
from matching.engine.types import Alternative, Found, Ints

MOST = 3
_NO_ROOM = np.int64(2**62)


def alternatives_of(
    answer: Answer, capacity: Ints, ids: Ints
) -> dict[int, tuple[Alternative, ...]]:
    """For each placed seeker (by position) the listed pairs with others that cost least; `ids` are the volunteers'."""
    found, gain, seekers = answer.found, answer.gain, len(answer.profit)
    # The lowest prices: what the place that the seeker leaves is worth to somebody else.
    price = lowest_prices_of(found, gain, answer.chosen, len(capacity), seekers)
    profit = profits_of(found, gain, price, seekers)
    seat, _own = seats_of(found, gain, answer.chosen, seekers)
    loss = profit[found.seeker] + price[found.volunteer] - gain
    room = _room(found, loss, seat, profit, capacity)[found.volunteer]
    regret = loss + np.minimum(room, _swaps(found, loss, seat, len(capacity)))
    others = np.flatnonzero((seat[found.seeker] >= 0) & (seat[found.seeker] != found.volunteer))
    others = others[np.lexsort((found.volunteer[others], regret[others], found.seeker[others]))]
    told: dict[int, tuple[Alternative, ...]] = {}
    for seeker, rows in _by_seeker(found.seeker[others], others):
        told[seeker] = tuple(
            Alternative(
                int(ids[found.volunteer[row]]), int(found.score[row]), int(regret[row]) // 2
            )
            for row in rows[:MOST]
        )
    return told


def _room(found: Found, loss: Ints, seat: Ints, profit: Ints, capacity: Ints) -> Ints:
    """What freeing one place with each volunteer costs beyond its price."""
    placed = np.flatnonzero(seat >= 0)
    used = np.bincount(seat[placed], minlength=len(capacity))
    room = np.where(used < capacity, 0, _NO_ROOM)
    np.minimum.at(room, seat[placed], profit[placed])
    moves = np.flatnonzero(seat[found.seeker] >= 0)
    start, end, cost = seat[found.seeker[moves]], found.volunteer[moves], loss[moves]
    while True:
        lower = room.copy()
        np.minimum.at(lower, start, cost + room[end])
        if (lower == room).all():
            return room
        room = lower


def _swaps(found: Found, loss: Ints, seat: Ints, volunteers: int) -> Ints:
    """For each listed pair: what it costs when somebody placed with this volunteer takes the seeker's own place."""
    moves = np.flatnonzero(seat[found.seeker] >= 0)
    ways = seat[found.seeker[moves]] * volunteers + found.volunteer[moves]
    order = np.lexsort((loss[moves], ways))
    ways, cheapest = np.append(ways[order], -1), np.append(loss[moves][order], _NO_ROOM)
    wanted = found.volunteer * volunteers + seat[found.seeker]
    at = np.searchsorted(ways[:-1], wanted)
    swaps: Ints = np.where(ways[at] == wanted, cheapest[at], _NO_ROOM)
    return swaps


def _by_seeker(seekers: Ints, rows: Ints) -> list[tuple[int, Ints]]:
    starts = np.flatnonzero(np.diff(seekers, prepend=-1))
    return [
        (int(seekers[part[0]]), rows[part])
        for part in np.split(np.arange(len(rows)), starts[1:])
        if len(part)
    ]
