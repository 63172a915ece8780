"""A large pool cut into blocks: who is in one block, and what one block leaves to the next."""

from dataclasses import replace

import pytest

from matching.engine.grouping import form_greedily, form_groups, verify
from matching.engine.grouping.parts import blocks, independent, left_by, only, still_open
from matching.engine.grouping.solve import _owners
from matching.engine.grouping.types import LINK_RULES, Frame
from tests.engine.grouping.inside import Begun, inside
from tests.engine.grouping.pools import EVERGEM, GENT, SMALL, lead, members, person, place, pool

LINKS = replace(LINK_RULES, minimum=2, target=3, maximum=4)
ROOMS = [place(1), place(2), place(3, at=EVERGEM)]
EIGHT = [person(n, at=GENT if n % 2 else EVERGEM) for n in range(1, 9)]
THEMES = [person(n, theme=n % 2) for n in range(1, 9)]


@pytest.fixture(autouse=True)
def few_is_large(monkeypatch):
    monkeypatch.setattr("matching.engine.grouping.parts.LARGE", 4)


def ids_of(people, rules=SMALL) -> list[list[int]]:
    start = inside(people, rules)
    (part,) = independent(start.known, start.slots)
    return [start.known.people.ids[block].tolist() for block in blocks(start.known, part)]


def test_strangers_are_cut_by_where_they_live():
    assert ids_of(pool(EIGHT, places=ROOMS), LINKS) == [[1, 3, 5, 7], [2, 4, 6, 8]]


def test_others_are_cut_by_theme_first():
    assert ids_of(pool(THEMES, places=ROOMS)) == [[2, 4, 6, 8], [1, 3, 5, 7]]


def test_small_blocks_are_gathered(monkeypatch):
    monkeypatch.setattr("matching.engine.grouping.parts.LARGE", 16)
    themes = [person(n, theme=1 + (n > 2) if n < 5 else 0) for n in range(1, 19)]

    assert ids_of(pool(themes, places=ROOMS)) == [list(range(5, 19)), [1, 2, 3, 4]]


def test_a_block_has_only_the_drafts_that_are_its_own():
    drafts = tuple(Frame(n, 0, n, 0, 0, members=(n,)) for n in (1, 2))
    start = inside(pool([person(n) for n in range(1, 6)], places=ROOMS, frames=drafts))

    inner = only(start.slots, start.slots[0].people[:1], frozenset({1}))

    assert [(slot.frame, slot.people.tolist()) for slot in inner] == [(1, [2])]


def test_the_next_block_has_the_rooms_and_facilitators_that_are_left():
    draft = Frame(7, 0, 2, 0, 0, members=(8,))
    crew = [lead(101), lead(102, themes=0b10)]
    start = inside(pool(THEMES, crew, ROOMS, frames=(draft,)))
    rest = start.plan(Begun(1, (2, 4, 6), 101), Begun(2, (8,), None))

    left = left_by(start.supply, rest)
    slots = still_open(start.slots, left, rest)

    assert left.capacity.tolist() == [0, 1]
    assert left.crew_taken[:, 0].tolist() == [True, False]
    assert {(slot.cohort.theme, slot.place, slot.crew) for slot in slots} == {(1, 2, (1,))}


def test_a_course_is_still_open_without_anybody_to_be_found():
    start = inside(pool(THEMES, places=ROOMS, frames=(Frame(7, 0, 2, 0, 0),)))
    rest = start.plan(Begun(1, (2, 4, 6), 101))

    slots = still_open(start.slots, left_by(start.supply, rest), rest)

    assert [(slot.frame, slot.crew) for slot in slots if slot.frame >= 0] == [(0, None)]


def test_drafts_stay_whole_in_whatever_block_they_are():
    drafts = (
        Frame(7, 0, 1, 0, 0, members=(2,)),
        Frame(8, 1, 2, 0, 0, facilitator=101, members=(1,)),
    )
    people = pool(THEMES, [lead(101, capacity=2)], ROOMS, frames=drafts)

    grouping = form_groups(people, SMALL)

    verify(people, SMALL, grouping)
    assert members(grouping) == [(1, 3, 5, 7), (2, 4, 6, 8)]
    assert grouping.score >= form_greedily(people, SMALL).score


@pytest.mark.parametrize(("reach_m", "owner"), [(8000, 1), (1, 0)])
def test_a_draft_is_in_the_block_of_most_who_could_come_in(reach_m, owner):
    people = [
        person(n, at=GENT) if n % 2 else person(n, at=EVERGEM, reach_m=reach_m) for n in range(1, 9)
    ]
    draft = Frame(7, 0, 1, 0, 0, facilitator=101, members=(1,))
    crew = [lead(101, capacity=2), lead(102), lead(103)]
    rooms = [*ROOMS, place(4, at=(51.07, 3.72))]
    start = inside(pool(people, crew, rooms, frames=(draft,)))
    gent, evergem = start.known.person_at[3], start.known.person_at[2]
    halves = blocks(start.known, start.slots)

    grouping = form_groups(start.known.pool, SMALL)

    assert [gent in half for half in halves] == [True, False]
    assert [evergem in half for half in halves] == [False, True]
    assert _owners(start.slots, halves) == {0: owner}
    verify(start.known.pool, SMALL, grouping)
    assert grouping.score.people == 8
