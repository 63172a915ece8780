"""From the database to the engine's arrays: a fixed number of queries, no object per person.

Who is in: ready, consent given, place found, at least one free seat, and for volunteers everything the programme asks for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, LiteralString

import numpy as np
from numpy.typing import NDArray

from accounts.catalogues import INTERESTS, SPOKEN
from core.catalogue import Catalogue
from core.copying import Rows, copy_rows
from matching import queries
from matching.engine.types import Ints, Pool, Side

SIDES = VOLUNTEER, SEEKER = "volunteer", "seeker"
WIDEST = max(item.bit for item in INTERESTS) + 1
_SPOKEN = len(SPOKEN.items)
_DIRECT = (
    *("ids", "lat", "lon", "size_m", "reach_m", "forms", "day_parts", "gender", "wish_gender"),
    *("gender_is_must", "birth_year", "wish_age_from", "wish_age_to", "age_is_must", "needs"),
    *("offers", "goals", "phases", "months", "waiting", "capacity"),
)
_STYLE = ("talk", "pace", "plan")
_KEPT = {"f8": np.float64, "b1": np.bool_}  # everything else is int64


@dataclass(frozen=True)
class Snapshot:
    """The pool by enrolment ids, as it was at one moment."""

    pool: Pool
    taken_at: datetime


def take_snapshot(
    *,
    programme_id: int,
    now: datetime,
    only_volunteers: Sequence[int] | None = None,
    only_seekers: Sequence[int] | None = None,
    ignoring: Iterable[tuple[int, int]] = (),
    points: Ints | None = None,
) -> Snapshot:
    """Read the pool of a programme, or a part of it. `ignoring` are pairs not to be kept apart (a proposal judged again).

    `points` are those of the whole pool, for a part of it (`Pool.points`).
    """
    pool = Pool(
        volunteers=_whole_side(programme_id, VOLUNTEER, now, only_volunteers),
        seekers=_whole_side(programme_id, SEEKER, now, only_seekers),
        year=now.year,
        apart=read_apart(programme_id) - frozenset(ignoring),
        points=points,
    )
    return Snapshot(pool, now)


def with_locks(pool: Pool, programme_id: int) -> Pool:
    """The pool with the drafts that are locked. Those of somebody who is not in any more, or has no place for all of theirs, are left
    out: they stay on the board, and nothing is planned around them."""
    rows = copy_rows(
        queries.PAIR, queries.LOCKED, {"programme": programme_id}, by="pairs.volunteer"
    )
    places = dict(zip(pool.volunteers.ids.tolist(), pool.volunteers.capacity.tolist(), strict=True))
    places |= dict.fromkeys(pool.seekers.ids.tolist(), 1)
    locked = set()
    for pair in sorted(zip(rows["volunteer"].tolist(), rows["seeker"].tolist(), strict=True)):
        if all(places.get(one, 0) > 0 for one in pair):
            locked.add(pair)
            for one in pair:
                places[one] -= 1
    return replace(pool, locked=frozenset(locked))


def _whole_side(programme_id: int, side: str, now: datetime, only: Sequence[int] | None) -> Side:
    people = read_people(programme_id, (side,), now, only=only)
    source = everybody(programme_id, side) if only is None else these(people)
    told = with_languages(people.side, read_languages(source))
    return with_interests(told, read_interests(source))


@dataclass(frozen=True)
class People:
    """Some of a side, sorted by enrolment id; `persons` are the ids of their persons."""

    side: Side
    persons: Ints


def read_people(
    programme_id: int,
    sides: Sequence[str],
    now: datetime,
    *,
    only: Sequence[int] | None = None,
    which: LiteralString = "",
    parameters: Mapping[str, Any] | None = None,
) -> People:
    """The people of these sides who are in, sorted by id, without their languages and interests. `which` is one more condition."""
    asked = _asked(programme_id, sides, only) | {"now": now, "today": now.date()}
    tail = queries.WHO + _only(only) + which
    rows = copy_rows(queries.PERSON, tail, asked | dict(parameters or {}), by="e.id")
    rows = rows[np.argsort(rows["ids"])]
    said: dict[str, Any] = {name: _column(rows, name) for name in _DIRECT}
    said["style"] = np.stack([rows[axis] for axis in _STYLE], axis=1).astype(np.int8)
    said["languages"] = np.zeros((len(rows), _SPOKEN), dtype=np.int8)
    for name in ("likes", "dislikes", "nogos"):
        said[name] = np.zeros((len(rows), WIDEST), dtype=np.int8)
    return People(Side(**said), rows["person"])


def _asked(programme_id: int, sides: Sequence[str], only: Sequence[int] | None) -> dict[str, Any]:
    asked: dict[str, Any] = {"programme": programme_id, "sides": list(sides)}
    return asked if only is None else asked | {"only": list(only)}


def _only(only: Sequence[int] | None) -> LiteralString:
    return "" if only is None else queries.ONLY


def _column(rows: Rows, name: str) -> NDArray[Any]:
    kind = rows.dtype[name].str[1:]
    return rows[name].astype(_KEPT.get(kind, np.int64))


@dataclass(frozen=True)
class Source:
    """Whose languages and interests are read, in SQL."""

    said: LiteralString
    parameters: Mapping[str, Any]


def everybody(programme_id: int, side: str) -> Source:
    return Source(queries.EVERYBODY, _asked(programme_id, (side,), None))


def these(*some: People) -> Source:
    ids = [id_ for people in some for id_ in people.side.ids.tolist()]
    persons = [id_ for people in some for id_ in people.persons.tolist()]
    return Source(queries.THESE, {"ids": ids, "persons": persons})


def read_languages(source: Source) -> Rows:
    """A row for each language of an enrolment's person, with its level."""
    asked = {**source.parameters, **_list(SPOKEN)}
    return copy_rows(queries.LANGUAGE, source.said + queries.LANGUAGES, asked, by="e.id")


def read_interests(source: Source) -> Rows:
    """A row for each interest that an enrolment's person named, with the attitude: 0 like, 1 dislike, 2 no-go."""
    asked = {**source.parameters, **_list(INTERESTS)}
    return copy_rows(queries.INTEREST, source.said + queries.INTERESTS, asked, by="e.id")


def with_languages(side: Side, rows: Rows) -> Side:
    rows, at = _placed(rows, side)
    languages = np.zeros((len(side), _SPOKEN), dtype=np.int8)
    languages[at, rows["bit"]] = rows["said"]
    return replace(side, languages=languages)


def with_interests(side: Side, rows: Rows) -> Side:
    rows, at = _placed(rows, side)
    tables = np.zeros((3, len(side), WIDEST), dtype=np.int8)
    tables[rows["said"], at, rows["bit"]] = 1
    return replace(side, likes=tables[0], dislikes=tables[1], nogos=tables[2])


def _list(catalogue: Catalogue) -> dict[str, Any]:
    return {"codes": [item.code for item in catalogue], "bits": [item.bit for item in catalogue]}


def _placed(rows: Rows, side: Side) -> tuple[Rows, Ints]:
    """The rows of people who are in, and the position of each one's person."""
    at = np.searchsorted(side.ids, rows["id"])
    known = at < len(side)
    known[known] = side.ids[at[known]] == rows["id"][known]
    return rows[known], at[known]


def read_apart(
    programme_id: int, which: LiteralString = "", **parameters: Any
) -> frozenset[tuple[int, int]]:
    """Pairs of (volunteer, seeker) that are not to be proposed; `which` is a condition on them."""
    return _pairs(queries.APART + which, {"programme": programme_id, **parameters})


def read_apart_of_both(
    programme_id: int, *, volunteer: int, seeker: int
) -> frozenset[tuple[int, int]]:
    """The same of one volunteer and one seeker, in one query."""
    asked = {"programme": programme_id, "volunteer": volunteer, "seeker": seeker}
    return _pairs(queries.APART_OF_BOTH, asked)


def _pairs(said: LiteralString, asked: Mapping[str, Any]) -> frozenset[tuple[int, int]]:
    rows = copy_rows(queries.PAIR, said, asked, by="pairs.volunteer")
    return frozenset(zip(rows["volunteer"].tolist(), rows["seeker"].tolist(), strict=True))


@dataclass(frozen=True)
class Counted:
    """How many `people` are in, of both sides together, and how many of them like each interest: (interests,)."""

    people: int
    likers: Ints


def read_points(*, programme_id: int, now: datetime) -> Ints | Counted:
    """The points that the latest finished search kept, or what points are made from. One query."""
    asked = _asked(programme_id, SIDES, None) | {"now": now, "today": now.date()}
    asked |= _list(INTERESTS) | {"interests": WIDEST}
    rows = copy_rows(queries.POINT, queries.POINTS, asked, by="counted.bit")
    kept = rows[rows["is_kept"]]
    numbers = np.zeros(WIDEST + 1, dtype=np.int64)
    counted = kept if len(kept) else rows
    numbers[counted["bit"]] = counted["number"]  # the bit -1, everybody, lands at the end
    return numbers[:-1] if len(kept) else Counted(int(numbers[-1]), numbers[:-1])
