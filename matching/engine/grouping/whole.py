"""Whole groups as a model: which slots open, and who comes to which. CP-SAT proves what is the most.

Slots may be few or many; the work to spend is counted, not timed.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from matching.engine.grouping.bound import UNIT
from matching.engine.grouping.candidates import Slot, Supply
from matching.engine.grouping.known import Known

FAR = 2**50  # where nothing was found out
Opened = list[tuple[int, list[int]]]


class Whole:
    """Each person comes to one slot at most, each room and each frame has one that opens, and whoever comes opens it. `always`: who comes to
    each slot whenever it opens."""

    def __init__(
        self, slots: Sequence[Slot], always: Sequence[frozenset[int]] | None = None
    ) -> None:
        from ortools.sat.python import cp_model

        self.slots = slots
        always = [frozenset[int]()] * len(slots) if always is None else always
        self.model = cp_model.CpModel()
        self.opens = [self.model.new_bool_var("") for _ in slots]
        self.comes: list[dict[int, Any]] = [
            self._comers(*each) for each in zip(slots, self.opens, always, strict=True)
        ]
        rows: dict[int, list[Any]] = {}
        for coming in self.comes:
            for person, comes in coming.items():
                rows.setdefault(person, []).append(comes)
        for row in rows.values():
            self.model.add_at_most_one(row)
        self._add_rooms()

    def _comers(self, slot: Slot, opens: Any, always: frozenset[int]) -> dict[int, Any]:
        people, model = slot.people.tolist(), self.model
        if len(people) == slot.least:
            return dict.fromkeys(people, opens)
        coming = {one: opens if one in always else model.new_bool_var("") for one in people}
        others = [comes for one, comes in coming.items() if one not in always]
        for comes in others:
            model.add_implication(comes, opens)
        model.add(sum(others) >= (slot.least - len(always)) * opens)
        if slot.most < len(people):
            model.add(sum(others) <= (slot.most - len(always)) * opens)
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
        self,
        effort: float,
        start: Opened,
        costs: Sequence[int] | None = None,
        gains: Sequence[int] | None = None,
    ) -> tuple[int, Opened | None]:
        """What the people who come are worth (`gains` by position; None: UNIT each) less what the slots cost, at most, in parts of UNIT; and
        slots that open, and who comes, for the most that was found. `start` is where to begin."""
        begun = {number: set(people) for number, people in start}
        for number, opens in enumerate(self.opens):
            self.model.add_hint(opens, number in begun)
            for person, comes in self.comes[number].items():
                if comes is not opens:
                    self.model.add_hint(comes, person in begun.get(number, ()))
        self.model.maximize(sum(self._worths(costs or [0] * len(self.slots), gains)))
        solver = self._solved(effort)
        if not solver.response_proto.solution:
            return FAR, None
        opened = [
            (number, [one for one, comes in self.comes[number].items() if solver.value(comes)])
            for number, opens in enumerate(self.opens)
            if solver.value(opens)
        ]
        return int(solver.best_objective_bound), opened

    def _worths(self, costs: Sequence[int], gains: Sequence[int] | None) -> Iterator[Any]:
        """Of each slot, when it opens and these come."""
        for opens, coming, cost in zip(self.opens, self.comes, costs, strict=True):
            own = -cost
            for one, comes in coming.items():
                gain = UNIT if gains is None else gains[one]
                if comes is opens:
                    own += gain
                else:
                    yield gain * comes
            yield own * opens

    def _solved(self, effort: float) -> Any:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = effort
        solver.solve(self.model)
        return solver
