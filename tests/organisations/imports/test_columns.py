"""Headings of three languages."""

import pytest
from django.utils import translation

from organisations.imports.columns import layout_of
from organisations.imports.headings import HEADINGS
from organisations.imports.labels import label_of


def fields(*headings: str) -> dict[str, list[int]]:
    return layout_of(headings).fields


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Voornaam", "name_to_use"),
        ("PRÉNOM", "name_to_use"),
        ("First name *", "name_to_use"),
        ("Roepnaam", "name_to_use"),
        ("Familienaam", "family_name"),
        ("Nom de famille", "family_name"),
        ("Nom et prénom", "family_first"),
        ("Naam en voornaam", "family_first"),
        ("Code postal", "postcode"),
        ("Woonplaats", "municipality"),
        ("E-mail", "email"),
        ("Courriel", "email"),
        ("GSM-nummer", "phone"),
        ("Tél. 1", "phone"),
        ("Geboortedatum (dd/mm/jjjj)", "birth"),
        ("Né(e) le", "birth"),
        ("Geslacht", "gender"),
        ("Langues parlées", "languages"),
        ("Hobby's", "interests"),
        ("Centres d'intérêt", "interests"),
        ("Beschikbaarheid", "day_parts"),
        ("Remarques", "note"),
        ("Inscrit(e) le", "registered_on"),
        ("Waiting since", "registered_on"),
        ("Rol", "side"),
    ],
)
def test_a_heading_is_understood(heading, field):
    assert fields(heading) == {field: [0]}


@pytest.mark.parametrize("heading", ["", "Rijbewijs", "Contactpersoon", "اسم", "Voornaam " * 50])
def test_another_heading_stands_for_nothing(heading):
    assert fields(heading) == {}


@pytest.mark.parametrize(
    ("first", "whole"), [("Voornaam", "Naam"), ("Prénom", "Nom"), ("First name", "Name")]
)
def test_the_name_beside_a_first_name_is_the_family_name(first, whole):
    assert fields(whole, first) == {"name_to_use": [1], "family_name": [0]}


@pytest.mark.parametrize("heading", ["Naam", "Nom", "Name"])
def test_the_name_alone_is_the_whole_name(heading):
    assert fields(heading) == {"full_name": [0]}


def test_the_better_of_two_columns_comes_first():
    assert fields("Telefoon", "GSM", "Voornaam", "Roepnaam") == {
        "phone": [1, 0],
        "name_to_use": [3, 2],
    }


@pytest.mark.parametrize(
    ("headings", "language"),
    [
        (["Voornaam", "Gemeente", "E-mail"], "nl"),
        (["Prénom", "Commune", "GSM"], "fr"),
        (["First name", "Town", "Email"], "en"),
        (["E-mail"], "nl"),
    ],
)
def test_most_headings_decide_the_language(headings, language):
    assert layout_of(headings).language == language


def test_the_preview_names_what_was_understood_and_what_not():
    described = layout_of(["Voornaam", "", "Rijbewijs"]).described()

    assert described["known"] == [["Voornaam", "name_to_use"]]
    assert described["unknown"] == ["2", "Rijbewijs"]


def test_no_heading_means_two_things():
    meanings: dict[str, set[str]] = {}
    for table in HEADINGS.values():
        for heading, (field, _rank) in table.items():
            meanings.setdefault(heading, set()).add(field)

    assert {heading: found for heading, found in meanings.items() if len(found) > 1} == {}


def test_every_field_has_a_name_for_people():
    fields = {field for table in HEADINGS.values() for field, _rank in table.values()}

    with translation.override("en"):
        assert [field for field in sorted(fields) if "_" in label_of(field)] == []
