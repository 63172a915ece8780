"""What is worked out once of a pool: who can come where and when, who can lead what, who is apart from whom, and points."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.grouping.answers import Score
from matching.engine.grouping.checking import sizes_of
from matching.engine.grouping.types import (
    Facilitators,
    Frame,
    GroupPool,
    GroupRules,
    GroupWeights,
    People,
    Places,
)
from matching.engine.rules import distance_m
from matching.engine.types import Ints

Bools = NDArray[np.bool_]
AGES = (25, 40, 55, 70)  # what a group's age can be near to
NEAR_YEARS, FAR_YEARS = 8, 20
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Known:
    """Positions throughout, of a sorted pool. `reaches` (n, P) within their limit, `comes` with access too, `free` (n, D), `speaks` (n, L); `leads_…`
    the same of facilitators; `apart` of a person and `crew_apart` of a facilitator hold people, `crew_pairs` facilitators apart from
    each other. `points` (n, S + R + A) are those
    for each of `stages`, `relations_said` and AGES that a group can be about; `waits` (n,) those for waiting."""

    pool: GroupPool
    rules: GroupRules
    weights: GroupWeights
    relations: tuple[int, ...]
    day_parts: int
    metres: Ints
    reaches: Bools
    comes: Bools
    free: Bools
    speaks: Bools
    leads_at: Bools
    leads_when: Bools
    leads_in: Bools
    leads_on: Bools
    crew_metres: Ints
    apart: dict[int, frozenset[int]]
    crew_apart: dict[int, frozenset[int]]
    crew_pairs: frozenset[tuple[int, int]]
    points: Ints
    stages: list[int]
    relations_said: list[int]
    waits: Ints
    person_at: dict[int, int]
    crew_at: dict[int, int]
    place_at: dict[int, int]

    @property
    def cuts(self) -> tuple[int, int]:
        """Where the columns of points for relations and for ages start."""
        return len(self.stages), len(self.stages) + len(self.relations_said)

    @property
    def people(self) -> People:
        return self.pool.people

    @property
    def crew(self) -> Facilitators:
        return self.pool.facilitators

    @property
    def places(self) -> Places:
        return self.pool.places

    def score(self, members: list[int], place: int) -> Score:
        """Of a group of these people at this place."""
        if not members:
            return Score()
        return Score(len(members), self.cohesion(members), -int(self.metres[members, place].sum()))

    def cohesion(self, members: list[int]) -> int:
        together = self.points[members].sum(axis=0)
        start, end = self.cuts
        best = together[:start].max() + together[start:end].max() + together[end:].max()
        return int(best + self.waits[members].sum()) + self.bonus(
            len(members), bool(self.people.veteran[members].any())
        )

    def bonus(self, size: int, has_veteran: bool) -> int:
        """Points of a group whoever its members are."""
        weights = self.weights
        off = weights.off_target * abs(size - self.rules.target)
        return weights.veteran * has_veteran + max(0, weights.target - off)

    def sizes(self, frame: int | None) -> tuple[int, int]:
        return sizes_of(self.frame(frame), self.rules)

    def frame(self, frame: int | None) -> Frame | None:
        return None if frame is None else self.pool.frames[frame]


def know(pool: GroupPool, rules: GroupRules, weights: GroupWeights) -> Known:
    """Everything about a sorted pool."""
    people, crew, places = pool.people, pool.facilitators, pool.places
    metres, reaches = _reach(people, places, rules)
    comes = reaches & ((people.needs[:, None] & ~places.offers[None, :]) == 0)
    crew_metres, leads_at = _reach(crew, places, rules)
    masks = (people.day_parts, crew.day_parts, places.day_parts)
    highest = max(int(mask.max(initial=0)) for mask in masks).bit_length()
    count = max([highest, 1, *(frame.day_part + 1 for frame in pool.frames)])
    person_at = {int(id_): at for at, id_ in enumerate(people.ids)}
    crew_at = {int(id_): at for at, id_ in enumerate(crew.ids)}
    stages = _said(people.stage) if rules.by_theme else [0]
    related = _said(people.relation) if rules.by_theme else [0]
    days = np.clip(people.waiting, 0, weights.waiting_full_days)
    return Known(
        pool=pool,
        rules=rules,
        weights=weights,
        relations=_relations(people, rules),
        day_parts=count,
        metres=metres,
        reaches=reaches,
        comes=comes,
        free=_free(people.day_parts, count),
        speaks=people.languages >= rules.language_level,
        leads_at=leads_at,
        leads_when=_free(crew.day_parts, count),
        leads_in=crew.languages >= rules.language_level,
        leads_on=_leads_on(crew, pool.themes, rules),
        crew_metres=crew_metres,
        apart=_apart_from(pool, person_at, person_at),
        crew_apart=_apart_from(pool, crew_at, person_at),
        crew_pairs=frozenset(
            (one, other)
            for one, others in _apart_from(pool, crew_at, crew_at).items()
            for other in others
        ),
        points=_points(pool, rules, weights, stages, related),
        stages=stages,
        relations_said=related,
        waits=weights.waiting * days // max(weights.waiting_full_days, 1),
        person_at=person_at,
        crew_at=crew_at,
        place_at={int(id_): at for at, id_ in enumerate(places.ids)},
    )


def _reach(who: People | Facilitators, places: Places, rules: GroupRules) -> tuple[Ints, Bools]:
    """Metres to each place, and who comes that far: within the limit, or from the next cells."""
    metres = distance_m(
        who.lat[:, None], who.lon[:, None], places.lat[None, :], places.lon[None, :]
    )
    limit = np.where(who.reach_m > 0, who.reach_m, rules.default_reach_m)
    if rules.near_m and isinstance(who, People):
        limit = np.minimum(limit, rules.near_m)
    touching = metres <= 3 * np.maximum(who.size_m[:, None], places.size_m[None, :]) // 2
    return metres, (metres <= limit[:, None]) | touching


def _free(masks: Ints, count: int) -> Bools:
    """Who did not say when is free at any time."""
    bits: Bools = (masks[:, None] >> np.arange(count)) & 1 > 0
    either: Bools = bits | (masks == 0)[:, None]
    return either


def _leads_on(crew: Facilitators, themes: int, rules: GroupRules) -> Bools:
    if not rules.by_theme:
        return np.ones((len(crew), 1), dtype=np.bool_)
    bits: Bools = (crew.themes[:, None] >> np.arange(themes)) & 1 > 0
    either: Bools = bits | (crew.themes == 0)[:, None]
    return either


def _relations(people: People, rules: GroupRules) -> tuple[int, ...]:
    """Masks of relations that go together; one of everything for a link group or when nobody said."""
    said = sorted({int(each) for each in np.unique(people.relation) if each})
    if not rules.by_theme or not said:
        return (-1,)
    return rules.relations or tuple(1 << each for each in said)


def _apart_from(
    pool: GroupPool, who: dict[int, int], whom: dict[int, int]
) -> dict[int, frozenset[int]]:
    """For each position of `who`, those of `whom` that must not be with them."""
    apart: dict[int, set[int]] = defaultdict(set)
    for pair in pool.apart:
        for one, other in (pair, pair[::-1]):
            if one in who and other in whom:
                apart[who[one]].add(whom[other])
    return {one: frozenset(others) for one, others in apart.items()}


def _points(
    pool: GroupPool,
    rules: GroupRules,
    weights: GroupWeights,
    stages: list[int],
    relations: list[int],
) -> Ints:
    people = pool.people
    worth = (weights.stage, weights.relation) if rules.by_theme else (0, 0)
    apart = np.abs(people.stage[:, None] - stages)
    by_stage = _halves(apart == 0, (apart == 1) | (people.stage == 0)[:, None], worth[0])
    same = people.relation[:, None] == relations
    by_relation = _halves(
        same, np.broadcast_to((people.relation == 0)[:, None], same.shape), worth[1]
    )
    unknown = (people.birth_year == 0)[:, None]
    years = np.abs(pool.year - people.birth_year[:, None] - np.array(AGES))
    by_age = _halves(~unknown & (years <= NEAR_YEARS), unknown | (years <= FAR_YEARS), weights.age)
    return np.concatenate([by_stage, by_relation, by_age], axis=1)


def _said(column: Ints) -> list[int]:
    return sorted({int(each) for each in np.unique(column) if each}) or [0]


def _halves(whole: Bools, half: Bools, worth: int) -> Ints:
    points: Ints = np.where(whole, worth, np.where(half, worth // 2, 0)).astype(np.int64)
    return points
