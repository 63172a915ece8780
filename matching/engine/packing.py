"""One record of fixed width a person, sorted by place: what the compiled loops read.

Everything that can be worked out once a person instead of once a pair is worked out here: languages known well enough become
one mask, interests two words of 64 bits, wishes one flag. People of one place lie together, those who travel farthest first,
so that everybody in reach of a place is a run of records.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.errors import BadInput
from matching.engine.rules import distance_m, reach_of
from matching.engine.types import Ints, Pool, Rule, Rules, Side

WORD = 64
UNKNOWN = 8  # the bit of a gender that was not said
LATEST = 2**31 - 1
# Fields in the order in which a pair is judged: most pairs end within the first 64 bytes.
PERSON = np.dtype(
    [
        ("languages", np.uint64),
        ("likes_0", np.uint64),
        ("likes_1", np.uint64),
        ("nogos_0", np.uint64),
        ("nogos_1", np.uint64),
        ("day_parts", np.uint32),
        ("forms", np.uint32),
        ("reach_m", np.int32),
        ("at", np.int32),  # position in the pool
        ("needs", np.uint32),
        ("offers", np.uint32),
        ("gender", np.uint32),  # 8: not known
        ("must_gender", np.uint32),  # everybody, where it is no must
        ("born", np.int32),  # 0: not known
        ("must_born_from", np.int32),
        ("must_born_to", np.int32),
        ("wishes", np.uint32),  # 1: about gender, 2: about age
        ("wish_gender", np.uint32),
        ("wish_born_from", np.int32),
        ("wish_born_to", np.int32),
        ("goals", np.uint32),
        ("phases", np.uint32),
        ("months", np.int32),
        ("said", np.uint32),  # 1: reach, 2: likes, 4: dislikes
        ("style", np.int32),  # 0–26: three answers of -1, 0, +1 as digits to the base of 3
        ("per_reach", np.float64),  # inverses: a product instead of a division a pair
        ("per_goal", np.float64),
        ("per_month", np.float64),
        ("dislikes_0", np.uint64),
        ("dislikes_1", np.uint64),
    ],
    align=True,
)


@dataclass(frozen=True)
class Packed:
    """A side: `people` (n,) of PERSON; place p holds people[starts[p]:starts[p + 1]]; `lat`, `lon`, `size_m` of places."""

    people: NDArray[Any]
    starts: Ints
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    size_m: Ints

    @property
    def places(self) -> int:
        return len(self.lat)

    @cached_property
    def farthest_m(self) -> Ints:
        """The longest travel limit in each place; people of a place are sorted by it."""
        longest: Ints = self.people["reach_m"][self.starts[:-1]].astype(np.int64)
        return longest


def packed(side: Side, rules: Rules, year: int, keep: NDArray[np.bool_]) -> Packed:
    """The people of `side` for whom `keep` is true. Raises BadInput when a table is wider than two words."""
    at = np.flatnonzero(keep)
    reach = reach_of(side, at, rules)
    place = np.stack([side.lat[at], side.lon[at], side.size_m[at].astype(float)], axis=1)
    places, inverse = np.unique(place, axis=0, return_inverse=True)
    inverse = inverse.ravel()
    order = np.lexsort((at, -reach, inverse))
    counts = np.bincount(inverse, minlength=len(places))
    return Packed(
        people=_records(side, rules, year, at[order], reach[order]),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        lat=np.ascontiguousarray(places[:, 0]),
        lon=np.ascontiguousarray(places[:, 1]),
        size_m=places[:, 2].astype(np.int64),
    )


def _records(side: Side, rules: Rules, year: int, at: Ints, reach: Ints) -> NDArray[Any]:
    people = np.zeros(len(at), dtype=PERSON)
    enough = side.languages[at] >= max(rules.language_level, 0)
    people["languages"] = words(enough, most=1)[0]
    for name, table in (("likes", side.likes), ("nogos", side.nogos), ("dislikes", side.dislikes)):
        people[f"{name}_0"], people[f"{name}_1"] = words(table[at] != 0, most=2)
    for name in ("day_parts", "forms", "needs", "offers", "goals", "phases", "months"):
        people[name] = getattr(side, name)[at]
    people["reach_m"], people["at"] = np.minimum(reach, LATEST), at
    people["per_reach"] = 1 / np.maximum(people["reach_m"], 1)
    people["per_goal"] = 1 / np.maximum(np.bitwise_count(people["goals"]), 1)
    people["per_month"] = 1 / np.maximum(people["months"], 1)
    _pack_wishes(people, side, at, year)
    people["said"] = (
        (side.reach_m[at] > 0) + 2 * side.likes[at].any(axis=1) + 4 * side.dislikes[at].any(axis=1)
    )
    people["style"] = (side.style[at].astype(np.int64) + 1) @ np.array([9, 3, 1])
    return people


def _pack_wishes(people: NDArray[Any], side: Side, at: Ints, year: int) -> None:
    """Ages as years of birth, and musts as what is accepted: everything, where nothing must be."""
    people["born"] = side.birth_year[at]
    people["gender"] = np.where(side.gender[at] == 0, UNKNOWN, side.gender[at])
    low, high = side.wish_age_from[at], side.wish_age_to[at]
    by_gender, by_age = side.wish_gender[at] != 0, (low > 0) | (high > 0)
    people["wishes"] = by_gender + 2 * by_age
    people["wish_gender"] = side.wish_gender[at]
    people["wish_born_from"] = np.where(high > 0, np.maximum(year - high, 1), 1)
    people["wish_born_to"] = np.where(low > 0, year - low, LATEST)
    must = by_gender & side.gender_is_must[at]
    people["must_gender"] = np.where(must, side.wish_gender[at], 2**32 - 1)
    must = by_age & side.age_is_must[at]
    people["must_born_from"] = np.where(must, people["wish_born_from"], -LATEST)
    people["must_born_to"] = np.where(must, people["wish_born_to"], LATEST)


def words(table: NDArray[np.bool_], *, most: int) -> list[NDArray[np.uint64]]:
    """A table of yes and no as `most` words of 64 bits a row. Raises BadInput when it is wider than that."""
    if table.shape[1] > most * WORD:
        raise BadInput("width")
    bits = np.zeros((len(table), most * WORD), dtype=np.uint8)
    bits[:, : table.shape[1]] = table
    as_words = np.packbits(bits, axis=1, bitorder="little").view("<u8")
    return [np.ascontiguousarray(as_words[:, word]).astype(np.uint64) for word in range(most)]


@dataclass(frozen=True)
class Near:
    """For place p of one side, the places of the other that could be in reach: `place`, `metres` and `touching` at
    starts[p]:starts[p + 1]. Places without a run of their own are only good for meeting at a distance."""

    starts: Ints
    place: NDArray[np.int32]
    metres: NDArray[np.int32]
    touching: NDArray[np.bool_]


def near_places(of: Packed, others: Packed, rules: Rules, *, own_limit: bool = True) -> Near:
    """Places of `others` in reach of each place of `of`: within the longest limits of both (of the other only, when
    `own_limit` is false)."""
    by_lat = np.argsort(others.lat, kind="stable")
    lats = others.lat[by_lat]
    everywhere = not rules.on & Rule.REACH
    other_limits = others.farthest_m
    own_limits = of.farthest_m if own_limit else np.full(of.places, LATEST)
    sizes = 3 * max(int(of.size_m.max(initial=0)), int(others.size_m.max(initial=0))) // 2
    degrees = _degrees(max(int(other_limits.max(initial=0)), sizes)) if not everywhere else 360.0
    runs = []
    for p in range(of.places):
        low = np.searchsorted(lats, of.lat[p] - degrees, "left")
        high = np.searchsorted(lats, of.lat[p] + degrees, "right")
        some = by_lat[low:high]
        some = some[np.abs(others.lon[some] - of.lon[p]) <= _degrees_east(degrees, of.lat[p])]
        metres = distance_m(of.lat[p], of.lon[p], others.lat[some], others.lon[some])
        touching = metres <= 3 * np.maximum(of.size_m[p], others.size_m[some]) // 2
        near = metres <= np.minimum(own_limits[p], other_limits[some])
        fine = np.flatnonzero(near | touching | everywhere)
        runs.append((some[fine], metres[fine], touching[fine] | everywhere))
    counts = [len(run[0]) for run in runs]
    empty = np.zeros(0)
    columns = [np.concatenate([empty, *(run[i] for run in runs)]) for i in range(3)]
    return Near(
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        place=columns[0].astype(np.int32),
        metres=columns[1].astype(np.int32),
        touching=columns[2].astype(np.bool_),
    )


def _degrees(metres: int) -> float:
    """A little more than the difference in latitude that so many metres can make."""
    return metres / 111_000 + 0.01


def _degrees_east(degrees: float, lat: float) -> float:
    """The difference in longitude of places within as many degrees of latitude; all of them near a pole or far away."""
    farthest_north = np.radians(abs(lat) + 2 * degrees)
    if farthest_north > 1.4:
        return 360.0
    return float(degrees / np.cos(farthest_north))


def apart_lists(
    pool: Pool, rules: Rules, *, by_volunteer: bool = False
) -> tuple[Ints, NDArray[np.int32]]:
    """For each seeker (or volunteer) by position, the positions of those of the other side kept apart: starts and
    positions. Nobody, when that rule is off."""
    apart = pool.apart if rules.on & Rule.APART else frozenset()
    at_v = {int(id_): i for i, id_ in enumerate(pool.volunteers.ids)} if apart else {}
    at_s = {int(id_): i for i, id_ in enumerate(pool.seekers.ids)} if apart else {}
    rows = [(at_s[s], at_v[v]) for v, s in apart if v in at_v and s in at_s]
    if by_volunteer:
        rows = [(v, s) for s, v in rows]
    rows.sort()
    size = len(pool.volunteers if by_volunteer else pool.seekers)
    counts = np.bincount(np.array([one for one, _other in rows], dtype=np.int64), minlength=size)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return starts, np.array([other for _one, other in rows], dtype=np.int32)
