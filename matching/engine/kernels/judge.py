"""One pair: which hard rules it breaks, and its score. The same text as `rules.py` and `scoring.py`, for two records."""

import numpy as np
from numba import njit
from numba.core import types
from numba.extending import intrinsic

from matching.engine.packing import UNKNOWN
from matching.engine.types import Rule

REACH, LANGUAGE, TIME, FORM, GENDER, AGE, NO_GO, ACCESS, APART, SCORE = (int(rule) for rule in Rule)
FULL = 1000
# Where things stand in the array of numbers that `settings_of` makes.
ON, MINIMUM, LEVEL, COMMON, AFAR = range(5)
ENOUGH_SHARED = 60
TINY = 1e-11  # more than any error of a product here, less than the smallest step between two quotients


@intrinsic
def ones(typingctx, word):  # type: ignore[no-untyped-def]
    """How many bits of a 64-bit word are set: one instruction."""

    def codegen(context, builder, _signature, args):  # type: ignore[no-untyped-def]
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), codegen


@intrinsic
def lowest(typingctx, word):  # type: ignore[no-untyped-def]
    """The position of the lowest bit that is set."""

    def codegen(context, builder, _signature, args):  # type: ignore[no-untyped-def]
        return builder.cttz(args[0], context.get_constant(types.boolean, True))

    return types.uint64(types.uint64), codegen


@njit(inline="always")
def broken(v, s, is_near, settings):
    """The mask of broken rules of a pair, without APART and SCORE. Without branches where people differ at random."""
    mask = REACH * (not is_near and (v.forms & s.forms & settings[AFAR]) == 0)
    mask |= LANGUAGE * (settings[LEVEL] > 0 and (v.languages & s.languages) == 0)
    common = np.int64(ones(np.uint64(v.day_parts & s.day_parts)))
    mask |= TIME * ((v.day_parts != 0) & (s.day_parts != 0) & (common < settings[COMMON]))
    mask |= FORM * ((v.forms != 0) & (s.forms != 0) & ((v.forms & s.forms) == 0))
    clash_0 = (v.nogos_0 & s.likes_0) | (s.nogos_0 & v.likes_0)
    clash_1 = (v.nogos_1 & s.likes_1) | (s.nogos_1 & v.likes_1)
    mask |= NO_GO * ((clash_0 | clash_1) != 0)
    mask |= ACCESS * ((s.needs & ~v.offers) != 0)
    mask |= GENDER * ((v.must_gender & s.gender == 0) | (s.must_gender & v.gender == 0))
    mask |= AGE * ((s.born < v.must_born_from) | (s.born > v.must_born_to))
    mask |= AGE * ((v.born < s.must_born_from) | (v.born > s.must_born_to))
    return mask & settings[ON]


@njit(inline="always")
def wishes(me, other):
    """How many wishes of one are stated with a known answer of the other, and how many of these are missed."""
    by_gender = (me.wishes & 1 != 0) & (other.gender != UNKNOWN)
    by_age = (me.wishes & 2 != 0) & (other.born != 0)
    missed = by_gender & (me.wish_gender & other.gender == 0)
    too_old_or_young = (other.born < me.wish_born_from) | (other.born > me.wish_born_to)
    return by_gender + by_age, missed + (by_age & too_old_or_young)


@njit(inline="always")
def whole(numerator, inverse):
    """⌊numerator / divisor⌋ by the divisor's inverse: exact for numerators below 2³³, and many times faster than a division."""
    return np.int64(numerator * inverse + TINY)


@njit(inline="always")
def shared_points(likes_0, likes_1, points):
    shared = 0
    while likes_0:
        shared += points[lowest(likes_0)]
        likes_0 &= likes_0 - np.uint64(1)
    while likes_1:
        shared += points[64 + lowest(likes_1)]
        likes_1 &= likes_1 - np.uint64(1)
    return shared


@njit(inline="always")
def score_of(v, s, metres, weight, tables, without, needed):
    """0–1000 as in `scoring.scores`, or -1 as soon as it is certain to stay below `needed`.

    Part `without` (its index, -1: none) is left out of the mean. Hardly a branch: what is not known has weight 0. With sums
    top and bottom so far, and `rest` the weights to come, no score is above (top + FULL · rest) / (bottom + rest).
    """
    points, available, phased, style_value, style_known, inverse = tables
    rest = weight[3] + weight[4] + weight[5] + weight[6] + weight[7] + weight[8]
    heavy = weight[0] * (((v.said | s.said) & 1) != 0) * (without != 0)
    limit = min(v.reach_m, s.reach_m)
    far = whole(FULL * np.int64(min(metres, limit)), max(v.per_reach, s.per_reach))
    top = heavy * (FULL - far)
    bottom = heavy
    heavy = weight[1] * ((v.day_parts != 0) & (s.day_parts != 0)) * (without != 1)
    top += heavy * available[ones(np.uint64(v.day_parts & s.day_parts))]
    bottom += heavy
    heavy = weight[2] * ((v.goals != 0) & (s.goals != 0))
    met = np.int64(ones(np.uint64(v.goals & s.goals)))
    top += heavy * whole(FULL * met, s.per_goal)
    bottom += heavy
    if top + FULL * rest < needed * (bottom + rest):
        return -1
    rest = weight[3] + weight[4] + weight[7] + weight[8]
    heavy = weight[6] * style_known[v.style, s.style]
    top += heavy * style_value[v.style, s.style]
    bottom += heavy
    heavy = weight[5] * ((v.phases != 0) & (s.phases != 0))
    top += heavy * phased[ones(np.uint64(v.phases & s.phases))]
    bottom += heavy
    if top + FULL * rest < needed * (bottom + rest):
        return -1
    both = v.said & s.said
    heavy = weight[3] * ((both & 2) != 0)
    shared = shared_points(v.likes_0 & s.likes_0, v.likes_1 & s.likes_1, points)
    top += heavy * min(FULL, FULL * shared // ENOUGH_SHARED)
    bottom += heavy
    heavy = weight[4] * ((both & 4) != 0)
    shared = np.int64(ones(v.dislikes_0 & s.dislikes_0) + ones(v.dislikes_1 & s.dislikes_1))
    top += heavy * min(FULL, 500 * shared)
    bottom += heavy
    heavy = weight[7] * ((v.months > 0) & (s.months > 0))
    fewer = np.int64(min(v.months, s.months))
    top += heavy * whole(FULL * fewer, min(v.per_month, s.per_month))
    bottom += heavy
    if (v.wishes | s.wishes) and without != 8:
        stated_1, missed_1 = wishes(v, s)
        stated_2, missed_2 = wishes(s, v)
        stated = stated_1 + stated_2
        heavy = weight[8] * (stated != 0)
        top += heavy * whole(FULL * (stated - missed_1 - missed_2), inverse[stated])
        bottom += heavy
    score = whole(top, inverse[bottom])
    return score if score >= needed else -1
