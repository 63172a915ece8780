"""What people write in the cells of their lists."""

import pytest
from django.utils import translation

from accounts.catalogues import INTERESTS
from organisations.imports.words import day_parts_of, interests_of, languages_of


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Walking; cooking", ["walking", "cooking"]),
        ("walking,Cooking/chess and draughts", ["walking", "cooking", "chess"]),
        ("walking and cycling", ["walking", "cycling"]),
        ("Hair and beauty", ["beauty"]),
        ("board_games\ncards", ["board_games", "cards"]),
        ("sewing, painting", ["sewing", "drawing"]),
        ("Walking, walking", ["walking"]),
        ("", []),
    ],
)
def test_interests_are_found_by_code_label_and_part_of_a_label(text, codes):
    assert interests_of(text) == (codes, [])


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_interest_is_found_by_its_label_in_each_of_our_languages(language):
    with translation.override(language):
        labels = {item.code: str(item.label) for item in INTERESTS}

    assert {code: interests_of(label)[0] for code, label in labels.items()} == {
        code: [code] for code in labels
    }


def test_an_interest_that_we_do_not_know_is_told():
    assert interests_of("walking, macramé en salsa") == (["walking"], ["macramé", "salsa"])


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("nl", {"nl": 2}),
        ("Nederlands, Frans (beetje), Engels: goed", {"nl": 2, "fr": 1, "en": 2}),
        ("arabe et français courant", {"ar": 2, "fr": 3}),
        ("moedertaal Turks", {"tr": 3}),
        ("een beetje Engels; Engels vloeiend", {"en": 3}),
        ("NL/FR", {"nl": 2, "fr": 2}),
        ("Tamazight (Berber)", {"ber": 2}),
        ("langue des signes", {"sfb": 2}),
        ("", {}),
    ],
)
def test_languages_are_found_with_their_level(text, levels):
    assert languages_of(text) == (levels, [])


def test_a_language_that_we_do_not_know_is_told():
    assert languages_of("nl, Klingon") == ({"nl": 2}, ["Klingon"])


SATURDAY = ["sat_morning", "sat_afternoon", "sat_evening"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("zaterdag", SATURDAY),
        ("samedi matin", ["sat_morning"]),
        ("vrijdag - avond", ["fri_evening"]),
        ("ma voormiddag, Saturday", ["mon_morning", *SATURDAY]),
        ("weekend après-midi", ["sat_afternoon", "sun_afternoon"]),
        ("week-end soir", ["sat_evening", "sun_evening"]),
        ("ma-wo avond", ["mon_evening", "tue_evening", "wed_evening"]),
        ("ma t/m wo avond", ["mon_evening", "tue_evening", "wed_evening"]),
        ("lundi au mercredi soir", ["mon_evening", "tue_evening", "wed_evening"]),
        (
            "maandag en woensdag avond",
            ["mon_morning", "mon_afternoon", "mon_evening", "wed_evening"],
        ),
        ("za-ma avond", ["mon_evening", "sat_evening"]),
        ("", []),
    ],
)
def test_simple_times_are_understood(text, codes):
    assert day_parts_of(text) == (codes, [])


def test_a_part_of_the_day_alone_is_every_day():
    assert len(day_parts_of("avond")[0]) == 7


@pytest.mark.parametrize("text", ["flexibel", "di 10u", "na 17 uur"])
def test_times_that_are_not_simple_are_told(text):
    assert day_parts_of(text) == ([], [text])
