"""The arrays of the engine that forms groups.

Themes whose groups follow the same rules are searched together, as a *bunch*; one bunch takes from the next the rooms and facilitators
that it uses.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from accounts.catalogues import DAY_PARTS, SPOKEN
from matching.engine.grouping.answers import Group
from matching.engine.grouping.types import (
    Facilitators,
    Frame,
    GroupPool,
    GroupRules,
    Kind,
    People,
    Places,
)
from matching.engine.types import Ints
from matching.group_snapshot import GroupSnapshot, Planned, Taken, some_of
from organisations.models import MeetingPlace, Theme
from organisations.models.themes import ThemeKind

LINK_NEAR_M = 5_000
LANGUAGE_BITS = {item.code: item.bit for item in SPOKEN}
LANGUAGE_CODES = {item.bit: item.code for item in SPOKEN}
_KM = 1000


@dataclass(frozen=True)
class Bunch:
    """Themes whose groups follow the same rules, in the order of their positions in the engine."""

    themes: tuple[Theme, ...]
    rules: GroupRules

    def theme_at(self, position: int) -> Theme:
        """A link group has no theme for the engine."""
        return self.themes[position if self.rules.by_theme else 0]

    def position(self, theme_id: int) -> int:
        return [theme.pk for theme in self.themes].index(theme_id)


def rules_of(theme: Theme) -> GroupRules:
    return GroupRules(
        kind=Kind(theme.kind),
        minimum=theme.least_members,
        target=theme.wished_members,
        maximum=theme.most_members,
        stage_spread=theme.stage_spread,
        relations=(theme.together,) if theme.together else (),
        near_m=LINK_NEAR_M if theme.kind == ThemeKind.LINK else 0,
    )


def bunches(snapshot: GroupSnapshot) -> list[Bunch]:
    """Those for whom most people wait come first. A link group has no theme for the engine: each of its themes is on its own."""
    found: dict[object, list[Theme]] = defaultdict(list)
    for theme in snapshot.themes:
        rules = rules_of(theme)
        found[rules if rules.by_theme else theme.pk].append(theme)
    counted = Counter(snapshot.wishes[id_].theme_id for id_ in snapshot.people.ids.tolist())
    some = [Bunch(tuple(themes), rules_of(themes[0])) for themes in found.values()]
    return sorted(some, key=lambda b: (-sum(counted[t.pk] for t in b.themes), b.themes[0].pk))


def taken_beside(snapshot: GroupSnapshot, bunch: Bunch, new: Iterable[Group]) -> Taken:
    """What a bunch cannot use: what live groups have, drafts of other themes that stay, and the `new` groups of this search."""
    taken = Taken(set(snapshot.taken.rooms), set(snapshot.taken.leads))
    mine = {theme.pk for theme in bunch.themes}
    for one in snapshot.kept:
        if one.draft.theme_id not in mine:
            leads = (one.facilitator, one.back_up)
            taken.add(one.draft.place_id, one.draft.day_part, leads)
    for group in new:
        taken.add(group.place, group.day_part, (group.facilitator, group.back_up))
    return taken


def pool_of(snapshot: GroupSnapshot, bunch: Bunch, taken: Taken) -> GroupPool:
    """The engine's pool of a bunch, with its drafts that stay; what stands in `taken` is in use by others."""
    kept = snapshot.kept
    people = _people(snapshot, bunch)
    crew = _crew(snapshot, bunch, taken)
    places = _places(snapshot, taken)
    frames = _frames(bunch, kept, set(people.ids.tolist()), crew, places)
    return GroupPool(
        people=_without(people, kept, frames),
        facilitators=crew,
        places=places,
        themes=len(bunch.themes) if bunch.rules.by_theme else 0,
        year=snapshot.taken_at.year,
        frames=frames,
        apart=snapshot.apart,
    )


def _people(snapshot: GroupSnapshot, bunch: Bunch) -> People:
    at = {theme.pk: position for position, theme in enumerate(bunch.themes)}
    rows = snapshot.people
    here = np.array([snapshot.wishes[id_].theme_id in at for id_ in rows.ids.tolist()], dtype=bool)
    rows = some_of(rows, here)
    wishes = [snapshot.wishes[id_] for id_ in rows.ids.tolist()]

    def of(values: Iterable[int]) -> Ints:
        return np.fromiter(values, dtype=np.int64, count=len(wishes))

    minds = of(wish.minds_being_only for wish in wishes)
    return People(
        ids=rows.ids,
        lat=rows.lat,
        lon=rows.lon,
        size_m=rows.size_m,
        reach_m=rows.reach_m,
        languages=rows.languages,
        day_parts=rows.day_parts,
        theme=of(at[wish.theme_id] for wish in wishes),
        stage=of(wish.stage for wish in wishes),
        relation=of(wish.relation for wish in wishes),
        birth_year=rows.birth_year,
        needs=rows.needs,
        traits=rows.gender.astype(np.int64),
        sensitive=rows.gender.astype(np.int64) * minds,
        household=np.zeros(len(wishes), dtype=np.int64),
        veteran=of(wish.is_longer_on_road for wish in wishes).astype(bool),
        waiting=rows.waiting,
    )


def _without(people: People, kept: Sequence[Planned], frames: Sequence[Frame]) -> People:
    """Not those whose own draft the engine does not know: they are in it all the same."""
    framed = {id_ for frame in frames for id_ in frame.members}
    elsewhere = {id_ for one in kept for id_ in one.members} - framed
    return some_of(people, ~np.isin(people.ids, np.array(sorted(elsewhere), dtype=np.int64)))


def _crew(snapshot: GroupSnapshot, bunch: Bunch, taken: Taken) -> Facilitators:
    """Who has a moment and a group left; who did not say when is asked about the moments that are not taken."""
    rows, every = snapshot.crew, DAY_PARTS.full_mask
    at = {theme.pk: 1 << position for position, theme in enumerate(bunch.themes)}
    busy: dict[int, int] = defaultdict(int)
    for who, day_part in taken.leads:
        busy[who] |= 1 << day_part
    said = np.array(
        [
            int(mask) or (every if busy[id_] else 0)
            for id_, mask in zip(rows.ids.tolist(), rows.day_parts.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    left = np.array([~busy[i] for i in rows.ids.tolist()], dtype=np.int64)
    capacity = rows.capacity.astype(np.int64) - np.array(
        [taken.count[i] for i in rows.ids.tolist()], dtype=np.int64
    )
    themes = np.zeros(len(rows), dtype=np.int64)
    leads_here = np.ones(len(rows), dtype=bool)
    for number, id_ in enumerate(rows.ids.tolist()):
        named = snapshot.led.get(id_, frozenset())
        themes[number] = sum(at[theme] for theme in named if theme in at)
        leads_here[number] = not named or bool(themes[number])
    if not bunch.rules.by_theme:
        themes[:] = 0
    free = (capacity > 0) & leads_here & (((said & left) > 0) | (said == 0))
    some = some_of(rows, free)
    return Facilitators(
        ids=some.ids,
        lat=some.lat,
        lon=some.lon,
        size_m=some.size_m,
        reach_m=some.reach_m,
        languages=some.languages,
        day_parts=(said & left)[free],
        themes=themes[free],
        capacity=capacity[free],
    )


def _open(place: MeetingPlace) -> int:
    return place.day_parts if place.ended_at is None else 0


def _places(snapshot: GroupSnapshot, taken: Taken) -> Places:
    rows = snapshot.places
    used: dict[int, int] = defaultdict(int)
    for place, day_part in taken.rooms:
        used[place] |= 1 << day_part
    return Places(
        ids=np.array([row.pk for row in rows], dtype=np.int64),
        lat=np.array([row.cell.lat for row in rows], dtype=np.float64),
        lon=np.array([row.cell.lon for row in rows], dtype=np.float64),
        size_m=np.array([row.cell.size_km * _KM for row in rows], dtype=np.int64),
        day_parts=np.array([_open(row) & ~used[row.pk] for row in rows], dtype=np.int64),
        offers=np.array([row.offers for row in rows], dtype=np.int64),
    )


def _frames(
    bunch: Bunch, kept: Sequence[Planned], people: set[int], crew: Facilitators, places: Places
) -> tuple[Frame, ...]:
    """What the engine would refuse is left out of a draft: who leads more than they can, a room that is used twice."""
    room = dict(zip(crew.ids.tolist(), crew.capacity.tolist(), strict=True))
    known_places = set(places.ids.tolist())
    roles: set[tuple[int, int]] = set()
    rooms: set[tuple[int, int]] = set()
    frames = []
    mine = {theme.pk for theme in bunch.themes}
    for one in kept:
        draft = one.draft
        if draft.theme_id not in mine:
            continue
        where = (draft.place_id, draft.day_part)
        if where in rooms or draft.place_id not in known_places:
            continue
        rooms.add(where)
        leads: list[int | None] = []
        for who in (one.facilitator, one.back_up):
            fits = who is not None and room.get(who, 0) > 0 and (who, draft.day_part) not in roles
            if fits and who is not None:
                roles.add((who, draft.day_part))
                room[who] -= 1
            leads.append(who if fits else None)
        frames.append(
            Frame(
                id=draft.pk,
                theme=bunch.position(draft.theme_id) if bunch.rules.by_theme else 0,
                place=draft.place_id,
                day_part=draft.day_part,
                language=LANGUAGE_BITS[draft.language],
                facilitator=leads[0],
                back_up=leads[1],
                members=tuple(id_ for id_ in one.members if id_ in people),
            )
        )
    return tuple(frames)
