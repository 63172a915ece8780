"""Where, when and in which language people who may be together could meet: written down once, of the input alone, for the second look at
a bound. Nothing is left out because something else makes it needless; only people who are all in a cohort that was looked at are not looked
at twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.grouping.answers import Prices
from matching.engine.grouping.types import GroupPool, GroupRules, Kind
from matching.engine.types import Ints

Bools = NDArray[np.bool_]
DEAR = 2**60


@dataclass(frozen=True)
class Openings:
    """By number: positions of places, day-parts, languages and themes. Who could come to i is who[starts[i]:starts[i + 1]]."""

    place: Ints
    day_part: Ints
    language: Ints
    theme: Ints
    starts: Ints
    who: Ints

    def people(self, number: int) -> Ints:
        coming: Ints = self.who[self.starts[number] : self.starts[number + 1]]
        return coming


def find_openings(
    pool: GroupPool, rules: GroupRules, near: Bools, cohorts: Iterable[Ints]
) -> Openings:
    """For each cohort (people who may be together). `near` (n, places): who comes there."""
    found = [one for who in cohorts for one in _of_cohort(pool, rules, near, who)]
    table = np.array([one[:4] for one in found], dtype=np.int64).reshape(-1, 4)
    coming = [one[4] for one in found]
    starts = np.cumsum([0, *(len(who) for who in coming)])
    empty = np.zeros(0, dtype=np.int64)
    place, day_part, language, theme = np.ascontiguousarray(table.T)
    return Openings(place, day_part, language, theme, starts, np.concatenate([empty, *coming]))


def _of_cohort(
    pool: GroupPool, rules: GroupRules, near: Bools, who: Ints
) -> Iterator[tuple[int, int, int, int, Ints]]:
    people, places = pool.people, pool.places
    held = {(frame.place, frame.day_part) for frame in pool.frames}
    theme = int(people.theme[who[0]]) if len(who) and rules.kind != Kind.LINK else 0
    last = max(int(mask).bit_length() for mask in [*places.day_parts.tolist(), 0])
    is_open = (places.day_parts[:, None] >> np.arange(last)) & 1 == 1
    when = people.day_parts[who]
    free = (when[:, None] == 0) | ((when[:, None] >> np.arange(last)) & 1 == 1)
    comes = near[who]
    for language in range(people.languages.shape[1]):
        there = free & (people.languages[who, language] >= rules.language_level)[:, None]
        count = comes.T.astype(np.float32) @ there.astype(np.float32)
        for place, day_part in np.argwhere((count >= rules.minimum) & is_open).tolist():
            if (int(places.ids[place]), day_part) in held:
                continue
            coming = in_company(pool, who[comes[:, place] & there[:, day_part]], [])
            if len(coming) >= rules.minimum:
                yield place, day_part, language, theme, coming


def in_company(pool: GroupPool, who: Ints, base: list[int]) -> Ints:
    """Without who could only be the one with a sensitive trait."""
    traits, sensitive = pool.people.traits, pool.people.sensitive
    while sensitive[who].any():
        once = more = 0
        for has in traits[[*who.tolist(), *base]].tolist():
            once, more = once | has, more | (once & has)
        stay = sensitive[who] & (once & ~more) == 0
        if stay.all():
            break
        who = who[stay]
    return who


def cheapest(
    pool: GroupPool,
    rules: GroupRules,
    openings: Openings,
    prices: Prices,
    can: Bools,
    crew_near: Bools,
) -> Ints:
    """Of each opening: what the cheapest costs who could lead there, DEAR where nobody could. `can` (crew, day-parts): who is not full or
    busy then; `crew_near` (crew, places)."""
    costs = np.zeros(len(openings.place), dtype=np.int64)
    if not rules.facilitator_needed:
        return costs
    crew = pool.facilitators
    kinds = np.stack([openings.theme, openings.day_part, openings.language])
    kinds, kind = np.unique(kinds, axis=1, return_inverse=True)
    order = np.argsort(kind.ravel(), kind="stable")
    ends = np.searchsorted(kind.ravel()[order], np.arange(kinds.shape[1]), side="right")
    for (theme, day_part, language), here in zip(
        kinds.T.tolist(), np.split(order, ends[:-1]), strict=False
    ):
        able = can[:, day_part] & (crew.languages[:, language] >= rules.language_level)
        able &= (crew.day_parts == 0) | ((crew.day_parts >> day_part) & 1 == 1)
        if rules.kind != Kind.LINK:
            able &= (crew.themes == 0) | ((crew.themes >> theme) & 1 == 1)
        price = prices.facilitators[able] + prices.at_day_part[able, day_part]
        there = np.where(crew_near[able], price[:, None], DEAR).min(axis=0, initial=DEAR)
        costs[here] = there[openings.place[here]]
    return costs
