"""Choosing among possible groups by hand: dives, whole groups, theme by theme, and when the effort is too small."""

from dataclasses import replace

import pytest

from matching.engine.grouping import exact, form_greedily, form_groups, verify
from matching.engine.grouping.answers import Score
from matching.engine.grouping.columns import column_of, every_column
from matching.engine.grouping.diving import dive
from matching.engine.grouping.exact import Effort, drafts_as_they_are
from matching.engine.grouping.master import Relaxed, choose
from matching.engine.grouping.types import Frame
from tests.engine.grouping.inside import Begun, inside
from tests.engine.grouping.pools import SMALL, four, lead, members, person, place, pool

PAIRS = replace(SMALL, target=2, maximum=2)
NOBODY_NEEDED = replace(SMALL, facilitator_needed=False)
ROOMS = [place(1), place(2), place(3)]


def all_columns(start):
    columns = every_column(start.known, start.slots, 1000)
    assert columns is not None
    return columns


def test_a_dive_takes_as_many_groups_as_somebody_can_lead():
    people = pool([person(n) for n in range(1, 9)], [lead(101)], ROOMS)
    start = inside(people)
    fours = [c for c in all_columns(start) if c.members in ((0, 1, 2, 3), (4, 5, 6, 7))]

    plan = dive(start.known, start.supply, fours, 10)

    assert (plan.score.people, plan.leaders) == (4, [0])


@pytest.mark.parametrize("at_once", [1, 10])
def test_a_dive_makes_whole_groups_of_halves(at_once):
    start = inside(pool([person(1), person(2), person(3)], places=ROOMS), PAIRS)
    columns = [c for c in all_columns(start) if sum(c.members) - 1 == c.slot.place]  # 01 02 12

    plan = dive(start.known, start.supply, columns, at_once)

    assert len(columns) == 3
    assert (len(plan.groups), plan.score.people) == (1, 2)


def test_a_dive_needs_nobody_to_lead_where_none_is_needed():
    start = inside(pool(four(), []), NOBODY_NEEDED)

    plan = dive(start.known, start.supply, all_columns(start), 10)

    assert (plan.score.people, plan.leaders) == (4, [None])


def test_a_draft_whose_people_are_taken_goes_on_with_who_is_locked():
    draft = Frame(7, 0, 1, 0, 0, facilitator=101, members=(1,))
    start = inside(pool(four(), places=ROOMS, frames=(draft,)))
    (alone,) = drafts_as_they_are(start.known, start.slots)

    with_others = start.plan(Begun(2, (2, 3, 4), 102)).groups
    plan = dive(start.known, start.supply, [*with_others, alone], 10)

    assert start.told(plan) == [(1, (1,)), (2, (2, 3, 4))]


def test_a_programme_without_an_answer_has_no_prices():
    draft = Frame(7, 0, 1, 0, 0, facilitator=101, members=(1,))
    start = inside(pool(four(), frames=(draft,)))
    relaxed = Relaxed(start.known, start.supply, lambda column: len(column.members))
    relaxed.add(drafts_as_they_are(start.known, start.slots))
    relaxed.fix(0, 0)  # though it must be there

    value, prices, rooms = relaxed.solve()

    assert (value, prices.people.tolist(), rooms) == (0.0, [0, 0, 0, 0], {})


@pytest.mark.parametrize(
    ("one", "other", "chosen"),
    [
        (Score(3, 0, 0), Score(2, 10**9, 0), 0),
        (Score(3, 5, -(10**10)), Score(3, 6, -2 * 10**10), 1),
    ],
)
def test_scores_too_large_to_weigh_exactly_still_put_people_first_then_points(one, other, chosen):
    start = inside(pool(four()))
    huge = Score(0, 0, -(10**15))
    columns = [
        replace(column_of(start.known, start.slots[0], [0, 1, 2]), score=one),
        replace(column_of(start.known, start.slots[0], [0, 1]), score=other),
        replace(column_of(start.known, start.slots[0], [0, 3]), score=Score(0, 10**9) + huge),
    ]

    choice = choose(start.known, start.supply, columns, [], 1.0)

    assert choice is not None
    assert choice.plan.groups == [columns[chosen]]


def test_what_is_there_stays_when_the_effort_is_too_small_to_choose():
    people = pool(four(), places=ROOMS)

    grouping = form_groups(people, SMALL, effort=Effort(choosing=0.0))

    verify(people, SMALL, grouping)
    assert members(grouping) == members(form_greedily(people, SMALL)) == [(1, 2, 3, 4)]
    assert not grouping.is_best
    assert form_groups(people, SMALL).is_best


@pytest.mark.parametrize("rounds", [1, 12])
def test_column_generation_finds_the_best_pairs(rounds, monkeypatch):
    monkeypatch.setattr(exact, "FEW", -1)
    people = pool([person(n, stage=1 + n % 2) for n in range(1, 6)], places=ROOMS)

    grouping = form_groups(people, PAIRS, effort=Effort(rounds=rounds))

    verify(people, PAIRS, grouping)
    assert grouping.score.people == 4
    assert grouping.score == form_groups(people, PAIRS).score


def test_column_generation_ends_when_no_group_is_possible_though_the_bound_hopes(monkeypatch):
    monkeypatch.setattr(exact, "FEW", -1)
    people = pool([person(1), person(2)], apart=frozenset({(1, 2)}))

    grouping = form_groups(people, SMALL, effort=Effort(rounds=10**9))

    verify(people, SMALL, grouping)
    assert (grouping.groups, grouping.most_people) == ((), 2)


@pytest.mark.parametrize("few", [4_000, -1])
def test_a_draft_is_left_to_who_is_locked_when_that_places_more(few, monkeypatch):
    monkeypatch.setattr(exact, "FEW", few)
    draft = Frame(7, 0, 1, 0, 0, facilitator=101, members=(1,), maximum=2)
    people = pool(
        [person(1), person(2, day_parts=0b11), person(3, day_parts=0b10)],
        [lead(101), lead(102, day_parts=0b10)],
        [place(1), place(2, day_parts=0b10)],
        frames=(draft,),
    )

    grouping = form_groups(people, PAIRS)

    verify(people, PAIRS, grouping)
    assert members(form_greedily(people, PAIRS)) == [(1, 2)]
    assert members(grouping) == [(1,), (2, 3)]
