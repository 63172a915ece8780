"""An independent look at a result: people, capacities, rules, scores, totals, and the proof, from the input alone.

Shares no code with the search besides the distance, the parts of a score as whole numbers and what is written in `types`: rules
and scores are written again in `kernels.check` on purpose, so that a fault in one of the two shows as a difference.
"""

from collections import Counter, namedtuple
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.errors import VerificationFailed
from matching.engine.pools import digest_of, sorted_pool
from matching.engine.rules import distance_m, pair_distance
from matching.engine.scanning import Tell, in_threads
from matching.engine.scoring import part_values, rarity, whole_parts
from matching.engine.types import Ints, Matching, Objective, Pool, Rule, Rules, Side, Weights

PLACES_A_BLOCK = 20
VERY_FAR = 10**9  # metres
_AS_THEY_ARE = [
    "forms",
    "day_parts",
    "gender",
    "wish_gender",
    "gender_is_must",
    "birth_year",
    "wish_age_from",
    "wish_age_to",
    "age_is_must",
    "needs",
    "offers",
    "goals",
    "phases",
    "style",
    "months",
]
_RULES = ["reach", "language", "time", "form", "gender", "age", "no_go", "access"]
_LIMITS = ["at_a_distance", "language_level", "common", "minimum", "year"]
# A named tuple is what compiled code takes; its type is numba's business.
Limits: Any = namedtuple("Limits", [*_RULES, *_LIMITS])  # type: ignore[misc]


def verify(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    matching: Matching,
    *,
    tell: Tell = lambda _percent: None,
) -> None:
    """Raises VerificationFailed with a code when anything about `matching` is not as it says. `tell` gets percent of the longest
    part; what it raises ends it."""
    pool = sorted_pool(pool)
    _ensure(matching.digest == digest_of(pool, rules, weights, objective), "other_input")
    _verify_people(pool, matching)
    _verify_pairs(pool, rules, weights, matching)
    _verify_proof(pool, rules, weights, objective, matching, tell)


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
    pairs = matching.pairs
    if pairs:
        _verify_scores(pool, rules, weights, matching)
    _ensure(matching.total == sum(pair.score + pair.bonus for pair in pairs), "total")


def _verify_scores(pool: Pool, rules: Rules, weights: Weights, matching: Matching) -> None:
    pairs = matching.pairs
    v = np.searchsorted(pool.volunteers.ids, [pair.volunteer for pair in pairs])
    s = np.searchsorted(pool.seekers.ids, [pair.seeker for pair in pairs])
    locked = np.array([pair.locked for pair in pairs])
    known = all((p.volunteer, p.seeker) in pool.locked for p in pairs if p.locked)
    _ensure(known, "not_locked")
    free = Rules(on=Rule(0), default_reach_m=rules.default_reach_m)
    score = np.array([pair.score for pair in pairs])
    _ensure(bool((score == _scores(pool, free, weights, v, s)).all()), "score")
    values = part_values(pool, rules, rarity(pool), v, s, pair_distance(pool, v, s))
    _ensure([pair.parts for pair in pairs] == whole_parts(values, weights), "parts")
    bonus = np.array([pair.bonus for pair in pairs])
    _ensure(bool((bonus == _bonus(pool, rules)[s]).all()), "bonus")
    low = (score < rules.minimum_score) & bool(rules.on & Rule.SCORE)
    _ensure(not (low & ~locked).any(), "minimum")
    broken = _scores(pool, rules, weights, v, s) < 0
    if rules.on & Rule.APART:
        broken |= [(pair.volunteer, pair.seeker) in pool.apart for pair in pairs]
    _ensure(not (broken & ~locked).any(), "rule_broken")


def _bonus(pool: Pool, rules: Rules) -> Ints:
    """For waiting, in points: all of it from `bonus_full_days` on."""
    days = np.minimum(np.maximum(pool.seekers.waiting, 0), rules.bonus_full_days)
    bonus: Ints = rules.bonus_max * days // max(rules.bonus_full_days, 1)
    return bonus


def _scores(pool: Pool, rules: Rules, weights: Weights, v: Ints, s: Ints) -> Ints:
    """The score of each pair of positions; -1 where a hard rule is broken (kept apart and the minimum score aside)."""
    from matching.engine.kernels.check import score_pairs

    a, b = pool.volunteers, pool.seekers
    metres = pair_distance(pool, v, s)
    touching = metres <= 3 * np.maximum(a.size_m[v], b.size_m[s]) // 2
    told: Ints = score_pairs(
        *_both(pool, rules), v, s, metres, touching, *_how(pool, rules, weights)
    )
    return told


def _both(pool: Pool, rules: Rules) -> tuple[NDArray[Any], NDArray[Any]]:
    return _records(pool.volunteers, rules), _records(pool.seekers, rules)


def _records(side: Side, rules: Rules) -> NDArray[Any]:
    """A record for each person: all that a pair's rules and score ask of one lies side by side in memory."""
    columns = {
        "limit": np.where(side.reach_m > 0, side.reach_m, rules.default_reach_m),
        "said_reach": side.reach_m > 0,
        "spoken": _bits(side.languages >= rules.language_level),
        "any_likes": side.likes.any(axis=1),
        "any_dislikes": side.dislikes.any(axis=1),
        "likes": _bits(side.likes != 0),
        "dislikes": _bits(side.dislikes != 0),
        "nogos": _bits(side.nogos != 0),
        **{name: getattr(side, name).astype(np.int64) for name in _AS_THEY_ARE},
    }
    shape = [(name, column.dtype, column.shape[1:]) for name, column in columns.items()]
    records = np.zeros(len(side), dtype=shape)
    for name, column in columns.items():
        records[name] = column
    return records


def _bits(table: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Rows of yes and no, up to 128, as rows of two 64-bit words."""
    wide = np.zeros((len(table), 128), dtype=np.uint64)
    wide[:, : table.shape[1]] = table
    shifted = wide.reshape(len(table), 2, 64) << np.arange(64, dtype=np.uint64)
    together: NDArray[np.uint64] = np.bitwise_or.reduce(shifted, axis=2)
    return together


def _how(pool: Pool, rules: Rules, weights: Weights) -> tuple[Any, ...]:
    on = rules.on
    limits = Limits(
        *(bool(on & Rule[name.upper()]) for name in _RULES),
        rules.at_a_distance,
        rules.language_level,
        rules.common_day_parts,
        rules.minimum_score if on & Rule.SCORE else 0,
        pool.year,
    )
    numbers = np.arange(65)
    per_mille = 1000 * numbers[:, None] // np.maximum(numbers, 1)
    return limits, weights.as_array(), rarity(pool), per_mille


def _verify_proof(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    matching: Matching,
    tell: Tell,
) -> None:
    """The bound again, from the prices and every allowed pair."""
    price, head, volunteers = matching.prices, matching.head_start, len(pool.volunteers)
    _ensure(len(price) == volunteers and bool((price >= 0).all()), "prices")
    _ensure(head == _head_start(pool, rules, objective), "head_start")
    locked = [pair for pair in matching.pairs if pair.locked]
    taken = Counter(pair.volunteer for pair in locked)
    free = pool.volunteers.capacity - np.array([taken[v] for v in pool.volunteers.ids.tolist()])
    is_open = ~np.isin(pool.seekers.ids, [pair.seeker for pair in locked])
    gain = 2 * (_bonus(pool, rules) + head)
    # What each seeker has, at these prices: that much the best pair leaves at least.
    profit = np.zeros(len(pool.seekers), dtype=np.int64)
    own = [pair for pair in matching.pairs if not pair.locked]
    s = np.searchsorted(pool.seekers.ids, [pair.seeker for pair in own]).astype(np.int64)
    v = np.searchsorted(pool.volunteers.ids, [pair.volunteer for pair in own]).astype(np.int64)
    scores = np.array([pair.score for pair in own], dtype=np.int64)
    profit[s] = np.maximum(0, 2 * scores + gain[s] - price[v])
    _raise_profits(pool, rules, weights, gain, price, free, is_open, tell, profit)
    bound = (int((free * price).sum()) + int(profit.sum())) // 2
    bound += sum(pair.score + pair.bonus for pair in locked)
    bound -= head * (len(matching.pairs) - len(locked))
    _ensure(bound == matching.bound, "bound")
    _ensure(matching.gap >= 0, "gap")


def _head_start(pool: Pool, rules: Rules, objective: Objective) -> int:
    """One pair more must outweigh every loss of value, or the proof is one for another objective."""
    if objective == Objective.BEST_SCORE:
        return 0
    if pool.head_start is not None:
        return pool.head_start
    most = min(int(pool.volunteers.capacity.sum()), len(pool.seekers))
    return (1001 + rules.bonus_max) * (most + 1)


def _raise_profits(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    gain: Ints,
    price: Ints,
    free: Ints,
    is_open: NDArray[np.bool_],
    tell: Tell,
    profit: Ints,
) -> None:
    """Raise `profit` of each open seeker to what the best allowed pair leaves after the price, in half points.

    First everybody in the places within reach, by band of latitude. Then, for those who can meet at a distance, all volunteers who
    can too, as if they lived far away: whoever was looked at already is worth no more so.
    """
    from matching.engine.kernels.check import raise_profits

    a, b = _both(pool, rules)
    apart = _apart_keys(pool) if rules.on & Rule.APART else np.zeros(0, dtype=np.int64)
    more = *_how(pool, rules, weights), profit
    free_ones = np.flatnonzero(free > 0)
    places, starts, order = _by_place(pool.volunteers, free_ones, -a["limit"][free_ones])
    own_places, own_starts, own_order = _by_place(pool.seekers, np.flatnonzero(is_open))
    able = free_ones[pool.volunteers.forms[free_ones] & rules.at_a_distance != 0]
    if not rules.on & Rule.REACH:
        able = able[:0]
    # Side by side in memory, in the order of the look.
    here, there, price_here, price_there = a[order], a[able], price[order], price[able]
    everywhere = np.array([0, len(able)])
    widest = float(places[:, 2].max(initial=0))

    def look(first: int, last: int) -> None:
        for p in range(first, last):
            lat, lon, size = own_places[p]
            seekers = own_order[own_starts[p] : own_starts[p + 1]]
            limit = int(b["limit"][seekers].max())
            band = slice(None)
            if rules.on & Rule.REACH:
                # No degree of latitude is shorter than 110 km.
                degrees = max(limit, 3 * max(size, widest) / 2) / 110_000
                band = slice(*np.searchsorted(places[:, 0], [lat - degrees, lat + degrees]))
            metres = distance_m(lat, lon, places[band, 0], places[band, 1])
            touching = metres <= 3 * np.maximum(size, places[band, 2]).astype(np.int64) // 2
            near = np.flatnonzero((metres <= limit) | touching | (not rules.on & Rule.REACH))
            at = near + (band.start or 0)
            far_seekers = seekers[b["forms"][seekers] & rules.at_a_distance != 0]
            raise_profits(
                here,
                b,
                seekers,
                starts,
                order,
                at,
                metres[near],
                touching[near],
                apart,
                gain,
                price_here,
                *more,
            )
            raise_profits(
                there,
                b,
                far_seekers,
                everywhere,
                able,
                np.array([0]),
                np.array([VERY_FAR]),
                np.array([False]),
                apart,
                gain,
                price_there,
                *more,
            )

    blocks = range(0, len(own_places), PLACES_A_BLOCK)
    in_threads([(at, min(at + PLACES_A_BLOCK, len(own_places))) for at in blocks], look, tell)


def _by_place(
    side: Side, at: Ints, rank: Ints | None = None
) -> tuple[NDArray[np.float64], Ints, Ints]:
    """Places (lat, lon, size) by latitude, and positions order[starts[p]:starts[p + 1]] of those in place p, by rank."""
    where = np.stack([side.lat, side.lon, side.size_m.astype(float)], axis=1)[at]
    places, inverse = np.unique(where, axis=0, return_inverse=True)
    inverse = inverse.ravel()
    order = at[np.lexsort((at if rank is None else rank, inverse))]
    counts = np.bincount(inverse, minlength=len(places))
    return places, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), order


def _apart_keys(pool: Pool) -> Ints:
    """volunteer · (number of seekers) + seeker, by position, sorted, of all pairs kept apart."""
    pairs = np.array(sorted(pool.apart), dtype=np.int64).reshape(-1, 2)
    v, s = pool.volunteers.ids, pool.seekers.ids
    known = np.isin(pairs[:, 0], v) & np.isin(pairs[:, 1], s)
    at = np.searchsorted(v, pairs[known, 0]) * len(s) + np.searchsorted(s, pairs[known, 1])
    return np.sort(at)
