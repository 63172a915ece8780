"""Each step of the local search by hand: from a plan that it makes better to the plan that is wanted."""

from dataclasses import replace

import pytest

from matching.engine.grouping.improving import _Search, improve
from matching.engine.grouping.types import Frame
from tests.engine.grouping.inside import Begun, inside
from tests.engine.grouping.pools import EVERGEM, SMALL, lead, person, place, pool

PAIRS = replace(SMALL, target=2, maximum=2)
BOTH = [place(1), place(2)]


def improved(people, *begun, rules=SMALL):
    start = inside(people, rules)
    return start.told(improve(start.known, start.supply, start.plan(*begun), start.slots))


def test_who_is_left_comes_into_the_group_that_gains_most():
    people = [person(1), person(2), person(3, stage=3), person(4, stage=3), person(5)]
    begun = Begun(1, (1, 2), 101), Begun(2, (3, 4), 102)

    assert improved(pool(people, places=BOTH), *begun) == [(1, (1, 2, 5)), (2, (3, 4))]


def test_who_comes_in_takes_from_those_who_could_lead_whom_they_are_kept_from():
    people = pool([person(1), person(2), person(3)], apart=frozenset({(102, 3)}))
    start = inside(people)
    begun = start.plan(Begun(1, (1, 2), 101))

    better = improve(start.known, start.supply, begun, start.slots)

    assert start.told(better) == [(1, (1, 2, 3))]
    assert begun.groups[0].crew == (0, 1)
    assert better.groups[0].crew == (0,)


def test_those_who_are_left_open_a_group_in_a_room_that_is_left():
    people = [person(n) for n in range(1, 9)]
    start = inside(pool(people, places=BOTH))

    plan = improve(start.known, start.supply, start.plan(Begun(1, (1, 2, 3, 4), 101)), start.slots)

    assert start.told(plan) == [(1, (1, 2, 3, 4)), (2, (5, 6, 7, 8))]
    assert plan.leaders == [0, 1]


def test_too_few_of_each_theme_open_no_group():
    people = [person(n, theme=n % 2) for n in range(1, 11)]
    begun = Begun(1, (2, 4, 6, 8), 101), Begun(2, (1, 3, 5, 7), 102)
    crew = [lead(101), lead(102), lead(103)]

    told = improved(pool(people, crew, [*BOTH, place(3)]), *begun)

    assert told == [(1, (2, 4, 6, 8)), (2, (1, 3, 5, 7))]


def test_a_member_goes_to_another_group_so_that_somebody_can_come_in():
    people = [person(n) for n in (1, 2, 3, 5)] + [person(4, day_parts=0b11)]
    people += [person(n, day_parts=0b10) for n in (6, 7)]
    places = [place(1), place(2, day_parts=0b10)]
    crew = [lead(101), lead(102, day_parts=0b10)]
    begun = Begun(1, (1, 2, 3, 4), 101), Begun(2, (6, 7), 102, day_part=1)

    told = improved(pool(people, crew, places), *begun)

    assert told == [(1, (1, 2, 3, 5)), (2, (4, 6, 7))]


def test_who_waits_longer_comes_in_for_a_member_but_not_for_who_is_locked():
    people = [person(1, waiting=0), *(person(n) for n in (2, 3, 4)), person(5, waiting=180)]
    draft = Frame(7, 0, 1, 0, 0, facilitator=101, members=(1,))

    told = improved(pool(people, frames=(draft,)), Begun(1, (1, 2, 3, 4), None))

    assert told == [(1, (1, 3, 4, 5))]


def test_a_member_moves_to_the_group_where_all_are_better_off():
    people = [person(1), person(2), *(person(n, stage=3) for n in (3, 4, 5))]
    begun = Begun(1, (1, 2, 3), 101), Begun(2, (4, 5), 102)

    assert improved(pool(people, places=BOTH), *begun) == [(1, (1, 2)), (2, (3, 4, 5))]


@pytest.mark.parametrize(
    ("apart", "wanted"),
    [
        (frozenset(), [(1, (2, 4)), (2, (1, 3))]),
        (frozenset({(1, 3)}), [(1, (1, 2)), (2, (3, 4))]),
    ],
)
def test_two_change_places_when_that_is_better_and_keeps_apart_who_must_be(apart, wanted):
    people = [person(1), person(2, stage=3), person(3), person(4, stage=3)]
    begun = Begun(1, (1, 2), 101), Begun(2, (3, 4), 102)

    assert improved(pool(people, places=BOTH, apart=apart), *begun, rules=PAIRS) == wanted


def test_who_changed_places_does_not_do_so_once_more_with_another():
    people = [person(n, stage=1 if n in (1, 2, 7) else 2) for n in range(1, 8)]
    start = inside(pool(people, places=BOTH))
    plan = start.plan(Begun(1, (1, 2, 3, 4), 101), Begun(2, (5, 6, 7), 102))
    search = _Search(start.known, start.supply, plan, start.slots)

    search.exchange()

    assert start.told(search.plan()) == [(1, (3, 4, 5, 6)), (2, (1, 2, 7))]


ONLY_101 = [person(n, at=EVERGEM, reach_m=1, theme=1) for n in (5, 6)]  # 102 leads theme 0


def test_who_is_kept_from_a_member_that_came_in_does_not_take_the_group_over():
    people = [person(1), person(2), person(3), *ONLY_101]
    crew = [lead(101), lead(102, themes=1)]
    rooms = [place(1), place(2, at=EVERGEM)]

    told = improved(pool(people, crew, rooms, apart=frozenset({(102, 3)})), Begun(1, (1, 2), 101))

    assert told == [(1, (1, 2, 3))]


def test_who_cannot_lead_at_the_nearer_place_does_not_take_the_group_over():
    people = [person(1), person(2), *ONLY_101]
    crew = [lead(101), lead(102, at=EVERGEM, reach_m=1, themes=1)]
    rooms = [place(1), place(2, at=EVERGEM)]

    assert improved(pool(people, crew, rooms), Begun(2, (1, 2), 101)) == [(1, (1, 2))]


def near_and_far():
    """Two meet far from home, though there is a place at their door; a third comes only there."""
    people = [person(1), person(2), person(3, reach_m=1)]
    return pool(people, places=[place(1), place(2, at=EVERGEM)])


def test_a_group_meets_nearer_and_who_could_not_come_so_far_comes_in():
    assert improved(near_and_far(), Begun(2, (1, 2), 101)) == [(1, (1, 2, 3))]


def test_many_groups_are_looked_at_in_one_round(monkeypatch):
    monkeypatch.setattr("matching.engine.grouping.improving.MANY", 0)

    assert improved(near_and_far(), Begun(2, (1, 2), 101)) == [(1, (1, 2))]
