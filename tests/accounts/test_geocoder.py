"""From what somebody typed to a place of Belgium, without any network."""

import re

import pytest

from accounts.errors import PlaceAmbiguous, PlaceInOtherCountry, PlaceUnknown
from accounts.models import PostalPlace
from accounts.places.geocoder import BelgianGeocoder, find_postal_places, is_offline
from accounts.places.postal_map import PostalMap
from core.errors import DomainError

pytestmark = pytest.mark.django_db


def geocode(query):
    return BelgianGeocoder().geocode(query)


@pytest.mark.parametrize(
    ("typed", "postcode", "municipality"),
    [
        ("9000", "9000", "Gent"),
        (" 9000 ", "9000", "Gent"),
        ("B-9000", "9000", "Gent"),
        ("BE-9000 Gent", "9000", "Gent"),
        ("b 9000 gent", "9000", "Gent"),
        ("Gent", "9000", "Gent"),
        ("GENT", "9000", "Gent"),
        ("Gand", "9000", "Gent"),
        ("Brussel", "1000", "Brussel"),
        ("Bruxelles", "1000", "Brussel"),
        ("Luik", "4000", "Luik"),
        ("Liège", "4000", "Luik"),
        ("liege", "4000", "Luik"),
        ("Mons", "7000", "Bergen"),
        ("Bergen", "7000", "Bergen"),
        ("St Niklaas", "9100", "Sint-Niklaas"),
        ("Saint-Nicolas", "4420", "Saint-Nicolas"),
        ("Schriek", "2223", "Heist-op-den-Berg"),
        ("Etterbeek", "1040", "Etterbeek"),
        ("Veldstraat 12, 9000 Gent", "9000", "Gent"),
        ("Rue Haute 5, 1000 Bruxelles", "1000", "Brussel"),
        ("Veldstraat 12, Gent", "9000", "Gent"),
        ("9000 Gent, Veldstraat 12", "9000", "Gent"),
        ("1050 Elsene", "1050", "Elsene"),
        ("1050 Brussel", "1050", "Brussel"),
        ("1050", "1050", "Elsene"),
        ("1804 Zemst", "1804", "Zemst"),
        ("Antwerpn", "2000", "Antwerpen"),
        ("Gennt", "9000", "Gent"),
        ("Oostendee", "8400", "Oostende"),
        ("Kortrjk", "8500", "Kortrijk"),
    ],
)
def test_a_place_is_found(typed, postcode, municipality):
    found = geocode(typed).raw

    assert (found.postcode, found.name_nl) == (postcode, municipality)


def test_what_is_found_lies_in_the_middle_of_its_cell():
    location = geocode("9000")

    assert (location.latitude, location.longitude) == (
        location.raw.cell.lat,
        location.raw.cell.lon,
    )


@pytest.mark.parametrize(
    "typed",
    [
        "1012 AB",
        "1012 AB Amsterdam",
        "1012ab",
        "NL-1012 AB",
        "75001",
        "75001 Paris",
        "F-75001 Paris",
        "FR-59000",
        "10115 Berlin",
        "D-52062 Aachen",
        "L-1234",
        "LU-1234 Luxembourg",
        "A-1010 Wien",
        "CH-3000 Bern",
        "SW1A 1AA",
        "M1 1AE Manchester",
        "ec1a1bb",
    ],
)
def test_a_postcode_of_another_country_is_told_apart(typed):
    with pytest.raises(PlaceInOtherCountry):
        geocode(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "9999",
        "0000",
        "xyzzy",
        "Amsterdam",
        "Gentbruggeloo-aan-Zee",
        "👍",
        "'; DROP TABLE accounts_place; --",
        "布鲁塞尔",
        "a" * 5000,
        "Veldstraat 12,",
    ],
)
def test_what_nobody_knows_is_said(typed):
    with pytest.raises(PlaceUnknown):
        geocode(typed)


@pytest.mark.parametrize(
    ("typed", "candidates"),
    [
        ("Deurne", "2100 Deurne (Provincie Antwerpen), 3290 Deurne (Provincie Vlaams-Brabant)"),
        ("arbre", "5170 Arbre (Provincie Namen), 7811 Arbre (Provincie Henegouwen)"),
    ],
)
def test_a_name_of_several_places_is_asked_about_with_their_postcodes(typed, candidates):
    with pytest.raises(PlaceAmbiguous) as refusal:
        geocode(typed)

    assert refusal.value.params == {"candidates": candidates}


@pytest.mark.parametrize(("typed", "postcode"), [("Halle", "1500"), ("Celles", "7760")])
def test_a_municipality_goes_before_a_village_with_the_same_name(typed, postcode):
    assert geocode(typed).raw.postcode == postcode


def test_all_that_fits_is_given_when_asked_for():
    found = BelgianGeocoder().geocode("Arbre", exactly_one=False)

    assert {location.raw.postcode for location in found} > {"5170"}


def test_one_postcode_is_one_place_even_when_all_are_asked_for():
    assert len(BelgianGeocoder().geocode("9000", exactly_one=False)) == 1


def test_a_belgian_name_that_starts_like_a_dutch_postcode_is_found():
    """ "7100 La Louvière" starts like "1012 LA": all names whose first word has two letters."""
    typed = {
        f"{postal.postcode} {name}": postal.pk
        for postal in PostalPlace.objects.filter(repaired="")
        for name in (postal.name_nl, postal.name_fr, postal.locality)
        if re.match(r"\w\w\b", name)
    }

    found = {text: [postal.pk for postal in find_postal_places(text)] for text in typed}

    assert found == {text: [pk] for text, pk in typed.items()}


@pytest.mark.parametrize(
    "typed", ["9100 St-Niklaas", "8660 De Panne", "7100 LA LOUVIERE", "3665 As"]
)
def test_a_belgian_name_of_two_letters_is_no_dutch_postcode(typed):
    assert geocode(typed).raw.postcode == typed[:4]


@pytest.mark.parametrize("mode", ["offline", "nominatim"])
def test_the_network_is_asked_only_when_the_setting_says_so(settings, mode):
    settings.KOMPAAN_GEOCODER = mode

    assert is_offline() == (mode == "offline")


TYPED = [
    *("9000", "B-9000 Gent", "1050 Brussel", "1050", "1804 Zemst", "Gand", "Halle", "Antwerpn"),
    *("8660 De Panne", "1012 AB", "75001 Paris", "L-1234", "SW1A 1AA", "Deurne", "arbre"),
    *("9999", "Atlantis", "", "👍", "Veldstraat 12, Gent"),
]


def answer_of(ask, typed):
    try:
        return ask(typed)
    except DomainError as refusal:
        return str(refusal)


@pytest.mark.parametrize("typed", TYPED)
def test_all_postcodes_in_memory_answer_like_the_geocoder(typed):
    expected = answer_of(lambda text: geocode(text).raw, typed)

    assert answer_of(PostalMap().find, typed) == expected


def test_all_postcodes_are_read_once(django_assert_num_queries):
    postcodes = PostalMap()

    with django_assert_num_queries(1):
        found = {postcodes.find(typed).postcode for typed in ("9000", "1000", "Gent", "9000")}

    assert found == {"9000", "1000"}
