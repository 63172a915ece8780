"""The second look at ceilings: who could be in one group, directly or through others, and whether they can be worth more.

A cluster is worth at most its prices; where the answer says less, whatever could be worth more is written down once more and refuted.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.engine.grouping.answers import Prices
from matching.engine.types import Ints

UNIT = 1_000_000
EFFORT = 30.0  # CP-SAT's deterministic time for one cluster


@dataclass(frozen=True)
class Chance:
    """Who could meet in a `room` (place and day-part, or a frame), how many of them, what it costs and is worth at most. One of a
    frame that `is_there` opens."""

    who: Ints
    sizes: tuple[int, int]
    room: tuple[int, ...]
    cost: int
    worth: int
    is_there: bool = False


def in_clusters(ids: Ints, is_open: np.ndarray, prices: Prices, chances: Sequence[Chance]) -> int:
    """What people and what opens are worth at most, cluster by cluster, without what is shared."""
    found: dict[int, list[Chance]] = defaultdict(list)
    top = _tops(len(ids), chances)
    for chance in chances:
        if len(chance.who):
            found[_top(top, int(chance.who[0]))].append(chance)
    total = int(prices.people[is_open].sum())
    for lowest, inside in found.items():
        people = np.unique(np.concatenate([chance.who for chance in inside]))
        rooms: dict[tuple[int, ...], int] = {}
        for chance in inside:
            rooms[chance.room] = max(rooms.get(chance.room, 0), chance.worth)
        alone = int(prices.people[people].sum()) + sum(rooms.values())
        told = prices.ceilings.get(int(ids[lowest]), alone)
        if told < alone and _holds(inside, rooms, alone, told):
            alone = told
        total += alone - int(prices.people[people].sum())
    return total


def _tops(count: int, chances: Sequence[Chance]) -> list[int]:
    """For each person a way to the lowest of their cluster; all who could come to one frame are in one."""
    top = list(range(count))
    first: dict[tuple[int, ...], int] = {}
    for chance in chances:
        people = chance.who.tolist()
        if people and len(chance.room) == 1:
            people.append(first.setdefault(chance.room, people[0]))
        for other in people[1:]:
            one, two = _top(top, people[0]), _top(top, other)
            top[max(one, two)] = min(one, two)
    return top


def _top(top: list[int], one: int) -> int:
    while top[one] != one:
        top[one] = top[top[one]]
        one = top[one]
    return one


def _holds(
    inside: Sequence[Chance], rooms: dict[tuple[int, ...], int], alone: int, told: int
) -> bool:
    """Is nothing here worth more than was told? What opens something that is too dear is worth less by its prices alone."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    at: dict[Any, list[Any]] = defaultdict(list)
    worth: list[Any] = []
    for chance in _apart(c for c in inside if alone - rooms[c.room] + c.worth > told):
        opens = model.new_bool_var("")
        at[chance.room].append(opens)
        least, most = chance.sizes
        goes = [model.new_bool_var("") for _ in chance.who]
        for one, there in zip(chance.who.tolist(), goes, strict=True):
            at[one].append(there)
            model.add_implication(there, opens)
        model.add(sum(goes) >= least * opens)
        model.add(sum(goes) <= most * opens)
        worth.append(UNIT * sum(goes) - chance.cost * opens)
    for row in at.values():
        model.add_at_most_one(row)
    model.add(sum(worth) > told)
    model.maximize(sum(worth))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = EFFORT
    status = solver.solve(model)
    return bool(status == cp_model.INFEASIBLE)


def _apart(chances: Any) -> list[Chance]:
    """Without those whose people could all come to another of the same room that costs no more."""
    rooms: dict[tuple[int, ...], list[tuple[frozenset[int], Chance]]] = defaultdict(list)
    for chance in sorted(chances, key=lambda c: (-len(c.who), c.cost)):
        who = frozenset(chance.who.tolist())
        if not any(who <= more and other.cost <= chance.cost for more, other in rooms[chance.room]):
            rooms[chance.room].append((who, chance))
    return [chance for found in rooms.values() for _who, chance in found]
