"""An independent look at a grouping: every rule, score and bound again, from the input alone.

Shares nothing with the search but the distance and what is written in `types`, `answers` and `checking`. Rules are written again
on purpose, one person and one group at a time, so that a fault in one of the two shows as a difference.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from matching.engine.errors import VerificationFailed
from matching.engine.grouping.answers import Group, Grouping, Score
from matching.engine.grouping.checking import digest_of, sizes_of, sorted_pool
from matching.engine.grouping.proof import Proof
from matching.engine.grouping.types import Frame, GroupPool, GroupRules, GroupWeights, Kind
from matching.engine.rules import distance_m

WEIGHTS = GroupWeights()
AGES = (25, 40, 55, 70)
Row = dict[str, Any]


def verify(
    pool: GroupPool, rules: GroupRules, grouping: Grouping, weights: GroupWeights = WEIGHTS
) -> None:
    """Raises VerificationFailed with a code when anything about `grouping` is not as it says."""
    pool = sorted_pool(pool, rules)
    _ensure(grouping.digest == digest_of(pool, rules, weights), "other_input")
    _Look(pool, rules, weights, grouping).at_everything()
    proof = Proof(pool, rules, weights)
    _ensure(grouping.most_people >= proof.most_people(grouping), "bound")
    _ensure(grouping.most_cohesion >= proof.most_cohesion(grouping), "bound")
    _ensure(grouping.gap >= 0, "gap")
    _ensure(grouping.most_cohesion >= grouping.score.cohesion, "gap")


def _ensure(holds: bool, code: str) -> None:
    if not holds:
        raise VerificationFailed(code)


class _Look:
    def __init__(
        self, pool: GroupPool, rules: GroupRules, weights: GroupWeights, grouping: Grouping
    ) -> None:
        self.pool, self.rules, self.weights, self.grouping = pool, rules, weights, grouping
        self.people = _rows(pool.people)
        self.crew = _rows(pool.facilitators)
        self.places = _rows(pool.places)
        self.frames = {frame.id: frame for frame in pool.frames}
        self.apart = {frozenset(pair) for pair in pool.apart}

    def at_everything(self) -> None:
        groups = self.grouping.groups
        for group in groups:
            _ensure(set(group.members) <= set(self.people), "stranger")
            _ensure(group.place in self.places, "stranger")
            leads = {group.facilitator, group.back_up} - {None}
            _ensure(leads <= set(self.crew), "stranger")
            self._look_at(group)
        self._look_between(groups)
        self._look_at_frames(groups)
        total = sum((group.score for group in groups), Score())
        _ensure(total == self.grouping.score, "total")
        self._look_at_the_rest()

    def _look_at(self, group: Group) -> None:
        frame = self.frames.get(group.frame) if group.frame is not None else None
        _ensure(group.frame is None or frame is not None, "frame")
        _ensure(frame is not None or self.rules.kind != Kind.COURSE, "frame")
        locked = set(frame.members) if frame else set()
        everybody = [self.people[id_] for id_ in group.members]
        coming = [self.people[id_] for id_ in group.members if id_ not in locked]
        place = self.places[group.place]
        _ensure(len(set(group.members)) == len(group.members), "person_twice")
        for person in coming:
            self._look_at_person(group, person, place)
        self._look_at_pairs(everybody, locked)
        self._look_at_traits(everybody, locked)
        if coming and self.rules.kind != Kind.LINK:
            self._look_at_experience(everybody)
        least, most = sizes_of(frame, self.rules)
        _ensure(len(everybody) >= least or bool(locked), "too_small")
        _ensure(len(everybody) <= max(most, len(locked)), "too_large")
        if frame is None:
            _ensure(bool(place["day_parts"] >> group.day_part & 1), "closed")
        self._look_at_crew(group, place, frame)
        _ensure(group.score == self._score(everybody, place), "score")

    def _look_at_person(self, group: Group, person: Row, place: Row) -> None:
        rules = self.rules
        _ensure(rules.kind == Kind.LINK or person["theme"] == group.theme, "theme")
        _ensure(person["languages"][group.language] >= rules.language_level, "language")
        _ensure(_is_free(person, group.day_part), "time")
        near = rules.near_m or None
        _ensure(_comes(person, place, rules.default_reach_m, near), "reach")
        _ensure(person["needs"] & ~place["offers"] == 0, "access")

    def _look_at_pairs(self, people: list[Row], locked: set[int]) -> None:
        for i, one in enumerate(people):
            for other in people[:i]:
                if {one["ids"], other["ids"]} <= locked:
                    continue
                _ensure(frozenset((one["ids"], other["ids"])) not in self.apart, "apart")
                same = one["household"] and one["household"] == other["household"]
                _ensure(self.rules.kind != Kind.LINK or not same, "household")

    def _look_at_traits(self, people: list[Row], locked: set[int]) -> None:
        for bit in range(63):
            having = [p for p in people if p["traits"] >> bit & 1]
            is_sensitive = any(p["sensitive"] >> bit & 1 for p in having)
            if len(having) == 1 and is_sensitive:
                _ensure(having[0]["ids"] in locked, "alone")

    def _look_at_experience(self, people: list[Row]) -> None:
        stages = [p["stage"] for p in people if p["stage"]]
        if stages:
            _ensure(max(stages) - min(stages) <= self.rules.stage_spread, "stage")
        related = {p["relation"] for p in people if p["relation"]}
        if self.rules.relations:
            together = any(all(s >> r & 1 for r in related) for s in self.rules.relations)
        else:
            together = len(related) <= 1
        _ensure(together or not related, "relation")

    def _look_at_crew(self, group: Group, place: Row, frame: Frame | None) -> None:
        if frame is None and self.rules.facilitator_needed:
            _ensure(group.facilitator is not None, "no_facilitator")
        fixed = {frame.facilitator, frame.back_up} if frame else set()
        for id_ in (group.facilitator, group.back_up):
            if id_ is None:
                continue
            lead = self.crew[id_]
            others = [m for m in group.members if not frame or m not in frame.members]
            kept = any(frozenset((id_, one)) in self.apart for one in others)
            _ensure(not kept, "facilitator_apart")
            if id_ in fixed:
                continue
            _ensure(_comes(lead, place, self.rules.default_reach_m, None), "facilitator_reach")
            _ensure(_is_free(lead, group.day_part), "facilitator_time")
            speaks = lead["languages"][group.language] >= self.rules.language_level
            _ensure(bool(speaks), "facilitator_language")
            leads_on = lead["themes"] == 0 or lead["themes"] >> max(group.theme, 0) & 1
            _ensure(self.rules.kind == Kind.LINK or bool(leads_on), "facilitator_theme")

    def _look_between(self, groups: tuple[Group, ...]) -> None:
        members = Counter(id_ for group in groups for id_ in group.members)
        _ensure(max(members.values(), default=0) <= 1, "person_twice")
        rooms = Counter((group.place, group.day_part) for group in groups)
        _ensure(max(rooms.values(), default=0) <= 1, "room")
        held = [(frame.place, frame.day_part) for frame in self.pool.frames]
        used = [(g.place, g.day_part) for g in groups if g.frame is None]
        _ensure(not set(held) & set(used), "room")
        roles = list(_roles(groups))
        idle = {frame.id for frame in self.pool.frames} - {group.frame for group in groups}
        for id_ in idle:
            frame = self.frames[id_]
            leads = {frame.facilitator, frame.back_up} - {None}
            roles += [(lead, frame.day_part) for lead in leads if lead is not None]
        _ensure(len(set(roles)) == len(roles), "facilitator_twice")
        for id_, number in Counter(id_ for id_, _day_part in roles).items():
            _ensure(number <= self.crew[id_]["capacity"], "facilitator_full")

    def _look_at_frames(self, groups: tuple[Group, ...]) -> None:
        formed = Counter(group.frame for group in groups if group.frame is not None)
        _ensure(max(formed.values(), default=0) <= 1, "frame")
        by_frame = {group.frame: group for group in groups if group.frame is not None}
        for frame in self.pool.frames:
            group = by_frame.get(frame.id)
            if group is None:
                _ensure(not frame.members, "lock_lost")
                continue
            _ensure(set(frame.members) <= set(group.members), "lock_lost")
            told = (group.place, group.day_part, group.language, group.facilitator, group.theme)
            fixed = (frame.place, frame.day_part, frame.language, frame.facilitator, frame.theme)
            _ensure(told == fixed, "frame")
            _ensure(frame.back_up in (None, group.back_up), "frame")

    def _look_at_the_rest(self) -> None:
        placed = {id_ for group in self.grouping.groups for id_ in group.members}
        left = [one.person for one in self.grouping.left_out]
        _ensure(sorted(left) == sorted(set(self.people) - placed), "left_out")
        warm = [id_ for each in self.grouping.thermometers for id_ in each.people]
        _ensure(len(set(warm)) == len(warm) and set(warm) <= set(left), "thermometer")
        fine = all(each.found == len(each.people) for each in self.grouping.thermometers)
        _ensure(fine, "thermometer")

    def _score(self, people: list[Row], place: Row) -> Score:
        if not people:
            return Score()
        weights, rules = self.weights, self.rules
        everybody = list(self.people.values())
        points = 0
        if rules.kind != Kind.LINK:
            for name, most in (("stage", weights.stage), ("relation", weights.relation)):
                said = sorted({p[name] for p in everybody if p[name]}) or [0]
                points += max(sum(_near(p[name], one, most, name) for p in people) for one in said)
        points += max(sum(self._near_age(p, age) for p in people) for age in AGES)
        full = weights.waiting_full_days
        for person in people:
            points += weights.waiting * min(max(person["waiting"], 0), full) // max(full, 1)
        points += weights.veteran * any(p["veteran"] for p in people)
        points += max(0, weights.target - weights.off_target * abs(len(people) - rules.target))
        return Score(len(people), points, -sum(_metres(p, place) for p in people))

    def _near_age(self, person: Row, age: int) -> int:
        if not person["birth_year"]:
            return self.weights.age // 2
        apart = abs(self.pool.year - person["birth_year"] - age)
        return self.weights.age if apart <= 8 else self.weights.age // 2 if apart <= 20 else 0


def _rows(table: Any) -> dict[int, Row]:
    columns = {name: getattr(table, name).tolist() for name in vars(table)}
    names = list(columns)
    rows = (dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return {row["ids"]: row for row in rows}


def _roles(groups: tuple[Group, ...]) -> Iterator[tuple[int, int]]:
    for group, who in product(groups, ("facilitator", "back_up")):
        id_ = getattr(group, who)
        if id_ is not None:
            yield id_, group.day_part


def _is_free(who: Row, day_part: int) -> bool:
    return who["day_parts"] == 0 or bool(who["day_parts"] >> day_part & 1)


def _metres(who: Row, place: Row) -> int:
    here, there = np.array([who["lat"], who["lon"]]), np.array([place["lat"], place["lon"]])
    return int(distance_m(here[0], here[1], there[0], there[1]))


def _comes(who: Row, place: Row, default_m: int, near_m: int | None) -> bool:
    limit = who["reach_m"] if who["reach_m"] > 0 else default_m
    limit = limit if near_m is None else min(limit, near_m)
    metres = _metres(who, place)
    return metres <= limit or metres <= 3 * max(who["size_m"], place["size_m"]) // 2


def _near(said: int, wanted: int, most: int, name: str) -> int:
    if said == wanted:
        return most
    half = said == 0 or (name == "stage" and abs(said - wanted) == 1)
    return most // 2 if half else 0
