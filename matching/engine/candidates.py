"""Every allowed pair, looked at once, in blocks of bounded memory: the plain text that the compiled look is held against.

1. Group both sides by place. 2. For each place of seekers, take the volunteers whose place can be in reach. 3. Judge the rules
of all pairs of the block at once, score the allowed ones. 4. Hand the block on.
"""

from collections.abc import Iterator

import numpy as np

from matching.engine.rules import broken_rules, distance_m, reach_of
from matching.engine.scoring import bonuses, part_values, rarity, scores
from matching.engine.types import Found, Ints, Pool, Rule, Rules, Weights

BLOCK = 400_000  # pairs at once: about 400 MB at the widest step


def allowed_pairs(pool: Pool, rules: Rules, weights: Weights) -> Iterator[Found]:
    """Blocks of allowed pairs; together they hold each allowed pair exactly once, seekers in order of place."""
    if not len(pool.volunteers) or not len(pool.seekers):
        return
    points, bonus = rarity(pool), bonuses(pool.seekers, rules)
    for v, s in _blocks(pool, rules):
        metres = distance_m(
            pool.volunteers.lat[v], pool.volunteers.lon[v], pool.seekers.lat[s], pool.seekers.lon[s]
        )
        fine = broken_rules(pool, rules, v, s, metres) == 0
        v, s, metres = v[fine], s[fine], metres[fine]
        score = scores(part_values(pool, rules, points, v, s, metres), weights)
        if rules.on & Rule.SCORE:
            good = score >= rules.minimum_score
            v, s, score = v[good], s[good], score[good]
        yield Found(v, s, score, score + bonus[s])


def _blocks(pool: Pool, rules: Rules) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of positions, at most BLOCK at once (or one seeker's)."""
    a, b = pool.volunteers, pool.seekers
    farthest = _farthest(pool, rules)
    places = np.stack([b.lat, b.lon], axis=1)
    _unique, inverse = np.unique(places, axis=0, return_inverse=True)
    order = np.argsort(inverse.ravel(), kind="stable")
    starts = np.flatnonzero(np.diff(inverse.ravel()[order], prepend=-1))
    for group in np.split(order, starts[1:]):
        here = group[0]
        metres = distance_m(a.lat, a.lon, b.lat[here], b.lon[here])
        near = np.flatnonzero(metres <= farthest)
        if not len(near):
            continue
        parts = -(-len(group) * len(near) // BLOCK)
        for part in np.array_split(group, min(parts, len(group))):
            yield np.tile(near, len(part)), np.repeat(part, len(near))


def _farthest(pool: Pool, rules: Rules) -> int:
    """No pair farther apart than this can be allowed: both limits hold, unless somebody meets at a distance."""
    a, b = pool.volunteers, pool.seekers
    off = not rules.on & Rule.REACH
    if off or ((a.forms & rules.at_a_distance).any() and (b.forms & rules.at_a_distance).any()):
        return 10**9
    everyone = [np.arange(len(side)) for side in (a, b)]
    limit = min(
        int(reach_of(side, all_, rules).max()) for side, all_ in zip((a, b), everyone, strict=True)
    )
    return max(limit, 3 * int(max(a.size_m.max(), b.size_m.max())) // 2)


def best_of_each(found: Found, most: int, volunteers: int) -> Found:
    """The `most` most valuable pairs of each seeker; equal ones in turn from the seeker's own position on."""
    turn = (found.volunteer - found.seeker) % max(volunteers, 1)
    order = np.lexsort((turn, -found.value, found.seeker))
    seekers = found.seeker[order]
    starts = np.flatnonzero(np.diff(seekers, prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return found.at(order[rank < most])


def join(blocks: list[Found]) -> Found:
    """All blocks as one."""
    columns = ("volunteer", "seeker", "score", "value")
    return Found(
        *(np.concatenate([getattr(block, c) for block in [Found(), *blocks]]) for c in columns)
    )
