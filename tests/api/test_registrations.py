"""Registering through the API: what goes in, and everything that must not."""

import json

import pytest

from accounts.models import Consent, Person
from organisations.models import Enrolment
from tests.api.callers import Caller, address_of, refusal
from tests.people import make_person
from tests.teams import make_programme, make_user

pytestmark = pytest.mark.django_db


def form(programme=None, **changes):
    """What Ana sends; a value of None leaves the field out."""
    said = {
        "programme": str((programme or make_programme()).public_id),
        "side": "seeker",
        "name_to_use": "Ana",
        "birth_year": 1985,
        "place": "9000",
        "email": "ana@example.org",
        "languages": {"nl": 3},
        "goals": ["company"],
        "consent": True,
    } | changes
    return {name: value for name, value in said.items() if value is not None}


def send(user=None, **changes):
    return Caller(user).post("registrations", **form(**changes))


def test_somebody_without_a_login_registers():
    answer = send()

    enrolment = Enrolment.objects.get(public_id=answer.json()["id"])
    assert (answer.status_code, enrolment.person.name_to_use) == (201, "Ana")


def test_the_answer_tells_only_what_was_made():
    assert send().json().keys() == {"id", "side", "state"}


def test_with_a_login_the_person_belongs_to_it():
    user = make_user()

    send(user, email=None)

    assert Person.objects.get().user == user


def test_the_consent_says_how_it_was_given():
    send()

    assert Consent.objects.get().given_how == "api"


def test_a_login_registers_one_person_only():
    ana = make_person(user=make_user())

    assert refusal(send(ana.user)) == (409, "already_registered")


@pytest.mark.parametrize("name", ["Ana 🌻", "فاطمة", "Nguyễn Thị", "O'Brien-Élise", "李"])
def test_names_of_the_whole_world_are_kept(name):
    send(name_to_use=name)

    assert Person.objects.get().name_to_use == name


BAD = {
    "an unknown postcode": ({"place": "0999"}, "place_unknown"),
    "a French postcode": ({"place": "75001"}, "other_country"),
    "a place name of ten thousand letters": ({"place": "x" * 10_000}, "place_unknown"),
    "an empty place": ({"place": " "}, "place_unknown"),
    "a year of birth to come": ({"birth_year": 2050}, "birth_year_impossible"),
    "a child": ({"birth_year": 2020}, "too_young"),
    "a negative year": ({"birth_year": -1}, "birth_year_impossible"),
    "a huge year": ({"birth_year": 10**30}, "birth_year_impossible"),
    "a year that is a word": ({"birth_year": "old"}, "invalid"),
    "a year that is true": ({"birth_year": True}, "invalid"),
    "a year with a fraction": ({"birth_year": 1985.5}, "invalid"),
    "no name": ({"name_to_use": None}, "invalid"),
    "an empty name": ({"name_to_use": ""}, "name_missing"),
    "a name of spaces": ({"name_to_use": " \t "}, "name_missing"),
    "a name of ten thousand letters": ({"name_to_use": "a" * 10_000}, "name_too_long"),
    "a name that is a number": ({"name_to_use": 7}, "invalid"),
    "a name that is a list": ({"name_to_use": ["Ana"]}, "invalid"),
    "a name that is an object": ({"name_to_use": {"a": 1}}, "invalid"),
    "a long family name": ({"family_name": "a" * 81}, "name_too_long"),
    "an unknown side": ({"side": "both"}, "invalid"),
    "an unknown gender": ({"gender": "x"}, "invalid"),
    "an unknown language of messages": ({"language": "de"}, "invalid"),
    "half an e-mail address": ({"email": "ana@"}, "email_invalid"),
    "two e-mail addresses": ({"email": "a@example.org,b@example.org"}, "email_invalid"),
    "a header in an e-mail address": ({"email": "a@example.org\nBcc: b@c.de"}, "email_invalid"),
    "no e-mail address": ({"email": None}, "no_way_to_reach"),
    "half a phone number": ({"phone": "0470"}, "phone_invalid"),
    "a call without a number": ({"reach_by": "phone"}, "phone_invalid"),
    "an unknown way to reach": ({"reach_by": "pigeon"}, "invalid"),
    "an unknown language": ({"languages": {"xx": 3}}, "invalid"),
    "an unknown level": ({"languages": {"nl": 9}}, "invalid"),
    "a huge level": ({"languages": {"nl": 10**30}}, "invalid"),
    "languages as a list": ({"languages": ["nl"]}, "invalid"),
    "an unknown goal": ({"goals": ["money"]}, "invalid"),
    "goals as a word": ({"goals": "company"}, "invalid"),
    "a goal that is an object": ({"goals": [{}]}, "invalid"),
    "no capacity for a volunteer": ({"side": "volunteer", "capacity": 0}, "capacity_out_of_range"),
    "a huge capacity": ({"side": "volunteer", "capacity": 10**30}, "capacity_out_of_range"),
    "no consent": ({"consent": False}, "consent_needed"),
    "consent left out": ({"consent": None}, "invalid"),
    "consent as a word": ({"consent": "yes"}, "invalid"),
    "consent as a number": ({"consent": 1}, "invalid"),
    "a field that does not exist": ({"is_staff": True}, "invalid"),
    "a note, which is the team's": ({"note": "x"}, "invalid"),
}


@pytest.mark.parametrize(("changes", "code"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_refused_by_name(changes, code):
    assert refusal(send(**changes)) == (400, code)
    assert not Person.objects.exists()


BROKEN = {
    "half a body": b'{"name_to_use": "Ana"',
    "nothing like JSON": b"<person/>",
    "not UTF-8": b'{"name_to_use": "\xff"}',
    "NUL": b'{"name_to_use": "A\x00na"}',
    "NUL in disguise": b'{"name_to_use": "A\\u0000na"}',
    "half a sign": b'{"name_to_use": "Ana \\ud83c"}',
    "half a sign as the name of a field": b'{"\\uD83C": 1}',
    "no number": b'{"birth_year": NaN}',
    "a number without end": b'{"birth_year": 1e999}',
    "a number of five thousand digits": b'{"birth_year": ' + b"9" * 5000 + b"}",
    "a name that stands twice": b'{"side": "seeker", "side": "volunteer"}',
    "a tower": b"[" * 50_000,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_body_is_refused(body):
    answer = Caller().client.post(
        address_of("registrations"), body, content_type="application/json"
    )

    assert refusal(answer) == (400, "malformed")


@pytest.mark.parametrize("body", [[], "text", 7, None, True, [{}]])
def test_a_body_that_is_no_object_is_refused(body):
    answer = Caller().client.post(
        address_of("registrations"), json.dumps(body), content_type="application/json"
    )

    assert refusal(answer) == (400, "invalid")


def test_a_huge_body_is_refused():
    assert refusal(send(name_to_use="a" * 300_000)) == (400, "too_large")


def test_a_form_instead_of_json_is_refused():
    answer = Caller().client.post(
        address_of("registrations"), "a=1", content_type="application/x-www-form-urlencoded"
    )

    assert refusal(answer) == (415, "unsupported_media_type")


def test_a_field_that_does_not_exist_is_named():
    assert list(send(is_staff=True).json()["fields"]) == ["is_staff"]


def test_a_refusal_of_a_rule_names_the_field():
    assert list(send(place="75001").json()["fields"]) == ["place"]


def test_a_whole_sign_in_two_halves_is_a_sign():
    body = json.dumps(form(name_to_use="Ana 🌻"), ensure_ascii=True)

    Caller().client.post(address_of("registrations"), body, content_type="application/json")

    assert Person.objects.get().name_to_use == "Ana 🌻"


def test_a_programme_that_is_no_id_is_refused():
    body = form() | {"programme": "1"}

    assert refusal(Caller().post("registrations", **body)) == (400, "invalid")


@pytest.mark.parametrize("programme", ["closed", "unknown"])
def test_a_programme_that_takes_nobody_is_not_there(programme):
    body = form(make_programme(is_open=False))
    if programme == "unknown":
        body["programme"] = "00000000-0000-4000-8000-000000000000"

    assert refusal(Caller().post("registrations", **body)) == (404, "not_found")


@pytest.mark.parametrize(
    ("changes", "code"), [({"goals": ["money"]}, "invalid"), ({"place": "0999"}, "place_unknown")]
)
def test_a_late_refusal_keeps_nothing(changes, code):
    answer = send(**changes)

    assert (answer.json()["code"], Person.objects.count(), Consent.objects.count()) == (code, 0, 0)
