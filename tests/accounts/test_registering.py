"""Somebody registers: what is needed, what is cleaned and what is refused by name."""

from datetime import UTC, datetime

import pytest

from accounts import services
from accounts.errors import (
    AlreadyRegistered,
    BirthYearImpossible,
    ConsentNeeded,
    EmailInvalid,
    NameMissing,
    NameTooLong,
    NoWayToReach,
    PhoneInvalid,
    TooYoung,
)
from accounts.models import Consent, Person
from accounts.models.people import ReachBy
from core.errors import InvalidInput
from core.models import Event
from tests.clock import NOW
from tests.teams import make_user

pytestmark = pytest.mark.django_db

FAMILY = "👨‍👩‍👧‍👦"
HIDDEN = "\u202e"  # turns the direction of all text behind it


def register(**details):
    details = {"name_to_use": "Ana", "email": "ana@example.org"} | details
    return services.register_person(by=None, now=NOW, **details)


REFUSED = {
    "no name": ({"name_to_use": ""}, NameMissing, "name_to_use"),
    "a name of spaces": ({"name_to_use": " \t\n "}, NameMissing, "name_to_use"),
    "a name nobody sees": ({"name_to_use": "\u200b\u202e\ufeff"}, NameMissing, "name_to_use"),
    "a name of control characters": ({"name_to_use": "\x00\x07\x1b"}, NameMissing, "name_to_use"),
    "a name of 81": ({"name_to_use": "a" * 81}, NameTooLong, "name_to_use"),
    "a name of 10,000": ({"name_to_use": "é" * 10_000}, NameTooLong, "name_to_use"),
    "a family name of 81": ({"family_name": "a" * 81}, NameTooLong, "family_name"),
    "born in 1899": ({"birth_year": 1899}, BirthYearImpossible, "birth_year"),
    "born in the year 0": ({"birth_year": 0}, BirthYearImpossible, "birth_year"),
    "born next year": ({"birth_year": NOW.year + 1}, BirthYearImpossible, "birth_year"),
    "two digits": ({"birth_year": 85}, BirthYearImpossible, "birth_year"),
    "15 years old": ({"birth_year": NOW.year - 15}, TooYoung, "birth_year"),
    "half an e-mail address": ({"email": "ana@"}, EmailInvalid, "email"),
    "two e-mail addresses": ({"email": "ana@example.org, ben@example.org"}, EmailInvalid, "email"),
    "an e-mail address with a header": (
        {"email": "ana@example.org\nBcc: ben@example.org"},
        EmailInvalid,
        "email",
    ),
    "a name as e-mail address": ({"email": "Ana <ana@example.org>"}, EmailInvalid, "email"),
    "an e-mail address of 255": (
        {"email": "a" * 64 + "@" + ("b" * 60 + ".") * 3 + "org" + "x" * 4},
        EmailInvalid,
        "email",
    ),
    "half a phone number": ({"phone": "0470 12"}, PhoneInvalid, "phone"),
    "a word as phone number": ({"phone": "my mother has one"}, PhoneInvalid, "phone"),
    "a number of no country": ({"phone": "+999 123 456 789"}, PhoneInvalid, "phone"),
    "two phone numbers": ({"phone": "+32470123456 +32470123457"}, PhoneInvalid, "phone"),
    "signs that look like digits": ({"phone": "²²²²²²²²²"}, PhoneInvalid, "phone"),
    "nine digits of nobody": ({"phone": "000000000"}, PhoneInvalid, "phone"),
    "by phone without a number": ({"reach_by": "phone"}, PhoneInvalid, "phone"),
    "by e-mail without an address": ({"email": ""}, NoWayToReach, "email"),
    "an unknown gender": ({"gender": "cat"}, InvalidInput, "gender"),
    "a language we do not write": ({"language": "de"}, InvalidInput, "language"),
    "by pigeon": ({"reach_by": "pigeon"}, InvalidInput, "reach_by"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_by_name_and_field(case):
    details, error, field = REFUSED[case]

    with pytest.raises(error) as refusal:
        register(**details)

    assert (type(refusal.value), refusal.value.field) == (error, field)


@pytest.mark.parametrize("case", REFUSED)
def test_after_a_refusal_nobody_is_registered(case):
    details, error, _field = REFUSED[case]

    with pytest.raises(error):
        register(**details)

    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"Zoë {FAMILY}", f"Zoë {FAMILY}"),
        ("مريم", "مريم"),
        ("שרה לוי", "שרה לוי"),
        ("  Jan \t Peeters ", "Jan Peeters"),
        (f"Ana{HIDDEN}nimdA", "AnanimdA"),
        ("Ana\x00\x1b[31m", "Ana [31m"),
        ("Ana\r\nBcc: eve@example.org", "Ana Bcc: eve@example.org"),
        ("Zoe\u0308", "Zoë"),
        ("\ud83dAna", "Ana"),
        ("O'Brien <b>&amp;</b>", "O'Brien <b>&amp;</b>"),
        ("a" * 80, "a" * 80),
    ],
)
def test_a_name_is_kept_as_typed_on_one_line_without_what_nobody_sees(typed, kept):
    person = register(name_to_use=typed)

    assert Person.objects.get(pk=person.pk).name_to_use == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0470 12 34 56", "+32470123456"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("0031 20 794 0800", "+31207940800"),
        ("٠٤٧٠١٢٣٤٥٦", "+32470123456"),
        ("  ", ""),
    ],
)
def test_a_phone_number_is_kept_in_international_form(typed, kept):
    person = register(phone=typed)

    assert str(Person.objects.get(pk=person.pk).phone) == kept


def test_an_email_address_is_kept_in_lower_case():
    assert register(email=" Ana@Example.ORG ").email == "ana@example.org"


@pytest.mark.parametrize("year", [1900, NOW.year - 16, None])
def test_every_age_from_16_on_is_welcome_and_the_year_may_stay_unsaid(year):
    assert register(birth_year=year).birth_year == year


def test_the_year_counts_at_the_moment_of_registering():
    at_new_year = datetime(2027, 1, 1, tzinfo=UTC)

    person = services.register_person(
        by=None, now=at_new_year, name_to_use="Ana", email="ana@example.org", birth_year=2011
    )

    assert person.birth_year == 2011


@pytest.mark.parametrize("reach_by", ReachBy.values)
def test_everybody_can_be_reached_in_their_own_way(reach_by):
    assert register(reach_by=reach_by, phone="0470 12 34 56").reach_by == reach_by


def test_somebody_without_email_or_phone_is_reached_by_letter():
    person = register(email="", reach_by="letter")

    assert person.contact_email == ""


def test_the_address_of_the_login_is_enough():
    ana = make_user("ana@example.org")

    person = register(user=ana, email="")

    assert person.contact_email == "ana@example.org"


def test_somebody_with_a_login_is_written_to_at_the_address_of_the_login():
    ana = make_user("ana@example.org")

    person = register(user=ana, email="old@example.org")

    assert person.contact_email == "ana@example.org"


def test_a_login_has_one_person():
    ana = make_user()
    register(user=ana)

    with pytest.raises(AlreadyRegistered):
        register(user=ana)


def test_nobody_registers_themselves_without_agreeing():
    with pytest.raises(ConsentNeeded):
        register(user=make_user(), consent=False)


def test_registering_notes_the_consent_and_how_it_was_given():
    person = register(consent_how="paper")

    assert Consent.objects.get(person=person).given_how == "paper"


def test_a_coordinator_may_note_somebody_whose_consent_comes_later():
    person = register(consent=False)

    assert not Consent.objects.filter(person=person).exists()


def test_a_new_person_has_an_empty_profile():
    assert register().profile.day_parts == 0


def test_registering_is_written_in_the_log_without_any_name():
    person = register()

    event = Event.objects.get(kind="accounts.person_registered")
    assert (event.person_id, event.at, event.data) == (person.pk, NOW, {})


def test_a_person_is_written_as_a_number_in_logs():
    person = register()

    assert str(person) == f"person {person.pk}"
