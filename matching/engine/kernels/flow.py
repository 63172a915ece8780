"""Prices of a choice, and taking in pairs that were left out of the short lists. Compiled; see `prove` and `optimum`."""

import heapq

import numpy as np
from numba import njit

FAR = np.int64(2**62)


@njit(nogil=True, cache=True)
def lowest_prices(starts, volunteer, gain, seat, own, volunteers):
    """The lowest prices (volunteers,) that support a choice; pairs by seeker at starts[i]:starts[i + 1].

    `seat` (seekers,) is the chosen volunteer (-1: nobody), `own` what that pair gains. Bellman–Ford with a queue: only those
    whose price rose pass it on. A choice that is not the best has no such prices: it ends after as many rounds as volunteers.
    """
    seekers = len(seat)
    price = np.zeros(volunteers, np.int64)
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


@njit
def unseat(i, seat, first, after, before):
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
def put(i, m, seat, first, after, before):
    seat[i] = m
    before[i] = -1
    after[i] = first[m]
    if first[m] >= 0:
        before[first[m]] = i
    first[m] = i


@njit(inline="always")
def reach(w, u, cost, limit, distance, parent, touched, touches, heap):
    """Node w can be reached over u at this cost: note it when that is shorter. Gives the number of nodes touched."""
    if cost >= limit or cost >= distance[w]:
        return touches
    if distance[w] == FAR:
        touched[touches] = w
        touches += 1
    distance[w] = cost
    parent[w] = u
    heapq.heappush(heap, (cost, np.int64(w)))
    return touches


@njit(nogil=True, cache=True)
def take_in(
    starts, volunteer, gain, new_seeker, new_volunteer, new_gain, capacity, price, profit, seat, own
):
    """Add pairs to a best choice one by one; after each the choice is the best of all pairs so far (`seat`, `own` are changed).

    A new pair that beats what its seeker has is an arc of negative reduced cost in the residual network. One unit is sent over it
    and sent back along the shortest path (Dijkstra with potentials; Ahuja, Magnanti & Orlin 1993, ch. 9), over the new arc itself
    when no path is shorter. Nodes: volunteers, then seekers, then the common source and sink.
    """
    seekers, volunteers, news = len(seat), len(capacity), len(new_seeker)
    t = volunteers + seekers
    y = np.zeros(t + 1, np.int64)
    y[:volunteers] = -price
    y[volunteers:t] = profit
    used = np.zeros(volunteers, np.int64)
    first = np.full(volunteers, -1, np.int64)
    after = np.full(seekers, -1, np.int64)
    before = np.full(seekers, -1, np.int64)
    for i in range(seekers):
        m = seat[i]
        if m >= 0:
            used[m] += 1
            put(i, m, seat, first, after, before)
    extra_of = np.full(seekers, -1, np.int64)
    extra_after = np.full(news, -1, np.int64)
    distance = np.full(t + 1, FAR, np.int64)
    parent = np.full(t + 1, -1, np.int64)
    parent_gain = np.zeros(volunteers, np.int64)
    touched = np.empty(t + 1, np.int64)
    for e in range(news):
        i, k, g = new_seeker[e], new_volunteer[e], new_gain[e]
        target = volunteers + i
        limit = g - y[target] + y[k]
        if limit > 0:
            touches = 1
            touched[0] = k
            distance[k] = 0
            parent[k] = -1
            heap = [(np.int64(0), np.int64(k))]
            while len(heap) > 0:
                d, u = heapq.heappop(heap)
                if d > distance[u]:
                    continue
                if d >= limit or u == target:
                    break
                if u < volunteers:
                    if used[u] < capacity[u]:
                        cost = d + y[u] - y[t]
                        touches = reach(t, u, cost, limit, distance, parent, touched, touches, heap)
                    j = first[u]
                    while j >= 0:
                        w = volunteers + j
                        cost = d + own[j] + y[u] - y[w]
                        touches = reach(w, u, cost, limit, distance, parent, touched, touches, heap)
                        j = after[j]
                elif u < t:
                    j = u - volunteers
                    if seat[j] >= 0:
                        cost = d + y[u] - y[t]
                        touches = reach(t, u, cost, limit, distance, parent, touched, touches, heap)
                    arc = starts[j]
                    extra = extra_of[j]
                    while arc < starts[j + 1] or extra >= 0:
                        if arc < starts[j + 1]:
                            w, worth = volunteer[arc], gain[arc]
                            arc += 1
                        else:
                            w, worth = new_volunteer[extra], new_gain[extra]
                            extra = extra_after[extra]
                        if w == seat[j]:
                            continue
                        cost = d - worth + y[u] - y[w]
                        if cost < distance[w] and cost < limit:
                            parent_gain[w] = worth
                        touches = reach(w, u, cost, limit, distance, parent, touched, touches, heap)
                else:
                    for w in range(volunteers):
                        if used[w] > 0:
                            cost = d + y[t] - y[w]
                            touches = reach(
                                w, t, cost, limit, distance, parent, touched, touches, heap
                            )
                    for j in range(seekers):
                        if seat[j] < 0:
                            w = volunteers + j
                            cost = d + y[t] - y[w]
                            touches = reach(
                                w, t, cost, limit, distance, parent, touched, touches, heap
                            )
            shortest = min(distance[target], limit)
            if distance[target] < limit:
                w = target
                # Back from the target: each seeker on the way moves to the node after it.
                node_after = np.int64(-1)
                while w != -1:
                    u = parent[w]
                    if w == target:
                        unseat(i, seat, first, after, before)
                    elif volunteers <= w < t:
                        j = w - volunteers
                        unseat(j, seat, first, after, before)
                        if node_after < volunteers:
                            put(j, node_after, seat, first, after, before)
                            own[j] = parent_gain[node_after]
                    if u == t and w < volunteers:
                        used[w] -= 1
                    if w == t and u < volunteers:
                        used[u] += 1
                    node_after = w
                    w = u
                put(i, k, seat, first, after, before)
                own[i] = g
            for n in range(touches):
                w = touched[n]
                if distance[w] < shortest:
                    y[w] += distance[w] - shortest
                distance[w] = FAR
        extra_after[e] = extra_of[i]
        extra_of[i] = e


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
