"""Reasons in words: from codes to sentences, in the language that is asked for."""

import pytest
from django.utils import translation

from accounts.catalogues import DAY_PARTS, INTERESTS, LIFE_PHASES, SPOKEN
from matching import words
from matching.engine.types import ALL_RULES, PARTS, Reason, Rule
from organisations.models.enrolments import GOALS

FACTS = {
    "shared_likes": [INTERESTS["walking"].bit, INTERESTS["cycling"].bit],
    "shared_languages": [SPOKEN["nl"].bit],
    "shared_day_parts": DAY_PARTS.mask(["sat_morning", "sun_afternoon"]),
    "shared_goals": GOALS.mask(["sport"]),
    "shared_dislikes": [INTERESTS["fishing"].bit],
    "shared_phases": LIFE_PHASES.mask(["retired"]),
    "to_ask": ["style"],
    "differences": ["travel"],
}
KINDS = [name for name in FACTS if name.startswith("shared_")]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_what_two_people_share_is_told_in_sentences():
    assert words.reasons(FACTS) == [
        "You both like: walking and cycling.",
        "You both speak: Dutch.",
        "You both are free: Saturday morning and Sunday afternoon.",
        "What fits: moving and sport together.",
        "You both would rather not: fishing.",
        "The same in your life now: retired.",
    ]


def test_a_coordinator_reads_it_about_them():
    told = words.reasons(FACTS, together=False)

    assert told[0] == "They both like: walking and cycling."
    assert told[-1] == "The same in their life now: retired."


def test_who_shares_nothing_reads_nothing():
    assert words.reasons({}) == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_fact_is_one_sentence(kind):
    assert len(words.reasons({kind: FACTS[kind]})) == 1


def test_a_long_list_of_interests_is_cut():
    told = words.reasons({"shared_likes": [item.bit for item in INTERESTS]})

    assert told[0].count(",") == 2  # four of them: a, b, c and d


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("together", [True, False])
def test_every_language_tells_the_same_facts_without_gaps(language, together):
    with translation.override(language):
        told = words.reasons(FACTS, together=together)

    assert len(told) == len(KINDS)
    assert not [sentence for sentence in told if "%(" in sentence or not sentence.endswith(".")]


def test_parts_that_nobody_answered_are_named():
    assert words.to_ask({"to_ask": list(PARTS)})[:3] == ["distance", "time", "what they look for"]


def test_differences_are_named():
    assert words.differences(FACTS) == ["distance"]


def test_every_part_of_the_score_has_a_name():
    assert set(words.PART_NAMES) == set(PARTS)


def test_facts_that_are_missing_are_nothing_to_ask_and_no_difference():
    assert (words.to_ask({}), words.differences({})) == ([], [])


@pytest.mark.parametrize(
    ("said", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_reads_like_a_sentence(said, text):
    assert words.and_list(said) == text


@pytest.mark.parametrize("item", DAY_PARTS.items, ids=lambda item: item.code)
def test_every_part_of_the_week_has_its_day_and_its_part(item):
    day, part = item.code.split("_")

    told = words.day_parts_in_words(item.mask)

    assert (told[:3].lower(), told.split()[1]) == (day, part)


def test_no_part_of_the_week_is_no_words():
    assert words.day_parts_in_words(0) == ""


@pytest.mark.parametrize(
    ("metres", "band"),
    [
        (0, "under 5 km"),
        (4999, "under 5 km"),
        (5000, "under 10 km"),
        (19_999, "under 20 km"),
        (20_000, "over 20 km"),
    ],
)
def test_a_distance_is_a_band(metres, band):
    assert words.distance_band(metres) == band


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_the_engine_is_a_sentence(reason):
    assert words.reason_in_words(reason.value).endswith(".")


def test_reasons_differ_from_each_other():
    assert len({words.reason_in_words(reason.value) for reason in Reason}) == len(Reason)


def test_every_rule_of_the_engine_has_words():
    assert set(words.RULE_NAMES) == set(ALL_RULES)


def test_broken_rules_are_named_in_their_order():
    broken = Rule.AGE | Rule.REACH

    assert words.broken_rules_in_words(broken) == "too far apart, a wish about age is not met"


def test_no_broken_rule_is_no_words():
    assert words.broken_rules_in_words(Rule(0)) == ""


def test_nothing_to_change_is_no_words():
    assert words.change_in_words("", 0, 0) == ""


@pytest.mark.parametrize(
    ("opens", "people"), [(1, "would open 1 person."), (4, "would open 4 people.")]
)
def test_travelling_farther_says_how_far_and_for_whom(opens, people):
    assert words.change_in_words("reach", 12, opens) == f"Travelling about 12 km {people}"


@pytest.mark.parametrize("rule", ["language", "time", "form", "gender", "age"])
def test_every_other_change_names_its_rule(rule):
    name = str(words.RULE_NAMES[Rule[rule.upper()]])

    assert words.change_in_words(rule, 0, 2) == f"Solving “{name}” would open 2 people."
