"""The arrival list, and why two people fit: what they share, what is to ask and what differs."""

from itertools import pairwise

import pytest
from hypothesis import given, settings

from matching.engine import check_pair, explain_pair, rank
from matching.engine.errors import BadInput
from matching.engine.explain import explain_at
from matching.engine.scoring import rarity
from matching.engine.types import PARTS, Rule, Rules, Weights
from tests.engine import oracle
from tests.engine.pools import BRUGGE, EVERGEM, one, only, pool, without
from tests.engine.strategies import FEW, pools, rule_sets

TALKER, LISTENER = 1, -1


def test_the_list_is_sorted_by_score_then_waiting_then_id():
    # Ben is free on three day-parts: with Ana 1000, with Cem and Eva 500; Cem waits longer. Fay is as Eva.
    ben = one(1, day_parts=0b111)
    eva, fay = one(8), one(6)
    ana, cem = one(2, day_parts=0b111), one(10, waiting=90)

    ranked = rank(
        pool([ben], [eva, fay, cem, ana]),
        Rules(),
        only("availability"),
        person=1,
        is_volunteer=True,
    )

    assert [(r.person, r.score, r.bonus) for r in ranked] == [
        (2, 1000, 0),
        (10, 500, 50),
        (6, 500, 0),
        (8, 500, 0),
    ]


def test_a_seeker_sees_volunteers_and_the_bonus_of_their_own_waiting():
    people = pool([one(1), one(3)], [one(2, waiting=180)])

    ranked = rank(people, Rules(), Weights(), person=2, is_volunteer=False)

    assert [(r.person, r.bonus) for r in ranked] == [(1, 100), (3, 100)]


def test_who_breaks_a_rule_or_fits_too_little_is_not_on_the_list():
    # Dee: travel 1000, availability 500, goal 0: ⌊30 000 / 55⌋ = 545. Gus has no language in common.
    dee, gus = one(3, goals=0b10), one(5, languages={1: 3})
    people = pool([one(1), dee, gus], [one(2, goals=0b01)])

    ranked = rank(people, Rules(minimum_score=546), Weights(), person=2, is_volunteer=False)

    assert [r.person for r in ranked] == [1]


def test_a_programme_without_a_minimum_lists_poor_fits_too():
    people = pool([one(1, goals=0b10)], [one(2, goals=0b01)])

    ranked = rank(people, without(Rule.SCORE), only("goal"), person=2, is_volunteer=False)

    assert [(r.person, r.score) for r in ranked] == [(1, 0)]


def test_the_list_is_no_longer_than_asked():
    people = pool([one(id_) for id_ in (1, 3, 5)], [one(2)])

    ranked = rank(people, Rules(), Weights(), person=2, is_volunteer=False, limit=2)

    assert [r.person for r in ranked] == [1, 3]


def test_the_list_of_who_fits_nobody_is_empty():
    assert rank(pool([one(1)], []), Rules(), Weights(), person=1, is_volunteer=True) == []


def test_each_line_of_the_list_explains_itself():
    people = pool([one(1, likes=[4])], [one(2, likes=[4])])

    (first,) = rank(people, Rules(), Weights(), person=2, is_volunteer=False)

    assert first.explanation == explain_pair(people, Rules(), Weights(), volunteer=1, seeker=2)


@given(people=pools(), rules=rule_sets())
@settings(FEW)
def test_the_list_holds_exactly_those_who_are_allowed(people, rules):
    listed = {
        seeker: rank(people, rules, Weights(), person=seeker, is_volunteer=False)
        for seeker in people.seekers.ids.tolist()
    }

    pairs = {(r.person, seeker) for seeker, ranked in listed.items() for r in ranked}
    assert pairs == oracle.allowed(people, rules)
    assert all(
        first.score >= second.score
        for ranked in listed.values()
        for first, second in pairwise(ranked)
    )


@given(people=pools(most=4), rules=rule_sets())
@settings(FEW)
def test_a_pair_is_checked_by_the_same_rules_as_a_run(people, rules):
    fine = {
        (v, s)
        for v in people.volunteers.ids.tolist()
        for s in people.seekers.ids.tolist()
        if not check_pair(people, rules, Weights(), volunteer=v, seeker=s)
    }

    assert fine == oracle.allowed(people, rules)


@pytest.mark.parametrize(("person", "is_volunteer"), [(2, True), (1, False), (9, True)])
def test_a_list_for_somebody_who_is_not_there_is_refused(person, is_volunteer):
    with pytest.raises(BadInput, match="unknown_person"):
        rank(pool([one(1)], [one(2)]), Rules(), Weights(), person=person, is_volunteer=is_volunteer)


@pytest.mark.parametrize("ask", [check_pair, explain_pair])
@pytest.mark.parametrize(("volunteer", "seeker"), [(9, 2), (1, 9), (2, 1)])
def test_a_pair_that_is_not_there_is_refused(ask, volunteer, seeker):
    with pytest.raises(BadInput, match="unknown_person"):
        ask(pool([one(1)], [one(2)]), Rules(), Weights(), volunteer=volunteer, seeker=seeker)


def ben_and_ana():
    ben = one(
        1,
        at=EVERGEM,
        languages={0: 3, 5: 2, 7: 3},
        day_parts=0b0111,
        likes=[3, 40, 81],
        dislikes=[6, 7],
        goals=0b0111,
        phases=0b0011,
        style=(TALKER, 0, 0),
    )
    ana = one(
        2,
        languages={0: 2, 5: 2, 7: 1},
        day_parts=0b1110,
        likes=[2, 40, 81],
        dislikes=[7],
        goals=0b0110,
        phases=0b0010,
        style=(TALKER, 1, 0),
    )
    return explain_pair(pool([ben], [ana]), Rules(), Weights(), volunteer=1, seeker=2)


def test_what_two_people_share_is_told_by_position():
    told = ben_and_ana()

    assert (told.shared_likes, told.shared_dislikes) == ((40, 81), (7,))
    assert (told.shared_day_parts, told.shared_goals, told.shared_phases) == (
        0b0110,
        0b0110,
        0b0010,
    )


def test_only_languages_that_both_speak_well_enough_are_shared():
    assert ben_and_ana().shared_languages == (0, 5)


def test_the_distance_is_told_in_metres():
    assert ben_and_ana().metres == 5004


def test_what_is_not_known_is_to_ask_in_the_order_of_the_parts():
    assert ben_and_ana().to_ask == ("duration", "wishes")


def test_a_part_below_four_hundred_is_a_difference():
    # Interests: two common to both of two people, ⌊1000 · 20 / 60⌋ = 333; style: two talkers, 0. Travel is 500.
    assert ben_and_ana().differences == ("interests", "style")


def test_a_pair_that_is_not_allowed_is_explained_too():
    told = explain_pair(
        pool([one(1)], [one(2, at=BRUGGE)]), Rules(), Weights(), volunteer=1, seeker=2
    )

    assert told.differences == ("travel",)
    assert set(told.parts) | set(told.to_ask) == set(PARTS)


def test_no_pairs_have_no_explanations():
    people = pool([], [])
    nobody = people.seekers.ids

    assert explain_at(people, Rules(), Weights(), rarity(people), nobody, nobody) == []
