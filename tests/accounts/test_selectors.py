"""What a team and the person read of somebody's file."""

import pytest

from accounts import services
from accounts.models import Person
from accounts.models.consents import Part
from accounts.selectors import (
    LOOKED,
    all_parts,
    disclosure_choices,
    empty_steps,
    list_looks,
    read_told,
    with_known_steps,
)
from core import events
from tests.clock import NOW, later
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_person("Ana", email="ana@example.org")


def look(person, organisation_id, at=NOW):
    events.record(
        LOOKED, subject=person, by=None, at=at, person_id=person.pk, organisation_id=organisation_id
    )


def test_the_team_reads_everything_that_was_told_also_what_the_other_never_sees(ana):
    services.change_disclosures(
        person=ana, choices=dict.fromkeys(Part.values, "never"), by=None, now=NOW
    )

    told = dict(all_parts(person=ana, language="en"))

    assert (told["name to use"], told["e-mail address"]) == ("Ana", "ana@example.org")


def test_the_team_reads_no_empty_parts(ana):
    assert [part for part, text in all_parts(person=ana, language="en") if not text] == []


def test_somebody_sees_which_organisation_looked_newest_first(ana):
    look(ana, 3)
    look(ana, 4, at=later(hours=1))

    assert [(each.organisation_id, each.at) for each in list_looks(person=ana)] == [
        (4, later(hours=1)),
        (3, NOW),
    ]


def test_nobody_sees_who_looked_at_somebody_else(ana):
    look(make_person("Ben"), 3)

    assert list_looks(person=ana) == []


def test_only_a_look_is_a_look(ana):
    services.change_person(
        person_id=ana.pk, by=None, now=NOW, expected_version=None, name_to_use="Anna"
    )

    assert list_looks(person=ana) == []


def empty_of(person):
    return empty_steps(person=with_known_steps().get(pk=person.pk))


def test_somebody_who_just_registered_has_told_nothing_yet():
    ben = services.register_person(name_to_use="Ben", email="ben@example.org", by=None, now=NOW)

    assert empty_of(ben) == {"languages", "interests", "when", "meeting", "text"}


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"about": "I keep bees."}, "text"),
        ({"travel_km": 5}, "meeting"),
        ({"travel_mode": "foot"}, "meeting"),
        ({"contact_forms": ["phone"]}, "meeting"),
        ({"day_parts": ["sun_evening"]}, "when"),
    ],
)
def test_a_step_is_done_once_something_of_it_was_told(changes, step):
    ben = services.register_person(name_to_use="Ben", email="ben@example.org", by=None, now=NOW)

    services.change_profile(person_id=ben.pk, by=None, now=NOW, **changes)

    assert step not in empty_of(ben)


def all_told(person):
    languages = {(row.language, row.level) for row in person.languages.all()}
    interests = {(row.interest, row.attitude) for row in person.interests.all()}
    return languages, interests, disclosure_choices(person=person)


def test_what_people_tell_is_read_at_once_and_is_the_same_as_one_by_one(
    ana, django_assert_num_queries
):
    ben = make_person("Ben")
    told = {"person_id": ana.pk, "by": None, "now": NOW}
    services.change_languages(levels={"nl": 3, "ar": 1}, **told)
    services.change_interests(attitudes={"walking": "like"}, **told)
    services.change_disclosures(person=ana, choices={"about": "never"}, by=None, now=NOW)
    before = [all_told(person) for person in (ana, ben)]
    again = [Person.objects.get(pk=person.pk) for person in (ana, ben, ana)]

    with django_assert_num_queries(1):
        read_told(again)
        after = [all_told(person) for person in again]

    assert after == [*before, before[0]]


def test_nobody_is_read_without_asking(django_assert_num_queries):
    with django_assert_num_queries(0):
        read_told([])
