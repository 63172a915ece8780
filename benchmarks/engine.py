"""`python -m benchmarks.engine SIZE`: our search and the others on the same pool, one line of JSON a result.

Each size is a process of its own, so that its memory is its own. The others get all allowed pairs where memory allows, else the
best BEST of each seeker and what our search ended with (`pairs_given`), which hold the best choice; finding them is not counted for
them. Whoever solves exactly must come to our total. What takes longer than LIMIT_S is stopped and its time is a lower bound.
"""

import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.pools import make_pool
from matching.engine import match, verify
from matching.engine.assign import solve
from matching.engine.candidates import allowed_pairs, join
from matching.engine.optimum import Task, best_choice
from matching.engine.scanning import Scan
from matching.engine.scoring import bonuses
from matching.engine.solve import SHORTLIST
from matching.engine.types import Found, Objective, Pool, Rules, Weights

RULES, WEIGHTS = Rules(), Weights()
LIMIT_S = 240
GREEDY = "greedy"
ALL_PAIRS_UP_TO = 1_000  # a side
BEST = 32
DENSE_UP_TO, NETWORKX_UP_TO = 10_000, 1_000


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def ours(pool: Pool, size: int, objective: Objective) -> int:
    """Time of each stage; gives the total."""
    marks: list[tuple[str, float]] = []

    def tell(stage: str, _percent: int) -> None:
        if not marks or marks[-1][0] != stage:
            marks.append((stage, time.perf_counter()))

    start = time.perf_counter()
    matching = match(pool, RULES, WEIGHTS, objective, progress=tell)
    whole = time.perf_counter() - start
    proven = next(at for stage, at in reversed(marks) if stage == "reasons") - start
    if len([stage for stage, _at in marks if stage == "reasons"]) > 1:
        proven = whole  # several regions: their stages take turns
    peak = megabytes()
    start = time.perf_counter()
    verify(pool, RULES, WEIGHTS, objective, matching)
    say(
        size=size,
        who=f"kompaan {objective}",
        seconds=round(proven, 3),
        with_reasons=round(whole, 3),
        verified=round(time.perf_counter() - start, 3),
        megabytes=round(peak),
        pairs=len(matching.pairs),
        total=matching.total,
        gap=matching.gap,
    )
    return matching.total


def others(pool: Pool, size: int, total_of_ours: int) -> None:
    found = pairs_for_others(pool, size)
    for name, work in rivals(pool, found, size).items():
        seconds, answer, is_whole = within_limit(work)
        pairs, total = answer or (0, 0)
        if is_whole and name != GREEDY and total != total_of_ours:
            raise SystemExit(f"{name} came to {total}, ours to {total_of_ours}")
        say(
            size=size,
            who=name,
            seconds=round(seconds, 3),
            stopped=not is_whole,
            pairs=pairs,
            total=total,
            pairs_given=len(found),
        )


def pairs_for_others(pool: Pool, size: int) -> Found:
    if size <= ALL_PAIRS_UP_TO:
        found = join(list(allowed_pairs(pool, RULES, WEIGHTS)))
        return found.at(np.lexsort((found.volunteer, found.seeker)))
    everybody = np.ones(size, dtype=bool)
    task = Task(
        pool, RULES, WEIGHTS, pool.volunteers.capacity, everybody, head=0, tell=lambda _s, _p: None
    )
    return with_the_best(pool, best_choice(task, SHORTLIST).found)


def with_the_best(pool: Pool, found: Found) -> Found:
    """These pairs and the best of each seeker by score, with which anybody would begin."""
    ours = found.seeker * len(pool.volunteers) + found.volunteer
    everybody = np.ones(len(pool.seekers), dtype=bool)
    scan = Scan(pool, RULES, WEIGHTS, volunteers=pool.volunteers.capacity > 0, seekers=everybody)
    best = scan.best(BEST).as_found(bonuses(pool.seekers, RULES))
    new = ~np.isin(best.seeker * len(pool.volunteers) + best.volunteer, ours)
    return found.joined(best.at(np.flatnonzero(new)))


Answer = tuple[int, int]


def rivals(pool: Pool, found: Found, size: int) -> dict[str, Callable[[], Answer]]:
    capacity = pool.volunteers.capacity
    entries: dict[str, Callable[[], Answer]] = {
        GREEDY: lambda: greedy(found, capacity),
        "ortools alone": lambda: by_ortools(found, capacity, size),
        "scipy sparse": lambda: scipy_sparse(found, capacity),
    }
    if size <= DENSE_UP_TO:
        entries["scipy dense"] = lambda: scipy_dense(found, capacity, size)
    if size <= NETWORKX_UP_TO:
        entries["networkx"] = lambda: by_networkx(found, capacity)
    return entries


def by_ortools(found: Found, capacity: np.ndarray, size: int) -> Answer:
    nobody = np.full(size, -1, dtype=np.int64)
    seat = solve(found, found.value, capacity, np.zeros(len(capacity), dtype=np.int64), nobody)
    chosen = seat[found.seeker] == found.volunteer
    return int(chosen.sum()), int(found.value[chosen].sum())


def greedy(found: Found, capacity: np.ndarray) -> Answer:
    """The best pair first."""
    left, free = capacity.tolist(), [True] * (int(found.seeker.max(initial=-1)) + 1)
    pairs = total = 0
    order = np.argsort(-found.value, kind="stable")
    rows = zip(
        found.volunteer[order].tolist(),
        found.seeker[order].tolist(),
        found.value[order].tolist(),
        strict=True,
    )
    for v, s, value in rows:
        if left[v] and free[s]:
            left[v] -= 1
            free[s] = False
            pairs, total = pairs + 1, total + value
    return pairs, total


def scipy_sparse(found: Found, capacity: np.ndarray) -> Answer:
    """A column for each place, and one of its own for each seeker: nobody."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    first = np.concatenate([[0], np.cumsum(capacity)])
    times = capacity[found.volunteer]
    seat = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    column = np.repeat(first[found.volunteer], times) + seat
    row, value = np.repeat(found.seeker, times), np.repeat(found.value, times)
    seekers = int(found.seeker.max(initial=-1)) + 1
    # Never zero, which a sparse matrix does not keep.
    rows = np.concatenate([row, np.arange(seekers)])
    columns = np.concatenate([column, first[-1] + np.arange(seekers)])
    values = np.concatenate([value + 1, np.ones(seekers)])
    shape = (seekers, int(first[-1]) + seekers)
    table = csr_array((values, (rows, columns)), shape=shape)
    at = min_weight_full_bipartite_matching(table, maximize=True)
    gained = np.asarray(table[at[0], at[1]]).ravel() - 1
    return int((at[1] < first[-1]).sum()), int(gained.sum())


def scipy_dense(found: Found, capacity: np.ndarray, size: int) -> Answer:
    from scipy.optimize import linear_sum_assignment

    table = np.zeros((size, int(capacity.sum())), dtype=np.float32)
    first = np.concatenate([[0], np.cumsum(capacity)])
    for seat in range(int(capacity.max())):
        has = capacity[found.volunteer] > seat
        table[found.seeker[has], first[found.volunteer[has]] + seat] = found.value[has]
    rows, columns = linear_sum_assignment(table, maximize=True)
    gained = table[rows, columns]
    return int((gained > 0).sum()), int(gained.sum(dtype=np.int64))


def by_networkx(found: Found, capacity: np.ndarray) -> Answer:
    import networkx

    graph = networkx.Graph()
    for v, s, value in zip(
        found.volunteer.tolist(), found.seeker.tolist(), found.value.tolist(), strict=True
    ):
        for seat in range(int(capacity[v])):
            graph.add_edge(("v", v, seat), ("s", s), weight=value)
    pairs = networkx.max_weight_matching(graph)
    return len(pairs), sum(graph.edges[pair]["weight"] for pair in pairs)


def within_limit(work: Callable[[], Answer]) -> tuple[float, Answer | None, bool]:
    """Seconds, the answer, and whether it was in time; in a process that can be stopped."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=lambda: there.send(work()))
    start = time.perf_counter()
    child.start()
    is_whole = here.poll(LIMIT_S)
    answer = here.recv() if is_whole else None
    seconds = time.perf_counter() - start
    child.kill()
    child.join()
    return seconds, answer, is_whole


def main(size: int, *, alone: bool) -> None:
    pool = make_pool(size=size)
    match(make_pool(size=50), RULES, WEIGHTS, Objective.BEST_SCORE)  # load what is compiled
    if size <= 100_000:
        ours(pool, size, Objective.MOST_PEOPLE)
    total = ours(pool, size, Objective.BEST_SCORE)
    if not alone:
        others(pool, size, total)


if __name__ == "__main__":
    main(int(sys.argv[1]), alone="--alone" in sys.argv)
