"""`python -m benchmarks.groups [PEOPLE …]`: our groups beside greedy, k-means and CP-SAT alone, one line of JSON a result.

All get the same people. k-means draws circles around the homes of each theme and takes the place, time and language that suit most;
it is told of no other rule, and what it breaks is counted by the board. CP-SAT gets every slot as a model of its own (who goes to
which slot, which slots are used, who leads) and as many seconds as ours took, on two cores.
"""

import json
import sys
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from benchmarks.group_pools import make_group_pool
from matching.engine.grouping import Board, form_greedily, form_groups, verify
from matching.engine.grouping.answers import Group, Grouping
from matching.engine.grouping.candidates import find_slots, supply_of
from matching.engine.grouping.known import Known
from matching.engine.grouping.types import GroupPool, GroupRules

RULES = GroupRules()
SIZES = (1_000, 10_000)
LLOYD_ROUNDS = 20
MOST_FOR_CP_SAT = 2_000  # writing down a larger model alone takes minutes


def say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def row(
    who: str, size: int, seconds: float, board: Board, groups: Iterable[Group]
) -> dict[str, Any]:
    formed = list(groups)
    score = board.score(formed)
    return {
        "work": "groups",
        "who": who,
        "people": size,
        "seconds": round(seconds, 2),
        "groups": len(formed),
        "placed": score.people,
        "cohesion": score.cohesion,
        "travel_km": score.travel_m // 1000,
        "rules_broken": len(board.broken(formed)),
    }


def measure(size: int) -> None:
    pool = make_group_pool(size=size)
    board = Board(pool, RULES)
    form_groups(make_group_pool(size=100), RULES)  # what is compiled or loaded is not counted
    start = time.perf_counter()
    ours = form_groups(pool, RULES)
    took = time.perf_counter() - start
    start = time.perf_counter()
    verify(pool, RULES, ours)
    told = row("kompaan", size, took, board, ours.groups)
    gap = round(100 * ours.gap / max(ours.most_people, 1), 1)
    say(
        **told,
        bound=ours.most_people,
        gap_percent=gap,
        verified=round(time.perf_counter() - start, 1),
    )
    start = time.perf_counter()
    greedy = form_greedily(pool, RULES)
    say(**with_gap(row("greedy", size, time.perf_counter() - start, board, greedy.groups), ours))
    start = time.perf_counter()
    circles = k_means(board.known)
    say(**with_gap(row("k-means", size, time.perf_counter() - start, board, circles), ours))
    if size > MOST_FOR_CP_SAT:
        return
    start = time.perf_counter()
    alone = cp_sat(pool, board.known, took)
    say(**with_gap(row("CP-SAT alone", size, time.perf_counter() - start, board, alone), ours))


def with_gap(told: dict[str, Any], ours: Grouping) -> dict[str, Any]:
    """How far below our bound; nothing is said of an answer that breaks rules."""
    if told["rules_broken"]:
        return told
    missing = ours.most_people - told["placed"]
    return {**told, "gap_percent": round(100 * missing / max(ours.most_people, 1), 1)}


def k_means(known: Known) -> list[Group]:
    """Circles of about the target size in each theme; the place, day-part and language that most of each could come to."""
    groups: list[Group] = []
    used: set[tuple[int, int]] = set()
    random = np.random.default_rng(1)
    opening = (known.places.day_parts[:, None] >> np.arange(known.day_parts)) & 1 > 0
    for theme in range(known.pool.themes):
        people = np.flatnonzero(known.people.theme == theme)
        for circle in _circles(known, people, random):
            comes = known.comes[circle].T.astype(np.float32)
            best = (0.0, 0, 0, 0)
            for language in range(known.speaks.shape[1]):
                free = known.free[circle] & known.speaks[circle, language][:, None]
                counts = np.where(opening, comes @ free.astype(np.float32), 0)
                at = int(counts.argmax())
                best = max(best, (float(counts.flat[at]), *divmod(at, known.day_parts), language))
            _count, place, day_part, language = best
            leads = np.flatnonzero(known.leads_at[:, place] & known.leads_when[:, day_part])
            lead = next((f for f in leads.tolist() if (f, day_part) not in used), None)
            if lead is not None:
                used.add((lead, day_part))
            groups.append(
                Group(
                    *(theme, int(known.places.ids[place]), day_part, language),
                    None if lead is None else int(known.crew.ids[lead]),
                    tuple(int(known.people.ids[one]) for one in circle),
                )
            )
    return groups


def _circles(known: Known, people: np.ndarray, random: np.random.Generator) -> list[np.ndarray]:
    homes = np.stack([known.people.lat[people], known.people.lon[people] * 0.63], axis=1)
    count = max(1, round(len(people) / RULES.target))
    centres = homes[random.choice(len(people), count, replace=False)] if len(people) else homes
    label = np.zeros(len(people), dtype=np.int64)
    for _ in range(LLOYD_ROUNDS if len(people) else 0):
        label = ((homes[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
        for each in np.unique(label):
            centres[each] = homes[label == each].mean(axis=0)
    return [people[label == each] for each in np.unique(label)]


def cp_sat(pool: GroupPool, known: Known, seconds: float) -> list[Group]:
    """The whole problem as one model: slots that are used, who goes where, who leads."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    slots = find_slots(known, supply_of(known))
    rows: dict[tuple[Any, ...], list[Any]] = {}
    placed, leads = [], []
    for number, slot in enumerate(slots):
        used = model.new_bool_var("")
        rows.setdefault(("room", slot.room), []).append(used)
        goes = {one: model.new_bool_var("") for one in slot.people.tolist()}
        for one, there in goes.items():
            rows.setdefault(("person", one), []).append(there)
            placed.append((number, one, there))
        model.add(sum(goes.values()) >= slot.least * used)
        model.add(sum(goes.values()) <= slot.most * used)
        for one, other in ((a, b) for a in goes for b in known.apart.get(a, ()) if b in goes):
            model.add_at_most_one([goes[one], goes[other]])
        for bit in range(6):
            having = [one for one in goes if known.people.traits[one] >> bit & 1]
            for one in having:
                if known.people.sensitive[one] >> bit & 1:
                    others = sum(goes[other] for other in having if other != one)
                    model.add(goes[one] <= others)
        leading = {who: model.new_bool_var("") for who in slot.crew or ()}
        model.add(sum(leading.values()) == used)
        for who, lead in leading.items():
            rows.setdefault(("lead", who, slot.day_part), []).append(lead)
            rows.setdefault(("leads", who), []).append(lead)
            leads.append((number, who, lead))
            for one in known.crew_apart.get(who, ()):
                if one in goes:
                    model.add_at_most_one([lead, goes[one]])
    for key, each in rows.items():
        most = int(known.crew.capacity[key[1]]) if key[0] == "leads" else 1
        model.add(sum(each) <= most)
    model.maximize(sum(there for _slot, _one, there in placed))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return []
    members: dict[int, list[int]] = {}
    for number, one, there in placed:
        if solver.boolean_value(there):
            members.setdefault(number, []).append(int(known.people.ids[one]))
    leader = {
        number: int(known.crew.ids[w]) for number, w, lead in leads if solver.boolean_value(lead)
    }
    return [
        Group(
            *(slots[n].cohort.theme, int(known.places.ids[slots[n].place])),
            *(slots[n].day_part, slots[n].language, leader[n], tuple(sorted(who))),
        )
        for n, who in sorted(members.items())
    ]


if __name__ == "__main__":
    for people in [int(each) for each in sys.argv[1:]] or SIZES:
        measure(people)
