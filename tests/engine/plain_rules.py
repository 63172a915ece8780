"""The hard rules, one pair at a time in plain Python: what the arrays and the compiled loops are held against."""

from math import asin, cos, radians, sin, sqrt

from matching.engine.rules import EARTH_M
from matching.engine.types import Pool, Rule, Rules, Side


def plain_broken(pool: Pool, rules: Rules, v: int, s: int) -> Rule:
    """The hard rules a pair breaks, by the text of the rules and without arrays. `Rule.SCORE` is not judged."""
    a, b = pool.volunteers, pool.seekers
    broken = Rule(0)
    if not _within_reach(a, b, rules, v, s):
        broken |= Rule.REACH
    levels = zip(a.languages[v].tolist(), b.languages[s].tolist(), strict=True)
    if not any(min(pair) >= rules.language_level for pair in levels):
        broken |= Rule.LANGUAGE
    when_v, when_s = int(a.day_parts[v]), int(b.day_parts[s])
    if when_v and when_s and (when_v & when_s).bit_count() < rules.common_day_parts:
        broken |= Rule.TIME
    if a.forms[v] and b.forms[s] and not a.forms[v] & b.forms[s]:
        broken |= Rule.FORM
    for me, i, other, j in ((a, v, b, s), (b, s, a, v)):
        broken |= _wishes_broken(pool.year, me, i, other, j)
        if any(n and k for n, k in zip(me.nogos[i], other.likes[j], strict=True)):
            broken |= Rule.NO_GO
    if int(b.needs[s]) & ~int(a.offers[v]):
        broken |= Rule.ACCESS
    if (int(a.ids[v]), int(b.ids[s])) in pool.apart:
        broken |= Rule.APART
    return broken & rules.on


def _within_reach(a: Side, b: Side, rules: Rules, v: int, s: int) -> bool:
    if int(a.forms[v]) & int(b.forms[s]) & rules.at_a_distance:
        return True
    phi_1, phi_2 = radians(a.lat[v]), radians(b.lat[s])
    half = sin((phi_2 - phi_1) / 2) ** 2 + cos(phi_1) * cos(phi_2) * (
        sin(radians(b.lon[s] - a.lon[v]) / 2) ** 2
    )
    metres = round(2 * EARTH_M * asin(sqrt(half)))
    limits = [int(side.reach_m[i]) or rules.default_reach_m for side, i in ((a, v), (b, s))]
    return metres <= min(limits) or metres <= 1.5 * max(a.size_m[v], b.size_m[s])


def _wishes_broken(year: int, me: Side, i: int, other: Side, j: int) -> Rule:
    broken = Rule(0)
    if me.gender_is_must[i] and me.wish_gender[i] and not me.wish_gender[i] & other.gender[j]:
        broken |= Rule.GENDER
    low, high = int(me.wish_age_from[i]), int(me.wish_age_to[i])
    if me.age_is_must[i] and (low or high):
        age = year - int(other.birth_year[j])
        if not other.birth_year[j] or age < low or (high and age > high):
            broken |= Rule.AGE
    return broken
