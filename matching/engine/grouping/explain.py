"""What a group is about, and what becomes of who is left over: codes and numbers, the words come later."""

from collections.abc import Sequence

import numpy as np

from matching.engine.grouping.answers import Group, LeftOut, Tells, Thermometer, Why
from matching.engine.grouping.candidates import Slot, Supply, can_lead, cohorts
from matching.engine.grouping.columns import Column, Picker
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.improving import goes_together
from matching.engine.grouping.known import Bools, Known
from matching.engine.grouping.rota import Rota
from matching.engine.types import Ints

LONG_WAIT_DAYS = 90


def described(known: Known, supply: Supply, plan: Plan) -> tuple[Group, ...]:
    """The groups with back-ups and reasons, in the order of theme, place, day-part and language."""
    order = sorted(
        range(len(plan.groups)),
        key=lambda i: (plan.groups[i].slot.cohort.theme, *_where(plan.groups[i].slot)),
    )
    rota = Rota(supply)
    for i in order:
        leader = plan.leaders[i]
        if leader is not None:
            rota.put(i, plan.groups[i].slot.day_part, (leader,), leader)
    if not known.rules.facilitator_needed:
        for i in order:
            _lead_if_possible(known, supply, rota, i, plan.groups[i])
    return tuple(_described(known, supply, rota, len(order) + i, i, plan.groups[i]) for i in order)


def _where(slot: Slot) -> tuple[int, int, int, int]:
    return slot.place, slot.day_part, slot.language, slot.frame


def _nearest(known: Known, supply: Supply, group: Column) -> list[int]:
    """Who could lead it or back it up, the nearest first."""
    slot = group.slot
    able = can_lead(known, supply, slot.place, slot.day_part, slot.language, slot.cohort.theme)
    near = known.crew_metres[:, slot.place]
    fine = [f for f in able if known.crew_apart.get(f, frozenset()).isdisjoint(group.members)]
    return sorted(fine, key=lambda f: (near[f], f))


def _lead_if_possible(known: Known, supply: Supply, rota: Rota, key: int, group: Column) -> None:
    if group.slot.frame < 0:
        for who in _nearest(known, supply, group):
            if rota.is_free(who, group.slot.day_part):
                rota.put(key, group.slot.day_part, (who,), who)
                return


def _described(
    known: Known, supply: Supply, rota: Rota, key: int, lead_key: int, group: Column
) -> Group:
    slot, crew = group.slot, known.crew.ids
    frame = known.pool.frames[slot.frame] if slot.frame >= 0 else None
    leader = rota.led_by.get(lead_key)
    leader_id = int(crew[leader]) if leader is not None else None
    back_up = None
    if frame is not None:
        leader_id, back_up = frame.facilitator, frame.back_up
        leader = known.crew_at[leader_id] if leader_id is not None else None
    if back_up is None and leader is not None:
        for who in _nearest(known, supply, group):
            if rota.is_free(who, slot.day_part) and (leader, who) not in known.crew_pairs:
                rota.put(key, slot.day_part, (who,), who)
                back_up = int(crew[who])
                break
    return Group(
        theme=slot.cohort.theme,
        place=int(known.places.ids[slot.place]),
        day_part=slot.day_part,
        language=slot.language,
        facilitator=leader_id,
        members=tuple(int(known.people.ids[one]) for one in group.members),
        back_up=back_up,
        frame=frame.id if frame is not None else None,
        score=group.score,
        reasons=reasons_of(known, list(group.members), slot.place, slot.language, back_up),
    )


def reasons_of(
    known: Known, members: list[int], place: int, language: int, back_up: int | None
) -> dict[Tells, int]:
    """What a group of these people at a place, in a language, is about."""
    people, (start, end) = known.people, known.cuts
    together = known.points[members].sum(axis=0)
    ages = known.points[members, end + int(together[end:].argmax())]
    reasons = {
        Tells.NEAR_AGE: int((ages == known.weights.age).sum()) if known.weights.age else 0,
        Tells.LANGUAGE: int(known.speaks[members, language].sum()),
        Tells.VETERANS: int(people.veteran[members].sum()),
        Tells.WAITED_LONG: int((people.waiting[members] >= LONG_WAIT_DAYS).sum()),
        Tells.FARTHEST_M: int(known.metres[members, place].max()),
        Tells.OFF_TARGET: abs(len(members) - known.rules.target),
        Tells.ASK_TIME: int((people.day_parts[members] == 0).sum()),
        Tells.NO_BACK_UP: int(back_up is None),
        Tells.NO_VETERAN: int(not people.veteran[members].any()),
    }
    if known.rules.by_theme:
        stage = known.stages[int(together[:start].argmax())]
        relation = known.relations_said[int(together[start:end].argmax())]
        reasons[Tells.SAME_STAGE] = int((people.stage[members] == stage).sum())
        reasons[Tells.SAME_RELATION] = int((people.relation[members] == relation).sum())
        reasons[Tells.ASK_STAGE] = int((people.stage[members] == 0).sum())
    return {code: number for code, number in sorted(reasons.items()) if number}


def thermometers(known: Known, supply: Supply, plan: Plan) -> tuple[Thermometer, ...]:
    """For each theme, where most of those who are left over could meet; then for the rest of them, and so on."""
    waiting = supply.is_open.copy()
    for group in plan.groups:
        waiting[list(group.members)] = False
    found: list[Thermometer] = []
    for theme in range(known.pool.themes) if known.rules.by_theme else (0,):
        mine = waiting & (known.people.theme == theme) if known.rules.by_theme else waiting
        left = mine.copy()
        while left.any():
            one = _warmest(known, theme, left)
            if one is None:
                break
            people, place, day_part, language = one
            left[people] = False
            found.append(
                Thermometer(
                    theme=theme,
                    place=int(known.places.ids[place]),
                    day_part=day_part,
                    language=language,
                    found=len(people),
                    needed=known.rules.minimum,
                    people=tuple(int(known.people.ids[p]) for p in people),
                )
            )
    return tuple(found)


def _warmest(known: Known, theme: int, left: Bools) -> tuple[Ints, int, int, int] | None:
    """Most of those who are left, and the place, day-part and language where they could meet."""
    opening = (known.places.day_parts[:, None] >> np.arange(known.day_parts)) & 1 > 0
    best: tuple[int, Ints, int, int, int] | None = None
    for cohort in cohorts(known, left, 1, theme):
        who = cohort.members
        comes = known.comes[who].T.astype(np.float32)
        for language in np.flatnonzero(known.speaks[who].any(axis=0)).tolist():
            free = known.free[who] & known.speaks[who, language][:, None]
            counts = np.where(opening, comes @ free.astype(np.float32), 0)
            at = int(counts.argmax()) if counts.size else 0
            count = int(counts.flat[at]) if counts.size else 0
            if count and (best is None or count > best[0]):
                place, day_part = divmod(at, known.day_parts)
                here = who[known.comes[who, place] & free[:, day_part]]
                best = count, here, place, day_part, language
    return best[1:] if best else None


def left_out(
    known: Known,
    supply: Supply,
    plan: Plan,
    slots: Sequence[Slot],
    warm: Sequence[Thermometer],
) -> tuple[LeftOut, ...]:
    placed = plan.placed
    counted = {person: (t.found, t.needed) for t in warm for person in t.people}
    usable = np.zeros(len(known.people), dtype=np.bool_)
    for slot in slots:
        usable[slot.people] = True
    why = _Why(known, supply, plan, usable)
    found = []
    for person in range(len(known.people)):
        if person not in placed:
            id_ = int(known.people.ids[person])
            found.append(LeftOut(id_, why.of(person), *counted.get(id_, (0, 0))))
    return tuple(found)


class _Why:
    def __init__(self, known: Known, supply: Supply, plan: Plan, usable: Bools) -> None:
        self.known, self.plan, self.usable = known, plan, usable
        self.picker = Picker(known)
        self.opening = (known.places.day_parts[:, None] >> np.arange(known.day_parts)) & 1 > 0
        self.led = self._led() if known.rules.facilitator_needed else None

    def _led(self) -> dict[int, Ints]:
        """For each theme (one for all, in a link group) how many could lead at a place, day-part and language."""
        known, found = self.known, {}
        for theme in range(known.leads_on.shape[1]):
            able = np.flatnonzero(known.leads_on[:, theme])
            found[theme] = np.einsum(
                "fp,fd,fl->pdl",
                known.leads_at[able].astype(np.int64),
                known.leads_when[able].astype(np.int64),
                known.leads_in[able].astype(np.int64),
                optimize=True,
            )
        return found

    def of(self, person: int) -> Why:
        known = self.known
        if not len(known.places):
            return Why.NO_PLACES
        if not known.reaches[person].any():
            return Why.REACH
        comes = known.comes[person]
        if not comes.any():
            return Why.ACCESS
        times = self.opening & comes[:, None] & known.free[person][None, :]
        if not times.any():
            return Why.TIME
        if not known.speaks[person].any():
            return Why.LANGUAGE
        if self.led is not None:
            theme = int(known.people.theme[person]) if known.rules.by_theme else 0
            there = self.led[theme][times]
            if not there.any():
                return Why.FACILITATOR
            if not there[:, known.speaks[person]].any():
                return Why.LANGUAGE
        if not self.usable[person]:
            return Why.TOO_FEW
        return Why.APART if self._is_kept_out(person) else Why.ALL_TAKEN

    def _is_kept_out(self, person: int) -> bool:
        """Is there a group with room where only these members are in the way?"""
        known = self.known
        for group in self.plan.groups:
            slot = group.slot
            if known.rules.by_theme and known.people.theme[person] != slot.cohort.theme:
                continue
            able = known.comes[person, slot.place] and known.free[person, slot.day_part]
            if not (able and known.speaks[person, slot.language]):
                continue
            members = [*group.members, person]
            if len(group.members) - len(slot.base) >= slot.most or not goes_together(
                known, members
            ):
                continue
            if not self.picker.is_together(members, slot.base):
                return True
        return False
