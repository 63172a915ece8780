"""An independent look at a result: rules one pair at a time in plain Python, capacities, totals, and the proof.

Shares no code with the search besides the scores: rules are written again here on purpose, so that a fault in one of the two
shows as a difference.
"""

from collections import Counter
from math import asin, cos, radians, sin, sqrt

import numpy as np

from matching.engine.candidates import allowed_pairs
from matching.engine.errors import VerificationFailed
from matching.engine.rules import EARTH_M, pair_distance
from matching.engine.scoring import bonuses, part_values, rarity, scores, whole_parts
from matching.engine.solve import digest_of, sorted_pool
from matching.engine.types import Matching, Objective, Pool, Rule, Rules, Side, Weights


def verify(
    pool: Pool, rules: Rules, weights: Weights, objective: Objective, matching: Matching
) -> None:
    """Raises VerificationFailed with a code when anything about `matching` is not as it says."""
    pool = sorted_pool(pool)
    _ensure(matching.digest == digest_of(pool, rules, weights, objective), "other_input")
    _verify_people(pool, matching)
    _verify_pairs(pool, rules, weights, matching)
    _verify_proof(pool, rules, weights, objective, matching)


def _ensure(holds: bool, code: str) -> None:
    if not holds:
        raise VerificationFailed(code)


def _verify_people(pool: Pool, matching: Matching) -> None:
    """Everybody is in a pair or left over with a reason; nobody is in more pairs than they have places."""
    places = dict(zip(pool.volunteers.ids.tolist(), pool.volunteers.capacity.tolist(), strict=True))
    taken = Counter(pair.volunteer for pair in matching.pairs)
    helped = Counter(pair.seeker for pair in matching.pairs)
    _ensure(all(n <= places.get(v, 0) for v, n in taken.items()), "over_capacity")
    _ensure(all(n == 1 for n in helped.values()), "seeker_twice")
    _ensure(set(helped) <= set(pool.seekers.ids.tolist()), "stranger")
    left = {(p.person, p.is_volunteer) for p in matching.left_over}
    expected = {(s, False) for s in pool.seekers.ids.tolist() if s not in helped}
    expected |= {(v, True) for v in places if v not in taken}
    _ensure(left == expected and len(matching.left_over) == len(left), "left_over")
    _ensure(pool.locked <= {(p.volunteer, p.seeker) for p in matching.pairs}, "lock_lost")


def _verify_pairs(pool: Pool, rules: Rules, weights: Weights, matching: Matching) -> None:
    if not matching.pairs:
        _ensure(matching.total == 0, "total")
        return
    v = np.searchsorted(pool.volunteers.ids, [pair.volunteer for pair in matching.pairs])
    s = np.searchsorted(pool.seekers.ids, [pair.seeker for pair in matching.pairs])
    values = part_values(pool, rules, rarity(pool), v, s, pair_distance(pool, v, s))
    score, bonus = scores(values, weights), bonuses(pool.seekers, rules)[s]
    for i, pair in enumerate(matching.pairs):
        _ensure(pair.score == score[i], "score")
        _ensure(pair.parts == whole_parts(values, weights, i), "parts")
        _ensure(pair.bonus == bonus[i], "bonus")
        if pair.locked:
            _ensure((pair.volunteer, pair.seeker) in pool.locked, "not_locked")
            continue
        _ensure(pair.score >= rules.minimum_score or not rules.on & Rule.SCORE, "minimum")
        broken = plain_broken(pool, rules, int(v[i]), int(s[i]))
        _ensure(not broken, "rule_broken")
    _ensure(matching.total == sum(p.score + p.bonus for p in matching.pairs), "total")


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


def _verify_proof(
    pool: Pool, rules: Rules, weights: Weights, objective: Objective, matching: Matching
) -> None:
    """The bound again, from the prices and every allowed pair, by another road than the search took."""
    locked = [pair for pair in matching.pairs if pair.locked]
    taken = Counter(pair.volunteer for pair in locked)
    busy = {pair.seeker for pair in locked}
    price = matching.prices
    _ensure(len(price) == len(pool.volunteers) and bool((price >= 0).all()), "prices")
    free = pool.volunteers.capacity - np.array(
        [taken[v] for v in pool.volunteers.ids.tolist()], dtype=np.int64
    )
    open_seekers = ~np.isin(pool.seekers.ids, list(busy))
    head, highest = matching.head_start, 0
    profit = np.zeros(len(pool.seekers), np.int64)
    for block in allowed_pairs(pool, rules, weights):
        mine = open_seekers[block.seeker] & (free[block.volunteer] > 0)
        gain = np.where(mine, block.value + head - price[block.volunteer], 0)
        np.maximum.at(profit, block.seeker, gain)
        highest = max(highest, int(block.value[mine].max(initial=0)))
    # One pair more must outweigh every loss of value, or the proof is one for another objective.
    most_people = objective == Objective.MOST_PEOPLE
    wanted = (highest + 1) * (len(pool.seekers) + 1) if most_people else 0
    _ensure(head == wanted, "head_start")
    bound = int((free * price).sum() + profit.sum()) - head * (len(matching.pairs) - len(locked))
    bound += sum(pair.score + pair.bonus for pair in locked)
    _ensure(bound == matching.bound, "bound")
    _ensure(matching.gap >= 0, "gap")
