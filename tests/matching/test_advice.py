"""What would help a programme is kept with its search and told in words."""

import pytest
from django.utils import translation

from matching.advice_words import gains_in_words, wanted_in_words
from matching.services import advice as advising
from tests.matching.builders import another_seeker, make_scene
from tests.matching.test_runs import finished

pytestmark = pytest.mark.django_db

ARABIC_WOMAN = {
    "place": {"nl": "Aalst", "fr": "Alost"},
    "languages": ["ar"],
    "gender": 1,
    "birth_year": 1990,
    "offers": 0,
    "fits": 7,
}


def test_a_search_keeps_what_would_help():
    run = finished(make_scene())

    assert run.advice["farther"] == {"metres": 5000, "pairs": 0}
    assert run.advice["wanted"] == []


def test_a_large_pool_is_not_solved_again(monkeypatch):
    monkeypatch.setattr(advising, "SOLVED_UP_TO", 1)

    assert set(finished(make_scene()).advice) == {"wanted"}


def test_who_is_left_over_says_what_volunteer_to_look_for():
    scene = make_scene(capacity=1)
    another_seeker(scene)

    (wanted,) = finished(scene).advice["wanted"]

    assert (wanted["fits"], wanted["place"]["nl"]) == (1, "Gent")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "near Aalst, speaks Arabic, woman, born around 1990: fits 7 people"),
        (
            "nl",
            "in de buurt van Aalst, spreekt Arabisch, vrouw, geboren rond 1990: past bij 7 mensen",
        ),
        ("fr", "près de : Alost, parle : arabe, femme, né·e vers 1990 : convient à 7 personnes"),
    ],
)
def test_a_wanted_volunteer_is_told_in_words(language, said):
    with translation.override(language):
        assert wanted_in_words({"wanted": [ARABIC_WOMAN]}) == [said]


def test_only_what_brings_somebody_a_pair_is_told():
    advice = {
        "farther": {"metres": 5000, "pairs": 0},
        "languages": [{"language": "ar", "pairs": 2}, {"language": "tr", "pairs": 0}],
    }

    with translation.override("en"):
        assert gains_in_words(advice) == ["If all volunteers spoke Arabic: 2 pairs more."]


def test_nothing_is_told_of_a_search_without_advice():
    assert (gains_in_words({}), wanted_in_words({})) == ([], [])
