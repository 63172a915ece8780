"""Many people at once: the same rows as one by one."""

import pytest

from accounts import services
from accounts.errors import NameMissing
from accounts.models import Consent, Person, Place, PostalPlace, Profile
from accounts.services.bulk import new_person, register_people
from accounts.states import PlaceState
from core.errors import InvalidInput
from core.models import Event
from tests.clock import NOW
from tests.people import make_person
from tests.teams import make_user

pytestmark = pytest.mark.django_db

ANA = {"name_to_use": "Ana", "email": "ana@example.org"}


@pytest.fixture
def gent():
    return PostalPlace.objects.select_related("cell").get(postcode="9000")


def register(*rows):
    return register_people(rows=[new_person(now=NOW, **row) for row in rows], by=None, now=NOW)


def test_people_are_registered_in_their_order():
    people = register(ANA, {"name_to_use": "Ben", "email": "ben@example.org"})

    assert [person.name_to_use for person in people] == ["Ana", "Ben"]


def test_nobody_is_registered_when_there_is_nobody():
    assert register() == []


def test_a_row_becomes_the_same_as_a_registration_one_by_one(gent):
    [one] = register(
        {
            **ANA,
            "typed": "9000",
            "postal": gent,
            "languages": {"nl": 3},
            "interests": ["walking", "coffee", "walking"],
            "day_parts": ["sat_morning", "sat_afternoon"],
        }
    )

    other = make_person("Ana", profile={"travel_mode": "", "travel_km": None, "contact_forms": []})
    assert rows_of(one) == rows_of(other)


def rows_of(person):
    place = Place.objects.get(person=person)
    return {
        "profile": Profile.objects.filter(person=person).values_list()[0][1:],
        "languages": list(person.languages.values_list("language", "level")),
        "interests": sorted(person.interests.values_list("interest", "attitude")),
        "place": (place.state, place.version, place.cell_id, place.postal_id, place.typed),
    }


def test_nobody_agreed_yet_and_nobody_has_a_login():
    [ana] = register(ANA)

    assert (Consent.objects.filter(person=ana).exists(), ana.user) == (False, None)


def test_each_registration_is_written_in_the_log():
    cora = make_user()

    [ana] = register_people(rows=[new_person(now=NOW, **ANA)], by=cora, now=NOW)

    event = Event.objects.get(person_id=ana.pk)
    assert (event.kind, event.by, event.subject_id) == ("accounts.person_registered", cora, ana.pk)


def test_somebody_without_a_postcode_has_no_place_yet():
    [ana] = register(ANA)

    assert not Place.objects.filter(person=ana).exists()


def test_an_address_is_kept(gent):
    [ana] = register({**ANA, "typed": "9000", "address": "Veldstraat 1", "postal": gent})

    place = Place.objects.get(person=ana)
    assert (place.state, place.address) == (PlaceState.FOUND, "Veldstraat 1")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"languages": {"xx": 1}}, "languages"),
        ({"languages": {"nl": 4}}, "languages"),
        ({"interests": ["war"]}, "interests"),
        ({"day_parts": ["never"]}, "day_parts"),
    ],
)
def test_a_code_that_is_not_in_its_list_is_refused(wrong, field):
    with pytest.raises(InvalidInput) as refusal:
        new_person(now=NOW, **ANA, **wrong)

    assert refusal.value.field == field


def test_details_are_checked_like_those_of_a_registration():
    with pytest.raises(NameMissing):
        new_person(now=NOW, name_to_use="\u200b", email="ana@example.org")


def test_somebody_who_was_registered_with_others_can_change_their_file():
    [ana] = register(ANA)

    changed = services.change_person(
        person_id=ana.pk, by=None, now=NOW, expected_version=1, name_to_use="Anna"
    )

    assert Person.objects.get(pk=ana.pk).name_to_use == changed.name_to_use == "Anna"
