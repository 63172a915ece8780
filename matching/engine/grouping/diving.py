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
    relaxed = Relaxed(known, supply, worth_in_a_dive)
    relaxed.add(columns)
    taken: set[int] = set()
    rooms: set[int] = set()
    left = set(range(len(columns)))
    while left:
        relaxed.solve()
        shares = {i: round(relaxed.share(i), 6) for i in left}
        number = 0
        for i in sorted(left, key=lambda i: (-shares[i], i)):
            column = columns[i]
            if shares[i] < SURE and (number >= at_once or (not shares[i] and number)):
                break
            if column.slot.room in rooms or not taken.isdisjoint(column.coming):
                continue
            left.discard(i)
            if led(known, rota, len(plan.groups), column):
                plan.add(column, None)
                taken.update(column.coming)
                rooms.add(column.slot.room)
                relaxed.fix(i, 1)
                number += shares[i] < SURE
            else:
                relaxed.fix(i, 0)
        left = {
            i
            for i in left
            if columns[i].slot.room not in rooms and taken.isdisjoint(columns[i].coming)
        }
    plan.leaders = [rota.led_by.get(key) for key in range(len(plan.groups))]
    return plan


def led(known: Known, rota: Rota, key: int, column: Column) -> bool:
    """Is there somebody to lead this group beside the others, the nearest first?"""
    if column.crew is None:
        return True
    near = known.crew_metres[:, column.slot.place]
    crew = sorted(column.crew, key=lambda f: (near[f], f))
    return rota.give(key, column.slot.day_part, crew)


def worth_in_a_dive(column: Column) -> float:
    """People first; points only between groups of as many."""
    return len(column.coming) + column.score.cohesion / 100_000
