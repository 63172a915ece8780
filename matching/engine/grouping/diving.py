"""Whole groups from a linear programme: take what it is sure of, take out what that excludes, and ask again.

Dives differ in how much is taken at once; the best counts. Who leads is settled by the rota, so every step can be kept.
"""

from collections.abc import Sequence

from matching.engine.grouping.candidates import Supply
from matching.engine.grouping.columns import Column
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.known import Known
from matching.engine.grouping.master import Relaxed
from matching.engine.grouping.rota import Rota

SURE = 0.999


def dive(known: Known, supply: Supply, columns: Sequence[Column], at_once: int) -> Plan:
    """Groups out of these columns; besides what is sure, so many of the surest at a time."""
    rota, plan = Rota(supply), Plan()
    left = list(columns)
    while left:
        relaxed = Relaxed(known, supply, worth_in_a_dive)
        relaxed.add(left)
        for group in plan.groups:
            relaxed.keep(group)
        relaxed.solve()
        order = sorted(range(len(left)), key=lambda i: (-round(relaxed.share(i), 6), i))
        taken: set[int] = set()
        rooms: set[int] = set()
        gone: set[int] = set()
        number = 0
        for i in order:
            column, share = left[i], relaxed.share(i)
            if share < SURE and number >= at_once:
                break
            if column.slot.room in rooms or not taken.isdisjoint(column.coming):
                continue
            key = len(plan.groups)
            if column.crew is not None:
                near = known.crew_metres[:, column.slot.place]
                crew = sorted(column.crew, key=lambda f: (near[f], f))
                if not rota.give(key, column.slot.day_part, crew):
                    gone.add(i)
                    continue
            plan.add(column, None)
            taken.update(column.coming)
            rooms.add(column.slot.room)
            number += share < SURE
        left = [
            column
            for i, column in enumerate(left)
            if i not in gone and column.slot.room not in rooms and taken.isdisjoint(column.coming)
        ]
    plan.leaders = [rota.led_by.get(key) for key in range(len(plan.groups))]
    return plan


def worth_in_a_dive(column: Column) -> float:
    """People first; points only between groups of as many."""
    return len(column.coming) + column.score.cohesion / 100_000
