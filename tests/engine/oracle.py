"""The best total by another road: scipy on a full matrix, a column for every place, rules pair by pair."""

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching.engine.rules import pair_distance
from matching.engine.scoring import part_values, rarity, scores
from matching.engine.types import Objective, Pool, Rule, Rules, Weights
from tests.engine.plain_rules import plain_broken

NEVER = -(10**9)
ONE_PAIR = 10**6  # more than all scores of a small pool together


def worths(pool: Pool, rules: Rules, weights: Weights) -> np.ndarray:
    """Score + bonus of each seeker (row) with each volunteer (column); NEVER where it is not allowed."""
    table = np.full((len(pool.seekers), len(pool.volunteers)), NEVER, dtype=np.int64)
    for (s, v), score in np.ndenumerate(all_scores(pool, rules, weights)):
        poor = rules.on & Rule.SCORE and score < rules.minimum_score
        if not poor and not plain_broken(pool, rules, v, s):
            days = min(int(pool.seekers.waiting[s]), rules.bonus_full_days)
            table[s, v] = score + rules.bonus_max * days // rules.bonus_full_days
    return table


def all_scores(pool: Pool, rules: Rules, weights: Weights) -> np.ndarray:
    """The score of each seeker (row) with each volunteer (column), allowed or not."""
    shape = len(pool.seekers), len(pool.volunteers)
    s, v = (np.ravel(at) for at in np.indices(shape))
    values = part_values(pool, rules, rarity(pool), v, s, pair_distance(pool, v, s))
    return scores(values, weights).reshape(shape)


def allowed(pool: Pool, rules: Rules) -> set[tuple[int, int]]:
    """Ids of volunteer and seeker of each allowed pair, by the default weights."""
    at = np.argwhere(worths(pool, rules, Weights()) != NEVER)
    return {(int(pool.volunteers.ids[v]), int(pool.seekers.ids[s])) for s, v in at}


def without_locked(pool: Pool, worth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The table without the seekers who are locked, and the places that are left."""
    locked = {s: v for v, s in pool.locked}
    left = pool.volunteers.capacity.copy()
    for volunteer in locked.values():
        left[pool.volunteers.ids.tolist().index(volunteer)] -= 1
    rows = [i for i, s in enumerate(pool.seekers.ids.tolist()) if s not in locked]
    return worth[rows], left


def best(worth: np.ndarray, places: np.ndarray, objective: Objective) -> tuple[int, int]:
    """How many pairs the best choice has, and its total."""
    seats = np.repeat(worth, places, axis=1)
    extra = ONE_PAIR if objective == Objective.MOST_PEOPLE else 0
    counted = np.where(seats == NEVER, NEVER, seats + extra)
    nobody = np.zeros((len(worth), len(worth)), dtype=np.int64)
    table = np.hstack([counted, nobody])
    rows, columns = linear_sum_assignment(table, maximize=True)
    gained = table[rows, columns]
    pairs = int((columns < seats.shape[1]).sum())
    return pairs, int(gained.sum()) - extra * pairs


def most_pairs(worth: np.ndarray, places: np.ndarray) -> int:
    seats = np.repeat(worth, places, axis=1)
    chosen = maximum_bipartite_matching(csr_array((seats != NEVER).astype(np.int8)))
    return int((chosen >= 0).sum())


def locked_total(pool: Pool, rules: Rules, weights: Weights) -> int:
    """Score + bonus of the locked pairs, whatever rules they break."""
    free = Rules(on=Rule(0), bonus_max=rules.bonus_max, default_reach_m=rules.default_reach_m)
    worth = worths(Pool(pool.volunteers, pool.seekers, pool.year), free, weights)
    at = [
        (pool.seekers.ids.tolist().index(s), pool.volunteers.ids.tolist().index(v))
        for v, s in pool.locked
    ]
    return sum(int(worth[s, v]) for s, v in at)
