"""Whole groups as a model: which slots open, and who comes to which. CP-SAT proves what is the most.

Slots may be few or many; the work to spend is counted, not timed.
"""

from collections.abc import Sequence
from typing import Any

from matching.engine.grouping.bound import UNIT
from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.known import Known

FAR = 2**50  # where nothing was found out
Opened = list[tuple[int, list[int]]]


class Whole:
    """Each person comes to one slot at most, each room and each frame has one that opens, and whoever comes opens it."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        from ortools.sat.python import cp_model

        self.slots = slots
        self.model = cp_model.CpModel()
        self.opens = [self.model.new_bool_var("") for _ in slots]
        self.comes: list[dict[int, Any]] = [
            self._comers(slot, opens) for slot, opens in zip(slots, self.opens, strict=True)
        ]
        rows: dict[int, list[Any]] = {}
        for coming in self.comes:
            for person, comes in coming.items():
                rows.setdefault(person, []).append(comes)
        for row in rows.values():
            self.model.add_at_most_one(row)
        self._add_rooms()

    def _comers(self, slot: Slot, opens: Any) -> dict[int, Any]:
        people, model = slot.people.tolist(), self.model
        if len(people) == slot.least:
            return dict.fromkeys(people, opens)
        coming = {one: model.new_bool_var("") for one in people}
        for comes in coming.values():
            model.add_implication(comes, opens)
        model.add(sum(coming.values()) >= slot.least * opens)
        if slot.most < len(people):
            model.add(sum(coming.values()) <= slot.most * opens)
        return coming

    def _add_rooms(self) -> None:
        rooms: dict[int, list[Any]] = {}
        must: set[int] = set()
        for slot, opens in zip(self.slots, self.opens, strict=True):
            rooms.setdefault(slot.room, []).append(opens)
            if slot.must_open:
                must.add(slot.room)
        for room, row in rooms.items():
            if room in must:
                self.model.add_exactly_one(row)
            else:
                self.model.add_at_most_one(row)

    def keep(self, known: Known, supply: Supply) -> None:
        """Besides: who must not be together is not, nobody is alone with a sensitive trait, and each group has somebody to lead it."""
        for slot, coming in zip(self.slots, self.comes, strict=True):
            for one, comes in coming.items():
                for other in known.apart.get(one, ()):
                    if other > one and other in coming:
                        self.model.add_at_most_one([comes, coming[other]])
                self._keep_company(known, slot, coming, one)
        crews: dict[tuple[int, tuple[int, ...]], list[Any]] = {}
        for slot, opens in zip(self.slots, self.opens, strict=True):
            if slot.crew is not None:
                crews.setdefault((slot.day_part, slot.crew), []).append(opens)
        self._add_crews(crews, supply)

    def _keep_company(self, known: Known, slot: Slot, coming: dict[int, Any], one: int) -> None:
        marked, traits = int(known.people.sensitive[one]), known.people.traits
        marked &= int(traits[one])
        while marked:
            trait = marked & -marked
            marked -= trait
            if not any(int(traits[other]) & trait for other in slot.base):
                others = [c for p, c in coming.items() if p != one and int(traits[p]) & trait]
                self.model.add(coming[one] <= sum(others))

    def _add_crews(
        self, crews: dict[tuple[int, tuple[int, ...]], list[Any]], supply: Supply
    ) -> None:
        at: dict[tuple[int, int], list[Any]] = {}
        groups: dict[int, list[Any]] = {}
        for (day_part, crew), opening in crews.items():
            leads = []
            for who in crew:
                lead = self.model.new_bool_var("")
                at.setdefault((who, day_part), []).append(lead)
                groups.setdefault(who, []).append(lead)
                leads.append(lead)
            self.model.add(sum(opening) <= sum(leads))
        for row in at.values():
            self.model.add_at_most_one(row)
        for who, row in groups.items():
            self.model.add(sum(row) <= int(supply.capacity[who]))

    def best(
        self, effort: float, start: Opened, costs: Sequence[int] | None = None
    ) -> tuple[int, Opened | None]:
        """People placed less what the slots cost, at most, in parts of UNIT; and slots that open, and who comes, for the most that was
        found. `start` is where to begin."""
        begun = {number: set(people) for number, people in start}
        for number, opens in enumerate(self.opens):
            self.model.add_hint(opens, number in begun)
            for person, comes in self.comes[number].items():
                if comes is not opens:
                    self.model.add_hint(comes, person in begun.get(number, ()))
        solver = self._solve(costs or [0] * len(self.slots), effort)
        if not solver.response_proto.solution:
            return FAR, None
        opened = [
            (number, [one for one, comes in self.comes[number].items() if solver.value(comes)])
            for number, opens in enumerate(self.opens)
            if solver.value(opens)
        ]
        return int(solver.best_objective_bound), opened

    def _solve(self, costs: Sequence[int], effort: float) -> Any:
        from ortools.sat.python import cp_model

        gains = [
            UNIT * len(c) * (len(c) == s.least) - cost
            for c, s, cost in zip(self.comes, self.slots, costs, strict=True)
        ]
        worth = sum(gain * opens for gain, opens in zip(gains, self.opens, strict=True))
        for slot, coming in zip(self.slots, self.comes, strict=True):
            if len(coming) != slot.least:
                worth = worth + UNIT * sum(coming.values())
        self.model.maximize(worth)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = effort
        solver.solve(self.model)
        return solver
