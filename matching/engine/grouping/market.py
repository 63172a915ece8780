"""What all clusters want at once: prices of rooms and facilitators at which their bids fit together.

The prices are a linear programme over the bids of each cluster (Dantzig and Wolfe 1960), kept near those that were best so far (a box
step, Marsten, Hogan & Blankenship 1975): far from where clusters were asked, nothing is known of what they would do.
"""

from dataclasses import dataclass, replace
from typing import Any

from matching.engine.grouping.answers import Prices
from matching.engine.grouping.bids import Bid, Bidders
from matching.engine.grouping.bound import UNIT, Pricer
from matching.engine.grouping.known import Known
from matching.engine.grouping.scarcity import COARSE
from matching.engine.types import Ints

FIRST_STEP, SHORTER, LEAST_STEP = 0.03, 0.7, 0.01  # in people, of one price
Key = tuple[str, int, int]


@dataclass(frozen=True)
class _Row:
    """One thing that there is only so much of. At a price outside the box, `more` of it would be bought, or some sold."""

    row: Any
    more: Any
    less: Any


class Market:
    """`take` bids, and ask for the `prices` at which they fit best."""

    def __init__(self, known: Known, pricer: Pricer, clusters: int) -> None:
        from ortools.linear_solver import pywraplp

        self.known, self.slots, self.supply = known, pricer.slots, pricer.supply
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.goal = self.solver.Objective()
        self.goal.SetMaximization()
        self.of_cluster = [self._at_most(1) for _ in range(clusters)]
        self.rows: dict[Key, _Row] = {}
        self.crews: dict[tuple[int, tuple[int, ...]], Any] = {}
        self.taken: set[tuple[int, Any]] = set()

    def _at_most(self, most: float) -> Any:
        return self.solver.Constraint(-self.solver.infinity(), most)

    def _share(self) -> Any:
        return self.solver.NumVar(0, self.solver.infinity(), "")

    def take(self, bidders: Bidders) -> None:
        """All bids that are new."""
        for cluster, bids in enumerate(bidders.bids):
            for groups, bid in bids.items():
                if (cluster, groups) not in self.taken:
                    self.taken.add((cluster, groups))
                    self._take(cluster, bid)

    def _take(self, cluster: int, bid: Bid) -> None:
        share = self._share()
        self.goal.SetCoefficient(share, bid.placed)
        self.of_cluster[cluster].SetCoefficient(share, 1)
        for number, _people in bid.groups:
            slot = self.slots[number]
            if slot.frame < 0:
                self._row(("room", slot.room, 0), 1).row.SetCoefficient(share, 1)
            if slot.crew is not None:
                crew = self._crew(slot.day_part, slot.crew)
                crew.SetCoefficient(share, crew.GetCoefficient(share) + 1)

    def _row(self, key: Key, most: float) -> _Row:
        if key not in self.rows:
            row, more, less = self._at_most(most), self._share(), self._share()
            row.SetCoefficient(more, -1)
            row.SetCoefficient(less, 1)
            self.rows[key] = _Row(row, more, less)
        return self.rows[key]

    def _crew(self, day_part: int, crew: tuple[int, ...]) -> Any:
        if (day_part, crew) not in self.crews:
            row = self.crews[day_part, crew] = self._at_most(0)
            for who in crew:
                lead = self._share()
                row.SetCoefficient(lead, -1)
                capacity = int(self.supply.capacity[who])
                self._row(("lead", who, 0), capacity).row.SetCoefficient(lead, 1)
                self._row(("at", who, day_part), 1).row.SetCoefficient(lead, 1)
        return self.crews[day_part, crew]

    def prices(self, near: Prices, step: float) -> Prices:
        """At which all is worth the least as far as these bids tell, none farther than `step` from those given. Those of people stay."""
        for key, row in self.rows.items():
            table, at = self._where(near, key)
            now = int(table[at]) / UNIT
            self.goal.SetCoefficient(row.more, -(now + step))
            self.goal.SetCoefficient(row.less, max(0.0, now - step))
        self.solver.Solve()
        found = replace(
            near,
            facilitators=near.facilitators.copy(),
            at_day_part=near.at_day_part.copy(),
            rooms=near.rooms.copy(),
        )
        for key, row in self.rows.items():
            table, at = self._where(found, key)
            table[at] = max(0, round(row.row.dual_value() * (UNIT // COARSE))) * COARSE
        return found

    def _where(self, prices: Prices, key: Key) -> tuple[Ints, Any]:
        kind, one, day_part = key
        if kind == "room":
            return prices.rooms, divmod(one, self.known.day_parts)
        return (
            (prices.facilitators, one) if kind == "lead" else (prices.at_day_part, (one, day_part))
        )


def better_prices(
    known: Known,
    bidders: Bidders,
    prices: Prices,
    rounds: int,
    effort: float,
    placed: int,
) -> Prices:
    """Prices at which all are worth no more, as far as their bids tell; what they bid on the way is wanted as much. No more rounds than
    it takes to say that there are no more than `placed`."""
    market, step = Market(known, bidders.pricer, len(bidders.clusters)), FIRST_STEP
    best = bidders.ask(prices, effort)
    for _ in range(rounds):
        if bidders.told(best) < UNIT * (placed + 1):
            break
        market.take(bidders)
        tried = bidders.ask(market.prices(best, step), effort)
        if bidders.told(tried) < bidders.told(best):
            best = tried
        else:
            step = max(step * SHORTER, LEAST_STEP)
    return best
