"""The best choice among given pairs: a min-cost flow with whole-number costs.

Every seeker sends one unit: over an arc to a volunteer (cost −worth), and from there to the sink within the volunteer's
capacity; or straight to the sink (cost 0: nobody). The cheapest flow is the best choice (Ahuja, Magnanti & Orlin 1993, ch. 12).
"""

import numpy as np

from matching.engine.types import Found, Ints


def solve(found: Found, gain: Ints, capacity: Ints, seekers: int) -> Ints:
    """Positions in `found` of the chosen pairs. Deterministic for the same arrays."""
    from ortools.graph.python import min_cost_flow

    if not len(found):
        return np.zeros(0, np.int64)
    volunteers = len(capacity)
    sink = seekers + volunteers
    flow = min_cost_flow.SimpleMinCostFlow()
    ones = np.ones(len(found), np.int64)
    pairs = flow.add_arcs_with_capacity_and_unit_cost(
        found.seeker, seekers + found.volunteer, ones, -gain
    )
    people = np.arange(seekers)
    flow.add_arcs_with_capacity_and_unit_cost(
        people, np.full(seekers, sink), np.ones(seekers, np.int64), np.zeros(seekers, np.int64)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        seekers + np.arange(volunteers),
        np.full(volunteers, sink),
        capacity,
        np.zeros(volunteers, np.int64),
    )
    flow.set_nodes_supplies(people, np.ones(seekers, np.int64))
    flow.set_node_supply(sink, -seekers)
    status = flow.solve()
    if (
        status != flow.OPTIMAL
    ):  # pragma: no cover  (a way for every unit exists: its own arc to the sink)
        raise RuntimeError(f"min-cost flow ended with {status}")
    chosen: Ints = np.flatnonzero(flow.flows(pairs) > 0)
    return chosen
