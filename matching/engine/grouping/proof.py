"""The bounds of an answer again, from its prices and the input alone: every place, day-part and language for every set of people who may be
together.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from matching.engine.grouping.answers import Grouping, Prices
from matching.engine.grouping.checking import sizes_of
from matching.engine.grouping.openings import DEAR, cheapest, find_openings, in_company
from matching.engine.grouping.proving import Chance, in_clusters
from matching.engine.grouping.types import (
    Facilitators,
    Frame,
    GroupPool,
    GroupRules,
    GroupWeights,
    Kind,
    People,
)
from matching.engine.kernels.sums import best_sums
from matching.engine.rules import distance_m
from matching.engine.types import Ints

UNIT = 1_000_000
AGES = (25, 40, 55, 70)


class Proof:
    def __init__(self, pool: GroupPool, rules: GroupRules, weights: GroupWeights) -> None:
        self.pool, self.rules, self.weights = pool, rules, weights
        people, crew = pool.people, pool.facilitators
        self.near = _comes(people, pool, rules, rules.near_m)
        self.near &= (people.needs[:, None] & ~pool.places.offers) == 0
        self.crew_near = _comes(crew, pool, rules, 0)
        self.locked = {id_ for frame in pool.frames for id_ in frame.members}
        self.open = ~np.isin(people.ids, sorted(self.locked))
        self.left = crew.capacity.copy()
        self.busy: set[tuple[int, int]] = set()
        for frame in pool.frames:
            for id_ in (frame.facilitator, frame.back_up):
                if id_ is not None:
                    at = int(np.searchsorted(crew.ids, id_))
                    self.left[at] -= 1
                    self.busy.add((at, frame.day_part))
        self.points = self._all_points()
        self.openings = find_openings(
            pool, rules, self.near, self._cohorts(self.open, rules.minimum)
        )
        self.chances: list[Chance] | None = None  # where they are wanted: all that could open

    def most_people(self, grouping: Grouping) -> int:
        prices = grouping.people_prices
        self.chances = [] if prices.ceilings else None
        bound = self._bound(prices, points=False)
        if self.chances:
            bound = min(
                bound,
                self._shared(prices)
                + in_clusters(self.pool.people.ids, self.open, prices, self.chances),
            )
        return bound // UNIT + len(self.locked)

    def most_cohesion(self, grouping: Grouping) -> int:
        prices = grouping.cohesion_prices
        coming = grouping.score.people - len(self.locked)
        return (self._bound(prices, points=True) - prices.placed * coming) // UNIT

    def _bound(self, prices: Prices, *, points: bool) -> int:
        all_prices = (prices.people, prices.facilitators, prices.at_day_part, prices.rooms)
        if min(prices.placed, *(int(each.min(initial=0)) for each in all_prices)) < 0:
            return 2**62  # before anything is noted as a chance
        total = self._rooms(prices, points) if self.rules.kind != Kind.COURSE else 0
        total += sum(self._frame(frame, prices, points) for frame in self.pool.frames)
        return total + int(prices.people[self.open].sum()) + self._shared(prices)

    def _rooms(self, prices: Prices, points: bool) -> int:
        """What the best that could open in each room is worth beyond what it costs."""
        at, rules = self.openings, self.rules
        cost = cheapest(self.pool, rules, at, prices, self._can_lead(), self.crew_near)
        is_led = cost < DEAR
        cost = cost + prices.rooms[at.place, at.day_part]
        gains, bonus, veteran = self._gains(prices, points)
        row = np.array([veteran[at.people(i)].any() for i in range(len(at.place))], dtype=np.int64)
        sums = best_sums(at.starts, at.who, gains, bonus, row, rules.minimum, rules.maximum)
        worth = sums - cost
        best = np.zeros(prices.rooms.shape, dtype=np.int64)
        np.maximum.at(best, (at.place[is_led], at.day_part[is_led]), worth[is_led])
        if self.chances is not None:
            for i in np.flatnonzero(is_led).tolist():
                room = (int(at.place[i]), int(at.day_part[i]))
                sizes = (rules.minimum, rules.maximum)
                self._note(Chance(at.people(i), sizes, room, int(cost[i]), int(worth[i])))
        return int(best.sum())

    def _gains(self, prices: Prices, points: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(k, n) what people are worth in groups about each thing, (2, sizes) what a group is worth besides without and with somebody
        longer on the road, and who that is."""
        sizes, weights = np.arange(self.rules.maximum + 1), self.weights
        veteran = self.pool.people.veteran
        if not points:
            none = np.zeros((2, len(sizes)), dtype=np.int64)
            return (UNIT - prices.people)[None, :], none, veteran
        gains = np.array([prices.placed + UNIT * each - prices.people for each in self.points])
        near = np.maximum(0, weights.target - weights.off_target * abs(sizes - self.rules.target))
        return gains, UNIT * np.stack([near, near + weights.veteran]), veteran

    def _can_lead(self) -> np.ndarray:
        can = np.repeat(self.left[:, None] > 0, 64, axis=1)
        for at, day_part in self.busy:
            can[at, day_part] = False
        return can

    def _shared(self, prices: Prices) -> int:
        """What rooms and facilitators cost together."""
        total = int((prices.facilitators * np.maximum(self.left, 0)).sum()) + int(
            prices.rooms.sum()
        )
        free = np.ones(prices.at_day_part.shape, dtype=bool)
        for at, day_part in self.busy:
            free[at, day_part] = False
        return total + int(prices.at_day_part[free].sum())

    def _cohorts(self, among: np.ndarray, least: int, base: Sequence[int] = ()) -> Iterator[Ints]:
        """Sets of people who may be together, and with all of `base`."""
        people = self.pool.people
        if self.rules.kind == Kind.LINK:
            yield np.flatnonzero(among)
            return
        seen: dict[int, list[Ints]] = {}
        said = [int(r) for r in np.unique(people.relation) if r]
        sets = self.rules.relations or tuple(1 << r for r in said)
        for theme, mask, first in product(
            range(self.pool.themes), sets if said else (-1,), range(1, 10)
        ):
            stage, relation = people.stage, people.relation
            inside = (stage == 0) | ((stage >= first) & (stage <= first + self.rules.stage_spread))
            inside &= (relation == 0) | ((mask >> relation) & 1 == 1)
            who = np.flatnonzero(among & inside & (people.theme == theme))
            known = seen.setdefault(theme, [])
            if len(who) < least or not inside[list(base)].all():
                continue
            if not any(np.isin(who, other).all() for other in known):
                known.append(who)
                yield who

    def _frame(self, frame: Frame, prices: Prices, points: bool) -> int:
        """What a frame is worth at most; with members it is there anyhow."""
        people, rules = self.pool.people, self.rules
        base = np.flatnonzero(np.isin(people.ids, frame.members)).tolist()
        place = int(np.searchsorted(self.pool.places.ids, frame.place))
        when = people.day_parts
        able = self.open & self.near[:, place] & ((when == 0) | ((when >> frame.day_part) & 1 == 1))
        able &= people.languages[:, frame.language] >= rules.language_level
        if rules.kind != Kind.LINK:
            able &= people.theme == frame.theme
        able &= ~np.isin(people.ids, sorted(self._kept_from(frame)))
        least, most = sizes_of(frame, rules)
        sizes = (0 if base else least, max(0, most - len(base)))
        nobody = np.zeros(0, dtype=np.int64)
        worths = [self._best(nobody, base, (0, 0), prices, points)] if base else [0]
        if base:
            self._note(Chance(nobody, (0, 0), (frame.id,), 0, 0, is_there=True))
        for who in self._cohorts(able, max(sizes[0], 1), base):
            coming = in_company(self.pool, who, base)
            worth = self._best(coming, base, sizes, prices, points)
            worths.append(worth)
            self._note(Chance(coming, sizes, (frame.id,), 0, worth, is_there=bool(base)))
        return max(worths)

    def _note(self, chance: Chance) -> None:
        if self.chances is not None:
            self.chances.append(chance)

    def _kept_from(self, frame: Frame) -> set[int]:
        """Ids of who must not be with somebody who is in a frame already."""
        inside = {*frame.members, frame.facilitator, frame.back_up}
        kept = {b for pair in self.pool.apart for a, b in (pair, pair[::-1]) if a in inside}
        if self.rules.kind == Kind.LINK:
            people = self.pool.people
            locked = np.isin(people.ids, frame.members)
            homes = set(people.household[locked].tolist()) - {0}
            kept |= set(people.ids[np.isin(people.household, sorted(homes))].tolist())
        return kept

    def _best(
        self, who: Ints, base: list[int], sizes: tuple[int, int], prices: Prices, points: bool
    ) -> int:
        """The most that a group of some of these and all of `base` is worth at these prices."""
        if not points:
            return _best_sum(UNIT - prices.people[who], [0] * (sizes[1] + 1), sizes)
        veteran = bool(self.pool.people.veteran[[*who.tolist(), *base]].any())
        weights, bonus = self.weights, []
        for size in range(len(base), len(base) + sizes[1] + 1):
            off = weights.off_target * abs(size - self.rules.target)
            extra = weights.veteran * veteran + max(0, weights.target - off)
            bonus.append(UNIT * extra if size else 0)
        best = -(2**62)
        for points_of in self.points:
            gains = prices.placed + UNIT * points_of[who] - prices.people[who]
            worth = _best_sum(gains, bonus, sizes) + UNIT * int(points_of[base].sum())
            best = max(best, worth)
        return best

    def _all_points(self) -> list[Ints]:
        """Points of everybody in a group about each stage, relation and age."""
        people, weights = self.pool.people, self.weights
        days = np.minimum(np.maximum(people.waiting, 0), weights.waiting_full_days)
        waited = weights.waiting * days // max(weights.waiting_full_days, 1)
        if self.rules.kind == Kind.LINK:
            return [waited + self._near_age(age) for age in AGES]
        stages = sorted({int(s) for s in people.stage if s}) or [0]
        relations = sorted({int(r) for r in people.relation if r}) or [0]
        found = []
        for stage, relation, age in product(stages, relations, AGES):
            apart = np.abs(people.stage - stage)
            half = np.where((apart == 1) | (people.stage == 0), weights.stage // 2, 0)
            by_stage = np.where(apart == 0, weights.stage, half)
            half = np.where(people.relation == 0, weights.relation // 2, 0)
            by_relation = np.where(people.relation == relation, weights.relation, half)
            found.append(waited + by_stage + by_relation + self._near_age(age))
        return found

    def _near_age(self, age: int) -> Ints:
        apart = np.abs(self.pool.year - self.pool.people.birth_year - age)
        half, whole = self.weights.age // 2, self.weights.age
        known: Ints = np.where(apart <= 8, whole, np.where(apart <= 20, half, 0))
        return np.where(self.pool.people.birth_year == 0, half, known)


def _best_sum(gains: Ints, bonus: list[int], sizes: tuple[int, int]) -> int:
    best, total = -(2**62), 0
    dearest = np.sort(gains)[::-1][: sizes[1]].tolist()
    for size in range(len(dearest) + 1):
        if size >= sizes[0]:
            best = max(best, total + bonus[size])
        if size < len(dearest):
            total += dearest[size]
    return best


def _comes(
    who: People | Facilitators, pool: GroupPool, rules: GroupRules, near_m: int
) -> np.ndarray:
    places = pool.places
    rows = []
    for lat, lon, size, reach in zip(who.lat, who.lon, who.size_m, who.reach_m, strict=True):
        metres = distance_m(lat, lon, places.lat, places.lon)
        limit = int(reach) if reach > 0 else rules.default_reach_m
        limit = min(limit, near_m) if near_m else limit
        rows.append((metres <= limit) | (metres <= 3 * np.maximum(size, places.size_m) // 2))
    return np.array(rows, dtype=bool).reshape(len(who), len(places))
