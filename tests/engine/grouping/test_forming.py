"""What comes out breaks no rule, is as good as trying everything, and does not depend on the order of what goes in."""

from dataclasses import fields, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.grouping import exact, form_greedily, form_groups, verify
from matching.engine.grouping.types import GroupPool
from tests.engine.grouping.oracle import best_score
from tests.engine.grouping.pools import SMALL, lead, members, person, place, pool
from tests.engine.grouping.strategies import FEW, RULES, pools


@FEW
@given(pools(), RULES)
def test_no_rule_is_broken_and_the_bound_is_proven(people, rules):
    verify(people, rules, form_groups(people, rules))


@FEW
@given(pools(most=6), RULES)
def test_nothing_is_better_than_what_is_found(people, rules):
    grouping = form_groups(people, rules)

    best = best_score(people, rules)

    assert grouping.score == best
    assert grouping.most_people >= best.people
    assert grouping.most_cohesion >= best.cohesion


@FEW
@given(pools(), RULES)
def test_column_generation_breaks_no_rule_and_is_never_worse_than_greedy(people, rules):
    few, exact.FEW = exact.FEW, -1
    try:
        grouping = form_groups(people, rules)
    finally:
        exact.FEW = few

    verify(people, rules, grouping)
    assert grouping.score >= form_greedily(people, rules).score


@FEW
@given(pools(), RULES, st.randoms(use_true_random=False))
def test_the_order_of_people_facilitators_and_places_does_not_matter(people, rules, random):
    shuffled = replace(
        people,
        people=_shuffled(people.people, random),
        facilitators=_shuffled(people.facilitators, random),
        places=_shuffled(people.places, random),
    )

    one, other = form_groups(people, rules), form_groups(shuffled, rules)

    assert (one.groups, one.left_out) == (other.groups, other.left_out)
    assert (one.most_people, one.digest) == (other.most_people, other.digest)


def _shuffled(table, random):
    order = list(range(len(table)))
    random.shuffle(order)
    columns = {f.name: getattr(table, f.name)[np.array(order, int)] for f in fields(table)}
    return type(table)(**columns)


def crowd(size: int = 60) -> GroupPool:
    """Two themes, three places and two day-parts: too many possible groups to write all of them down."""
    people = [
        person(n, theme=n % 2, day_parts=1 + n % 3, stage=1 + n % 3, waiting=3 * n)
        for n in range(1, size + 1)
    ]
    crew = [lead(1000 + n, day_parts=0b11, capacity=2) for n in range(4)]
    return pool(people, crew, [place(n, day_parts=0b11) for n in (1, 2, 3)])


def test_a_crowd_is_placed_as_far_as_there_are_facilitators_and_rooms():
    people = crowd()

    grouping = form_groups(people, SMALL)

    verify(people, SMALL, grouping)
    assert grouping.score.people == 24  # six rooms of four


def test_a_large_part_is_cut_into_blocks(monkeypatch):
    monkeypatch.setattr("matching.engine.grouping.parts.LARGE", 20)
    people = crowd()

    grouping = form_groups(people, SMALL)

    verify(people, SMALL, grouping)
    assert grouping.score >= form_greedily(people, SMALL).score


def test_an_empty_pool_gives_an_empty_answer():
    grouping = form_groups(pool([]), SMALL)

    assert (grouping.groups, grouping.left_out, grouping.most_people) == ((), (), 0)


def test_with_no_places_and_no_facilitators_everybody_is_left_over():
    grouping = form_groups(pool([person(1), person(2)], [], []), SMALL)

    assert [one.person for one in grouping.left_out] == [1, 2]


def test_who_waits_longest_comes_in_when_there_is_no_room_for_all():
    people = [person(n, waiting=200 if n == 5 else 1) for n in range(1, 6)]

    grouping = form_groups(pool(people, [lead(101)]), SMALL)

    assert 5 in members(grouping)[0]


def test_the_same_experience_counts_more_than_the_same_age():
    people = [
        person(1, stage=1, birth_year=1950),
        person(2, stage=1, birth_year=2001),
        person(3, stage=2, birth_year=1950),
        person(4, stage=2, birth_year=2001),
    ]
    rules = replace(SMALL, target=2, maximum=2)

    grouping = form_groups(pool(people, places=[place(1), place(2)]), rules)

    assert members(grouping) == [(1, 2), (3, 4)]
