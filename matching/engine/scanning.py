"""The compiled look at every pair in reach: the best of each seeker, by score or by what is left after a price.

1. Pack both sides by place, once. 2. Cut the seekers' places into blocks of about the same work. 3. Threads take blocks; the
loops hold no interpreter lock. 4. Rows come back by seeker, so that neither blocks nor threads can change the answer.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.packing import Packed, apart_lists, near_places, packed
from matching.engine.rules import distance_m
from matching.engine.scoring import count_tables, rarity, style_tables
from matching.engine.types import Found, Ints, Pool, Rule, Rules, Weights

LOWEST = -(2**61)
PAIRS_A_BLOCK = 4_000_000  # about 50 ms
Tell = Callable[[int], None]  # percent
Look = Callable[[int, int], object]  # from, to


def threads() -> int:
    """Cores that this process may use; `KOMPAAN_ENGINE_THREADS` can say fewer."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return int(os.environ.get("KOMPAAN_ENGINE_THREADS", cores))


def settings_of(pool: Pool, rules: Rules, weights: Weights) -> tuple[Any, ...]:
    """Rules, weights and tables as the loops take them: numbers as tuples, which stay in registers."""
    points = np.zeros(128, dtype=np.int64)
    said = rarity(pool)
    points[: len(said)] = said
    numbers = (
        int(rules.on),
        rules.minimum_score,
        rules.language_level,
        rules.common_day_parts,
        rules.at_a_distance,
    )
    weight = tuple(weights.as_array().tolist())
    inverse = 1 / np.maximum(np.arange(max(sum(weight), 4) + 1), 1)
    return numbers, weight, (points, *count_tables(), *style_tables(), inverse)


@dataclass(frozen=True)
class Rows:
    """A row of `most` for each seeker of the pool: the kept volunteers (unsorted), their scores, how many; the best margin, and
    in a full row the worst one kept."""

    at: NDArray[np.int32]
    score: NDArray[np.int32]
    count: Ints
    best: Ints
    worst: Ints

    def as_found(self, bonus: Ints) -> Found:
        """The kept pairs, by seeker and then volunteer."""
        kept = np.arange(self.at.shape[1]) < self.count[:, None]
        by_volunteer = np.argsort(np.where(kept, self.at, 2**31 - 1), axis=1, kind="stable")
        at = np.take_along_axis(self.at, by_volunteer, axis=1)[kept]
        score = np.take_along_axis(self.score, by_volunteer, axis=1)[kept].astype(np.int64)
        seeker = np.repeat(np.arange(len(self.at)), self.count)
        return Found(at.astype(np.int64), seeker, score, score + bonus[seeker])


class Places:
    """Those of a side who can meet at a distance, for whom places do not matter; nobody when they do not matter anyway."""

    def __init__(self, side: Packed, rules: Rules) -> None:
        able = np.flatnonzero(side.people["forms"] & rules.at_a_distance)
        if not rules.on & Rule.REACH:
            able = able[:0]
        self.able = able.astype(np.int32)
        place = np.repeat(np.arange(side.places), np.diff(side.starts))[able]
        self.lat, self.lon, self.size_m = side.lat[place], side.lon[place], side.size_m[place]

    def metres_from(self, side: Packed, places: Iterable[int]) -> NDArray[np.int32]:
        """Metres from each of these places to each of them; -1 where the places touch."""
        rows = []
        for p in places if len(self.able) else ():
            metres = distance_m(side.lat[p], side.lon[p], self.lat, self.lon)
            touching = metres <= 3 * np.maximum(side.size_m[p], self.size_m) // 2
            rows.append(np.where(touching, -1, metres))
        return np.array(rows, dtype=np.int32).reshape(len(rows), len(self.able))


class Scan:
    """A pool made ready for being looked through, as often as wanted."""

    def __init__(
        self,
        pool: Pool,
        rules: Rules,
        weights: Weights,
        *,
        volunteers: NDArray[np.bool_],
        seekers: NDArray[np.bool_],
    ) -> None:
        """Only people for whom the masks `volunteers` and `seekers` are true take part."""
        self.size, self.all_volunteers = len(pool.seekers), len(pool.volunteers)
        self.rules = rules
        self.settings = settings_of(pool, rules, weights)
        self.volunteers = packed(pool.volunteers, rules, pool.year, volunteers)
        self.seekers = packed(pool.seekers, rules, pool.year, seekers)
        self.near = near_places(self.seekers, self.volunteers, rules)
        self.apart = apart_lists(pool, rules)
        self.far = Places(self.volunteers, rules)

    def best(
        self,
        most: int,
        *,
        price: Ints | None = None,
        floor: Ints | None = None,
        asks: NDArray[np.bool_] | None = None,
        tell: Tell = lambda _percent: None,
    ) -> Rows:
        """For each seeker the `most` allowed pairs with the highest 2 · score - price[volunteer], if above floor[seeker].

        Only for seekers who ask (all, when `asks` is None). Of equals in turn from the
        seeker's own position on. `tell` is called between blocks; what it raises ends the look.
        """
        rows = Rows(
            at=np.zeros((self.size, most), dtype=np.int32),
            score=np.zeros((self.size, most), dtype=np.int32),
            count=np.zeros(self.size, dtype=np.int64),
            best=np.full(self.size, LOWEST, dtype=np.int64) if floor is None else floor.copy(),
            worst=np.full(self.size, LOWEST, dtype=np.int64),
        )
        if floor is None:
            floor = np.full(self.size, LOWEST, dtype=np.int64)
        if asks is None:
            asks = np.ones(self.size, dtype=np.bool_)
        cost = np.zeros(len(self.volunteers.people), dtype=np.int64)
        if price is not None:
            cost = price[self.volunteers.people["at"]]
        margins = np.zeros((self.size, most), dtype=np.int64)
        blocks = list(self._blocks())
        in_threads(blocks, self._look_at(rows, margins, asks, cost, floor), tell)
        shift = np.arange(self.size, dtype=np.int32) % max(self.all_volunteers, 1)
        rows.at[:] = (rows.at + shift[:, None]) % max(self.all_volunteers, 1)
        full = rows.count == most
        rows.worst[full] = margins[full, 0]
        return rows

    def _look_at(
        self, rows: Rows, margins: Ints, asks: NDArray[np.bool_], cost: Ints, floor: Ints
    ) -> Look:
        from matching.engine.kernels.scan import scan

        def look(first: int, last: int) -> object:
            return scan(
                self.volunteers.people,
                self.volunteers.starts,
                self.seekers.people,
                self.seekers.starts,
                first,
                last,
                self.near.starts,
                self.near.place,
                self.near.metres,
                self.near.touching,
                self.far.able,
                self.far.metres_from(self.seekers, range(first, last)),
                *self.apart,
                *self.settings,
                max(self.all_volunteers, 1),
                asks,
                cost,
                floor,
                rows.best,
                margins,
                rows.at,
                rows.score,
                rows.count,
            )

        return look

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """Runs of places with about PAIRS_A_BLOCK pairs each."""
        there = np.diff(self.volunteers.starts)
        in_reach = np.concatenate([[0], np.cumsum(there[self.near.place])])[self.near.starts]
        work = np.diff(self.seekers.starts) * (np.diff(in_reach) + len(self.far.able)) + 1
        start, done = 0, 0
        for p, pairs in enumerate(work.tolist()):
            done += pairs
            if done >= PAIRS_A_BLOCK:
                yield start, p + 1
                start, done = p + 1, 0
        if start < self.seekers.places:
            yield start, self.seekers.places


def in_threads(blocks: list[tuple[int, int]], look: Look, tell: Tell) -> None:
    """Look at all blocks, with as many threads as there are cores. `tell` gets percent, at least every second; what it raises
    ends it."""
    if len(blocks) < 2 or threads() < 2:
        for number, block in enumerate(blocks, start=1):
            look(*block)
            tell(100 * number // len(blocks))
        return
    pool = ThreadPoolExecutor(threads())
    try:
        waiting: set[Future[object]] = {pool.submit(look, *block) for block in blocks}
        while waiting:
            done, waiting = wait(waiting, timeout=1, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
            tell(100 * (len(blocks) - len(waiting)) // len(blocks))
    finally:
        pool.shutdown(cancel_futures=True)
