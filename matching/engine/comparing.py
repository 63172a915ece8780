"""What other rules or weights would change in a pool. In plain numpy, for small pools: it runs while a page waits."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.candidates import allowed_pairs, join
from matching.engine.pools import sorted_pool
from matching.engine.rules import broken_rules, pair_distance
from matching.engine.scoring import part_values, rarity, scores
from matching.engine.types import Found, Ints, Pool, Rule, Rules, Weights

Way = tuple[Rules, Weights]


@dataclass(frozen=True)
class Comparison:
    """Counts of pairs and of seekers. `pairs` are possible now; `gone` of them would not be, `new` others would.

    `left_alone` have somebody now and would have nobody; `helped` the other way round; `other_first` would have another volunteer as
    their best. `most` and `most_then` are how many pairs a search could make, now and then.
    """

    volunteers: int
    seekers: int
    pairs: int
    gone: int
    new: int
    left_alone: int
    helped: int
    other_first: int
    most: int
    most_then: int

    @property
    def changes_nothing(self) -> bool:
        return not (self.gone or self.new or self.other_first)


def compare(pool: Pool, now: Way, then: Way) -> Comparison:
    """The same people under two sets of rules and weights. Raises BadInput for arrays that do not fit together."""
    pool = sorted_pool(pool)
    before, after = (join(list(allowed_pairs(pool, *way))) for way in (now, then))
    width = max(len(pool.seekers), 1)
    old, new = (found.volunteer * width + found.seeker for found in (before, after))
    had, has = np.unique(before.seeker), np.unique(after.seeker)
    return Comparison(
        volunteers=len(pool.volunteers),
        seekers=len(pool.seekers),
        pairs=len(old),
        gone=len(np.setdiff1d(old, new)),
        new=len(np.setdiff1d(new, old)),
        left_alone=len(np.setdiff1d(had, has)),
        helped=len(np.setdiff1d(has, had)),
        other_first=_others(_firsts(before, width), _firsts(after, width)),
        most=most_pairs(before, pool.volunteers.capacity),
        most_then=most_pairs(after, pool.volunteers.capacity),
    )


def _firsts(found: Found, seekers: int) -> Ints:
    """The volunteer whose pair is worth most to each seeker, the first of equal ones; -1 for nobody."""
    order = np.lexsort((found.volunteer, -found.value, found.seeker))
    firsts = np.full(seekers, -1, dtype=np.int64)
    who, at = np.unique(found.seeker[order], return_index=True)
    firsts[who] = found.volunteer[order][at]
    return firsts


def _others(before: Ints, after: Ints) -> int:
    """Seekers who have somebody before and after, and not the same one."""
    return int(((before != after) & (before >= 0) & (after >= 0)).sum())


def most_pairs(found: Found, capacity: Ints) -> int:
    """How many pairs fit at the same time: a largest matching, by augmenting paths (Kuhn 1955).

    Volunteers that a failed search came past are full for good: no later path leads through them.
    """
    choices: dict[int, list[int]] = {}
    for volunteer, seeker in zip(found.volunteer.tolist(), found.seeker.tolist(), strict=True):
        choices.setdefault(seeker, []).append(volunteer)
    places = _Places(capacity.tolist(), choices)
    return sum(places.take(seeker) for seeker in sorted(choices))


class _Places:
    """Who has a place with whom, while places are given out."""

    def __init__(self, capacity: list[int], choices: dict[int, list[int]]) -> None:
        self.capacity, self.choices = capacity, choices
        self.holds: dict[int, list[int]] = {}
        self.at: dict[int, int] = {}
        self.full: set[int] = set()

    def take(self, seeker: int) -> bool:
        """Find this seeker a place, moving others where that helps."""
        queue, came = [seeker], dict[int, int]()
        for one in queue:
            for volunteer in self.choices[one]:
                if volunteer in came or volunteer in self.full:
                    continue
                came[volunteer] = one
                held = self.holds.setdefault(volunteer, [])
                if len(held) < self.capacity[volunteer]:
                    self._move(volunteer, came)
                    return True
                queue += held
        self.full |= came.keys()
        return False

    def _move(self, volunteer: int, came: dict[int, int]) -> None:
        """Everybody on the way to the free place moves up by one."""
        while True:
            seeker = came[volunteer]
            earlier = self.at.get(seeker)
            self.holds[volunteer].append(seeker)
            self.at[seeker] = volunteer
            if earlier is None:
                return
            self.holds[earlier].remove(seeker)
            volunteer = earlier


def allowed_among(
    pool: Pool, rules: Rules, weights: Weights, pairs: Iterable[tuple[int, int]]
) -> NDArray[np.bool_]:
    """For each pair of ids (volunteer, seeker) whose two people are in the pool: is it allowed, the minimum score included?"""
    pool = sorted_pool(pool)
    ids = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    known = np.isin(ids[:, 0], pool.volunteers.ids) & np.isin(ids[:, 1], pool.seekers.ids)
    v = np.searchsorted(pool.volunteers.ids, ids[known, 0])
    s = np.searchsorted(pool.seekers.ids, ids[known, 1])
    metres = pair_distance(pool, v, s)
    fine: NDArray[np.bool_] = broken_rules(pool, rules, v, s, metres) == 0
    if rules.on & Rule.SCORE:
        values = part_values(pool, rules, rarity(pool), v, s, metres)
        fine &= scores(values, weights) >= rules.minimum_score
    return fine
