"""The prices of a cluster's people at which it is worth the least by prices alone, when those of rooms and facilitators are given.

A small linear programme, solved exactly and kept: at other prices it goes on from where it was.
"""

from typing import Any

import numpy as np

from matching.engine.grouping.bound import UNIT, Pricer
from matching.engine.grouping.candidates import Slot
from matching.engine.grouping.clusters import Cluster
from matching.engine.types import Ints


class Alone:
    """Over the slots of a cluster that are `near` to opening."""

    def __init__(self, pricer: Pricer, cluster: Cluster, near: Ints) -> None:
        from ortools.linear_solver import pywraplp

        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.goal = self.solver.Objective()
        self.goal.SetMaximization()
        self.people = {one: self._at_most(1) for one in cluster.people.tolist()}
        rooms: dict[int, Any] = {}
        self.opens: dict[int, Any] = {}
        for number in near.tolist():
            slot = pricer.slots[number]
            if slot.room not in rooms:
                rooms[slot.room] = self.solver.Constraint(float(slot.must_open), 1)
            opens = self.opens[number] = self._share()
            rooms[slot.room].SetCoefficient(opens, 1)
            self._let_come(slot, opens)

    def _at_most(self, most: float) -> Any:
        return self.solver.Constraint(-self.solver.infinity(), most)

    def _share(self) -> Any:
        return self.solver.NumVar(0, self.solver.infinity(), "")

    def _let_come(self, slot: Slot, opens: Any) -> None:
        """Each person by a share no larger than what opens; as many together as a group can have."""
        least, most = self._at_most(0), self._at_most(0)
        least.SetCoefficient(opens, slot.least)
        most.SetCoefficient(opens, -slot.most)
        for one in slot.people.tolist():
            comes, row = self._share(), self._at_most(0)
            self.goal.SetCoefficient(comes, 1)
            self.people[one].SetCoefficient(comes, 1)
            least.SetCoefficient(comes, -1)
            most.SetCoefficient(comes, 1)
            row.SetCoefficient(comes, 1)
            row.SetCoefficient(opens, -1)

    def prices(self, costs: Ints) -> Ints:
        """Of the people of the cluster, in its order, when slots cost so much."""
        for number, opens in self.opens.items():
            self.goal.SetCoefficient(opens, -int(costs[number]) / UNIT)
        self.solver.Solve()
        prices = [max(0, round(row.dual_value() * UNIT)) for row in self.people.values()]
        return np.array(prices, dtype=np.int64)
