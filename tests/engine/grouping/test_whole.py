"""Whole groups by hand: who comes to what opens, ceilings that hold or are refuted, and groups formed anew beside the others."""

from dataclasses import replace

import pytest

from matching.engine.errors import VerificationFailed
from matching.engine.grouping import beside, form_groups, verify
from matching.engine.grouping.beside import Beside
from matching.engine.grouping.bound import UNIT, Pricer, no_prices
from matching.engine.grouping.greedy import Plan
from matching.engine.grouping.types import LINK_RULES, Frame
from matching.engine.grouping.whole import FAR, Whole
from tests.engine.grouping.inside import Begun, inside
from tests.engine.grouping.pools import SMALL, four, lead, person, place, pool

PAIRS = replace(SMALL, target=2, maximum=2)
ROOMS = [place(1), place(2)]


def opened(start):
    model = Whole(start.slots)
    model.keep(start.known, start.supply)
    return model.best(1.0, [])[1]


def test_nobody_comes_who_would_be_alone_with_a_sensitive_trait():
    people = [person(1, traits=1, sensitive=1), person(2, traits=1), person(3), person(4)]
    start = inside(pool(people), replace(SMALL, maximum=3))

    ((_number, coming),) = opened(start)

    assert len(coming) == 3
    assert not {0} <= set(coming) or {0, 1} <= set(coming)


def test_two_who_must_be_apart_do_not_come_to_one_group():
    start = inside(pool(four(), apart=frozenset({(1, 2), (3, 4)})))

    ((_number, coming),) = opened(start)

    assert len({0, 1} & set(coming)) == len({2, 3} & set(coming)) == 1


def test_without_effort_nothing_is_found_out():
    model = Whole(inside(pool(four())).slots)

    assert model.best(0.0, []) == (FAR, None)


def test_a_ceiling_that_is_too_low_is_refuted():
    people = pool(four())
    answer = form_groups(people, SMALL)
    forged = replace(answer.people_prices, ceilings={1: 0})

    with pytest.raises(VerificationFailed, match="bound"):
        verify(people, SMALL, replace(answer, people_prices=forged, most_people=2))


def test_a_ceiling_is_confirmed_beside_drafts_other_languages_and_those_who_only_hang_together():
    both = {"languages": {0: 3, 1: 3}}
    people = [*(person(n, **both) for n in (1, 2, 3)), person(4), person(5)]
    people += [person(n, theme=1, day_parts=when) for n, when in ((6, 1), (7, 3), (8, 2))]
    draft = Frame(7, 0, 3, 0, 0, facilitator=101, members=(4, 5))
    crew = [lead(n, day_parts=3, **both) for n in range(101, 106)]
    rooms = [place(n, day_parts=3) for n in (1, 2, 3)]
    waiting = pool(people, crew, rooms, frames=(draft,))

    answer = form_groups(waiting, PAIRS)

    verify(waiting, PAIRS, answer)
    assert answer.people_prices.ceilings == {1: 2 * UNIT}
    assert answer.most_people == answer.score.people == 6


def again(start, plan, effort=1.0, rounds=2):
    pricer = Pricer(start.known, start.supply, start.slots)
    return Beside(start.known, pricer, no_prices(start.known), effort).better(plan, rounds)


@pytest.fixture
def in_pairs():
    """One pair is there, two more could be."""
    start = inside(pool([person(n) for n in range(1, 5)], [lead(101), lead(102)], ROOMS), PAIRS)
    return start, start.plan(Begun(1, (1, 2), 101))


def test_groups_formed_anew_place_who_is_left(in_pairs):
    start, plan = in_pairs

    assert again(start, plan).score.people == 4


def test_a_group_that_is_there_is_found_among_the_slots_of_its_neighbours():
    people = [person(1), person(2), person(3, day_parts=0b11), person(4, day_parts=0b11)]
    crew = [lead(101, day_parts=0b11), lead(102)]
    start = inside(pool(people, crew, [place(1, day_parts=0b11)]), PAIRS)

    better = again(start, start.plan(Begun(1, (3, 4), 101, day_part=1)))

    assert start.told(better) == [(1, (1, 2)), (1, (3, 4))]


def test_what_is_there_stays_without_effort(in_pairs):
    start, plan = in_pairs

    assert again(start, plan, effort=0.0).score == plan.score


def test_too_many_slots_are_not_tried_at_once(in_pairs, monkeypatch):
    start, plan = in_pairs
    monkeypatch.setattr(beside, "MANY", 0)

    assert again(start, plan) is plan


def test_too_many_groups_are_not_formed_anew_at_once(in_pairs, monkeypatch):
    start, plan = in_pairs
    monkeypatch.setattr(beside, "MOST", 0)

    assert again(start, plan) is plan


def test_groups_of_others_stay_while_some_are_formed_anew():
    people = [person(n, theme=n % 2) for n in range(1, 7)]
    start = inside(pool(people, [lead(n) for n in (101, 102, 103)], [*ROOMS, place(3)]), PAIRS)
    plan = start.plan(Begun(2, (1, 3), 101))

    better = again(start, plan, rounds=1)

    assert better.score.people == 4
    assert len({group.slot.room for group in better.groups}) == 2


@pytest.mark.parametrize(
    ("people", "rules", "apart"),
    [
        ([person(1, household=5), person(2, household=5)], replace(LINK_RULES, minimum=2), ()),
        ([person(1), person(2)], PAIRS, ((1, 101),)),
    ],
)
def test_what_the_model_does_not_know_of_forms_no_group(people, rules, apart):
    start = inside(pool(people, [lead(101)], apart=frozenset(apart)), rules)

    assert again(start, Plan()).groups == []


def test_somebody_locked_is_company_for_a_sensitive_trait():
    draft = Frame(7, 0, 1, 0, 0, facilitator=101, members=(1,))
    people = [person(1, traits=1), person(2, traits=1, sensitive=1), person(3)]
    start = inside(pool(people, frames=(draft,)))

    ((_number, coming),) = opened(start)

    assert coming == [1, 2]


def test_a_slot_that_is_far_too_dear_stays_shut(in_pairs):
    start, plan = in_pairs
    dear = no_prices(start.known)
    dear.rooms[:] = 5 * UNIT
    pricer = Pricer(start.known, start.supply, start.slots)

    assert Beside(start.known, pricer, dear, 1.0).better(plan, 1).score.people == 2


def test_who_always_comes_does_whenever_the_slot_opens():
    start = inside(pool(four()), PAIRS)
    model = Whole(start.slots, [frozenset({3})])

    _most, opened = model.best(1.0, [], gains=[UNIT, UNIT, UNIT, -1])

    assert len(opened[0][1]) == 2
    assert 3 in opened[0][1]


def test_of_two_that_place_as_many_the_one_is_formed_that_leaves_most_to_others():
    people = [person(n, day_parts=0b11) for n in (1, 2)]
    crew = [lead(101, day_parts=0b11)]
    start = inside(pool(people, crew, [place(1, day_parts=0b11)]), PAIRS)
    dear = no_prices(start.known)
    dear.rooms[0, 0] = UNIT // 4
    pricer = Pricer(start.known, start.supply, start.slots)
    early = start.plan(Begun(1, (1, 2), 101))
    beside_others = Beside(start.known, pricer, dear, 1.0)

    (group,) = beside_others._again(early, [True]).groups

    assert group.slot.day_part == 1
