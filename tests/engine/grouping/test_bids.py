"""What clusters bid at given prices, by hand: whole groups, what they are worth at most, and prices at which they fit together."""

from dataclasses import replace

import pytest

from matching.engine.grouping import bids
from matching.engine.grouping.bids import Bid, Bidders
from matching.engine.grouping.bound import UNIT, Pricer, no_prices
from matching.engine.grouping.clusters import bound_in_clusters
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.market import Market, better_prices
from matching.engine.grouping.types import Frame
from tests.engine.grouping.inside import Begun, inside
from tests.engine.grouping.pools import SMALL, four, lead, person, place, pool

PAIRS = replace(SMALL, target=2, maximum=2)
ROOMS = [place(1), place(2)]
CREW = [lead(n) for n in (101, 102, 103)]


def begin(start, plan=None):
    pricer = Pricer(start.known, start.supply, start.slots)
    return Bidders(start.known, pricer, plan or Plan())


@pytest.fixture
def three():
    """Three people in pairs: by prices of a half each, one and a half pairs."""
    return inside(pool([person(1), person(2), person(3)], CREW, places=ROOMS), PAIRS)


def ask(bidders, prices, effort=1.0):
    return bidders.ask(prices, effort, exactly=True)


@pytest.mark.parametrize("many", [100, 0])
def test_a_cluster_in_whole_groups_is_worth_less_than_by_its_prices(many, three, monkeypatch):
    monkeypatch.setattr(bids, "MANY", many)
    bidders = begin(three)

    told = ask(bidders, no_prices(three.known))

    assert told.people.sum() == 3 * UNIT
    assert told.ceilings == {1: 2 * UNIT}
    assert bound_in_clusters(three.known, bidders.pricer, told) == 2 * UNIT


def test_a_large_cluster_is_looked_at_as_far_as_a_bid_that_is_known(three, monkeypatch):
    monkeypatch.setattr(bids, "MANY", 0)
    bidders = begin(three, three.plan(Begun(1, (1, 2), 101)))

    assert ask(bidders, no_prices(three.known)).ceilings == {1: 2 * UNIT}


def test_a_large_cluster_is_asked_for_a_bid_and_not_for_a_proof(three, monkeypatch):
    monkeypatch.setattr(bids, "MANY", 0)
    bidders = begin(three)

    told = bidders.ask(no_prices(three.known), 1.0)

    assert told.ceilings == {1: 3 * UNIT - bids.NEAR}
    assert max(bid.placed for bid in bidders.bids[0].values()) == 2


def test_a_cluster_with_very_many_slots_has_no_ceiling_and_makes_no_bid(three, monkeypatch):
    monkeypatch.setattr(bids, "HUGE", 0)
    bidders = begin(three)

    assert ask(bidders, no_prices(three.known)).ceilings == {}
    assert bidders.columns() == []


def test_without_effort_no_bid_is_made(three):
    bidders = begin(three)

    assert ask(bidders, no_prices(three.known), effort=0.0).ceilings == {}
    assert bidders.columns() == []


def test_a_cluster_that_has_all_that_it_could_is_not_asked():
    start = inside(pool(four()))
    plan = start.plan(Begun(1, (1, 2, 3, 4), 101))
    bidders = begin(start, plan)

    told = ask(bidders, no_prices(start.known), effort=0.0)

    assert bound_in_clusters(start.known, bidders.pricer, told) == bidders.told(told) == 4 * UNIT
    assert start.told(Plan(bidders.columns(), [0])) == [(1, (1, 2, 3, 4))]


def test_a_draft_that_nobody_could_come_to_is_no_bid():
    draft = Frame(7, 0, 1, 0, 0, facilitator=101, members=(1,))
    start = inside(pool([person(1), person(2, theme=1)], frames=(draft,)))

    assert begin(start, start.plan(Begun(1, (1,), None))).bids == []


def test_of_a_bid_remains_what_breaks_no_rule():
    start = inside(pool([person(1), person(2), person(3)], apart=frozenset({(1, 2)})))
    bidders = begin(start)
    alone = inside(pool([person(1), person(2)], [lead(101)], apart=frozenset({(1, 101)})))
    kept = begin(alone)

    bidders.bids[0] = {
        ((0, (0, 1, 2)),): Bid(((0, (0, 1, 2)),)),
        ((0, (0, 1)),): Bid(((0, (0, 1)),)),
    }
    kept.bids[0] = {((0, (0, 1)),): Bid(((0, (0, 1)),))}

    assert [column.members for column in bidders.columns()] == [(0, 2)]
    assert kept.columns() == []


def two_for_one_room():
    """Two themes that want the only room: four people, or three."""
    people = [*four(), *(person(n, theme=1) for n in (5, 6, 7))]
    return inside(pool(people))


def test_a_room_that_two_want_gets_the_price_at_which_one_lets_it_go():
    start = two_for_one_room()
    bidders = begin(start)
    prices = bidders.ask(no_prices(start.known), 1.0)
    market = Market(start.known, bidders.pricer, len(bidders.clusters))
    market.take(bidders)

    found = market.prices(prices, 10.0)
    near = market.prices(prices, 0.5)

    assert 3 * UNIT <= found.rooms[0, 0] <= 4 * UNIT
    assert near.rooms[0, 0] == UNIT // 2
    assert bidders.told(bidders.ask(found, 1.0)) == 4 * UNIT


def test_rounds_of_prices_bring_the_bound_down_to_what_can_be_placed(monkeypatch):
    monkeypatch.setattr("matching.engine.grouping.market.FIRST_STEP", 2.0)
    start = two_for_one_room()
    bidders = begin(start)

    prices = better_prices(start.known, bidders, no_prices(start.known), 5, 1.0, 4)
    told = ask(bidders, prices)

    assert bound_in_clusters(start.known, bidders.pricer, told) == 4 * UNIT


def test_prices_that_are_no_better_are_not_taken(monkeypatch):
    start = two_for_one_room()
    bidders = begin(start)
    right = no_prices(start.known)
    right.rooms[0, 0] = 7 * UNIT // 2

    prices = better_prices(start.known, bidders, right, 2, 1.0, 0)

    assert prices.rooms[0, 0] == right.rooms[0, 0]


def test_courses_and_groups_that_nobody_needs_to_lead_pay_for_no_facilitator():
    course = Frame(7, 0, 1, 0, 0, facilitator=101)
    people = [*four(), *(person(n, theme=1) for n in (5, 6))]
    rules = replace(SMALL, facilitator_needed=False)
    start = inside(pool(people, [lead(101)], ROOMS, frames=(course,)), rules)
    bidders = begin(start)
    prices = bidders.ask(no_prices(start.known), 1.0)
    market = Market(start.known, bidders.pricer, len(bidders.clusters))
    market.take(bidders)

    found = market.prices(prices, 1.0)

    assert market.crews == {}
    assert set(market.rows) == {("room", 1, 0)}
    assert found.rooms[0, 0] == 0


def test_facilitators_who_are_wanted_twice_have_a_price_too():
    people = [*four(), *(person(n, theme=1) for n in (5, 6, 7))]
    start = inside(pool(people, [lead(101)], ROOMS))
    bidders = begin(start)

    prices = better_prices(start.known, bidders, no_prices(start.known), 80, 1.0, 4)

    assert prices.facilitators[0] + prices.at_day_part[0, 0] >= 2 * UNIT
    assert bound_in_clusters(start.known, bidders.pricer, ask(bidders, prices)) < 5 * UNIT
