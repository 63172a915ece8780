"""The best choice among given pairs: a min-cost flow with whole-number costs, going on from a choice and prices close to it.

Every seeker sends one unit: over an arc to a volunteer (cost −gain), and from there to the sink within the volunteer's capacity; or
straight to the sink (cost 0: nobody). The cheapest flow is the best choice (Ahuja, Magnanti & Orlin 1993, ch. 12). What is to be
found is the cheapest change of the flow there is: a circulation in its residual network, at costs reduced by the prices.
"""

import numpy as np

from matching.engine.types import Found, Ints


def solve(found: Found, gain: Ints, capacity: Ints, price: Ints, seat: Ints) -> Ints:
    """The best `seat` (seekers,): the volunteer, -1 for nobody. `price` (volunteers,) and `seat` are where to begin, any that
    respect capacities; every pair of `seat` is in `found`. Deterministic for the same arrays."""
    from ortools.graph.python import min_cost_flow

    seekers, volunteers = len(seat), len(capacity)
    sink = seekers + volunteers
    left = gain - price[found.volunteer]
    profit = np.zeros(seekers, np.int64)
    np.maximum.at(profit, found.seeker, left)
    flow = min_cost_flow.SimpleMinCostFlow()

    def arcs(tails: Ints, heads: Ints, room: Ints, cost: Ints) -> Ints:
        made: Ints = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
        return made

    is_now = seat[found.seeker] == found.volunteer
    one, other = found.seeker, seekers + found.volunteer
    missed = profit[found.seeker] - left
    pairs = arcs(
        np.where(is_now, other, one),
        np.where(is_now, one, other),
        np.ones(len(found), np.int64),
        np.where(is_now, -missed, missed),
    )
    person, ones = np.arange(seekers), np.ones(seekers, np.int64)
    to_nobody = np.where(seat >= 0, person, sink), np.where(seat >= 0, sink, person)
    arcs(*to_nobody, ones, np.where(seat >= 0, profit, -profit))
    used = np.bincount(seat[seat >= 0], minlength=volunteers)
    place, at_sink = seekers + np.arange(volunteers), np.full(volunteers, sink)
    arcs(place, at_sink, capacity - used, -price)
    arcs(at_sink, place, used, price)
    flow.set_nodes_supplies(np.arange(sink + 1), np.zeros(sink + 1, np.int64))
    status = flow.solve()
    if status != flow.OPTIMAL:  # pragma: no cover  (to change nothing is possible)
        raise RuntimeError(f"min-cost flow ended with {status}")
    is_then = is_now != (flow.flows(pairs) > 0)
    best = np.full(seekers, -1, np.int64)
    best[found.seeker[is_then]] = found.volunteer[is_then]
    return best
