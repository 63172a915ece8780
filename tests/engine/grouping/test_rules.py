"""Each rule by hand: three people who fit, and a fourth who breaks it; then rooms, facilitators, drafts, links and courses."""

from dataclasses import replace

import pytest

from matching.engine.errors import BadInput
from matching.engine.grouping import Board, form_groups, verify
from matching.engine.grouping.answers import Breach, LeftOut, Tells, Why
from matching.engine.grouping.types import LINK_RULES, Frame, GroupRules, Kind
from tests.engine.grouping.pools import (
    BRUGGE,
    EVERGEM,
    SMALL,
    four,
    lead,
    members,
    person,
    place,
    pool,
    the_one,
)

LINKS = replace(LINK_RULES, minimum=2, target=3, maximum=4)
BREAKS = [
    (Breach.THEME, {"theme": 1}, Why.TOO_FEW),
    (Breach.STAGE, {"stage": 4}, Why.TOO_FEW),
    (Breach.RELATION, {"relation": 2}, Why.TOO_FEW),
    (Breach.LANGUAGE, {"languages": {0: 1}}, Why.LANGUAGE),
    (Breach.LANGUAGE, {"languages": {2: 3}}, Why.LANGUAGE),
    (Breach.TIME, {"day_parts": 0b10}, Why.TIME),
    (Breach.REACH, {"at": EVERGEM, "reach_m": 5003}, Why.REACH),
    (Breach.ACCESS, {"needs": 1}, Why.ACCESS),
    (Breach.ALONE, {"traits": 2, "sensitive": 2}, Why.APART),
]


@pytest.mark.parametrize(("rule", "said", "why"), BREAKS)
def test_who_would_break_a_rule_is_left_over_and_told_why(rule, said, why):
    people = pool(four(**said))

    grouping = form_groups(people, SMALL)

    assert members(grouping) == [(1, 2, 3)]
    assert grouping.left_out[0].person == 4
    assert grouping.left_out[0].why in (why, Why.TOO_FEW)
    moved = Board(people, SMALL).judge_move(grouping.groups, 4, to=0)
    assert [broken.rule for broken in moved.broken] == [rule]


FITS = [
    {"stage": 3},
    {"stage": 0, "relation": 0, "birth_year": 0},
    {"day_parts": 0},
    {"languages": {0: 2, 1: 3}},
    {"at": EVERGEM, "reach_m": 5004},
    {"at": EVERGEM, "reach_m": 1, "size_m": 3336},
    {"traits": 2},
]


@pytest.mark.parametrize("said", FITS)
def test_who_fits_just_so_comes_in(said):
    assert members(form_groups(pool(four(**said)), SMALL)) == [(1, 2, 3, 4)]


def test_two_with_the_same_sensitive_trait_come_in_together():
    people = [person(1), person(2, traits=1, sensitive=1), person(3, traits=1)]

    assert members(form_groups(pool(people), SMALL)) == [(1, 2, 3)]


def test_relations_that_go_together_may_be_mixed():
    rules = replace(SMALL, relations=(0b110,))

    assert members(form_groups(pool(four(relation=2)), rules)) == [(1, 2, 3, 4)]


def test_who_must_be_apart_is_in_different_groups():
    people = pool(four(), places=[place(1), place(2)], apart=frozenset({(4, 1)}))

    grouping = form_groups(people, SMALL)

    assert grouping.score.people == 4
    assert not any({1, 4} <= set(group.members) for group in grouping.groups)


def test_a_facilitator_does_not_lead_somebody_from_whom_they_are_kept():
    people = pool(four(), [lead(101), lead(102)], apart=frozenset({(101, 4)}))

    group = the_one(form_groups(people, SMALL))

    assert (group.facilitator, group.back_up) == (102, None)


NOBODY_LEADS = [
    {"day_parts": 0b10},
    {"languages": {1: 3}},
    {"themes": 0b10},
    {"at": BRUGGE},
]


@pytest.mark.parametrize("said", NOBODY_LEADS)
def test_without_a_facilitator_there_is_no_group(said):
    assert form_groups(pool(four(), [lead(101, **said)]), SMALL).groups == ()


def test_without_a_facilitator_there_is_a_group_where_none_is_needed():
    rules = replace(SMALL, facilitator_needed=False)

    group = the_one(form_groups(pool(four(), []), rules))

    assert (group.members, group.facilitator) == ((1, 2, 3, 4), None)


def test_one_facilitator_leads_one_group_at_a_day_part():
    people = [person(n) for n in range(1, 9)]
    crew = [lead(101, capacity=2)]

    grouping = form_groups(pool(people, crew, [place(1), place(2)]), SMALL)

    assert grouping.score.people == 4


def test_one_facilitator_leads_as_many_groups_as_they_can():
    people = [person(n, day_parts=0b11) for n in range(1, 9)]
    rooms = [place(1, day_parts=0b11)]
    able = {"day_parts": 0b11}

    one = form_groups(pool(people, [lead(101, capacity=1, **able)], rooms), SMALL)
    two = form_groups(pool(people, [lead(101, capacity=2, **able)], rooms), SMALL)

    assert (one.score.people, two.score.people) == (4, 8)


def test_a_room_holds_one_group_at_a_day_part():
    people = [person(n) for n in range(1, 9)]

    assert form_groups(pool(people), SMALL).score.people == 4


def test_a_back_up_is_found_where_one_is_free():
    group = the_one(form_groups(pool(four()), SMALL))

    assert {group.facilitator, group.back_up} == {101, 102}


def test_reasons_are_codes_with_numbers():
    people = [person(1, veteran=True, day_parts=0), person(2), person(3, stage=3, waiting=100)]

    reasons = the_one(form_groups(pool(people, [lead(101)]), SMALL)).reasons

    assert reasons[Tells.SAME_STAGE] == 2
    assert reasons[Tells.VETERANS] == reasons[Tells.WAITED_LONG] == reasons[Tells.ASK_TIME] == 1
    assert reasons[Tells.NO_BACK_UP] == 1


def test_the_thermometer_says_how_many_of_how_many_are_found():
    rules = GroupRules(minimum=5)

    grouping = form_groups(pool(four(theme=1)), rules)

    found = [(warm.theme, warm.found, warm.needed) for warm in grouping.thermometers]
    assert found == [(0, 3, 5), (1, 1, 5)]
    assert grouping.left_out[0] == LeftOut(1, Why.TOO_FEW, 3, 5)


def test_who_is_locked_stays_and_others_come_in():
    draft = Frame(7, 0, 1, 0, 0, facilitator=101, members=(4,))
    people = pool(four(stage=3), frames=(draft,))

    group = the_one(form_groups(people, SMALL))

    assert (group.frame, group.facilitator, group.members) == (7, 101, (1, 2, 3, 4))


def test_who_is_locked_is_not_judged_again():
    draft = Frame(7, 0, 1, 0, 0, members=(4,))
    people = pool(four(theme=1, day_parts=0b10, languages={}), frames=(draft,))

    grouping = form_groups(people, SMALL)

    verify(people, SMALL, grouping)
    assert 4 in the_one(grouping).members


def test_a_draft_keeps_its_room_and_its_facilitator():
    draft = Frame(7, 2, 1, 0, 0, facilitator=101, members=(4,))
    people = pool(four(theme=2), [lead(101, capacity=2)], frames=(draft,))

    assert members(form_groups(people, SMALL)) == [(4,)]


def test_strangers_nearby_of_any_theme_make_a_link_group():
    people = [person(1, theme=0), person(2, theme=1, stage=9), person(3, theme=2, relation=5)]

    assert members(form_groups(pool(people), LINKS)) == [(1, 2, 3)]


def test_two_of_one_household_are_not_in_one_link_group():
    people = four(household=6)
    people[0]["household"] = 6

    assert form_groups(pool(people), LINKS).score.people == 3


def test_nobody_comes_from_farther_than_near_to_a_link_group():
    people = four(at=EVERGEM, reach_m=20_000)

    assert members(form_groups(pool(people), LINKS)) == [(1, 2, 3)]


COURSES = GroupRules(kind=Kind.COURSE, minimum=2, target=2, maximum=4)


def test_a_course_takes_as_many_as_it_has_room_for():
    course = Frame(7, 0, 1, 0, 0, facilitator=101, maximum=3)

    group = the_one(form_groups(pool(four(), frames=(course,)), COURSES))

    assert (group.frame, len(group.members)) == (7, 3)


def test_a_course_with_too_few_is_not_given_and_nothing_else_is():
    course = Frame(7, 1, 1, 0, 0, facilitator=101)

    assert form_groups(pool(four(theme=1), frames=(course,)), COURSES).groups == ()


REFUSED = [
    ("not_a_place", lambda: pool([person(1, at=(float("nan"), 3.7))]), SMALL),
    ("doubled_id", lambda: pool([person(1), person(1)]), SMALL),
    ("doubled_id", lambda: pool([person(101)]), SMALL),
    ("unknown_theme", lambda: pool([person(1, theme=3)]), SMALL),
    ("unknown_theme", lambda: pool([person(1)], [lead(101, themes=0b1000)]), SMALL),
    ("unknown_stage", lambda: pool([person(1, stage=10)]), SMALL),
    ("unknown_relation", lambda: pool([person(1, relation=-1)]), SMALL),
    ("day_parts", lambda: pool([person(1, day_parts=-1)]), SMALL),
    ("sensitive_without_trait", lambda: pool([person(1, sensitive=1)]), SMALL),
    ("capacity", lambda: pool([], [lead(101, capacity=0)]), SMALL),
    ("minimum_above_maximum", lambda: pool([]), GroupRules(minimum=5, maximum=4)),
    ("minimum", lambda: pool([]), GroupRules(minimum=0)),
    ("target", lambda: pool([]), GroupRules(target=11)),
    ("limit", lambda: pool([]), replace(SMALL, near_m=-1)),
    ("themes", lambda: pool([], themes=-1), SMALL),
]
FRAMES = [
    ("doubled_frame", Frame(7, 0, 1, 0, 0), Frame(7, 0, 1, 1, 0)),
    ("room_twice", Frame(7, 0, 1, 0, 0), Frame(8, 0, 1, 0, 0)),
    ("locked_twice", Frame(7, 0, 1, 0, 0, members=(1,)), Frame(8, 0, 1, 1, 0, members=(1,))),
    ("unknown_person", Frame(7, 0, 1, 0, 0, members=(9,)), None),
    ("unknown_place", Frame(7, 0, 9, 0, 0), None),
    ("unknown_language", Frame(7, 0, 1, 0, 9), None),
    ("unknown_theme", Frame(7, 5, 1, 0, 0), None),
    ("unknown_facilitator", Frame(7, 0, 1, 0, 0, facilitator=9), None),
    ("facilitator_twice", Frame(7, 0, 1, 0, 0, facilitator=101, back_up=101), None),
    ("capacity", Frame(7, 0, 1, 0, 0, maximum=0), None),
    ("minimum_above_maximum", Frame(7, 0, 1, 0, 0, minimum=4, maximum=3), None),
    ("day_parts", Frame(7, 0, 1, 62, 0), None),
]
OVER = (Frame(7, 0, 1, 0, 0, facilitator=101), Frame(8, 0, 1, 1, 0, facilitator=101))


@pytest.mark.parametrize(("code", "people", "rules"), REFUSED)
def test_what_does_not_fit_together_is_refused_by_name(code, people, rules):
    with pytest.raises(BadInput, match=code):
        form_groups(people(), rules)


@pytest.mark.parametrize(
    ("code", "frames"),
    [(code, tuple(f for f in two if f)) for code, *two in FRAMES]
    + [("facilitator_over_capacity", OVER)],
)
def test_frames_that_do_not_fit_together_are_refused_by_name(code, frames):
    with pytest.raises(BadInput, match=code):
        form_groups(pool([person(1)], frames=frames), SMALL)
