"""What a team sees before it makes one file of two, and two who do it at once."""

import pytest

from accounts.models import Person
from organisations.duplicate_selectors import list_alike_to, list_duplicates
from organisations.merge_selectors import preview_merge
from organisations.states import State
from tests.organisations.merging.builders import merge
from tests.pages.builders import everything
from tests.people import make_person
from tests.racing import at_once
from tests.teams import enrolment_at, make_coordinator, make_programme

pytestmark = pytest.mark.django_db


def test_a_preview_tells_what_would_happen_and_changes_nothing(two, cora):
    before = everything()

    told = preview_merge(kept=two[0], other=two[1])

    differing = {value.name for value in told.values if value.differs}
    assert differing == {"family_name", "reach_by"}
    assert [(each.stays, each.ends) for each in told.doubles] == [(two[1], two[0])]
    assert (told.refusals, everything()) == ([], before)


def test_a_preview_tells_what_stands_in_the_way(two, cora):
    assert [each.code for each in preview_merge(kept=two[0], other=two[0]).refusals] == [
        "same_person_already"
    ]


def test_who_shares_a_number_or_a_name_at_the_same_place_is_offered(two, programme, cora):
    assert list(list_alike_to(enrolment=two[0], by=cora)) == [two[1]]
    far = enrolment_at(State.APPLIED, make_person("Ana", place="8400"), programme, by=cora)
    assert not list_alike_to(enrolment=far, by=cora)


def test_the_list_of_doubles_names_both(programme, cora):
    one, two = (
        enrolment_at(
            State.APPLIED,
            make_person(name, email="", phone="0470123456", reach_by="phone"),
            programme,
            by=cora,
        )
        for name in ("Mieke", "Miecke")
    )
    enrolment_at(
        State.APPLIED,
        make_person("Bob", email="", phone="0470123456", reach_by="phone"),
        programme,
        by=cora,
    )

    assert list(list_duplicates(by=cora)) == [(one, two)]


def test_who_share_a_full_name_and_did_not_say_their_year_are_on_the_list(programme, cora):
    one, two, _dated = (
        enrolment_at(
            State.APPLIED,
            make_person("Mieke", family_name="Maes", birth_year=year),
            programme,
            by=cora,
        )
        for year in (None, None, 1950)
    )

    assert list_duplicates(by=cora)[0] == (one, two)
    assert len(list_duplicates(by=cora)) == 1


def test_another_organisation_sees_no_doubles(two):
    assert list(list_duplicates(by=make_coordinator(make_programme().organisation))) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_at_once_the_other_way_around_do_it_once(two, cora):
    one, other = two

    results = at_once(lambda: merge((one, other), cora), lambda: merge((other, one), cora))

    assert sorted(type(each).__name__ for each in results) == ["ChangedMeanwhile", "Person"]
    assert Person.objects.count() == 1
