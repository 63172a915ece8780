"""One reason for everybody who is left over, and the smallest change that would help.

1. Judge all rules against everybody on the other side. 2. Take the rules in their order: the first after which nobody
remains is the reason; when somebody remains, all who fit are taken. 3. Among those who fail by one rule only, count how many a
change of that rule opens; prefer a few kilometres, else the change that opens most.
"""

from collections.abc import Iterator

import numpy as np

from matching.engine.rules import broken_rules, distance_m
from matching.engine.scoring import part_values, rarity, scores
from matching.engine.types import (
    Change,
    Found,
    Ints,
    LeftOver,
    Pool,
    Reason,
    Rule,
    Rules,
    Weights,
)

NEAR_KM = 10  # up to so many kilometres more are worth suggesting first
REASONS = {
    Rule.REACH: Reason.REACH,
    Rule.LANGUAGE: Reason.LANGUAGE,
    Rule.TIME: Reason.TIME,
    Rule.FORM: Reason.FORM,
    Rule.GENDER: Reason.GENDER,
    Rule.AGE: Reason.AGE,
    Rule.NO_GO: Reason.NO_GO,
    Rule.ACCESS: Reason.ACCESS,
    Rule.APART: Reason.APART,
    Rule.SCORE: Reason.SCORE,
}
# What somebody could bend: nobody is asked to bend a no-go, an access need or an exclusion.
BENDABLE = Rule.REACH | Rule.LANGUAGE | Rule.TIME | Rule.FORM | Rule.GENDER | Rule.AGE


def explain_left_over(
    pool: Pool, rules: Rules, weights: Weights, pairs: Found
) -> Iterator[LeftOver]:
    """Seekers without a pair, then volunteers with none at all, each in the order of ids."""
    points = rarity(pool) if len(pool.volunteers) and len(pool.seekers) else np.zeros(0, np.int64)
    without_s = np.setdiff1d(np.arange(len(pool.seekers)), pairs.seeker)
    without_v = np.setdiff1d(np.arange(len(pool.volunteers)), pairs.volunteer)
    for s in without_s:
        v = np.arange(len(pool.volunteers))
        yield _explained(pool, rules, weights, points, v, np.full(len(v), s), seeker=int(s))
    for w in without_v:
        s = np.arange(len(pool.seekers))
        yield _explained(pool, rules, weights, points, np.full(len(s), w), s, volunteer=int(w))


def _explained(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    points: Ints,
    v: Ints,
    s: Ints,
    *,
    seeker: int | None = None,
    volunteer: int | None = None,
) -> LeftOver:
    person = pool.seekers.ids[seeker] if seeker is not None else pool.volunteers.ids[volunteer]
    if not len(v):
        return LeftOver(int(person), volunteer is not None, Reason.NOBODY_THERE, None)
    metres = distance_m(
        pool.volunteers.lat[v], pool.volunteers.lon[v], pool.seekers.lat[s], pool.seekers.lon[s]
    )
    broken = broken_rules(pool, rules, v, s, metres)
    fine = np.flatnonzero(broken == 0)
    if rules.on & Rule.SCORE and len(fine):
        values = part_values(pool, rules, points, v[fine], s[fine], metres[fine])
        poor = fine[scores(values, weights) < rules.minimum_score]
        broken[poor] |= int(Rule.SCORE)
    return LeftOver(int(person), volunteer is not None, _reason(broken), _change(broken, metres))


def _reason(broken: Ints) -> Reason:
    left = np.ones(len(broken), dtype=bool)
    for rule, reason in REASONS.items():
        left &= (broken & int(rule)) == 0
        if not left.any():
            return reason
    return Reason.ALL_TAKEN


def _change(broken: Ints, metres: Ints) -> Change | None:
    best: Change | None = None
    for rule in REASONS:
        if not rule & BENDABLE:
            continue
        opened = np.flatnonzero(broken == int(rule))
        if not len(opened):
            continue
        if rule == Rule.REACH:
            amount = int(-(-metres[opened].min() // 1000))
            opens = int((metres[opened] <= amount * 1000).sum())
            if amount <= NEAR_KM:
                return Change(rule, amount, opens)
        else:
            amount, opens = 0, len(opened)
        if best is None or opens > best.opens:
            best = Change(rule, amount, opens)
    return best
