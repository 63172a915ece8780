"""`python -m benchmarks`: a table of medians of three, and ratios beside scipy and networkx on the same pairs."""

import os
import time
from collections.abc import Callable
from statistics import median

import networkx
import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.pools import make_pool
from matching.engine import match, rank
from matching.engine.candidates import allowed_pairs, join
from matching.engine.types import Found, Objective, Pool, Rules, Weights

SIZES, NETWORKX_LIMIT = (200, 1000, 2000), 200


def seconds(work: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def dense(found: Found, size: int) -> np.ndarray:
    """Value of each pair, 0 where it is not allowed."""
    table = np.zeros((size, size))
    table[found.volunteer, found.seeker] = found.value
    return table


def by_networkx(found: Found) -> None:
    graph = networkx.Graph()
    for v, s, value in zip(found.volunteer, found.seeker, found.value, strict=True):
        graph.add_edge(("v", int(v)), ("s", int(s)), weight=int(value))
    networkx.max_weight_matching(graph)


def one_by_one(pool: Pool, person: int) -> None:
    """The arrival list as a plain loop: one pair at a time."""
    from matching.engine import check_pair
    from matching.engine.errors import BadInput

    for volunteer in pool.volunteers.ids[:50]:
        try:
            check_pair(pool, Rules(), Weights(), volunteer=int(volunteer), seeker=person)
        except BadInput:
            continue


def main() -> None:
    print(f"{os.cpu_count()} cores; seconds, median of 3; ratio: the alternative beside ours")
    print(
        f"{'pool':>12} {'pairs':>9} {'search':>8} {'scipy':>8} {'ratio':>6} {'networkx':>9} {'ratio':>6}"
    )
    for size in SIZES:
        pool = make_pool(size=size)
        found = join(list(allowed_pairs(pool, Rules(), Weights())))
        ours = seconds(lambda pool=pool: match(pool, Rules(), Weights(), Objective.BEST_SCORE))
        table = dense(found, size)
        scipy = seconds(lambda table=table: linear_sum_assignment(table, maximize=True))
        line = (
            f"{size:>5} × {size:<5}{len(found):>9} {ours:>8.3f} {scipy:>8.3f} {scipy / ours:>6.2f}"
        )
        if size <= NETWORKX_LIMIT:
            slow = seconds(lambda found=found: by_networkx(found), times=1)
            line += f" {slow:>9.3f} {slow / ours:>6.1f}"
        print(line)
    pool = make_pool(size=3000)
    person = int(pool.seekers.ids[0])
    listed = seconds(lambda: rank(pool, Rules(), Weights(), person=person, is_volunteer=False))
    looped = seconds(lambda: one_by_one(pool, person), times=1) * len(pool.volunteers) / 50
    print(
        f"arrival list, 3000 volunteers: {listed:.3f} s; one pair at a time: {looped:.1f} s ({looped / listed:.0f} ×)"
    )


if __name__ == "__main__":
    main()
