"""Slots: where, when and in which language at least the smallest group of one cohort could meet.

A cohort is who may be together by theme, relation and stage. Two cohorts of which one holds the other are one; so are two
languages at one place and time when the one's people and facilitators are among the other's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from matching.engine.grouping.known import Bools, Known
from matching.engine.grouping.types import STAGES, Frame
from matching.engine.types import Ints

NO_FRAME = -1


@dataclass(frozen=True)
class Cohort:
    """`members` are positions. `relations` a mask, `stages` from and to."""

    theme: int
    relations: int
    stages: tuple[int, int]
    members: Ints


@dataclass(frozen=True)
class Slot:
    """`people` (positions, sorted) who could come besides those in `base`; `least` and `most` of them. `room` is one for all slots
    of which only one can be used. `crew` are facilitators who could lead it; None for frames, which have theirs."""

    cohort: Cohort
    place: int
    day_part: int
    language: int
    room: int
    people: Ints
    least: int
    most: int
    crew: tuple[int, ...] | None
    frame: int = NO_FRAME
    base: tuple[int, ...] = ()
    must_open: bool = False

    @property
    def sizes(self) -> range:
        """The numbers of people who can come in."""
        return range(self.least, min(self.most, len(self.people)) + 1)


@dataclass(frozen=True)
class Supply:
    """What frames leave: who is not locked, groups that facilitators can still lead, when they are taken, rooms taken."""

    is_open: Bools
    capacity: Ints
    crew_taken: Bools
    room_taken: Bools
    locked: dict[int, tuple[int, ...]] = field(default_factory=dict)


def supply_of(known: Known) -> Supply:
    is_open = np.ones(len(known.people), dtype=np.bool_)
    capacity = known.crew.capacity.copy()
    crew_taken = np.zeros((len(known.crew), known.day_parts), dtype=np.bool_)
    room_taken = np.zeros((len(known.places), known.day_parts), dtype=np.bool_)
    locked = {}
    for number, frame in enumerate(known.pool.frames):
        locked[number] = tuple(sorted(known.person_at[id_] for id_ in frame.members))
        is_open[list(locked[number])] = False
        room_taken[known.place_at[frame.place], frame.day_part] = True
        for who in crew_of(known, frame):
            capacity[who] -= 1
            crew_taken[who, frame.day_part] = True
    return Supply(is_open, capacity, crew_taken, room_taken, locked)


def crew_of(known: Known, frame: Frame) -> list[int]:
    return [known.crew_at[id_] for id_ in (frame.facilitator, frame.back_up) if id_ is not None]


def find_slots(known: Known, supply: Supply) -> list[Slot]:
    """All slots, frames first; in an order that only depends on ids."""
    slots = [slot for number in supply.locked for slot in _of_frame(known, supply, number)]
    if known.rules.kind != "course":
        crew = _CrewMasks(known, supply)
        for cohort in cohorts(known, supply.is_open, known.rules.minimum):
            slots.extend(_of_cohort(known, supply, crew, cohort))
    return slots


def cohorts(known: Known, is_open: Bools, least: int, only: int | None = None) -> list[Cohort]:
    """Who may be together, of those who are open, at least so many; `only` those of one theme."""
    found: list[Cohort] = []
    themes = range(known.pool.themes) if known.rules.by_theme else range(1)
    for theme in themes if only is None else (only,):
        mine = is_open & (known.people.theme == theme) if known.rules.by_theme else is_open
        here = [
            Cohort(theme, relations, stages, members)
            for relations, stages, members in _together(known, np.flatnonzero(mine))
            if len(members) >= least
        ]
        found.extend(_widest(here))
    return found


def _together(known: Known, people: Ints) -> Iterator[tuple[int, tuple[int, int], Ints]]:
    relation, stage = known.people.relation[people], known.people.stage[people]
    for relations in known.relations:
        fits = (relation == 0) | ((relations >> relation) & 1 > 0)
        for first, last in windows(known):
            inside = (stage == 0) | ((stage >= first) & (stage <= last))
            yield relations, (first, last), people[fits & inside]


def windows(known: Known) -> list[tuple[int, int]]:
    """Runs of stages that may be together."""
    if not known.rules.by_theme:
        return [(0, STAGES)]
    spread = min(known.rules.stage_spread, STAGES - 1)
    highest = max(int(known.people.stage.max(initial=1)) - spread, 1)
    return [(first, first + spread) for first in range(1, highest + 1)]


def _widest(cohorts: list[Cohort]) -> list[Cohort]:
    """Without those that another one holds (of equals, the first stays)."""
    sets = [frozenset(cohort.members.tolist()) for cohort in cohorts]
    return [
        cohort
        for i, cohort in enumerate(cohorts)
        if not any(
            sets[i] < sets[j] or (sets[i] == sets[j] and j < i)
            for j in range(len(cohorts))
            if j != i
        )
    ]


def can_lead(
    known: Known, supply: Supply, place: int, day_part: int, language: int, theme: int
) -> tuple[int, ...]:
    """Facilitators who could lead a group there and then, but for other groups."""
    able = known.leads_at[:, place] & known.leads_when[:, day_part] & known.leads_in[:, language]
    able = able & known.leads_on[:, theme if known.rules.by_theme else 0]
    able &= (supply.capacity > 0) & ~supply.crew_taken[:, day_part]
    return tuple(np.flatnonzero(able).tolist())


class _CrewMasks:
    """Which facilitators could lead, as bits of one number, by place, day-part, language and theme."""

    def __init__(self, known: Known, supply: Supply) -> None:
        able = supply.capacity > 0
        self.at = _as_numbers(known.leads_at.T & able)
        self.when = _as_numbers((known.leads_when & ~supply.crew_taken).T)
        self.speaking = _as_numbers(known.leads_in.T)
        self.on = _as_numbers(known.leads_on.T)
        self.lists: dict[int, tuple[int, ...]] = {0: ()}

    def of(self, place: int, day_part: int, language: int, theme: int) -> int:
        return self.at[place] & self.when[day_part] & self.speaking[language] & self.on[theme]

    def listed(self, mask: int) -> tuple[int, ...]:
        if mask not in self.lists:
            packed = mask.to_bytes(mask.bit_length() // 8 + 1, "little")
            bits = np.unpackbits(np.frombuffer(packed, np.uint8), bitorder="little")
            self.lists[mask] = tuple(np.flatnonzero(bits).tolist())
        return self.lists[mask]


def _as_numbers(rows: Bools) -> list[int]:
    packed = np.packbits(rows, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


def _of_cohort(known: Known, supply: Supply, crew: _CrewMasks, cohort: Cohort) -> Iterator[Slot]:
    members, least, most = cohort.members, known.rules.minimum, known.rules.maximum
    comes = known.comes[members]
    opening = (known.places.day_parts[:, None] >> np.arange(known.day_parts)) & 1 > 0
    opening &= ~supply.room_taken
    chances: dict[tuple[int, int], list[tuple[int, Ints, int]]] = {}
    for language in range(known.speaks.shape[1]):
        speaks = known.speaks[members, language]
        if speaks.sum() < least:
            continue
        free = known.free[members] & speaks[:, None]
        counts = comes.T.astype(np.float32) @ free.astype(np.float32)
        for place, day_part in np.argwhere((counts >= least) & opening).tolist():
            mask = crew.of(place, day_part, language, cohort.theme)
            if mask or not known.rules.facilitator_needed:
                who = in_company(known, members[comes[:, place] & free[:, day_part]])
                if len(who) < least:
                    continue
                chances.setdefault((place, day_part), []).append((language, who, mask))
    for (place, day_part), found in sorted(chances.items()):
        for language, who, mask in _apart_languages(found):
            room = place * known.day_parts + day_part
            able = crew.listed(mask) if known.rules.facilitator_needed else None
            yield Slot(cohort, place, day_part, language, room, who, least, most, able)


def in_company(known: Known, who: Ints, base: tuple[int, ...] = ()) -> Ints:
    """Those who would not be alone with a sensitive trait, whoever of the others came."""
    while (known.people.sensitive[who] != 0).any():
        everybody = [*who.tolist(), *base]
        alone = once_only(known.people.traits[everybody].tolist())
        stay = known.people.sensitive[who] & alone == 0
        if stay.all():
            break
        who = who[stay]
    return who


def once_only(traits: list[int]) -> int:
    """A mask of traits that only one has."""
    once = twice = 0
    for has in traits:
        twice |= once & has
        once |= has
    return once & ~twice


def _apart_languages(found: list[tuple[int, Ints, int]]) -> list[tuple[int, Ints, int]]:
    if len(found) == 1:
        return found
    sets = [set(who.tolist()) for _language, who, _mask in found]

    def is_in(i: int, j: int) -> bool:
        """Are people and facilitators of i all among those of j?"""
        return sets[i] <= sets[j] and not found[i][2] & ~found[j][2]

    return [
        one
        for i, one in enumerate(found)
        if not any(is_in(i, j) and (j < i or not is_in(j, i)) for j in range(len(found)) if j != i)
    ]


def _of_frame(known: Known, supply: Supply, number: int) -> Iterator[Slot]:
    """A slot for each cohort that may join who is locked in it; one with nobody to come in when there is none."""
    frame, base = known.pool.frames[number], supply.locked[number]
    place = known.place_at[frame.place]
    least, most = known.sizes(number)
    fits = supply.is_open & known.comes[:, place]
    fits &= known.free[:, frame.day_part] & known.speaks[:, frame.language]
    if known.rules.by_theme:
        fits &= known.people.theme == frame.theme
    for kept in _kept_from(known, frame, base):
        fits[kept] = False
    found = [
        (relations, stages, people)
        for relations, stages, people in _together(known, np.flatnonzero(fits))
        if _may_join(known, base, relations, stages)
    ]
    cohorts = _widest(
        [Cohort(frame.theme, *one[:2], in_company(known, one[2], base)) for one in found]
    )
    if base and not cohorts:
        cohorts = [Cohort(frame.theme, 0, (0, 0), np.zeros(0, dtype=np.int64))]
    for cohort in cohorts:
        yield Slot(
            cohort,
            place,
            frame.day_part,
            frame.language,
            len(known.places) * known.day_parts + number,
            cohort.members,
            0 if base else least,
            max(0, most - len(base)),
            None,
            number,
            base,
            bool(base),
        )


def _kept_from(known: Known, frame: Frame, base: tuple[int, ...]) -> list[int]:
    """People who must not be with somebody who is in a frame already."""
    kept: set[int] = set()
    for one in base:
        kept |= known.apart.get(one, frozenset())
    for who in crew_of(known, frame):
        kept |= known.crew_apart.get(who, frozenset())
    if known.rules.kind == "link":
        homes = set(known.people.household[list(base)].tolist()) - {0}
        kept |= set(np.flatnonzero(np.isin(known.people.household, sorted(homes))).tolist())
    return sorted(kept)


def _may_join(known: Known, base: tuple[int, ...], relations: int, stages: tuple[int, int]) -> bool:
    first, last = stages
    said = [known.people.stage[list(base)].tolist(), known.people.relation[list(base)].tolist()]
    if not known.rules.by_theme:
        return True
    return all(not s or first <= s <= last for s in said[0]) and all(
        not r or relations >> r & 1 for r in said[1]
    )
