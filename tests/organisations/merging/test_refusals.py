"""What stands in the way of making one file of two."""

import pytest

from accounts.errors import NoWayToReach
from accounts.models import Person
from accounts.services import change_person
from core.errors import ChangedMeanwhile, NotFoundHere
from groups.errors import TogetherInGroup
from matching.errors import KeptApartOrProposed
from matching.models import Exclusion
from matching.services import exclude_people
from organisations import services
from organisations.errors import (
    BothGoOn,
    BothHaveLogin,
    MergeImpossibleHere,
    MergeIncomplete,
    SamePersonAlready,
)
from organisations.models import Enrolment
from organisations.services import merging
from organisations.states import State
from tests.clock import NOW
from tests.matching.builders import approve, make_scene, proposal_at, propose
from tests.organisations.merging.builders import merge
from tests.pages.builders import everything
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme, make_user

pytestmark = pytest.mark.django_db


def test_a_choice_that_cannot_be_is_refused_and_changes_nothing(two, cora):
    change_person(
        person_id=two[0].person_id, by=cora, now=NOW, expected_version=None, reach_by="letter"
    )
    change_person(person_id=two[0].person_id, by=cora, now=NOW, expected_version=None, email="")
    change_person(
        person_id=two[1].person_id,
        by=cora,
        now=NOW,
        expected_version=None,
        email="",
        phone="",
        reach_by="letter",
    )
    Person.objects.filter(pk=two[1].person_id).update(reach_by="email")
    before = everything()

    with pytest.raises(NoWayToReach):
        merge(two, cora, from_other=["reach_by"])

    assert everything() == before


def test_two_logins_are_not_merged(programme, cora):
    both = tuple(
        enrolment_at(State.APPLIED, make_person(user=make_user()), programme, by=cora)
        for _each in range(2)
    )

    with pytest.raises(BothHaveLogin):
        merge(both, cora)


def test_a_file_is_not_merged_with_itself(two, cora):
    with pytest.raises(SamePersonAlready):
        merge((two[0], two[0]), cora)


def test_who_is_known_elsewhere_is_not_merged(two, cora):
    elsewhere = make_programme()
    enrolment_at(State.APPLIED, two[0].person, elsewhere)
    services.give_role(
        user=cora, organisation=elsewhere.organisation, name="coordinator", by=None, now=NOW
    )
    before = everything()

    with pytest.raises(MergeImpossibleHere):
        merge(two, cora)

    assert everything() == before


def test_another_organisation_merges_nothing(two):
    zoe = make_coordinator(make_programme().organisation)

    with pytest.raises(NotFoundHere):
        merge(two, zoe)


def test_a_coordinator_of_one_organisation_merges_nobody_of_another(two, cora):
    stranger = enrolment_at(State.APPLIED, make_person(), make_programme())

    with pytest.raises(NotFoundHere):
        merge((two[0], stranger), cora)


def test_what_changed_since_the_preview_is_looked_at_again(two, cora):
    versions = (two[0].person.version, two[1].person.version)
    change_person(
        person_id=two[1].person_id, by=cora, now=NOW, expected_version=None, name_to_use="Anna"
    )

    with pytest.raises(ChangedMeanwhile):
        merge(two, cora, versions=versions)


def test_a_registration_with_an_offer_goes_on():
    scene, _proposal = proposal_at("offered")
    twin = enrolment_at(State.ACTIVE, make_person("Ana"), scene.programme, by=scene.cora)

    merge((twin, scene.seeker), scene.cora)

    assert Enrolment.objects.get(pk=scene.seeker.pk).state == State.ACTIVE
    assert Enrolment.objects.get(pk=twin.pk).state == State.LEFT


def test_two_registrations_with_an_offer_stop_the_merge():
    scene = make_scene(capacity=2)
    approve(scene.draft(), scene.cora)
    twin = enrolment_at(State.ACTIVE, make_person("Ana"), scene.programme, by=scene.cora)
    approve(propose(scene, twin), scene.cora)

    with pytest.raises(BothGoOn):
        merge((twin, scene.seeker), scene.cora)


def test_two_who_met_are_two_people():
    scene, _proposal = proposal_at("agreed")
    Person.objects.filter(pk=scene.ben.pk).update(user=None)

    with pytest.raises(TogetherInGroup):
        merge((scene.seeker, scene.volunteer), scene.cora)


def test_two_who_are_proposed_to_each_other_are_not_merged():
    scene, _proposal = proposal_at("draft")
    Person.objects.filter(pk=scene.ben.pk).update(user=None)

    with pytest.raises(KeptApartOrProposed):
        merge((scene.seeker, scene.volunteer), scene.cora)


def kept_apart(enrolment, by):
    """Dirk, who is never proposed to this person."""
    dirk = enrolment_at(State.ACTIVE, make_person("Dirk"), enrolment.programme, by=by)
    exclude_people(
        organisation_id=enrolment.organisation_id,
        one_id=enrolment.person_id,
        other_id=dirk.person_id,
        by=by,
        now=NOW,
    )
    return dirk


def test_whom_one_file_is_kept_apart_from_stays_apart(two, cora):
    dirk = kept_apart(two[1], cora)

    kept = merge(two, cora)

    row = Exclusion.objects.get()
    assert {row.first_id, row.second_id} == {kept.pk, dirk.person_id}


def test_what_nobody_said_how_to_move_is_not_lost(two, cora, monkeypatch):
    kept_apart(two[1], cora)
    monkeypatch.setattr(merging, "PARTS", [])  # as if an app had forgotten to say it
    before = everything()

    with pytest.raises(MergeIncomplete):
        merge(two, cora)

    assert everything() == before


def test_every_field_that_points_at_a_person_is_known_here():
    told = {f"{each.model._meta.label}.{each.name}" for each in merging.fields_to_person()}

    assert told == {
        "accounts.Consent.person",
        "accounts.Disclosure.person",
        "accounts.FormerId.person",
        "accounts.PersonInterest.person",
        "accounts.PersonLanguage.person",
        "accounts.Place.person",
        "accounts.Profile.person",
        "accounts.Proxy.person",
        "groups.CalendarFeed.person",
        "groups.Gathering.lead",
        "matching.DraftMember.person",
        "matching.Exclusion.first",
        "matching.Exclusion.second",
        "notifications.Choice.person",
        "notifications.Habit.person",
        "notifications.Message.person",
        "organisations.Enrolment.person",
        "organisations.TwoPeople.first",
        "organisations.TwoPeople.second",
    }
