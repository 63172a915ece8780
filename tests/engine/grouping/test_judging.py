"""The board's questions: what a move does to the score, and which rules it would break or mend."""

from dataclasses import replace

import pytest

from matching.engine.errors import BadInput
from matching.engine.grouping import Board, form_groups
from matching.engine.grouping.answers import Breach, Group, Score
from matching.engine.grouping.types import Frame
from tests.engine.grouping.pools import SMALL, lead, person, place, pool

PEOPLE = [person(n) for n in range(1, 8)]
TWO = (Group(0, 1, 0, 0, 101, (1, 2)), Group(0, 2, 0, 0, 102, (3, 4, 5)))


def board(people=None, crew=None, places=None, rules=SMALL, **more) -> Board:
    places = [place(1), place(2)] if places is None else places
    return Board(pool(PEOPLE if people is None else people, crew, places, **more), rules)


def rules_of(found) -> set[Breach]:
    return {broken.rule for broken in found}


def test_a_fine_grouping_breaks_nothing():
    assert board().broken(TWO) == []


def test_its_score_is_that_of_the_search():
    grouping = form_groups(pool(PEOPLE), SMALL)

    assert board(places=[place(1)]).score(grouping.groups) == grouping.score


def test_a_group_of_nobody_scores_nothing():
    assert board().score((replace(TWO[0], members=()), TWO[1])) == board().score(TWO[1:])


def test_nothing_is_told_of_a_group_of_nobody():
    nobody = replace(TWO[0], members=(), score=Score(2, 9, 100), reasons={1: ()})

    assert board().told(nobody) == replace(nobody, score=Score(), reasons={})


def test_a_move_tells_what_it_breaks_and_what_it_costs():
    told = board().judge_move(TWO, 1, to=1)

    assert rules_of(told.broken) == {Breach.TOO_SMALL}
    assert told.before.people == told.after.people == 5


def test_who_comes_from_no_group_adds_to_the_score():
    told = board().judge_move(TWO, 7, to=0)

    assert (told.after - told.before).people == 1


def test_who_goes_to_no_group_is_missed():
    told = board().judge_move(TWO, 5, to=None)

    assert (told.after - told.before).people == -1


def test_a_move_can_mend():
    groups = (replace(TWO[0], members=(1,)), replace(TWO[1], members=(2, 3, 4)))

    assert rules_of(board().judge_move(groups, 2, to=0).mended) == {Breach.TOO_SMALL}


FORGED = [
    (Breach.TOO_LARGE, {"members": (1, 2, 6, 7, 8)}),
    (Breach.TWICE, {"members": (1, 2, 3)}),
    (Breach.CLOSED, {"day_part": 1}),
    (Breach.ROOM, {"place": 2}),
    (Breach.NO_FACILITATOR, {"facilitator": None}),
    (Breach.FACILITATOR_TWICE, {"facilitator": 102}),
    (Breach.FACILITATOR_FULL, {"facilitator": 102}),
    (Breach.FACILITATOR_REACH, {"facilitator": 103}),
    (Breach.FACILITATOR_TIME, {"facilitator": 104}),
    (Breach.FACILITATOR_LANGUAGE, {"facilitator": 105}),
    (Breach.FACILITATOR_THEME, {"facilitator": 106}),
    (Breach.FACILITATOR_APART, {"facilitator": 107}),
]


@pytest.mark.parametrize(("rule", "forged"), FORGED)
def test_each_rule_of_a_group_is_told(rule, forged):
    crew = [lead(101), lead(102), lead(103, reach_m=1, at=(51.3, 3.9)), lead(104, day_parts=2)]
    crew += [lead(105, languages={1: 3}), lead(106, themes=2), lead(107)]
    people = [*PEOPLE, person(8)]
    table = board(people, crew, apart=frozenset({(107, 1)}))

    assert rule in rules_of(table.broken((replace(TWO[0], **forged), TWO[1])))


def test_two_who_are_apart_and_two_of_a_household_are_told():
    people = [person(1, household=3), person(2, household=3), *PEOPLE[2:]]
    kept = board(people, apart=frozenset({(1, 2)}), rules=replace(SMALL, kind="link"))

    assert rules_of(kept.broken(TWO)) == {Breach.APART, Breach.HOUSEHOLD}


def test_who_is_locked_breaks_no_rule():
    people = [person(1, theme=1, languages={}), *PEOPLE[1:]]
    draft = Frame(7, 0, 1, 0, 0, facilitator=101, members=(1,))

    assert board(people, frames=(draft,)).broken((replace(TWO[0], frame=7),)) == []


@pytest.mark.parametrize(
    ("code", "forged"),
    [
        ("unknown_person", {"members": (99,)}),
        ("unknown_place", {"place": 99}),
        ("unknown_facilitator", {"facilitator": 99}),
        ("unknown_slot", {"language": 9}),
    ],
)
def test_what_is_not_known_is_refused(code, forged):
    with pytest.raises(BadInput, match=code):
        board().broken((replace(TWO[0], **forged),))


@pytest.mark.parametrize(
    ("code", "person_id", "to"), [("unknown_person", 99, 0), ("unknown_group", 1, 5)]
)
def test_a_move_of_or_to_what_is_not_known_is_refused(code, person_id, to):
    with pytest.raises(BadInput, match=code):
        board().judge_move(TWO, person_id, to=to)
