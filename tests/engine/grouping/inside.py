"""What the search knows of a pool at its start, and plans to begin with, by hand."""

from typing import NamedTuple

from matching.engine.grouping.candidates import Slot, Supply, find_slots, supply_of
from matching.engine.grouping.checking import sorted_pool
from matching.engine.grouping.columns import column_of
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.known import Known, know
from matching.engine.grouping.types import GroupPool, GroupRules, GroupWeights
from tests.engine.grouping.pools import SMALL


class Begun(NamedTuple):
    """A group to begin with: ids of its place, its members and who leads it (None: as its frame says)."""

    place: int
    members: tuple[int, ...]
    leader: int | None
    day_part: int = 0


class Inside(NamedTuple):
    known: Known
    supply: Supply
    slots: list[Slot]

    def plan(self, *groups: Begun) -> Plan:
        plan = Plan()
        for group in groups:
            at = [self.known.person_at[id_] for id_ in group.members]
            slot = next(slot for slot in self.slots if self._holds(slot, group, at))
            column = column_of(self.known, slot, [one for one in at if one not in slot.base])
            assert column is not None
            leader = None if group.leader is None else self.known.crew_at[group.leader]
            plan.add(column, leader)
        return plan

    def _holds(self, slot: Slot, group: Begun, at: list[int]) -> bool:
        here = self.known.place_at[group.place], group.day_part
        return (slot.place, slot.day_part) == here and set(at) <= {
            *slot.people.tolist(),
            *slot.base,
        }

    def told(self, plan: Plan) -> list[tuple[int, tuple[int, ...]]]:
        """The places of a plan and their members, by id."""
        known = self.known
        return sorted(
            (
                int(known.places.ids[group.slot.place]),
                tuple(int(known.people.ids[one]) for one in group.members),
            )
            for group in plan.groups
        )


def inside(pool: GroupPool, rules: GroupRules = SMALL) -> Inside:
    known = know(sorted_pool(pool, rules), rules, GroupWeights())
    supply = supply_of(known)
    return Inside(known, supply, find_slots(known, supply))
