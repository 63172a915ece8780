"""The part of a pool that can matter to one person, found through their cell: not a scan of all people.

1. Read the person. 2. In numpy, the cells that their own limit reaches and those that touch theirs. 3. Through an index, the
people in these cells whose own limit reaches back, and people who can meet from afar when this one can; not those whose profile
alone does not fit. 4. The other hard rules that need no list judge them. 5. Languages are read only of who is left, then judged;
interests of who is left then. Who is left out breaks a rule for certain; who stays is judged by the engine again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, LiteralString

import numpy as np

from accounts.catalogues import ACCESS, CONTACT_FORMS
from accounts.models import Cell
from core.copying import Rows
from matching import queries
from matching.engine.pools import people_at
from matching.engine.rules import broken_rules, distance_m, pair_distance, reach_of
from matching.engine.types import Ints, Pool, Rule, Rules, Side
from matching.snapshot import (
    SEEKER,
    VOLUNTEER,
    People,
    Snapshot,
    Source,
    read_apart,
    read_interests,
    read_languages,
    read_people,
    these,
    with_interests,
    with_languages,
)
from organisations.models import Enrolment

# Masks one by one: how many people have which is known to PostgreSQL, how many have a bit is not.
_EVERY_FORM = range(CONTACT_FORMS.full_mask + 1)


NO_RULE, FLUENT = Rule(0), 3


@dataclass(frozen=True)
class Bend:
    """What is tried out for one person: they travel farther, the others do, rules are off, they speak one language more
    (its bit in the catalogue). Who must stay apart stays apart."""

    farther_m: int = 0
    others_farther_m: int = 0
    off: Rule = NO_RULE
    language: int | None = None

    def rules(self, rules: Rules) -> Rules:
        return replace(rules, on=rules.on & ~(self.off & ~Rule.APART))

    def pool(self, pool: Pool, rules: Rules, *, is_volunteer: bool) -> Pool:
        """The same people, changed."""
        sides = [pool.volunteers, pool.seekers] if is_volunteer else [pool.seekers, pool.volunteers]
        me, others = self.me(sides[0], rules), _farther(sides[1], self.others_farther_m, rules)
        a, b = (me, others) if is_volunteer else (others, me)
        return replace(pool, volunteers=a, seekers=b)

    def me(self, side: Side, rules: Rules) -> Side:
        side = _farther(side, self.farther_m, rules)
        if self.language is None:
            return side
        languages = side.languages.copy()
        languages[:, self.language] = FLUENT
        return replace(side, languages=languages)


NO_BEND = Bend()


def _farther(side: Side, metres: int, rules: Rules) -> Side:
    if not metres:
        return side
    return replace(side, reach_m=reach_of(side, np.arange(len(side)), rules) + metres)


@dataclass(frozen=True)
class _Two:
    """One person, and people of the other side."""

    me: People
    others: People
    is_volunteer: bool
    year: int
    apart: frozenset[tuple[int, int]]
    bend: Bend = NO_BEND

    def pool(self, points: Ints | None = None) -> Pool:
        me, others = self.me.side, self.others.side
        sides = (me, others) if self.is_volunteer else (others, me)
        return Pool(*sides, year=self.year, apart=self.apart, points=points)

    def possible(self, rules: Rules, *, unread: Rule) -> "_Two":
        """Without the others who break a rule, also when it is bent; those of `unread` cannot be judged yet."""
        pool = self.bend.pool(self.pool(), rules, is_volunteer=self.is_volunteer)
        rules, at = self.bend.rules(rules), np.arange(len(self.others.side))
        v, s = (0 * at, at) if self.is_volunteer else (at, 0 * at)
        known = replace(rules, on=rules.on & ~unread)
        fine = np.flatnonzero(broken_rules(pool, known, v, s, pair_distance(pool, v, s)) == 0)
        left = People(people_at(self.others.side, fine), self.others.persons[fine])
        return replace(self, others=left)

    def told(self, more: Callable[[Side, Rows], Side], read: Callable[[Source], Rows]) -> "_Two":
        rows = read(these(self.me, self.others))
        me, others = (
            replace(people, side=more(people.side, rows)) for people in (self.me, self.others)
        )
        return replace(self, me=me, others=others)


def take_neighbourhood(
    *, enrolment: Enrolment, rules: Rules, now: datetime, points: Ints, bend: Bend = NO_BEND
) -> Snapshot | None:
    """The pool in which `rank` for this person gives what it gives in the whole pool; None when the person is not in.

    `points` are those of the whole pool. With a `bend` it also holds who would fit then; nobody in it is changed.
    """
    programme_id = enrolment.programme_id
    mine, theirs = (VOLUNTEER, SEEKER) if enrolment.is_volunteer else (SEEKER, VOLUNTEER)
    me = read_people(programme_id, mine, now, only=[enrolment.pk])
    if not len(me.side):
        return None
    which, parameters = _within_reach(me.side, rules, enrolment.is_volunteer, bend)
    others = read_people(programme_id, theirs, now, which=which, parameters=parameters)
    two = _Two(me, others, enrolment.is_volunteer, now.year, _apart_from(enrolment), bend)
    two = two.possible(rules, unread=Rule.LANGUAGE | Rule.NO_GO)
    two = two.told(with_languages, read_languages)
    two = two.possible(rules, unread=Rule.NO_GO)
    two = two.told(with_interests, read_interests)
    return Snapshot(two.pool(points), now)


def take_two(
    *, programme_id: int, volunteer_id: int, seeker_id: int, now: datetime, points: Ints
) -> Pool:
    """The pool of these two alone, or of those of them who are in. Five queries."""
    people = [
        read_people(programme_id, side, now, only=[pk])
        for side, pk in ((VOLUNTEER, volunteer_id), (SEEKER, seeker_id))
    ]
    apart = read_apart(programme_id, queries.OF_VOLUNTEER, me=volunteer_id)
    two = _Two(people[0], people[1], is_volunteer=True, year=now.year, apart=apart)
    return (
        two.told(with_languages, read_languages).told(with_interests, read_interests).pool(points)
    )


def _within_reach(
    me: Side, rules: Rules, is_volunteer: bool, bend: Bend
) -> tuple[LiteralString, dict[str, Any]]:
    """A condition that everybody meets who can fit the one person of `me`, as far as cells and profiles tell."""
    me, rules = bend.me(me, rules), bend.rules(rules)
    if not rules.on & Rule.REACH:
        return "", {}
    cells = list(Cell.objects.order_by("code").values_list("code", "lat", "lon", "size_km"))
    codes, lat, lon, size_km = (np.array(column) for column in zip(*cells, strict=True))
    metres = distance_m(lat, lon, me.lat, me.lon)
    touching = metres <= 3 * np.maximum(size_km * 1000, me.size_m) // 2
    near = touching | (metres <= reach_of(me, np.arange(1), rules))
    from_afar = int(me.forms[0]) & rules.at_a_distance
    return queries.NEAR, {
        "cells": codes[near].tolist(),
        # Compared with the limit of each of the others: as if theirs were longer.
        "metres": (metres[near] - bend.others_farther_m).tolist(),
        "touching": touching[near].tolist(),
        "default_reach_m": rules.default_reach_m,
        "forms_from_afar": [forms for forms in _EVERY_FORM if forms & from_afar],
        **_asked_of_a_profile(me, rules, is_volunteer),
    }


def _asked_of_a_profile(me: Side, rules: Rules, is_volunteer: bool) -> dict[str, Any]:
    """What `broken_rules` asks of two profiles, where that needs no more than a mask."""
    time = rules.on & Rule.TIME and rules.common_day_parts > 0
    access = bool(rules.on & Rule.ACCESS)
    return {
        "day_parts": int(me.day_parts[0]) if time else 0,
        "forms": int(me.forms[0]) if rules.on & Rule.FORM else 0,
        "needs": int(me.needs[0]) if access and not is_volunteer else 0,
        "not_offered": ACCESS.full_mask & ~int(me.offers[0]) if access and is_volunteer else 0,
    }


def _apart_from(enrolment: Enrolment) -> frozenset[tuple[int, int]]:
    which = queries.OF_VOLUNTEER if enrolment.is_volunteer else queries.OF_SEEKER
    return read_apart(enrolment.programme_id, which, me=enrolment.pk)
