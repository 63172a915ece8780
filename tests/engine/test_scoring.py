"""Each part of the score by hand, the mean of the parts, and the bonus for waiting."""

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine import explain_pair
from matching.engine.explain import explain_at
from matching.engine.scoring import bonuses, rarity
from matching.engine.types import PARTS, Explanation, Rules, Weights
from tests.engine.pools import EVERGEM, one, only, pool, side
from tests.engine.strategies import FEW, pools, weight_sets

WOMAN, MAN = 1, 2


def told(volunteer: dict, seeker: dict, weights: Weights) -> Explanation:
    people = pool([one(1, **volunteer)], [one(2, **seeker)])
    return explain_pair(people, Rules(), weights, volunteer=1, seeker=2)


EACH_PART = [
    ("travel", {}, {}, 1000),
    # 1000 − ⌊1000 · 5004 / 10 000⌋ = 1000 − 500: both have a limit of 10 km.
    ("travel", {"at": EVERGEM}, {}, 500),
    # The shorter limit counts, whoever has it: 1000 − ⌊1000 · 5004 / 8000⌋ = 1000 − 625.
    ("travel", {"at": EVERGEM, "reach_m": 8000}, {}, 375),
    ("travel", {"at": EVERGEM}, {"reach_m": 8000}, 375),
    # One said 20 km, the other nothing: the default of 10 km counts.
    ("travel", {"at": EVERGEM, "reach_m": 20_000}, {"reach_m": 0}, 500),
    ("travel", {"at": EVERGEM}, {"reach_m": 4000}, 0),
    ("availability", {"day_parts": 0b01}, {"day_parts": 0b10}, 0),
    ("availability", {"day_parts": 0b011}, {"day_parts": 0b110}, 500),
    ("availability", {"day_parts": 0b0111}, {"day_parts": 0b1110}, 800),
    ("availability", {"day_parts": 0b111}, {"day_parts": 0b111}, 1000),
    ("availability", {"day_parts": 0b11111}, {"day_parts": 0b11111}, 1000),
    # Of what is asked: one of two, two of three (⌊2000 / 3⌋), none, all though more is offered.
    ("goal", {"goals": 0b011}, {"goals": 0b110}, 500),
    ("goal", {"goals": 0b011}, {"goals": 0b111}, 666),
    ("goal", {"goals": 0b001}, {"goals": 0b110}, 0),
    ("goal", {"goals": 0b111}, {"goals": 0b010}, 1000),
    # Liked by both of two people: 10 points of 60, ⌊10 000 / 60⌋; two such: ⌊20 000 / 60⌋.
    ("interests", {"likes": [3]}, {"likes": [3]}, 166),
    ("interests", {"likes": [3, 4]}, {"likes": [3, 4]}, 333),
    ("interests", {"likes": [3]}, {"likes": [4]}, 0),
    ("interests", {"likes": range(7)}, {"likes": range(9)}, 1000),
    ("dislikes", {"dislikes": [1]}, {"dislikes": [2]}, 0),
    ("dislikes", {"dislikes": [1, 2]}, {"dislikes": [2]}, 500),
    ("dislikes", {"dislikes": [1, 2]}, {"dislikes": [1, 2]}, 1000),
    ("dislikes", {"dislikes": [1, 2, 3]}, {"dislikes": [1, 2, 3]}, 1000),
    ("experience", {"phases": 0b01}, {"phases": 0b10}, 0),
    ("experience", {"phases": 0b011}, {"phases": 0b010}, 700),
    ("experience", {"phases": 0b111}, {"phases": 0b111}, 1000),
    # Talking goes well when it differs, pace and planning when they are alike.
    ("style", {"style": (1, 0, 0)}, {"style": (-1, 0, 0)}, 1000),
    ("style", {"style": (1, 0, 0)}, {"style": (1, 0, 0)}, 0),
    ("style", {"style": (0, 1, 0)}, {"style": (0, 1, 0)}, 1000),
    ("style", {"style": (0, 0, -1)}, {"style": (0, 0, 1)}, 0),
    # All three answered, talking and pace fit: ⌊2000 / 3⌋. Only what both answered: one of two.
    ("style", {"style": (1, 1, 1)}, {"style": (-1, 1, -1)}, 666),
    ("style", {"style": (1, 1, 1)}, {"style": (-1, -1, 0)}, 500),
    ("duration", {"months": 6}, {"months": 12}, 500),
    ("duration", {"months": 12}, {"months": 5}, 416),
    ("duration", {"months": 9}, {"months": 9}, 1000),
    ("wishes", {"wish_gender": WOMAN}, {"gender": WOMAN}, 1000),
    ("wishes", {"wish_gender": WOMAN}, {"gender": MAN}, 0),
    ("wishes", {"wish_gender": WOMAN | MAN}, {"gender": MAN}, 1000),
    ("wishes", {"birth_year": 1986}, {"wish_age_from": 30, "wish_age_to": 40}, 1000),
    ("wishes", {"birth_year": 1985}, {"wish_age_from": 30, "wish_age_to": 40}, 0),
    ("wishes", {"birth_year": 1985}, {"wish_age_from": 30}, 1000),
    # Two wishes of the volunteer (a woman: yes, at least 60: no) and one of the seeker (a man: yes): ⌊2000 / 3⌋.
    (
        "wishes",
        {"wish_gender": WOMAN, "wish_age_from": 60, "gender": MAN},
        {"gender": WOMAN, "birth_year": 2000, "wish_gender": MAN},
        666,
    ),
    # A wish counts only when the other's answer is known: the age is, the gender is not.
    ("wishes", {"wish_gender": WOMAN, "wish_age_from": 20}, {"birth_year": 2000}, 1000),
]


@pytest.mark.parametrize(("part", "volunteer", "seeker", "value"), EACH_PART)
def test_a_part_has_the_value_worked_out_by_hand(part, volunteer, seeker, value):
    explanation = told(volunteer, seeker, only(part))

    assert (explanation.score, explanation.parts[part]) == (value, value)


@pytest.mark.parametrize(
    ("part", "volunteer", "seeker"),
    [
        ("travel", {"reach_m": 0}, {"reach_m": 0}),
        ("availability", {"day_parts": 0}, {}),
        ("goal", {"goals": 1}, {}),
        ("goal", {}, {"goals": 1}),
        ("interests", {"likes": [1]}, {}),
        ("interests", {}, {"likes": [1]}),
        ("dislikes", {"dislikes": [1]}, {}),
        ("dislikes", {}, {"dislikes": [1]}),
        ("experience", {"phases": 1}, {}),
        ("style", {"style": (1, 0, 1)}, {"style": (0, 1, 0)}),
        ("duration", {"months": 6}, {}),
        ("duration", {}, {"months": 6}),
        ("wishes", {}, {}),
        ("wishes", {"wish_gender": WOMAN}, {}),
        ("wishes", {}, {"wish_age_to": 40}),
    ],
)
def test_what_one_of_them_did_not_say_is_to_ask_and_not_zero(part, volunteer, seeker):
    explanation = told(volunteer, seeker, Weights())

    assert part in explanation.to_ask
    assert part not in explanation.parts


def test_the_score_is_the_weighted_mean_of_what_is_known():
    # travel 1000 · 20, availability 500 · 20, goal 333 · 15: ⌊34 995 / 55⌋ = 636.
    explanation = told({"goals": 0b001}, {"goals": 0b111}, Weights())

    assert explanation.score == 636


def test_parts_are_whole_numbers_that_add_up_to_the_score():
    # 363 rest 35, 181 rest 45, 90 rest 45: 634, and the two largest rests get the 2 that are missing.
    explanation = told({"goals": 0b001}, {"goals": 0b111}, Weights())

    assert explanation.parts == {"travel": 363, "availability": 182, "goal": 91}


def test_a_part_without_weight_is_told_as_nothing():
    explanation = told({}, {}, Weights(travel=0))

    assert (explanation.score, explanation.parts) == (500, {"travel": 0, "availability": 500})


def test_the_score_is_zero_when_nothing_is_known():
    explanation = told({"reach_m": 0, "day_parts": 0}, {"reach_m": 0}, Weights())

    assert (explanation.score, explanation.parts, explanation.to_ask) == (0, {}, PARTS)


@given(people=pools(), weights=weight_sets())
@settings(FEW)
def test_the_parts_of_every_pair_add_up_to_its_score(people, weights):
    v, s = (at.ravel() for at in np.indices((len(people.volunteers), len(people.seekers))))

    told = explain_at(people, Rules(), weights, rarity(people), v, s)

    assert [sum(pair.parts.values()) for pair in told] == [pair.score for pair in told]
    assert all(0 <= pair.score <= 1000 for pair in told)


def test_a_rare_interest_counts_more_than_one_that_all_like():
    # 8 people. 0: all 8 → 10 + ⌊10 · log2(9/9)⌋ = 10. 1: 2 → 10 + ⌊10 · log2(9/3)⌋ = 10 + 15. 2: nobody → 10 + ⌊31,7⌋.
    people = pool(
        [one(id_, likes=[0]) for id_ in range(4)],
        [one(4, likes=[0, 1]), one(5, likes=[0, 1]), one(6, likes=[0]), one(7, likes=[0])],
    )

    assert rarity(people)[:3].tolist() == [10, 25, 41]


def test_no_interest_counts_more_than_sixty():
    # 63 people and no liker: 10 + 10 · log2(64) = 70, cut off at 60.
    people = pool([one(id_) for id_ in range(63)], [])

    assert set(rarity(people).tolist()) == {60}


def test_two_rare_shared_interests_are_nearly_full():
    # Both liked by 2 of 8: 25 points each, ⌊1000 · 50 / 60⌋.
    ben, ana = one(1, likes=[1, 2]), one(2, likes=[1, 2])
    people = pool([ben], [ana, *(one(id_) for id_ in range(3, 9))])

    told = explain_pair(people, Rules(), only("interests"), volunteer=1, seeker=2)

    assert told.score == 833


@pytest.mark.parametrize(
    ("days", "bonus"), [(-3, 0), (0, 0), (1, 0), (90, 50), (91, 50), (180, 100), (900, 100)]
)
def test_the_bonus_grows_with_waiting_up_to_half_a_year(days, bonus):
    # ⌊100 · days / 180⌋, at most 100.
    assert bonuses(side(one(1, waiting=days)), Rules()).tolist() == [bonus]


def test_a_programme_sets_how_much_waiting_counts():
    rules = Rules(bonus_max=300, bonus_full_days=30)

    assert bonuses(side(one(1, waiting=10)), rules).tolist() == [100]
