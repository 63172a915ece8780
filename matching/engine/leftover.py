"""One reason for everybody who is left over, and the smallest change that would help.

1. Judge everybody on the other side who would come so far. 2. Take the rules in their order: the first after which nobody remains
is the reason; when somebody remains, all who fit are taken. 3. Among those who fail by one rule only, count how many a change of
that rule opens: those whose own limit allows it and who would reach the minimum score. Prefer a few kilometres, else the change
that opens most.
"""

from collections.abc import Callable, Iterator

import numpy as np

from matching.engine.packing import apart_lists, near_places, packed
from matching.engine.scanning import Places, in_threads, settings_of
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

NEAR_M = 10_000  # up to so many metres more are worth suggesting first
PEOPLE_A_BLOCK = 200
REASONS = {
    Rule(0): Reason.ALL_TAKEN,
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
# What somebody could bend, in the order of their bits: nobody is asked to bend a no-go, an access need or an exclusion.
BENDABLE = (Rule.REACH, Rule.LANGUAGE, Rule.TIME, Rule.FORM, Rule.GENDER, Rule.AGE)


def explain_left_over(
    pool: Pool, rules: Rules, weights: Weights, pairs: Found, tell: Callable[[int], None]
) -> Iterator[LeftOver]:
    """Seekers without a pair, then volunteers with none at all, each in the order of ids. `tell` gets percent."""
    seekers = np.setdiff1d(np.arange(len(pool.seekers)), pairs.seeker)
    volunteers = np.setdiff1d(np.arange(len(pool.volunteers)), pairs.volunteer)
    yield from _explained(pool, rules, weights, seekers, False, lambda p: tell(p // 2))
    yield from _explained(pool, rules, weights, volunteers, True, lambda p: tell(50 + p // 2))


def _explained(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    left: Ints,
    is_volunteer: bool,
    tell: Callable[[int], None],
) -> Iterator[LeftOver]:
    side, others = pool.seekers, pool.volunteers
    if is_volunteer:
        side, others = others, side
    if not len(others):
        for at in left:
            yield LeftOver(int(side.ids[at]), is_volunteer, Reason.NOBODY_THERE, None)
        return
    if not len(left):
        return
    last_rule, opened, nearest, limit = _counted(pool, rules, weights, left, is_volunteer, tell)
    for i, id_ in enumerate(side.ids[left].tolist()):
        change = _change(opened[i], int(nearest[i]), int(limit[i]))
        yield LeftOver(id_, is_volunteer, REASONS[Rule(int(last_rule[i]))], change)


def _counted(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    left: Ints,
    is_volunteer: bool,
    tell: Callable[[int], None],
) -> tuple[Ints, Ints, Ints, Ints]:
    """For each position of `left`: the last rule, how many each bendable rule opens, metres to the nearest, own limit."""
    from matching.engine.kernels.left import count_reasons

    side, others = pool.seekers, pool.volunteers
    if is_volunteer:
        side, others = others, side
    stays = np.zeros(len(side), dtype=np.bool_)
    stays[left] = True
    mine = packed(side, rules, pool.year, stays)
    theirs = packed(others, rules, pool.year, np.ones(len(others), dtype=np.bool_))
    near = near_places(mine, theirs, rules, own_limit=False)
    far = Places(theirs, rules)
    place = np.repeat(np.arange(mine.places), np.diff(mine.starts))
    count = len(left)
    last_rule = np.full(count, int(Rule.REACH), dtype=np.int64)
    opened = np.zeros((count, len(BENDABLE)), dtype=np.int64)
    nearest = np.zeros(count, dtype=np.int64)
    apart = apart_lists(pool, rules, by_volunteer=is_volunteer)
    settings = settings_of(pool, rules, weights)

    def look(first: int, last: int) -> None:
        run = slice(first, last)
        count_reasons(
            mine.people[run],
            place[run],
            theirs.people,
            theirs.starts,
            near.starts,
            near.place,
            near.metres,
            near.touching,
            far.able,
            far.metres_from(mine, place[run]),
            is_volunteer,
            *apart,
            *settings,
            last_rule[run],
            opened[run],
            nearest[run],
        )

    starts = range(0, count, PEOPLE_A_BLOCK)
    in_threads([(at, min(at + PEOPLE_A_BLOCK, count)) for at in starts], look, tell)
    order = np.argsort(mine.people["at"])
    limit = mine.people["reach_m"].astype(np.int64)
    return last_rule[order], opened[order], nearest[order], limit[order]


def _change(opened: Ints, nearest_m: int, limit_m: int) -> Change | None:
    best: Change | None = None
    for rule, opens in zip(BENDABLE, opened.tolist(), strict=True):
        if not opens:
            continue
        change = Change(rule, 0, opens)
        if rule == Rule.REACH:
            change = Change(rule, -(-nearest_m // 1000), opens)
            if nearest_m - limit_m <= NEAR_M:
                return change
        if best is None or opens > best.opens:
            best = change
    return best
