"""The postcodes of the packages: known towns lie where they are, and what was wrong is repaired."""

from collections import Counter
from functools import partial

import pytest
from django.core.management import call_command
from geopy.distance import geodesic

from accounts.models import Cell, PostalPlace
from accounts.places import belgium, loading
from accounts.places.belgium import PostalArea
from accounts.places.grid import COUNTRY_KM, TOWN_KM, snap
from accounts.places.loading import load_postal_places
from accounts.places.names import names_of, plain

# Known right, within 2 km.
TOWNS = {
    "1000": (50.85, 4.35),
    "2000": (51.22, 4.40),
    "9000": (51.05, 3.72),
    "3000": (50.88, 4.70),
    "8500": (50.83, 3.26),
    "8400": (51.23, 2.92),
    "3500": (50.93, 5.34),
}
# Wrong (up to 92 km off), over a border, or missing in the source; here where the village lies. A repaired point stands for
# the whole municipality, so it may be some kilometres from its village.
VILLAGES = {
    "6831": (49.82, 5.10),
    "6834": (49.85, 5.11),
    "6661": (50.12, 5.77),
    "2223": (51.03, 4.69),
    "1910": (50.94, 4.55),
    "4821": (50.61, 5.88),
    "9112": (51.16, 4.05),
    "1931": (50.90, 4.46),
    "5352": (50.44, 5.13),
    "7010": (50.50, 3.98),
}
REPAIRED_WITHIN_KM = 8
TURNS_OF_A_CELL_KM = TOWN_KM * 0.5**0.5  # from the corner of a cell to its centre


def areas_of(postcode: str, areas: list[PostalArea]) -> list[PostalArea]:
    return [area for area in areas if area.postcode == postcode]


@pytest.mark.parametrize("postcode", TOWNS)
def test_a_known_town_lies_where_it_is(postcode, postal_areas):
    [area] = areas_of(postcode, postal_areas)

    assert geodesic((area.lat, area.lon), TOWNS[postcode]).km <= 2


@pytest.mark.django_db
@pytest.mark.parametrize("postcode", TOWNS)
def test_the_cell_of_a_known_town_lies_where_the_town_is(postcode):
    cell = PostalPlace.objects.get(postcode=postcode).cell

    assert geodesic((cell.lat, cell.lon), TOWNS[postcode]).km <= 2 + TURNS_OF_A_CELL_KM


@pytest.mark.parametrize("postcode", VILLAGES)
def test_a_repaired_postcode_lies_near_its_village(postcode, postal_areas):
    [area] = areas_of(postcode, postal_areas)

    assert geodesic((area.lat, area.lon), VILLAGES[postcode]).km <= REPAIRED_WITHIN_KM


@pytest.mark.parametrize("postcode", VILLAGES)
def test_a_repaired_postcode_says_so(postcode, postal_areas):
    [area] = areas_of(postcode, postal_areas)

    assert area.repaired == ("canton" if postcode == "1910" else "median")


def test_a_postcode_without_a_point_stands_in_both_its_municipalities(postal_areas):
    found = areas_of("1804", postal_areas)

    assert {(area.name_nl, area.repaired) for area in found} == {
        ("Vilvoorde", "median"),
        ("Zemst", "median"),
    }


def test_all_postcodes_of_belgium_are_there_and_few_are_repaired(postal_areas):
    repaired = Counter(bool(area.repaired) for area in postal_areas)

    assert (len({area.postcode for area in postal_areas}) > 1100, repaired[True] < 20) == (
        True,
        True,
    )


def test_every_postcode_has_a_point_of_belgium(postal_areas):
    outside = [a for a in postal_areas if not (49.4 < a.lat < 51.6 and 2.5 < a.lon < 6.5)]

    assert outside == []


def test_a_municipality_that_only_one_package_knows_is_said():
    with pytest.raises(LookupError, match="99999"):
        belgium._area("9999", "99999", ("", None), [], belgium._Cantons(), set())


@pytest.mark.parametrize(
    ("postcode", "size_km"),
    [
        ("9000", TOWN_KM),
        ("1000", TOWN_KM),
        ("1080", TOWN_KM),
        ("6831", COUNTRY_KM),
        ("5000", COUNTRY_KM),
    ],
)
def test_a_cell_is_small_only_where_many_people_live(postcode, size_km, postal_areas):
    [area] = areas_of(postcode, postal_areas)

    assert area.cell_km == size_km


@pytest.mark.parametrize(
    ("postcode", "names"),
    [
        ("9000", ("Gent", "Gand", "Provincie Oost-Vlaanderen", "Province de Flandre orientale")),
        ("1000", ("Brussel", "Bruxelles", "Brussel", "Bruxelles")),
    ],
)
def test_a_postcode_has_its_names_in_both_languages(postcode, names, postal_areas):
    [area] = areas_of(postcode, postal_areas)

    assert (area.name_nl, area.name_fr, area.province_nl, area.province_fr) == names


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Sint-Niklaas", "St. Niklaas"),
        ("SAINT-GHISLAIN", "st ghislain"),
        ("Sainte-Ode", "Ste Ode"),
        ("Liège", "liege"),
        ("Liége", "LIEGE"),
        ("Œudeghien", "Oeudeghien"),
        ("Nijvel  ", "nijvel"),
        ("’s Gravenbrakel", "s-Gravenbrakel"),
    ],
)
def test_two_ways_to_write_a_name_are_one(typed, same):
    assert plain(typed) == plain(same)


def test_a_name_of_other_letters_is_no_name():
    assert plain("Брюссель 布鲁塞尔 👍") == ""


def test_a_double_name_is_found_by_each_part():
    assert names_of("Bruxelles (Brussel)", "Mons / Bergen", "") == [
        "bergen",
        "brussel",
        "bruxelles",
        "mons",
    ]


@pytest.mark.django_db
def test_loading_says_what_was_repaired(postal_areas):
    lines = load_postal_places(postal_areas)

    assert "1910 Kampenhout: placed by canton" in lines


@pytest.mark.django_db
def test_loading_twice_changes_nothing(postal_areas):
    before = set(PostalPlace.objects.values_list("pk", "postcode", "nis", "cell_id"))

    load_postal_places(postal_areas)

    assert set(PostalPlace.objects.values_list("pk", "postcode", "nis", "cell_id")) == before


@pytest.mark.django_db
def test_the_command_does_nothing_when_all_is_there(capsys):
    call_command("load_places")

    assert capsys.readouterr().out == "Places are loaded already.\n"


@pytest.mark.django_db
def test_the_command_fills_an_empty_table(capsys, monkeypatch, postal_areas):
    monkeypatch.setattr(
        loading, "read_postal_areas", lambda: postal_areas
    )  # the borders take seconds
    PostalPlace.objects.all().delete()

    call_command("load_places")

    assert (PostalPlace.objects.count(), capsys.readouterr().out.split(" ")[0]) == (
        len(postal_areas),
        str(len(postal_areas)),
    )


@pytest.mark.django_db
def test_the_command_loads_again_when_asked(capsys, monkeypatch, postal_areas):
    monkeypatch.setattr(loading, "read_postal_areas", partial(list, postal_areas))

    call_command("load_places", again=True)

    assert "9112 Sint-Niklaas: placed by median" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("fr", "Gand"), ("nl", "Gent"), ("en", "Gent")])
def test_a_municipality_is_named_in_the_language_of_the_reader(language, name):
    assert PostalPlace.objects.get(postcode="9000").name_in(language) == name


@pytest.mark.django_db
def test_a_postcode_and_a_cell_are_written_by_their_code():
    gent = PostalPlace.objects.get(postcode="9000")

    assert (str(gent), str(gent.cell)) == ("9000 Gent", gent.cell_id)


@pytest.mark.django_db
def test_every_cell_is_the_cell_of_its_own_centre(postal_areas):
    moved = [
        cell.code
        for cell in Cell.objects.all()
        if snap(lat=cell.lat, lon=cell.lon, size_km=cell.size_km).code != cell.code
    ]

    assert moved == []
