"""From any prices and places to the best choice: each seeker whose place is not the best at these prices looks for the shortest way
to a better order. Compiled; see `assign`."""

import numpy as np
from numba import njit

FAR = np.int64(2**62)


@njit
def push(heap, size, cost, node):
    """Put a node on the heap (costs, nodes) of `size` nodes, the cheapest first."""
    costs, nodes = heap[0], heap[1]
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        if costs[parent] <= cost:
            break
        costs[at], nodes[at] = costs[parent], nodes[parent]
        at = parent
    costs[at], nodes[at] = cost, node


@njit
def pop(heap, size):
    """Take the first off the heap of `size` nodes."""
    costs, nodes = heap[0], heap[1]
    cost, node, at = costs[size - 1], nodes[size - 1], 0
    while True:
        child = 2 * at + 1
        if child >= size - 1:
            break
        if child + 1 < size - 1 and costs[child + 1] < costs[child]:
            child += 1
        if costs[child] >= cost:
            break
        costs[at], nodes[at] = costs[child], nodes[child]
        at = child
    costs[at], nodes[at] = cost, node


LIMIT, END, TOUCHED, HEAPED = range(4)  # where `now` keeps the numbers of a look for a way
DISTANCE, PARENT, SEEN = range(3)  # rows of `nodes`; the last one lists those that were reached


@njit
def reach(w, u, cost, now, nodes, heap, lacks):
    """Node w can be reached over u at this cost: note it when that is shorter, and when a way ends there."""
    if cost >= now[LIMIT] or cost >= nodes[DISTANCE, w]:
        return
    if nodes[DISTANCE, w] == FAR:
        nodes[SEEN, now[TOUCHED]] = w
        now[TOUCHED] += 1
    nodes[DISTANCE, w], nodes[PARENT, w] = cost, u
    if lacks[w] > 0:
        now[LIMIT], now[END] = cost, w
    else:
        push(heap, now[HEAPED], cost, w)
        now[HEAPED] += 1


@njit
def leave(i, seat, first, after, before):
    """Seeker i goes from the list of those who sit with a volunteer."""
    m = seat[i]
    if m < 0:
        return
    if before[i] >= 0:
        after[before[i]] = after[i]
    else:
        first[m] = after[i]
    if after[i] >= 0:
        before[after[i]] = before[i]
    seat[i] = -1


@njit
def sit(i, m, seat, first, after, before):
    seat[i] = m
    before[i] = -1
    after[i] = first[m]
    if first[m] >= 0:
        before[first[m]] = i
    first[m] = i


@njit(nogil=True, cache=True)
def settle(starts, volunteer, gain, capacity, price, seat):
    """Change `seat` (seekers,; the volunteer, -1: nobody) to the best choice among the pairs starts[i]:starts[i + 1] of seeker i.

    `price` (volunteers,) and `seat` are where to begin: any that respect capacities, the closer the quicker. Successive shortest
    paths with potentials (Ahuja, Magnanti & Orlin 1993, ch. 9.7): whoever does not have what leaves most gives up the place, which
    then lacks somebody; from each such seeker the shortest way in the residual network leads to something that lacks somebody. Nodes
    are volunteers, then seekers, then T, where the units of all places and of those with nobody end.
    """
    seekers, volunteers = len(seat), len(capacity)
    t = volunteers + seekers
    used = np.zeros(volunteers, np.int64)
    for i in range(seekers):
        if seat[i] >= 0:
            used[seat[i]] += 1
    y = np.zeros(t + 1, np.int64)
    for k in range(volunteers):
        y[k] = -price[k] if used[k] >= capacity[k] else 0  # a place that is left costs nothing
    own = np.zeros(seekers, np.int64)
    first = np.full(volunteers, -1, np.int64)
    after = np.full(seekers, -1, np.int64)
    before = np.full(seekers, -1, np.int64)
    lacks = np.zeros(t + 1, np.int64)
    idle = np.zeros(seekers, np.bool_)  # has nobody, and wants nobody at these prices
    nearest = np.full(seekers, FAR, np.int64)
    waits = np.zeros(seekers, np.bool_)
    for i in range(seekers):
        best, here = np.int64(0), -FAR
        for arc in range(starts[i], starts[i + 1]):
            left = gain[arc] + y[volunteer[arc]]
            best = max(best, left)
            nearest[i] = min(nearest[i], -left)
            if volunteer[arc] == seat[i]:
                own[i], here = gain[arc], left
        y[volunteers + i] = best
        if seat[i] >= 0 and here == best:
            sit(i, seat[i], seat, first, after, before)
        elif seat[i] >= 0 or best > 0:
            lacks[seat[i] if seat[i] >= 0 else t] += 1
            waits[i] = True
            seat[i] = -1
        else:
            idle[i] = True
    # From T on: volunteers by price, idle seekers by what they miss at least. Both only grow, besides by what T falls.
    floor = -y[:volunteers].copy()
    cheapest = np.argsort(floor)
    idle_first = np.flatnonzero(idle)
    loosest = idle_first[np.argsort(nearest[idle_first])]
    late, late_ones = np.empty(seekers, np.int64), 0
    listed = idle.copy()
    most = len(volunteer) + 3 * (t + 1)
    heap = np.empty((2, most), np.int64)
    nodes = np.full((3, t + 1), FAR, np.int64)
    distance, parent, touched = nodes[DISTANCE], nodes[PARENT], nodes[SEEN]
    worth = np.zeros(volunteers, np.int64)
    now = np.zeros(4, np.int64)
    for seeker in np.flatnonzero(waits):
        source = volunteers + seeker
        now[LIMIT], now[END], now[TOUCHED], now[HEAPED] = FAR, -1, 1, 1
        touched[0], distance[source] = source, 0
        heap[0, 0], heap[1, 0] = 0, source
        while now[HEAPED] > 0:
            d, u = heap[0, 0], heap[1, 0]
            pop(heap, now[HEAPED])
            now[HEAPED] -= 1
            if d >= now[LIMIT]:
                break
            if d > distance[u]:
                continue
            if u < volunteers:
                if used[u] < capacity[u]:
                    reach(t, u, d + y[u] - y[t], now, nodes, heap, lacks)
                j = first[u]
                while j >= 0:
                    w = volunteers + j
                    reach(w, u, d + own[j] + y[u] - y[w], now, nodes, heap, lacks)
                    j = after[j]
            elif u < t:
                j = u - volunteers
                if not idle[j]:
                    reach(t, u, d + y[u] - y[t], now, nodes, heap, lacks)
                here = d + y[u]
                for arc in range(starts[j], starts[j + 1]):
                    w = np.int64(volunteer[arc])
                    cost = here - gain[arc] - y[w]
                    if cost < distance[w] and cost < now[LIMIT] and w != seat[j]:
                        worth[w] = gain[arc]
                        reach(w, u, cost, now, nodes, heap, lacks)
            else:
                for w in cheapest:
                    if d + floor[w] + y[t] >= now[LIMIT]:
                        break
                    if used[w] > 0:
                        reach(w, t, d + y[t] - y[w], now, nodes, heap, lacks)
                for j in loosest:
                    if d + nearest[j] + y[t] >= now[LIMIT]:
                        break
                    if idle[j]:
                        w = volunteers + j
                        reach(w, t, d + y[t] - y[w], now, nodes, heap, lacks)
                for n in range(late_ones):
                    j = late[n]
                    if idle[j]:
                        w = volunteers + j
                        reach(w, t, d + y[t] - y[w], now, nodes, heap, lacks)
        w = now[END]
        lacks[w] -= 1
        while w != source:
            u = parent[w]
            if u == t:
                if w < volunteers:
                    used[w] -= 1
            elif u >= volunteers:
                j = u - volunteers
                leave(j, seat, first, after, before)
                idle[j] = w == t
                if w < volunteers:
                    sit(j, w, seat, first, after, before)
                    own[j] = worth[w]
                elif not listed[j]:
                    listed[j] = True
                    late[late_ones] = j
                    late_ones += 1
            elif w == t:
                used[u] += 1
            w = u
        for n in range(now[TOUCHED]):
            w = touched[n]
            if distance[w] < now[LIMIT]:
                y[w] += distance[w] - now[LIMIT]
            distance[w] = FAR
