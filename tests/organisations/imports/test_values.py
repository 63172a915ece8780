"""One row: every field, every fault, and nothing lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.imports.columns import layout_of
from organisations.imports.values import Checker, digest_of
from organisations.imports.words import SIDES
from tests.clock import NOW
from tests.organisations.imports.builders import checked

pytestmark = pytest.mark.django_db


def value(field, **cells):
    return checked(**cells).values[field]


def faults(**cells):
    return [(fault["field"], fault["code"]) for fault in checked(**cells).faults]


def notes(**cells):
    return [note["code"] for note in checked(**cells).values["notes"]]


@pytest.mark.parametrize(
    ("heading", "text", "first", "family"),
    [
        ("Naam", "Ana Van den Berghe", "Ana", "Van den Berghe"),
        ("Naam", "Ana", "Ana", ""),
        ("Naam", "Peeters, Ana Maria", "Ana Maria", "Peeters"),
        ("Naam", "Peeters,", "Peeters", ""),
        ("Nom et prénom", "Van den Berghe Ana", "Ana", "Van den Berghe"),
        ("Nom et prénom", "Ana", "Ana", ""),
        ("Naam", "محمد الأحمد", "محمد", "الأحمد"),
        ("Naam", "Zoë 😀", "Zoë", "😀"),
        ("Voornaam", "Jean-François", "Jean-François", ""),
        ("Voornaam", "Null", "Null", ""),
        ("Voornaam", "  Ana \u200b Maria ", "Ana Maria", ""),
        ("Voornaam", "+Ana", "+Ana", ""),
    ],
)
def test_names_are_cut_and_cleaned(heading, text, first, family):
    values = checked(**{heading: text}).values

    assert (values["name_to_use"], values["family_name"]) == (first, family)


def test_a_whole_name_beside_a_first_name_is_not_needed():
    values = checked(Roepnaam="Ann", Volledige_naam="Anna Maes").values

    assert (values["name_to_use"], values["family_name"]) == ("Ann", "")


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Voornaam": ""}, ("name_to_use", "name_missing")),
        ({"Voornaam": " - "}, ("name_to_use", "name_missing")),
        ({"Voornaam": "x" * 10_000}, ("name_to_use", "name_too_long")),
        ({"Voornaam": "Ana", "Familienaam": "y" * 81}, ("family_name", "name_too_long")),
        ({"Voornaam": "=cmd|' /C calc'!A0"}, ("name_to_use", "formula")),
        ({"Voornaam": "@SUM(1)"}, ("name_to_use", "formula")),
        ({"Voornaam": "＝1+1"}, ("name_to_use", "formula")),
        ({"Naam": "=A1"}, ("name_to_use", "formula")),
        ({"Voornaam": "Ana", "Rijbewijs": "=A1"}, ("", "formula")),
        ({"Voornaam": "Ana", "Opmerking": "=A1"}, ("note", "formula")),
        ({"Voornaam": "Ana", "Gemeente": "#N/A"}, ("place", "cell_broken")),
        ({"Voornaam": "Ana", "GSM": "#REF!"}, ("phone", "cell_broken")),
        ({"Voornaam": "Ana", "E-mail": "ana@"}, ("email", "email_invalid")),
        ({"Voornaam": "Ana", "E-mail": "a@b.be, c@d.be"}, ("email", "email_invalid")),
        ({"Voornaam": "Ana", "E-mail": "a" * 250 + "@example.org"}, ("email", "email_invalid")),
        ({"Voornaam": "Ana", "GSM": "123"}, ("phone", "phone_invalid")),
        ({"Voornaam": "Ana", "Postcode": "9999"}, ("place", "place_unknown")),
        ({"Voornaam": "Ana", "Postcode": "75001"}, ("place", "other_country")),
        ({"Voornaam": "Ana", "Geboortejaar": "1850"}, ("birth_year", "birth_year_impossible")),
        ({"Voornaam": "Ana", "Geboortejaar": "2015"}, ("birth_year", "too_young")),
        ({"Voornaam": "Ana", "Geboortejaar": "3/2/15"}, ("birth_year", "too_young")),
        ({"Voornaam": "Ana", "Geboortejaar": "jong"}, ("birth_year", "date_unclear")),
        ({"Voornaam": "Ana", "Aangemeld op": "2/3/2027"}, ("registered_on", "date_in_future")),
        ({"Voornaam": "Ana", "Opmerking": "x" * 4001}, ("note", "note_too_long")),
        ({"Voornaam": "Ana", "Rijbewijs": "x" * 4001}, ("note", "note_too_long")),
    ],
)
def test_a_fault_is_told_of_its_field(cells, fault):
    assert faults(**cells) == [fault]


def test_all_faults_of_a_row_are_told_at_once():
    found = faults(Voornaam="", E_mail="ana@", GSM="1", Geboortejaar="1850", Postcode="9999")

    assert {field for field, _code in found} == {
        *("name_to_use", "email", "phone", "birth_year", "place"),
    }


def test_a_fault_keeps_what_was_typed_but_never_in_its_parameters():
    row = checked(Voornaam="Ana", GSM="zero four seven")

    assert row.values["phone"] == "zero four seven"
    assert row.faults == [{"field": "phone", "code": "phone_invalid", "params": {}}]


def test_a_place_with_several_meanings_is_a_fault_with_the_choices():
    [fault] = checked(Voornaam="Ana", Gemeente="Deurne").faults

    assert fault["code"] == "place_ambiguous"
    assert "2100" in fault["params"]["candidates"]


@pytest.mark.parametrize(
    "text", ["0470 12 34 56", "+32 470 12 34 56", "0032470123456", "470123456"]
)
def test_a_phone_number_is_read_as_people_write_it(text):
    assert value("phone", Voornaam="Ana", GSM=text) == "+32470123456"


@pytest.mark.parametrize("text", ["-", "/", "?", "nvt", "n.v.t.", "geen", "néant"])
def test_a_mark_for_nothing_is_nothing(text):
    assert value("phone", Voornaam="Ana", GSM=text) == ""


@pytest.mark.parametrize(
    ("cells", "way"),
    [
        ({"E-mail": "ANA@Example.org", "GSM": "0470123456"}, "email"),
        ({"GSM": "0470123456"}, "phone"),
        ({}, "letter"),
    ],
)
def test_somebody_is_reached_by_what_there_is(cells, way):
    assert value("reach_by", Voornaam="Ana", **cells) == way


def test_somebody_without_any_way_is_told_of():
    assert notes(Voornaam="Ana") == ["no_way_to_reach"]


@pytest.mark.parametrize(
    ("cells", "place", "postcode"),
    [
        ({"Postcode": "9000", "Gemeente": "Gent"}, "9000 Gent", "9000"),
        ({"Gemeente": "liège"}, "liège", "4000"),
        ({"Adres": "Veldstraat 1, 9000 Gent"}, "Veldstraat 1, 9000 Gent", "9000"),
        ({}, "", ""),
    ],
)
def test_a_place_is_found(cells, place, postcode):
    values = checked(Voornaam="Ana", **cells).values

    assert (values["place"], values["postcode"]) == (place, postcode)


def test_street_and_number_make_an_address():
    cells = {"Straat": "Veldstraat", "Huisnummer": "1", "Postcode": "9000"}

    assert value("address", Voornaam="Ana", **cells) == "Veldstraat 1"


@pytest.mark.parametrize("heading", ["Straat", "Huisnummer"])
def test_an_address_without_a_municipality_goes_to_the_note(heading):
    values = checked(Voornaam="Ana", GSM="0470123456", **{heading: "Veldstraat 1"}).values

    assert (values["note"], values["notes"][0]["code"]) == (
        f"{heading}: Veldstraat 1",
        "place_not_said",
    )


@pytest.mark.parametrize("word", ["Vrijwilliger", "BÉNÉVOLE", "volunteer"])
def test_a_volunteer_is_called_so_in_three_languages(word):
    assert value("side", Voornaam="Ana", Rol=word) == "volunteer"


@pytest.mark.parametrize("word", ["zoekt", "demandeuse", "seeker", "cliënt"])
def test_a_seeker_is_called_so_in_three_languages(word):
    assert checked("volunteer", Voornaam="Ana", Rol=word).values["side"] == "seeker"


@pytest.mark.parametrize(("word", "code"), [("", "side_missing"), ("chauffeur", "side_unknown")])
def test_without_a_default_the_side_must_be_said(word, code):
    row = checked("", Voornaam="Ana", Rol=word)

    assert [fault["code"] for fault in row.faults] == [code]


def test_with_a_default_another_role_goes_to_the_note():
    values = checked("volunteer", Voornaam="Ana", Rol="chauffeur", GSM="0470123456").values

    assert (values["side"], values["note"]) == ("volunteer", "Rol: chauffeur")


def test_no_word_stands_for_both_sides():
    assert {"volunteer", "seeker"} == set(SIDES.values())


@pytest.mark.parametrize(
    ("word", "gender"),
    [("v", "woman"), ("Femme", "woman"), ("M", "man"), ("homme", "man"), ("X", "other"), ("", "")],
)
def test_a_gender_is_read(word, gender):
    assert value("gender", Voornaam="Ana", Geslacht=word) == gender


def test_the_first_of_our_languages_is_that_of_our_messages():
    assert value("language", Voornaam="Ana", Talen="Arabisch, Frans, Nederlands") == "fr"


def test_a_language_of_contact_comes_before_the_languages_that_are_spoken():
    assert value("language", Voornaam="Ana", Talen="Frans", Contacttaal="Engels") == "en"


def test_without_a_language_it_is_that_of_the_headings():
    assert value("language", Prénom="Ana", Commune="Liège", Remarques="") == "fr"


@pytest.mark.parametrize(
    ("heading", "text", "code"),
    [
        ("Interesses", "macramé", "unknown_interest"),
        ("Talen", "Klingon", "unknown_language"),
        ("Contacttaal", "Klingon", "unknown_language"),
        ("Beschikbaarheid", "flexibel", "unknown_times"),
        ("Geslacht", "vraag het", "unknown_gender"),
    ],
)
def test_what_is_not_understood_is_a_note_and_no_fault(heading, text, code):
    row = checked(Voornaam="Ana", GSM="0470123456", **{heading: text})

    assert (row.faults, row.values["notes"][0]["code"]) == ([], code)
    assert row.values["note"] == f"{heading}: {text}"


def test_columns_that_stand_for_nothing_go_to_the_note():
    row = checked(Voornaam="Ana", Opmerking="rustig", Rijbewijs="B", Schoenmaat="")

    assert row.values["note"] == "rustig\nRijbewijs: B"


def test_cells_beyond_the_headings_go_to_the_note():
    row = Checker(layout=layout_of(["Voornaam"]), side="seeker", now=NOW).check(["Ana", "", "B"])

    assert row.values["note"] == "3: B"


def test_a_second_phone_goes_to_the_note():
    row = checked(Voornaam="Ana", Telefoon="09 123 45 67", GSM="0470 12 34 56")

    assert (row.values["phone"], row.values["note"]) == ("+32470123456", "Telefoon: 09 123 45 67")


def test_the_same_phone_twice_is_kept_once():
    assert value("note", Voornaam="Ana", GSM="0470123456", Telefoon="0470123456") == ""


def test_an_empty_better_column_gives_way():
    assert value("phone", Voornaam="Ana", Telefoon="0470123456", GSM="") == "+32470123456"


def test_several_columns_of_interests_are_read_together():
    assert value("interests", Voornaam="Ana", Hobby="walking", Interesses="cooking") == [
        "cooking",
        "walking",
    ]


def test_a_note_may_start_with_a_mention():
    assert value("note", Voornaam="Ana", Opmerking="@Els: bellen") == "@Els: bellen"


def content(**cells):
    return checked(**cells).content


def test_a_row_is_the_same_row_however_it_is_written():
    one = content(Naam="Ana Maes", Geboortedatum="3/2/1985", GSM="0470 12 34 56")
    other = content(GSM="+32470123456", Geboortejaar="1985", Voornaam="ANA", Familienaam="Maes")

    assert one == other


@pytest.mark.parametrize(
    "more", [{"Rijbewijs": "B"}, {"Interesses": "macramé"}, {"Gemeente": "Gent"}]
)
def test_another_text_makes_another_row(more):
    assert content(Voornaam="Ana", **more) != content(Voornaam="Ana")


def test_two_programmes_recognise_nothing_of_each_other():
    assert digest_of("Ana", programme_id=1) != digest_of("Ana", programme_id=2)


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.text(max_size=40), min_size=13, max_size=14))
def test_whatever_stands_in_a_row_is_read_or_told(cells):
    headings = (
        "Naam;Rol;Postcode;Gemeente;Adres;E-mail;GSM;Geboren;Geslacht;Talen;Hobby;Wanneer;Sinds"
    )

    row = Checker(layout=layout_of(headings.split(";")), side="seeker", now=NOW).check(cells)

    assert row.values["name_to_use"] or row.faults
