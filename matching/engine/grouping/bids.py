"""Bids: what each cluster would do at given prices of rooms and facilitators, in whole groups, and what it is worth at most.

Clusters know nothing of each other, so threads take one after the other; nothing depends on which is done first.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.grouping.alone import Alone
from matching.engine.grouping.answers import Prices
from matching.engine.grouping.bound import UNIT, Pricer
from matching.engine.grouping.clusters import HUGE, clusters, most_alone
from matching.engine.grouping.columns import Column, Picker, column_of
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.known import Known
from matching.engine.grouping.narrowing import Narrow, narrowed
from matching.engine.grouping.whole import Whole
from matching.engine.scanning import threads
from matching.engine.types import Ints

MANY = 100  # slots; of more, those that take least from what the prices allow for are tried alone
NEAR, FAR = UNIT // 8, 2 * UNIT

Groups = tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Bid:
    """Slots (numbers) that a cluster opens, and who comes to each."""

    groups: Groups

    @property
    def placed(self) -> int:
        return sum(len(people) for _slot, people in self.groups)

    def worth(self, costs: Ints) -> int:
        return UNIT * self.placed - int(sum(costs[slot] for slot, _people in self.groups))


@dataclass(frozen=True)
class _Asked:
    """Prices with what slots are worth and cost at them; `effort` of CP-SAT for one cluster, and whether to find out all."""

    prices: Prices
    values: Ints
    costs: Ints
    effort: float
    exactly: bool


@dataclass(frozen=True)
class _Answer:
    most: int
    alone: int
    bid: Bid


class Bidders:
    """`bids` are all that each of `clusters` ever made, each once."""

    def __init__(self, known: Known, pricer: Pricer, plan: Plan) -> None:
        """They begin with the groups of a plan. What has nobody to come in belongs to no cluster."""
        self.known, self.pricer = known, pricer
        self.clusters = clusters(known, pricer.slots)
        self.bids: list[dict[Groups, Bid]] = [{} for _ in self.clusters]
        self._largest_first = sorted(
            range(len(self.clusters)), key=lambda i: (-len(self.clusters[i].slots), i)
        )
        self._alone: dict[int, Alone] = {}
        self._begin(plan)

    def _begin(self, plan: Plan) -> None:
        of_slot = np.full(len(self.pricer.slots), -1, dtype=np.int64)
        for number, cluster in enumerate(self.clusters):
            of_slot[cluster.slots] = number
        alike: dict[tuple[int, int], list[int]] = {}
        for number, slot in enumerate(self.pricer.slots):
            alike.setdefault((slot.room, slot.language), []).append(number)
        found: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in self.clusters]
        for group in plan.groups:
            slots = alike[group.slot.room, group.slot.language]
            number = next(i for i in slots if self._holds(i, group))
            if of_slot[number] >= 0:
                found[of_slot[number]].append((number, tuple(sorted(group.coming))))
        for number, groups in enumerate(found):
            self._keep(number, Bid(tuple(sorted(groups))))

    def _holds(self, slot: int, group: Column) -> bool:
        return set(group.coming) <= set(self.pricer.slots[slot].people.tolist())

    def _keep(self, cluster: int, bid: Bid) -> None:
        self.bids[cluster].setdefault(bid.groups, bid)

    def columns(self) -> list[Column]:
        """The groups of all bids that break no rule, or what remains of them."""
        picker = Picker(self.known)
        groups = dict.fromkeys(group for bids in self.bids for own in bids for group in own)
        found = []
        for number, people in groups:
            slot = self.pricer.slots[number]
            coming = picker.pick(slot, people, len(people))
            column = None if coming is None else column_of(self.known, slot, coming)
            if column is not None:
                found.append(column)
        return found

    def told(self, prices: Prices) -> int:
        """What all are worth at these prices as far as their bids tell."""
        costs = self.pricer.costs(prices)
        best = (max(bid.worth(costs) for bid in bids.values()) for bids in self.bids)
        return sum(best) + self.pricer.shared(prices)

    def ask(self, prices: Prices, effort: float, *, exactly: bool = False) -> Prices:
        """These prices of rooms and facilitators, with those of people that go with them and what each cluster is worth at most in whole
        groups. What they bid is kept. Unless `exactly`, a large cluster is asked for a bid and hardly for a proof."""
        prices = self._with_people(prices)
        values, costs = self.pricer.values(prices, points=False), self.pricer.costs(prices)
        asked = _Asked(prices, values, costs, effort, exactly)
        order = self._largest_first
        with ThreadPoolExecutor(threads()) as pool:
            answers = dict(
                zip(order, pool.map(lambda i: self._answer(i, asked), order), strict=True)
            )
        for number, answer in sorted(answers.items()):
            self._keep(number, answer.bid)
            if answer.most < answer.alone:
                first = int(self.clusters[number].people[0])
                prices.ceilings[int(self.known.people.ids[first])] = answer.most
        return prices

    def _with_people(self, prices: Prices) -> Prices:
        values, costs = self.pricer.values(prices, points=False), self.pricer.costs(prices)
        people = prices.people.copy()
        for number, cluster in enumerate(self.clusters):
            if len(cluster.slots) <= HUGE:
                if number not in self._alone:
                    _worth, less = most_alone(self.pricer, cluster, prices, values)
                    near = cluster.slots[less < FAR]
                    self._alone[number] = Alone(self.pricer, cluster, near)
                people[cluster.people] = self._alone[number].prices(costs)
        return replace(prices, people=people, ceilings={})

    def _answer(self, number: int, asked: _Asked) -> _Answer:
        """Slots that take more from what the prices allow for than the best bid does are no part of a better one."""
        cluster = self.clusters[number]
        alone, less = most_alone(self.pricer, cluster, asked.prices, asked.values)
        best = max(self.bids[number].values(), key=lambda bid: bid.worth(asked.costs))
        most, slack = alone, alone - best.worth(asked.costs)
        reaches = _reaches(less, slack, asked.exactly) if len(cluster.slots) <= HUGE else ()
        for wanted in reaches:
            reach = min(wanted, slack)
            near = less <= reach
            spare = (reach - less[near]).tolist()
            found, bid = self._whole(
                dict(zip(cluster.slots[near].tolist(), spare, strict=True)), asked, best
            )
            most = min(max(found, alone - reach), alone)
            best = max(best, bid or best, key=lambda one: one.worth(asked.costs))
            slack = alone - best.worth(asked.costs)
            if found >= alone - reach or slack <= reach:
                break
        return _Answer(most, alone, best)

    def _whole(self, spare: dict[int, int], asked: _Asked, known: Bid) -> tuple[int, Bid | None]:
        """Groups of these slots, none worth less than the best of its slot by more than there is to `spare`."""
        numbers, here = self._narrowed(spare, asked)
        model = Whole([each.slot for each in here], [each.always for each in here])
        start = [
            (i, list(people))
            for slot, people in known.groups
            for i, number in enumerate(numbers)
            if number == slot and set(people) <= set(here[i].slot.people.tolist())
        ]
        most, opened = model.best(asked.effort, start, asked.costs[numbers].tolist())
        if opened is None:
            return most, None
        groups = sorted((numbers[i], tuple(people)) for i, people in opened)
        return most, Bid(tuple(groups))

    def _narrowed(self, spare: dict[int, int], asked: _Asked) -> tuple[list[int], list[Narrow]]:
        """With the number of its slot each; the same people in the same room once, where it costs least."""
        gains = UNIT - asked.prices.people
        found: dict[tuple[int, int, bytes], tuple[int, Narrow]] = {}
        for number in sorted(spare, key=lambda slot: (asked.costs[slot], slot)):
            for each in narrowed(self.pricer.slots[number], gains, spare[number]):
                key = (each.slot.room, each.slot.least, each.slot.people.tobytes())
                found.setdefault(key, (number, each))
        return [number for number, _each in found.values()], [each for _n, each in found.values()]


def _reaches(less: Ints, slack: int, exactly: bool) -> Iterator[int]:
    """How far from what the prices allow for to look: all the way; in a large cluster by steps, or one step."""
    if slack <= 0:
        return
    reach = slack if int((less <= slack).sum()) <= MANY else NEAR
    while exactly and reach < slack:
        yield reach
        reach *= 2
    yield reach
