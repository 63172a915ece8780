"""Why somebody is left over, counted over everybody on the other side. Compiled; see `leftover`."""

import numpy as np
from numba import njit

from matching.engine.kernels.judge import (
    AFAR,
    AGE,
    APART,
    FORM,
    GENDER,
    LANGUAGE,
    MINIMUM,
    ON,
    REACH,
    SCORE,
    TIME,
    broken,
    score_of,
)
from matching.engine.kernels.scan import is_apart

FAR = np.int64(2**62)


@njit(inline="always")
def part_of(mask):
    """The part of the score that is left out when a rule is bent: what it will be worth then is not known yet."""
    if mask == REACH:
        return 0
    if mask == TIME:
        return 1
    if mask in (GENDER, AGE):
        return 8
    return -1


@njit(nogil=True, cache=True)
def count_reasons(
    left,
    of_place,
    others,
    o_starts,
    near_starts,
    near_place,
    near_metres,
    near_touching,
    afar,
    afar_metres,
    is_volunteer,
    apart_starts,
    apart,
    settings,
    weight,
    tables,
    last_rule,
    opened,
    nearest,
):
    """For each record of `left` (at place of_place[i]) over all `others` that could be in their own reach of it:

    last_rule[i]: the last of the rules, in their order, that somebody breaks first (0: somebody breaks none). opened[i, rule]: how
    many break only this rule (its bit number) and would score enough; for REACH those within the same whole km as the nearest,
    whose metres are nearest[i].
    """
    minimum = settings[MINIMUM] if settings[ON] & SCORE else 0
    for i in range(len(left)):
        me = left[i]
        p = of_place[i]
        all_fail = True
        nearest_km = FAR
        for n in range(near_starts[p], near_starts[p + 1] + 1):
            is_afar = n == near_starts[p + 1]
            if is_afar:
                start, end, metres, touching = 0, len(afar), np.int64(0), False
                if not me.forms & settings[AFAR]:
                    continue
            else:
                q = near_place[n]
                start, end = o_starts[q], o_starts[q + 1]
                metres, touching = np.int64(near_metres[n]), near_touching[n]
            for k in range(start, end):
                j = k
                if is_afar:
                    j = np.int64(afar[k])
                    metres = np.int64(afar_metres[i, k])
                other = others[j]
                within = touching or metres <= other.reach_m
                if is_afar:
                    if metres < 0 or within or not other.forms & me.forms & settings[AFAR]:
                        continue  # met on the way through the places
                elif not within:
                    break  # those of a place are sorted by their limit
                is_near = touching or (within and metres <= me.reach_m)
                if is_volunteer:
                    v, s = me, other
                else:
                    v, s = other, me
                mask = broken(v, s, is_near, settings)
                if is_apart(apart_starts, apart, me.at, other.at):
                    mask |= APART
                if mask == 0:
                    if score_of(v, s, metres, weight, tables, -1, minimum) >= 0:
                        all_fail = False
                        continue
                    mask = SCORE
                last_rule[i] = max(last_rule[i], mask & -mask)
                if mask & (mask - 1) or mask > AGE:
                    continue  # nobody is asked to bend a no-go, an access need or more than one rule
                if score_of(v, s, metres, weight, tables, part_of(mask), minimum) < 0:
                    continue
                if mask != REACH:
                    opened[i, lowest_bit(mask)] += 1
                    continue
                km = -(-metres // 1000)
                if km < nearest_km:
                    nearest_km = km
                    opened[i, 0] = 0
                    nearest[i] = metres
                if km == nearest_km:
                    opened[i, 0] += 1
                    nearest[i] = min(nearest[i], metres)
        if not all_fail:
            last_rule[i] = 0


@njit(inline="always")
def lowest_bit(mask):
    if mask == LANGUAGE:
        return 1
    if mask == TIME:
        return 2
    if mask == FORM:
        return 3
    if mask == GENDER:
        return 4
    return 5
