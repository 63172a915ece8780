"""Which hard rules a pair breaks, for many pairs at once.

Travel limits are "about": a limit reaches every cell whose centre is within it, and always one's own cell and those that
touch it. Distance is the great circle between centres (haversine, mean earth radius), in whole metres.
"""

import numpy as np
from numpy.typing import NDArray

from matching.engine.types import Ints, Pool, Rule, Rules, Side

EARTH_M = 6_371_008.8


def distance_m(
    lat_1: NDArray[np.float64],
    lon_1: NDArray[np.float64],
    lat_2: NDArray[np.float64],
    lon_2: NDArray[np.float64],
) -> Ints:
    """Whole metres between points in degrees; arrays of one shape, or shapes that broadcast."""
    phi_1, phi_2 = np.radians(lat_1), np.radians(lat_2)
    half = (
        np.sin((phi_2 - phi_1) / 2) ** 2
        + np.cos(phi_1) * np.cos(phi_2) * np.sin(np.radians(lon_2 - lon_1) / 2) ** 2
    )
    metres: Ints = np.rint(2 * EARTH_M * np.arcsin(np.sqrt(half))).astype(np.int64)
    return metres


def reach_of(side: Side, at: Ints, rules: Rules) -> Ints:
    """The travel limit in metres, with the programme's default for who did not say."""
    said = side.reach_m[at]
    limits: Ints = np.where(said > 0, said, rules.default_reach_m)
    return limits


def pair_distance(pool: Pool, v: Ints, s: Ints) -> Ints:
    volunteers, seekers = pool.volunteers, pool.seekers
    return distance_m(volunteers.lat[v], volunteers.lon[v], seekers.lat[s], seekers.lon[s])


def broken_rules(pool: Pool, rules: Rules, v: Ints, s: Ints, metres: Ints) -> Ints:
    """A mask of `Rule` bits for each pair of positions (v, s); 0 means allowed. `Rule.SCORE` is not judged here."""
    a, b = pool.volunteers, pool.seekers
    broken = np.zeros(len(v), dtype=np.int64)
    from_afar = (a.forms[v] & b.forms[s] & rules.at_a_distance) != 0
    touching = metres <= 3 * np.maximum(a.size_m[v], b.size_m[s]) // 2
    limit = np.minimum(reach_of(a, v, rules), reach_of(b, s, rules))
    broken |= Rule.REACH * ((metres > limit) & ~touching & ~from_afar)
    heard = np.minimum(a.languages[v], b.languages[s]).max(axis=1, initial=0)
    broken |= Rule.LANGUAGE * (heard < rules.language_level)
    both_said = (a.day_parts[v] != 0) & (b.day_parts[s] != 0)
    common = np.bitwise_count(a.day_parts[v] & b.day_parts[s])
    broken |= Rule.TIME * (both_said & (common < rules.common_day_parts))
    both_said = (a.forms[v] != 0) & (b.forms[s] != 0)
    broken |= Rule.FORM * (both_said & (a.forms[v] & b.forms[s] == 0))
    for me, my, other, its in ((a, v, b, s), (b, s, a, v)):
        wanted = me.wish_gender[my]
        misses = (wanted != 0) & (wanted & other.gender[its] == 0)
        broken |= Rule.GENDER * (misses & me.gender_is_must[my])
        broken |= Rule.AGE * (misses_age(pool.year, me, my, other, its) & me.age_is_must[my])
        clash = (me.nogos[my] & other.likes[its]).any(axis=1)
        broken |= Rule.NO_GO * clash
    broken |= Rule.ACCESS * ((b.needs[s] & ~a.offers[v]) != 0)
    broken |= Rule.APART * _apart(pool, v, s)
    on: Ints = broken & int(rules.on)
    return on


def misses_age(year: int, me: Side, my: Ints, other: Side, its: Ints) -> NDArray[np.bool_]:
    """Is the other outside the wished age, or of unknown age while an age is wished?"""
    low, high = me.wish_age_from[my], me.wish_age_to[my]
    wished = (low > 0) | (high > 0)
    age = year - other.birth_year[its]
    outside = (age < low) | ((high > 0) & (age > high))
    misses: NDArray[np.bool_] = wished & ((other.birth_year[its] == 0) | outside)
    return misses


def _apart(pool: Pool, v: Ints, s: Ints) -> NDArray[np.bool_]:
    """Pairs that are kept apart, and a person on both sides is never their own buddy (see `Pool.apart`)."""
    if not pool.apart:
        return np.zeros(len(v), dtype=bool)
    kept = np.array(sorted(pool.apart), dtype=np.int64)
    width = int(max(pool.seekers.ids.max(initial=0), kept[:, 1].max())) + 1
    apart: NDArray[np.bool_] = np.isin(
        pool.volunteers.ids[v] * width + pool.seekers.ids[s], kept[:, 0] * width + kept[:, 1]
    )
    return apart
