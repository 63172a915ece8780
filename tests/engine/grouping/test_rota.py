"""Who leads which group, by hand: keys of groups, positions of facilitators."""

import numpy as np
import pytest

from matching.engine.grouping.candidates import Supply
from matching.engine.grouping.rota import Rota

ROOM = np.zeros((1, 3), dtype=np.bool_)


def rota(*capacity: int, taken: tuple[tuple[int, int], ...] = ()) -> Rota:
    crew_taken = np.zeros((len(capacity), 3), dtype=np.bool_)
    for who, day_part in taken:
        crew_taken[who, day_part] = True
    return Rota(Supply(np.ones(0, np.bool_), np.array(capacity), crew_taken, ROOM))


def given(rota: Rota, *wishes: tuple[int, tuple[int, ...]]) -> list[bool]:
    return [rota.give(key, day_part, crew) for key, (day_part, crew) in enumerate(wishes)]


def test_the_first_who_is_free_leads():
    leads = rota(1, 1, taken=((0, 0),))

    assert given(leads, (0, (0, 1))) == [True]
    assert leads.led_by == {0: 1}


def test_whom_nobody_can_lead_changes_nothing():
    leads = rota(2)

    assert given(leads, (0, (0,)), (0, (0,)), (1, (0,))) == [True, False, True]
    assert leads.led_by == {0: 0, 2: 0}


def test_one_gives_way_at_the_same_day_part():
    leads = rota(1, 1)

    assert given(leads, (0, (0, 1)), (0, (0,))) == [True, True]
    assert leads.led_by == {0: 1, 1: 0}


def test_one_gives_way_at_another_day_part_to_who_has_no_more_groups_left():
    leads = rota(1, 1)

    assert given(leads, (1, (0, 1)), (0, (0,))) == [True, True]
    assert leads.led_by == {0: 1, 1: 0}


def test_a_row_of_groups_gives_way():
    leads = rota(1, 1, 1)

    assert given(leads, (0, (0, 1)), (0, (1, 2)), (0, (0,))) == [True, True, True]
    assert leads.led_by == {0: 1, 1: 2, 2: 0}


def test_a_row_that_is_too_long_is_not_gone_along(monkeypatch):
    monkeypatch.setattr("matching.engine.grouping.rota.DEEPEST", 1)
    leads = rota(1, 1, 1)

    assert given(leads, (0, (0, 1)), (0, (1, 2)), (0, (0,))) == [True, True, False]
    assert leads.led_by == {0: 0, 1: 1}


def test_groups_that_ask_each_other_to_give_way_end():
    leads = rota(1, 1)

    assert given(leads, (0, (0, 1)), (0, (0, 1)), (0, (0, 1))) == [True, True, False]
    assert sorted(leads.led_by.values()) == [0, 1]


def test_a_row_that_ends_where_it_began_is_undone():
    leads = rota(2, 1, 1)
    leads.put(0, 1, (0, 1), 0)
    leads.put(1, 2, (0, 2), 0)
    leads.put(2, 0, (1, 0), 1)

    # 0 would go to the second, whose group comes to the first at the very day-part that is wanted.
    assert not leads.give(3, 0, (0,))
    assert leads.led_by == {0: 0, 1: 0, 2: 1}
    assert leads.give(4, 1, (2,))


def test_who_may_not_lead_from_now_on_does_not_take_over():
    leads = rota(1, 1)
    leads.put(0, 0, (0, 1), 0)
    leads.limit(0, (0,))

    assert not leads.give(1, 0, (0,))
    assert leads.led_by == {0: 0}


def test_a_limit_to_a_group_that_nobody_leads_is_nothing():
    leads = rota(1)
    leads.limit(5, (0,))

    assert given(leads, (0, (0,))) == [True]


def test_who_can_lead_no_more_groups_is_not_free():
    leads = rota(0, 1)

    assert not leads.is_free(0, 0)
    assert given(leads, (0, (0,))) == [False]


@pytest.mark.parametrize(("day_part", "free"), [(0, False), (1, True)])
def test_who_leads_is_free_at_another_day_part_only(day_part, free):
    leads = rota(2)
    leads.put(0, 0, (0,), 0)

    assert leads.is_free(0, day_part) is free
