"""Clusters: people who could be in one group with each other, directly or through others. At fixed prices of rooms and facilitators
one cluster knows nothing of another, and each is small enough to be solved in whole groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.grouping.answers import Prices
from matching.engine.grouping.bound import NEVER, Pricer
from matching.engine.grouping.candidates import Slot
from matching.engine.grouping.known import Known
from matching.engine.types import Ints

HUGE = 2_000  # slots of a cluster that is not solved in whole groups


@dataclass(frozen=True)
class Cluster:
    """`people` are positions, in order; `slots` numbers."""

    people: Ints
    slots: Ints


def clusters(known: Known, slots: Sequence[Slot]) -> list[Cluster]:
    """Of slots with anybody to come; all slots of a frame are in one."""
    from matching.engine.kernels.components import label_places

    n = len(known.people)
    nodes = [
        slot.people if slot.frame < 0 else np.append(slot.people, n + slot.frame) for slot in slots
    ]
    first = n + len(known.pool.frames)
    own = np.repeat(np.arange(len(slots)), [len(one) for one in nodes]) + first
    joined = np.concatenate([np.zeros(0, dtype=np.int64), *nodes]).astype(np.int64)
    label = label_places(joined, own, first + len(slots))
    of_slot, found = label[first:], []
    for one in np.unique(of_slot).tolist():
        people = np.flatnonzero(label[:n] == one)
        if len(people):
            found.append(Cluster(people, np.flatnonzero(of_slot == one)))
    return found


def most_alone(pricer: Pricer, cluster: Cluster, prices: Prices, values: Ints) -> tuple[int, Ints]:
    """What a cluster is worth at most by its prices alone, and how much less when each of its slots opens."""
    room = pricer.room_of[cluster.slots]
    best = np.where(pricer.must, NEVER, 0)
    np.maximum.at(best, room, values[cluster.slots])
    alone = int(best[np.unique(room)].sum() + prices.people[cluster.people].sum())
    return alone, best[room] - values[cluster.slots]


def bound_in_clusters(known: Known, pricer: Pricer, prices: Prices) -> int:
    """No grouping places more people, in parts of UNIT."""
    values = pricer.values(prices, points=False)
    total = pricer.shared(prices)
    rest = pricer.supply.is_open.copy()
    for cluster in clusters(known, pricer.slots):
        alone, _less = most_alone(pricer, cluster, prices, values)
        total += min(alone, prices.ceilings.get(int(known.people.ids[cluster.people[0]]), alone))
        rest[cluster.people] = False
    return total + int(prices.people[rest].sum())
