"""The verifier finds every kind of fault in an answer, one forged thing at a time; and what is loaded when."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from matching.engine.errors import VerificationFailed
from matching.engine.grouping import form_groups, verify
from matching.engine.grouping.answers import Grouping, Score
from matching.engine.grouping.types import Frame, GroupPool
from tests.engine.grouping.pools import BRUGGE, SMALL, lead, person, place, pool


def world() -> GroupPool:
    """Two groups of two themes, a draft, and people left over of whom each breaks one rule."""
    people = [person(n) for n in (1, 2, 3)] + [person(n, theme=1) for n in (4, 5, 6)]
    people += [
        *(person(7, theme=2), person(8, stage=5), person(9, relation=2)),
        *(person(10, languages={1: 3}), person(11, day_parts=0b10), person(12, at=BRUGGE)),
        *(person(13, needs=1), person(14, traits=1, sensitive=1), person(15)),
    ]
    crew = [lead(101), lead(102), lead(103, day_parts=0b10), lead(104, languages={1: 3})]
    crew += [lead(105, at=BRUGGE), lead(106, themes=4), lead(107, day_parts=0b10, capacity=2)]
    places = [place(1), place(2), place(3, at=BRUGGE, day_parts=0b11)]
    apart = frozenset((15, n) for n in range(1, 7)) | {(1, 104)}
    draft = Frame(7, 2, 3, 1, 0, facilitator=103, members=(7,))
    return pool(people, crew, places, apart=apart, frames=(draft,))


WORLD = world()
ANSWER = form_groups(WORLD, SMALL)


def at(theme: int) -> int:
    return [group.theme for group in ANSWER.groups].index(theme)


def forged(theme: int, **changes: object) -> Grouping:
    groups = list(ANSWER.groups)
    groups[at(theme)] = replace(groups[at(theme)], **changes)
    return replace(ANSWER, groups=tuple(groups))


def with_member(id_: int) -> Grouping:
    return forged(0, members=tuple(sorted([*ANSWER.groups[at(0)].members, id_])))


def code_of(grouping: Grouping) -> str:
    with pytest.raises(VerificationFailed) as failed:
        verify(WORLD, SMALL, grouping)
    return failed.value.code


def test_the_answer_itself_is_fine():
    verify(WORLD, SMALL, ANSWER)
    assert sorted(group.members for group in ANSWER.groups) == [(1, 2, 3), (4, 5, 6), (7,)]


MEMBERS = [
    *((4, "theme"), (8, "theme"), (9, "relation"), (10, "language"), (11, "time")),
    *((12, "reach"), (13, "access"), (14, "alone"), (15, "apart"), (99, "stranger")),
]


@pytest.mark.parametrize(("id_", "code"), MEMBERS)
def test_a_member_who_breaks_a_rule_is_found(id_, code):
    found = code_of(with_member(id_))

    assert found == ("stage" if id_ == 8 else code)


LEADS = [
    *((103, "facilitator_time"), (104, "facilitator_apart"), (105, "facilitator_reach")),
    *((106, "facilitator_theme"), (None, "no_facilitator"), (99, "stranger")),
]


@pytest.mark.parametrize(("id_", "code"), LEADS)
def test_somebody_who_cannot_lead_is_found(id_, code):
    assert code_of(forged(0, facilitator=id_, back_up=None)) == code


def test_somebody_who_does_not_speak_the_language_cannot_lead():
    assert code_of(forged(1, facilitator=104, back_up=None)) == "facilitator_language"


def test_a_facilitator_of_two_groups_at_once_is_found():
    assert code_of(forged(0, facilitator=ANSWER.groups[at(1)].facilitator)) == "facilitator_twice"


def test_two_groups_in_one_room_are_found():
    assert code_of(forged(0, place=ANSWER.groups[at(1)].place)) in ("room", "score")


def test_a_closed_place_is_found():
    assert code_of(forged(0, day_part=2)) in ("time", "closed")


def test_a_group_that_is_too_small_is_found():
    assert code_of(forged(0, members=(1,))) == "too_small"


def test_a_group_that_is_too_large_is_found():
    rules = replace(SMALL, target=2, maximum=2)
    small = form_groups(WORLD, rules)
    groups = tuple(
        replace(g, members=(1, 2, 3)) if set(g.members) <= {1, 2, 3} else g for g in small.groups
    )

    with pytest.raises(VerificationFailed, match="too_large"):
        verify(WORLD, rules, replace(small, groups=groups))


def test_somebody_twice_is_found():
    twice = (*ANSWER.groups, ANSWER.groups[at(0)])

    assert code_of(replace(ANSWER, groups=twice)) == "person_twice"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"frame": None, "facilitator": 107}, "time"),
        ({"frame": 8}, "frame"),
        ({"members": ()}, "score"),
        ({"facilitator": 107, "back_up": None}, "facilitator_reach"),
    ],
)
def test_a_draft_that_is_not_kept_is_found(changes, code):
    assert code_of(forged(2, **changes)) == code


def test_a_draft_that_is_gone_is_found():
    kept = tuple(group for group in ANSWER.groups if group.frame is None)

    assert code_of(replace(ANSWER, groups=kept)) == "lock_lost"


def higher(prices, name: str):
    return replace(prices, **{name: getattr(prices, name) + 10**6})


WHOLE = [
    ({"digest": "0"}, "other_input"),
    ({"score": ANSWER.score + Score(1)}, "total"),
    ({"left_out": ANSWER.left_out[1:]}, "left_out"),
    ({"thermometers": ANSWER.thermometers * 2}, "thermometer"),
    ({"most_people": ANSWER.score.people - 1}, "bound"),
    ({"most_cohesion": ANSWER.score.cohesion - 1}, "bound"),
    ({"people_prices": higher(ANSWER.people_prices, "people")}, "bound"),
    ({"people_prices": higher(ANSWER.people_prices, "facilitators")}, "bound"),
    ({"cohesion_prices": higher(ANSWER.cohesion_prices, "at_day_part")}, "bound"),
    ({"people_prices": replace(ANSWER.people_prices, people=np.full(15, -1))}, "bound"),
]


@pytest.mark.parametrize(("changes", "code"), WHOLE)
def test_what_is_told_of_the_whole_is_worked_out_again(changes, code):
    assert code_of(replace(ANSWER, **changes)) == code


def test_a_forged_score_is_found():
    group = ANSWER.groups[at(0)]

    assert code_of(forged(0, score=group.score + Score(0, 1))) == "score"


def test_no_solver_is_loaded_before_groups_are_formed():
    command = (
        "import sys, matching.engine.grouping as g, matching.engine.grouping.types; g.form_groups;"
    )
    command += "print('ortools' in sys.modules, 'numba' in sys.modules)"

    told = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == ["False", "False"]
