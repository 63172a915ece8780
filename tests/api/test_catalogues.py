"""What anybody may read: lists to choose from, places, programmes."""

import pytest

from accounts.catalogues import INTERESTS
from tests.api.callers import Caller, refusal
from tests.teams import make_organisation, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists():
    return Caller().get("catalogues").json()


def test_interests_come_in_two_levels(lists):
    told = [item["code"] for group in lists["interests"] for item in group["items"]]

    assert told == [item.code for item in INTERESTS]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("attitudes", {"code": "like", "label": "I like it"}),
        ("day_parts", {"code": "mon_morning", "label": "Monday morning"}),
        ("contact_forms", {"code": "out", "label": "Go out together"}),
        ("access", {"code": "wheelchair", "label": "Wheelchair, no steps"}),
        ("life_phases", {"code": "student", "label": "Studying"}),
        ("languages", {"code": "nl", "label": "Dutch"}),
        ("levels", {"level": 1, "label": "a little, with gestures"}),
        ("goals", {"code": "company", "label": "Company and a chat"}),
        ("travel_modes", {"code": "foot", "label": "On foot"}),
        ("styles", {"code": "talk", "first": "I like to listen", "second": "I like to talk"}),
    ],
)
def test_every_list_has_codes_and_labels(lists, name, first):
    assert lists[name][0] == first


def test_labels_depend_on_the_language():
    answer = Caller().get("catalogues")

    assert "Accept-Language" in answer["Vary"]


def test_a_postcode_finds_its_place():
    told = Caller().get("places", q="9000").json()

    assert told == [
        {
            "postcode": "9000",
            "locality": "Gent",
            "municipality": "Gent",
            "province": "Provincie Oost-Vlaanderen",
        }
    ]


def test_places_have_french_names_in_french():
    told = Caller(language="fr").get("places", q="9000").json()[0]

    assert (told["municipality"], told["province"]) == ("Gand", "Province de Flandre orientale")


def test_a_name_finds_all_its_postcodes():
    told = Caller().get("places", q="Gent").json()

    assert {"9000", "9040"} <= {place["postcode"] for place in told}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "place_unknown"),
        ("0000", "place_unknown"),
        ("75001", "other_country"),
        ("\0", "place_unknown"),
        ("x" * 5000, "place_unknown"),
    ],
)
def test_what_is_no_place_here_is_said(typed, code):
    assert refusal(Caller().get("places", q=typed)) == (400, code)


def test_anybody_reads_what_is_offered():
    programme = make_programme(
        make_organisation("Kompas"), name="Duo", description={"en": "A chat"}
    )

    told = Caller().get("programmes").json()["results"]

    assert told == [
        {
            "id": str(programme.public_id),
            "name": "Duo",
            "organisation": "Kompas",
            "description": {"en": "A chat"},
            "model_of_support": "buddy",
            "themes": [],
        }
    ]


def test_a_closed_programme_is_not_offered():
    make_programme(is_open=False)

    assert Caller().get("programmes").json()["results"] == []
