"""Look at every pair in reach and keep the best of each seeker. Compiled; see `candidates.shortlists`."""

from numba import njit

from matching.engine.kernels.judge import (
    AFAR,
    FULL,
    MINIMUM,
    ON,
    SCORE,
    broken,
    score_of,
)


@njit(inline="always")
def is_worse(margin_1, at_1, margin_2, at_2):
    """Does the first come after the second: less worth, or of equals the later turn?"""
    return margin_1 < margin_2 or (margin_1 == margin_2 and at_1 > at_2)


@njit
def sink_down(margins, ats, scores, size):
    """The first of a heap was replaced: let it sink, so that the worst of all stands first again."""
    i = 0
    while True:
        child = 2 * i + 1
        if child >= size:
            return
        if child + 1 < size and is_worse(
            margins[child + 1], ats[child + 1], margins[child], ats[child]
        ):
            child += 1
        if is_worse(margins[i], ats[i], margins[child], ats[child]):
            return
        margins[i], margins[child] = margins[child], margins[i]
        ats[i], ats[child] = ats[child], ats[i]
        scores[i], scores[child] = scores[child], scores[i]
        i = child


@njit
def rise(margins, ats, scores, at):
    """The last of a heap is new: let it rise to its place."""
    i = at
    while i > 0:
        parent = (i - 1) // 2
        if not is_worse(margins[i], ats[i], margins[parent], ats[parent]):
            return
        margins[i], margins[parent] = margins[parent], margins[i]
        ats[i], ats[parent] = ats[parent], ats[i]
        scores[i], scores[parent] = scores[parent], scores[i]
        i = parent


@njit(inline="always")
def is_apart(apart_starts, apart, seeker, volunteer):
    for i in range(apart_starts[seeker], apart_starts[seeker + 1]):
        if apart[i] == volunteer:
            return True
    return False


@njit(nogil=True, cache=True)
def scan(
    volunteers,
    v_starts,
    seekers,
    s_starts,
    first_place,
    last_place,
    near_starts,
    near_place,
    near_metres,
    near_touching,
    afar,
    afar_metres,
    apart_starts,
    apart,
    settings,
    weight,
    tables,
    all_volunteers,
    asks,
    cost,
    floor,
    best,
    kept_margin,
    kept_at,
    kept_score,
    counts,
):
    """For the seekers of places first_place … last_place - 1: of all allowed pairs with
    2 · score - cost[volunteer] > floor[seeker], the best by that margin. `afar` are records that can meet at a distance, `afar_metres` (places of this block, len(afar)).

    Of equals first the volunteer at the seeker's own position, then the next: else all would keep the same few. `kept_at` holds
    these turns. Row `counts` grows to the width of `kept_…` (a heap, the worst first); `best` is raised to the highest margin seen.
    """
    most = kept_at.shape[1]
    minimum = settings[MINIMUM] if settings[ON] & SCORE else 0
    looked_at = 0
    for p in range(first_place, last_place):
        for n in range(near_starts[p], near_starts[p + 1] + 1):
            is_afar = n == near_starts[p + 1]
            if is_afar:
                start, end = 0, len(afar)
                metres, touching = 0, False
            else:
                q = near_place[n]
                start, end = v_starts[q], v_starts[q + 1]
                metres, touching = near_metres[n], near_touching[n]
            for i in range(s_starts[p], s_starts[p + 1]):
                s = seekers[i]
                me = s.at
                if not asks[me]:
                    continue
                if is_afar:
                    if not s.forms & settings[AFAR]:
                        continue
                elif not touching and s.reach_m < metres:
                    continue
                size = counts[me]
                shift = me % all_volunteers
                for k in range(start, end):
                    j = k
                    if is_afar:
                        j = afar[k]
                        metres = afar_metres[p - first_place, k]
                    v = volunteers[j]
                    if not is_afar and not touching and v.reach_m < metres:
                        break  # those of a place are sorted: nobody after this one travels so far
                    needed = max(minimum, (floor[me] + cost[j]) // 2 + 1)
                    if size == most:
                        needed = max(needed, (kept_margin[me, 0] + cost[j] + 1) // 2)
                    if needed > FULL:
                        continue
                    if is_afar:
                        if not v.forms & s.forms & settings[AFAR]:
                            continue
                        if metres < 0 or metres <= min(v.reach_m, s.reach_m):
                            continue  # in reach as well: seen already
                    looked_at += 1
                    if broken(v, s, True, settings):
                        continue
                    score = score_of(v, s, metres, weight, tables, -1, needed)
                    if score < 0:
                        continue
                    margin = 2 * score - cost[j]
                    turn = v.at - shift
                    if turn < 0:
                        turn += all_volunteers
                    if size == most and is_worse(margin, turn, kept_margin[me, 0], kept_at[me, 0]):
                        continue
                    if is_apart(apart_starts, apart, me, v.at):
                        continue
                    if margin > best[me]:
                        best[me] = margin
                    if size < most:
                        kept_margin[me, size] = margin
                        kept_at[me, size] = turn
                        kept_score[me, size] = score
                        rise(kept_margin[me], kept_at[me], kept_score[me], size)
                        size += 1
                    else:
                        kept_margin[me, 0] = margin
                        kept_at[me, 0] = turn
                        kept_score[me, 0] = score
                        sink_down(kept_margin[me], kept_at[me], kept_score[me], size)
                counts[me] = size
    return looked_at
