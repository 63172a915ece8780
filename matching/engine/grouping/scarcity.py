"""What is scarce: prices of people, rooms and facilitators, from one linear programme over all slots.

A share of a slot opens, and each person comes to it by a share no larger. Its prices are what column generation over every possible
group would end at; a first-order method finds them to a few parts in ten thousand, and any prices prove a bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.grouping.answers import Prices
from matching.engine.grouping.bound import UNIT, no_prices
from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.known import Known
from matching.engine.types import Ints

Floats = NDArray[np.float64]
FINE, ROUGH = (4_000, 3e-4), (800, 3e-3)  # steps at most, and how close to the best to end
COARSE = (
    UNIT // 100
)  # prices of rooms and facilitators are whole cents: what is solved exactly at them is then easier


class _Rows:
    """A matrix row by row: `add` puts rows of one kind below those that are there."""

    def __init__(self) -> None:
        self.row: list[Ints] = []
        self.column: list[Ints] = []
        self.value: list[Floats] = []
        self.most: list[Floats] = []
        self.count = 0

    def add(self, most: Floats, *entries: tuple[Ints, Ints, Ints | int]) -> slice:
        for row, column, value in entries:
            self.row.append(row + self.count)
            self.column.append(column)
            self.value.append(np.broadcast_to(np.asarray(value, dtype=np.float64), row.shape))
        self.most.append(most)
        self.count += len(most)
        return slice(self.count - len(most), self.count)


@dataclass(frozen=True)
class Scarce:
    """Prices, and shares at them: how much of each slot `opens`, and how much of each of its people `comes`."""

    prices: Prices
    opens: Floats
    comes: list[Floats]


def scarce(
    known: Known,
    supply: Supply,
    slots: Sequence[Slot],
    worth: Floats | None,
    within: tuple[int, float] = FINE,
) -> Scarce:
    """Prices at which these slots are hardly worth more than they cost. `worth` of each slot and then of each person in each,
    (None: one each)."""
    prices = no_prices(known)
    sizes = np.array([len(slot.people) for slot in slots], dtype=np.int64)
    if not sizes.sum():
        return Scarce(prices, np.zeros(len(slots)), [np.zeros(0) for _ in slots])
    rows = _Rows()
    opens = np.arange(len(slots))
    at = np.repeat(opens, sizes)
    people, person = np.unique(np.concatenate([s.people for s in slots]), return_inverse=True)
    comes = len(slots) + np.arange(len(at))
    rooms, room = np.unique([slot.room for slot in slots], return_inverse=True)
    of_rooms = rows.add(np.ones(len(rooms)), (room, opens, 1))
    of_people = rows.add(np.ones(len(people)), (person, comes, 1))
    least = np.array([slot.least for slot in slots])
    most = np.array([slot.most for slot in slots])
    none = np.zeros(len(slots))
    rows.add(none, (opens, opens, least), (at, comes, -1))
    rows.add(none, (opens, opens, -most), (at, comes, 1))
    rows.add(np.zeros(len(at)), (np.arange(len(at)), comes, 1), (np.arange(len(at)), at, -1))
    crew = _Crew(supply, slots, len(slots) + len(at), rows)
    share, dual = _solved(
        rows,
        np.repeat([0.0, 1.0], [len(slots), len(at)]) if worth is None else worth,
        crew.end,
        within,
    )
    prices.people[people] = _whole(dual[of_people], 1)
    prices.facilitators[crew.who] = _whole(dual[crew.of_who], COARSE)
    prices.at_day_part[crew.when[0], crew.when[1]] = _whole(dual[crew.of_when], COARSE)
    ordinary = rooms < prices.rooms.size
    prices.rooms.ravel()[rooms[ordinary]] = _whole(dual[of_rooms][ordinary], COARSE)
    ends = np.cumsum(sizes)[:-1] + len(slots)
    return Scarce(
        prices, share[: len(slots)], np.split(share[: comes[-1] + 1], [len(slots), *ends])[1:]
    )


class _Crew:
    """Whoever could lead takes shares of what opens: as many as they can lead, one at a day-part."""

    def __init__(self, supply: Supply, slots: Sequence[Slot], first: int, rows: _Rows) -> None:
        number: dict[tuple[int, tuple[int, ...]], int] = {}
        led = [i for i, slot in enumerate(slots) if slot.crew is not None]
        key = [
            number.setdefault((slots[i].day_part, slots[i].crew or ()), len(number)) for i in led
        ]
        sizes = [len(crew) for _day_part, crew in number]
        who = np.array([f for _day_part, crew in number for f in crew], dtype=np.int64)
        day_part = np.repeat(np.array([d for d, _crew in number], dtype=np.int64), sizes)
        leads = first + np.arange(len(who))
        self.end = first + len(who)
        self.who, one = np.unique(who, return_inverse=True)
        both = np.unique(np.stack([who, day_part]), axis=1, return_inverse=True)
        self.when, when = both[0], both[1].ravel()
        rows.add(
            np.zeros(len(number)),
            (np.array(key, dtype=np.int64), np.array(led, dtype=np.int64), 1),
            (np.repeat(np.arange(len(number)), sizes), leads, -1),
        )
        capacity = np.maximum(supply.capacity[self.who], 0).astype(np.float64)
        self.of_who = rows.add(capacity, (one, leads, 1))
        self.of_when = rows.add(np.ones(self.when.shape[1]), (when, leads, 1))


def _solved(
    rows: _Rows, worth: Floats, columns: int, within: tuple[int, float]
) -> tuple[Floats, Floats]:
    """Shares of the columns and prices of the rows, none below zero; all zero where nothing was found."""
    from ortools.math_opt import (
        callback_pb2,
        model_parameters_pb2,
        model_pb2,
        parameters_pb2,
    )
    from ortools.math_opt.core.python import solver

    model = model_pb2.ModelProto()
    model.variables.ids.extend(range(columns))
    model.variables.lower_bounds.extend([0.0] * columns)
    model.variables.upper_bounds.extend([np.inf] * columns)
    model.variables.integers.extend([False] * columns)
    model.objective.maximize = True
    model.objective.linear_coefficients.ids.extend(range(len(worth)))
    model.objective.linear_coefficients.values.extend(worth.tolist())
    model.linear_constraints.ids.extend(range(rows.count))
    model.linear_constraints.lower_bounds.extend([-np.inf] * rows.count)
    model.linear_constraints.upper_bounds.extend(np.concatenate(rows.most).tolist())
    row, column = np.concatenate(rows.row), np.concatenate(rows.column)
    order = np.lexsort((column, row))
    matrix = model.linear_constraint_matrix
    matrix.row_ids.extend(row[order].tolist())
    matrix.column_ids.extend(column[order].tolist())
    matrix.coefficients.extend(np.concatenate(rows.value)[order].tolist())
    settings = parameters_pb2.SolveParametersProto()
    settings.threads = 1
    ends = settings.pdlp.termination_criteria
    ends.iteration_limit = within[0]
    ends.simple_optimality_criteria.eps_optimal_relative = within[1]
    ends.simple_optimality_criteria.eps_optimal_absolute = within[1]
    found = solver.solve(
        model,
        parameters_pb2.SOLVER_TYPE_PDLP,
        parameters_pb2.SolverInitializerProto(),
        settings,
        model_parameters_pb2.ModelSolveParametersProto(),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )
    share, dual = np.zeros(columns), np.zeros(rows.count)
    for solution in found.solutions:
        told = solution.primal_solution.variable_values
        share[np.array(told.ids, dtype=np.int64)] = told.values
        told = solution.dual_solution.dual_values
        dual[np.array(told.ids, dtype=np.int64)] = told.values
    return np.maximum(share, 0), np.maximum(dual, 0)


def _whole(prices: Floats, step: int) -> Ints:
    whole: Ints = np.rint(prices * (UNIT // step)).astype(np.int64) * step
    return whole
