"""Somebody changes what they told, and two who change at once do not overwrite each other."""

import pytest

from accounts import services
from accounts.errors import EmailInvalid, NameMissing, NoWayToReach, PhoneInvalid
from accounts.models import Person
from core.errors import ChangedMeanwhile
from core.models import Event
from tests.clock import NOW, later
from tests.people import make_person
from tests.teams import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_person("Ana", email="ana@example.org", phone="0470 12 34 56", birth_year=1980)


def change(person, *, expected_version=None, **details):
    return services.change_person(
        person_id=person.pk, by=None, now=NOW, expected_version=expected_version, **details
    )


def test_what_is_not_mentioned_stays(ana):
    changed = change(ana, name_to_use="Anna")

    assert (changed.name_to_use, changed.email, str(changed.phone), changed.birth_year) == (
        "Anna",
        "ana@example.org",
        "+32470123456",
        1980,
    )


def test_a_change_raises_the_version(ana):
    assert change(ana, gender="woman").version == ana.version + 1


def test_a_change_is_written_in_the_log_without_what_was_typed(ana):
    changed_at = later(days=1)

    services.change_person(
        person_id=ana.pk, by=None, now=changed_at, expected_version=None, name_to_use="Anna"
    )

    assert Event.objects.get(at=changed_at).data == {"part": "details"}


@pytest.mark.parametrize(
    ("details", "error"),
    [
        ({"name_to_use": " "}, NameMissing),
        ({"email": "ana"}, EmailInvalid),
        ({"email": ""}, NoWayToReach),
        ({"reach_by": "phone", "phone": ""}, PhoneInvalid),
    ],
)
def test_a_change_is_checked_like_a_registration(ana, details, error):
    with pytest.raises(error):
        change(ana, **details)

    assert Person.objects.get(pk=ana.pk).version == ana.version


def test_somebody_with_a_login_may_take_the_other_address_away():
    ana = make_person("Ana", user=make_user())

    assert change(ana, email="").email == ""


def test_the_version_that_was_read_may_be_changed(ana):
    assert change(ana, expected_version=ana.version, name_to_use="Anna").name_to_use == "Anna"


def change_details(person, **more):
    return services.change_person(person_id=person.pk, by=None, now=NOW, name_to_use="B", **more)


def change_languages(person, **more):
    return services.change_languages(
        person_id=person.pk, by=None, now=NOW, levels={"fr": 1}, **more
    )


def change_interests(person, **more):
    return services.change_interests(
        person_id=person.pk, by=None, now=NOW, attitudes={"coffee": "like"}, **more
    )


def change_profile(person, **more):
    return services.change_profile(person_id=person.pk, by=None, now=NOW, about="B", **more)


@pytest.mark.parametrize(
    "service", [change_details, change_languages, change_interests, change_profile]
)
def test_a_page_that_was_read_before_another_change_overwrites_nothing(ana, service):
    change(ana, name_to_use="Anna")

    with pytest.raises(ChangedMeanwhile):
        service(ana, expected_version=ana.version)

    now = Person.objects.get(pk=ana.pk)
    assert (now.name_to_use, now.version) == ("Anna", ana.version + 1)
