"""Reasons and changes for people left over, over everybody on the other side with arrays: what the compiled loop is held against.

1. Judge all rules against everybody on the other side. 2. Take the rules in their order: the first after which nobody
remains is the reason; when somebody remains, all who fit are taken. 3. Among those who fail by one rule only, count how many a
change of that rule opens: those whose own limit allows it and who would reach the minimum score. Prefer a few kilometres, else
the change that opens most.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.rules import broken_rules, pair_distance, reach_of
from matching.engine.scoring import part_values, rarity, scores
from matching.engine.types import (
    PARTS,
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

NEAR_M = 10_000  # up to so many metres more are worth suggesting first
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
# What a part will be worth after its rule is bent is not known yet: it leaves the mean, like a question still to ask.
PART_OF = {
    Rule.REACH: "travel",
    Rule.TIME: "availability",
    Rule.GENDER: "wishes",
    Rule.AGE: "wishes",
}


@dataclass(frozen=True)
class _Case:
    """One person against everybody on the other side: positions (v, s), distances and broken rules."""

    pool: Pool
    rules: Rules
    weights: Weights
    points: Ints
    v: Ints
    s: Ints
    metres: Ints
    broken: Ints

    def limits(self, of_volunteers: bool) -> Ints:
        """The travel limits of one of the two sides, in metres."""
        if of_volunteers:
            return reach_of(self.pool.volunteers, self.v, self.rules)
        return reach_of(self.pool.seekers, self.s, self.rules)

    def is_poor(self, at: Ints, bent: Rule | None = None) -> NDArray[np.bool_]:
        """Which of the pairs `at` are below the minimum score, with the part of the `bent` rule left out?"""
        values = part_values(
            self.pool, self.rules, self.points, self.v[at], self.s[at], self.metres[at]
        )
        if bent in PART_OF:
            values.known[:, PARTS.index(PART_OF[bent])] = False
        minimum = self.rules.minimum_score if self.rules.on & Rule.SCORE else 0
        poor: NDArray[np.bool_] = scores(values, self.weights) < minimum
        return poor


def explain_left_over(
    pool: Pool, rules: Rules, weights: Weights, pairs: Found
) -> Iterator[LeftOver]:
    """Seekers without a pair, then volunteers with none at all, each in the order of ids."""
    points = rarity(pool)
    volunteers, seekers = np.arange(len(pool.volunteers)), np.arange(len(pool.seekers))
    for i in np.setdiff1d(seekers, pairs.seeker):
        case = _case(pool, rules, weights, points, volunteers, np.full(len(volunteers), i))
        yield _explained(case, int(pool.seekers.ids[i]), is_volunteer=False)
    for i in np.setdiff1d(volunteers, pairs.volunteer):
        case = _case(pool, rules, weights, points, np.full(len(seekers), i), seekers)
        yield _explained(case, int(pool.volunteers.ids[i]), is_volunteer=True)


def _case(pool: Pool, rules: Rules, weights: Weights, points: Ints, v: Ints, s: Ints) -> _Case:
    metres = pair_distance(pool, v, s)
    broken = broken_rules(pool, rules, v, s, metres)
    case = _Case(pool, rules, weights, points, v, s, metres, broken)
    fine = np.flatnonzero(broken == 0)
    broken[fine[case.is_poor(fine)]] |= int(Rule.SCORE)
    return case


def _explained(case: _Case, person: int, *, is_volunteer: bool) -> LeftOver:
    if not len(case.broken):
        return LeftOver(person, is_volunteer, Reason.NOBODY_THERE, None)
    return LeftOver(person, is_volunteer, _reason(case.broken), _change(case, is_volunteer))


def _reason(broken: Ints) -> Reason:
    left = np.ones(len(broken), dtype=bool)
    for rule, reason in REASONS.items():
        left &= (broken & int(rule)) == 0
        if not left.any():
            return reason
    return Reason.ALL_TAKEN


def _change(case: _Case, is_volunteer: bool) -> Change | None:
    best: Change | None = None
    for rule in BENDABLE:
        opened = _opened(case, rule, is_volunteer)
        if not len(opened):
            continue
        change = Change(rule, 0, len(opened))
        if rule == Rule.REACH:
            change, is_near = _farther(case, opened, is_volunteer)
            if is_near:
                return change
        if best is None or change.opens > best.opens:
            best = change
    return best


def _opened(case: _Case, rule: Rule, is_volunteer: bool) -> Ints:
    """Whom this person could be paired with if this one rule were bent for them."""
    at = np.flatnonzero(case.broken == int(rule))
    if rule == Rule.REACH:
        at = at[case.metres[at] <= case.limits(not is_volunteer)[at]]
    return at[~case.is_poor(at, rule)] if len(at) else at


def _farther(case: _Case, opened: Ints, is_volunteer: bool) -> tuple[Change, bool]:
    """The limit in whole km that reaches the nearest of them, and whether that is only a little more than now."""
    metres = case.metres[opened]
    km = int(-(-metres.min() // 1000))
    more = metres.min() - case.limits(is_volunteer)[opened[0]]
    return Change(Rule.REACH, km, int((metres <= km * 1000).sum())), bool(more <= NEAR_M)
