"""The part of a pool that can matter to one person, found through their cell: not a scan of all people.

1. Read the person. 2. In numpy, the cells that their own limit reaches and those that touch theirs. 3. Through an index, the
people in these cells whose own limit reaches back, and people who can meet from afar when this one can; not those whose profile
alone does not fit. 4. The other hard rules that need no list judge them. 5. Languages are read only of who is left, then judged;
interests of who is left then. Who is left out breaks a rule for certain; who stays is judged by the engine again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, LiteralString

import numpy as np
from numpy.typing import NDArray

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
    read_apart_of_both,
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


_Told = Callable[[Side, Rows], Side]


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

    def told(self, more: _Told, rows: Rows) -> "_Two":
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
    which = queries.OF_VOLUNTEER if enrolment.is_volunteer else queries.OF_SEEKER

    def apart() -> frozenset[tuple[int, int]]:
        return read_apart(enrolment.programme_id, which, me=enrolment.pk)

    return _neighbourhoods([enrolment], rules, now, points, apart, bend)[0]


def take_both_neighbourhoods(
    *, volunteer: Enrolment, seeker: Enrolment, rules: Rules, now: datetime, points: Ints
) -> tuple[Snapshot | None, Snapshot | None]:
    """That of a volunteer and that of a seeker of one programme, read together: seven queries instead of twelve."""

    def apart() -> frozenset[tuple[int, int]]:
        both = {"volunteer": volunteer.pk, "seeker": seeker.pk}
        return read_apart_of_both(volunteer.programme_id, **both)

    one, other = _neighbourhoods([volunteer, seeker], rules, now, points, apart, NO_BEND)
    return one, other


def _neighbourhoods(
    enrolments: Sequence[Enrolment],
    rules: Rules,
    now: datetime,
    points: Ints,
    apart: Callable[[], frozenset[tuple[int, int]]],
    bend: Bend,
) -> list[Snapshot | None]:
    programme_id = enrolments[0].programme_id
    side_of = {each.pk: VOLUNTEER if each.is_volunteer else SEEKER for each in enrolments}
    known = read_people(programme_id, sorted(set(side_of.values())), now, only=[*side_of])
    cells = _cells(rules, bend) if len(known.side) else _NO_CELLS
    twos = {}
    for at, pk in enumerate(known.side.ids.tolist()):
        me = People(people_at(known.side, np.array([at])), known.persons[[at]])
        is_volunteer = side_of[pk] == VOLUNTEER
        which, parameters = _within_reach(me.side, rules, is_volunteer, bend, cells)
        theirs = SEEKER if is_volunteer else VOLUNTEER
        others = read_people(programme_id, (theirs,), now, which=which, parameters=parameters)
        twos[pk] = _Two(me, others, is_volunteer, now.year, frozenset(), bend)
    if twos:
        pairs = apart()
        twos = {pk: replace(two, apart=pairs) for pk, two in twos.items()}
        twos = _possible(twos, rules, unread=Rule.LANGUAGE | Rule.NO_GO)
        twos = _told(twos, with_languages, read_languages)
        twos = _possible(twos, rules, unread=Rule.NO_GO)
        twos = _told(twos, with_interests, read_interests)
    found = {pk: Snapshot(two.pool(points), now) for pk, two in twos.items()}
    return [found.get(each.pk) for each in enrolments]


def _possible(twos: dict[int, _Two], rules: Rules, *, unread: Rule) -> dict[int, _Two]:
    return {pk: two.possible(rules, unread=unread) for pk, two in twos.items()}


def _told(twos: dict[int, _Two], more: _Told, read: Callable[[Source], Rows]) -> dict[int, _Two]:
    rows = read(these(*(people for two in twos.values() for people in (two.me, two.others))))
    return {pk: two.told(more, rows) for pk, two in twos.items()}


def take_two(
    *, programme_id: int, volunteer_id: int, seeker_id: int, now: datetime, points: Ints
) -> Pool:
    """The pool of these two alone, or of those of them who are in. Four queries."""
    ids = {"volunteer": volunteer_id, "seeker": seeker_id}
    both = read_people(
        programme_id,
        (VOLUNTEER, SEEKER),
        now,
        only=[*ids.values()],
        which=queries.EACH_ON_ITS_SIDE,
        parameters=ids,
    )
    is_seeker = both.side.ids == seeker_id
    people = [
        People(people_at(both.side, at), both.persons[at])
        for at in map(np.flatnonzero, (~is_seeker, is_seeker))
    ]
    apart = read_apart(programme_id, queries.OF_VOLUNTEER, me=volunteer_id)
    twos = {0: _Two(people[0], people[1], is_volunteer=True, year=now.year, apart=apart)}
    twos = _told(twos, with_languages, read_languages)
    return _told(twos, with_interests, read_interests)[0].pool(points)


_Cells = tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]
_NO_CELLS: _Cells = (np.array([]), np.array([]), np.array([]), np.array([]))


def _cells(rules: Rules, bend: Bend) -> _Cells:
    """Code, latitude, longitude and size of every cell, where the rules ask how far people are."""
    if not bend.rules(rules).on & Rule.REACH:
        return _NO_CELLS
    rows = list(Cell.objects.order_by("code").values_list("code", "lat", "lon", "size_km"))
    codes, lat, lon, size_km = (np.array(column) for column in zip(*rows, strict=True))
    return codes, lat, lon, size_km


def _within_reach(
    me: Side, rules: Rules, is_volunteer: bool, bend: Bend, cells: _Cells
) -> tuple[LiteralString, dict[str, Any]]:
    """A condition that everybody meets who can fit the one person of `me`, as far as cells and profiles tell."""
    me, rules = bend.me(me, rules), bend.rules(rules)
    if not rules.on & Rule.REACH:
        return "", {}
    codes, lat, lon, size_km = cells
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
