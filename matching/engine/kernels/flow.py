"""Prices of a choice. Compiled; see `prove`."""

import numpy as np
from numba import njit

FAR = np.int64(2**62)


@njit(nogil=True, cache=True)
def lowest_prices(starts, volunteer, gain, seat, own, start):
    """The lowest prices (volunteers,), not below `start`, that support a choice; pairs by seeker at starts[i]:starts[i + 1].

    `seat` (seekers,) is the chosen volunteer (-1: nobody), `own` what that pair gains. Bellman–Ford with a queue: only those
    whose price rose pass it on. A choice that is not the best has no such prices: it ends after as many rounds as volunteers.
    """
    seekers, volunteers = len(seat), len(start)
    price = start.copy()
    first = np.full(volunteers, -1, np.int64)
    after = np.full(seekers, -1, np.int64)
    for i in range(seekers):
        m = seat[i]
        if m >= 0:
            after[i] = first[m]
            first[m] = i
            continue
        for arc in range(starts[i], starts[i + 1]):
            price[volunteer[arc]] = max(price[volunteer[arc]], gain[arc])
    queue = np.empty(volunteers + 1, np.int64)
    waits = np.zeros(volunteers, np.bool_)
    head, tail = 0, 0
    for m in range(volunteers):
        if first[m] >= 0:
            queue[tail] = m
            tail += 1
            waits[m] = True
    left = volunteers * (volunteers + 1)
    while head != tail and left > 0:
        left -= 1
        m = queue[head]
        head = (head + 1) % (volunteers + 1)
        waits[m] = False
        i = first[m]
        while i >= 0:
            more = price[m] - own[i]
            for arc in range(starts[i], starts[i + 1]):
                k = volunteer[arc]
                if gain[arc] + more > price[k] and k != m:
                    price[k] = gain[arc] + more
                    if not waits[k] and first[k] >= 0:
                        waits[k] = True
                        queue[tail] = k
                        tail = (tail + 1) % (volunteers + 1)
            i = after[i]
    return price


@njit(nogil=True, cache=True)
def highest_prices(starts, volunteer, gain, seat, own, capacity, sweeps):
    """The highest prices (volunteers,) that support a best choice: a place that is left costs nothing, nobody pays more than they
    gain, and nobody would rather have another place. Lowered sweep by sweep until nothing falls, `sweeps` at the most."""
    seekers, volunteers = len(seat), len(capacity)
    used = np.zeros(volunteers, np.int64)
    price = np.full(volunteers, FAR, np.int64)
    for i in range(seekers):
        if seat[i] >= 0:
            used[seat[i]] += 1
            price[seat[i]] = min(price[seat[i]], own[i])
    for k in range(volunteers):
        if used[k] < capacity[k] or price[k] == FAR:
            price[k] = 0
    for _ in range(sweeps):
        fell = False
        for i in range(seekers):
            m = seat[i]
            if m < 0:
                continue
            other = np.int64(0)
            for arc in range(starts[i], starts[i + 1]):
                if volunteer[arc] != m:
                    other = max(other, gain[arc] - price[volunteer[arc]])
            if own[i] - other < price[m]:
                price[m] = own[i] - other
                fell = True
        if not fell:
            break
    return price
