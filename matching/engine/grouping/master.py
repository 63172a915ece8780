"""Choosing among possible groups: as a linear programme, whose prices say what is scarce, and in whole groups.

Each person is in one group at most, each room and frame is used once, and each group takes one of those who could lead it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.engine.grouping.answers import Prices
from matching.engine.grouping.bound import UNIT, no_prices
from matching.engine.grouping.candidates import Supply
from matching.engine.grouping.columns import Column
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.known import Known

Worth = Callable[[Column], float]
CrewKey = tuple[int, tuple[int, ...]]


@dataclass
class _Rows:
    people: dict[int, Any]
    rooms: dict[int, Any]
    crews: dict[CrewKey, Any]
    leads: dict[int, Any]
    at: dict[tuple[int, int], Any]


class Relaxed:
    """The linear programme; columns are added between two solutions."""

    def __init__(self, known: Known, supply: Supply, worth: Worth) -> None:
        from ortools.linear_solver import pywraplp

        self.known, self.supply, self.worth = known, supply, worth
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.rows = _Rows({}, {}, {}, {}, {})
        self.shares: list[Any] = []
        self.solver.Objective().SetMaximization()

    def add(self, columns: Sequence[Column]) -> None:
        objective = self.solver.Objective()
        for column in columns:
            share = self.solver.NumVar(0, self.solver.infinity(), "")
            self.shares.append(share)
            objective.SetCoefficient(share, self.worth(column))
            for person in column.coming:
                self._row(self.rows.people, person, 1).SetCoefficient(share, 1)
            row = self._row(self.rows.rooms, column.slot.room, 1)
            row.SetCoefficient(share, 1)
            if column.slot.must_open:
                row.SetBounds(1, 1)
            if column.crew is not None:
                self._crew_row(column.slot.day_part, column.crew).SetCoefficient(share, 1)

    def fix(self, number: int, share: int) -> None:
        """Take this column, or never."""
        self.shares[number].SetBounds(share, share)

    def share(self, number: int) -> float:
        """How much of a column is in the last solution."""
        return float(self.shares[number].solution_value())

    def _row(self, rows: dict[Any, Any], key: Any, most: float) -> Any:
        if key not in rows:
            rows[key] = self.solver.Constraint(-self.solver.infinity(), most)
        return rows[key]

    def _crew_row(self, day_part: int, crew: tuple[int, ...]) -> Any:
        key = (day_part, crew)
        if key not in self.rows.crews:
            row = self._row(self.rows.crews, key, 0)
            for who in crew:
                lead = self.solver.NumVar(0, self.solver.infinity(), "")
                row.SetCoefficient(lead, -1)
                capacity = int(self.supply.capacity[who])
                self._row(self.rows.leads, who, capacity).SetCoefficient(lead, 1)
                self._row(self.rows.at, (who, day_part), 1).SetCoefficient(lead, 1)
        return self.rows.crews[key]

    def solve(self) -> tuple[float, Prices, dict[int, float]]:
        """The best value, and the prices that go with it: also those of rooms."""
        prices = no_prices(self.known)
        if self.solver.Solve() != self.solver.OPTIMAL:
            return 0.0, prices, {}
        for person, row in self.rows.people.items():
            prices.people[person] = _whole(row.dual_value())
        for who, row in self.rows.leads.items():
            prices.facilitators[who] = _whole(row.dual_value())
        for (who, day_part), row in self.rows.at.items():
            prices.at_day_part[who, day_part] = _whole(row.dual_value())
        rooms = {room: row.dual_value() for room, row in self.rows.rooms.items()}
        return self.solver.Objective().Value(), prices, rooms


def _whole(price: float) -> int:
    return max(0, round(price * UNIT))


@dataclass(frozen=True)
class Choice:
    plan: Plan
    is_best: bool  # no other choice among these groups is better


def choose(
    known: Known, supply: Supply, columns: Sequence[Column], start: Sequence[int], effort: float
) -> Choice | None:
    """The best set of whole groups: people, points and metres weighed strictly. `start` are numbers of columns to begin with,
    `effort` the work (CP-SAT's deterministic time) to spend."""
    points = 1 + sum(column.score.travel_m for column in columns)
    people = points * (1 + sum(column.score.cohesion for column in columns))
    if people * len(known.people) >= 2**62:  # more than CP-SAT can count
        points = 1
        people = 1 + sum(column.score.cohesion for column in columns)
    worth = [
        people * c.score.people
        + points * c.score.cohesion
        - (c.score.travel_m if points > 1 else 0)
        for c in columns
    ]
    return _Chooser(known, supply, columns).solve(worth, start, effort)


class _Chooser:
    def __init__(self, known: Known, supply: Supply, columns: Sequence[Column]) -> None:
        from ortools.sat.python import cp_model

        self.known, self.columns = known, columns
        self.model = cp_model.CpModel()
        self.used = [self.model.new_bool_var("") for _ in columns]
        self.leads: dict[tuple[CrewKey, int], Any] = {}
        rows: dict[tuple[str, int], list[Any]] = {}
        must: set[int] = set()
        crews: dict[CrewKey, list[Any]] = {}
        for column, used in zip(columns, self.used, strict=True):
            for person in column.coming:
                rows.setdefault(("person", person), []).append(used)
            rows.setdefault(("room", column.slot.room), []).append(used)
            if column.slot.must_open:
                must.add(column.slot.room)
            if column.crew is not None:
                crews.setdefault((column.slot.day_part, column.crew), []).append(used)
        for key, row in rows.items():
            if key[0] == "room" and key[1] in must:
                self.model.add_exactly_one(row)
            elif len(row) > 1:
                self.model.add_at_most_one(row)
        self._add_crews(crews, supply)

    def _add_crews(self, crews: dict[CrewKey, list[Any]], supply: Supply) -> None:
        at: dict[tuple[int, int], list[Any]] = {}
        groups: dict[int, list[Any]] = {}
        for key, used in crews.items():
            leads = []
            for who in key[1]:
                lead = self.leads[key, who] = self.model.new_bool_var("")
                at.setdefault((who, key[0]), []).append(lead)
                groups.setdefault(who, []).append(lead)
                leads.append(lead)
            self.model.add(sum(used) <= sum(leads))
        for row in at.values():
            self.model.add_at_most_one(row)
        for who, row in groups.items():
            if len(row) > supply.capacity[who]:
                self.model.add(sum(row) <= int(supply.capacity[who]))

    def solve(self, worth: Sequence[int], start: Sequence[int], effort: float) -> Choice | None:
        from ortools.sat.python import cp_model

        self.model.maximize(sum(w * u for w, u in zip(worth, self.used, strict=True)))
        begun = set(start)
        for number, used in enumerate(self.used):
            self.model.add_hint(used, number in begun)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        chosen = np.flatnonzero([solver.boolean_value(used) for used in self.used]).tolist()
        return Choice(self._plan(solver, chosen), status == cp_model.OPTIMAL)

    def _plan(self, solver: Any, chosen: Sequence[int]) -> Plan:
        ready: dict[CrewKey, list[int]] = {}
        for (key, who), lead in self.leads.items():
            if solver.boolean_value(lead):
                ready.setdefault(key, []).append(who)
        plan = Plan()
        for number in chosen:
            column = self.columns[number]
            if column.crew is None:
                plan.add(column, None)
            else:
                plan.add(column, ready[column.slot.day_part, column.crew].pop(0))
        return plan
