"""Two files of one person become one: what stays, what moves, what stands in the way."""

from datetime import date

import pytest

from accounts.errors import NoWayToReach
from accounts.models import FormerId, Person
from accounts.selectors import disclosure_choices, ids_of
from accounts.services import (
    change_disclosures,
    change_interests,
    change_person,
    give_consent,
    name_proxy,
    withdraw_consent,
)
from core.errors import ChangedMeanwhile, NotFoundHere
from core.models import Event
from groups.errors import TogetherInGroup
from matching.errors import KeptApartOrProposed
from matching.models import Exclusion
from matching.services import exclude_people
from notifications.models import Message
from organisations import services
from organisations.errors import (
    BothGoOn,
    BothHaveLogin,
    MergeImpossibleHere,
    MergeIncomplete,
    SamePersonAlready,
)
from organisations.merge_selectors import list_alike_to, list_duplicates, preview_merge
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.selectors import list_events
from organisations.services import merging
from organisations.states import State
from tests.clock import NOW, earlier, later
from tests.matching.builders import approve, make_scene, proposal_at, propose
from tests.matching.test_races import at_once
from tests.notifications.builders import queue
from tests.pages.builders import everything
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def cora(programme):
    return make_coordinator(programme.organisation)


@pytest.fixture
def two(programme, cora):
    """Ana twice: once as she registered, once as she phoned."""
    ana = make_person("Ana", family_name="Peeters", birth_year=1985, email="ana@example.org")
    again = make_person("Ana", family_name="Peters", email="", phone="0470123456", reach_by="phone")
    return (
        enrolment_at(State.APPLIED, ana, programme, by=cora),
        enrolment_at(State.ACTIVE, again, programme, by=cora, now=earlier(days=30)),
    )


def merge(two, by, **more):
    kept, other = two
    return services.merge_people(
        kept_id=kept.person_id, other_id=other.person_id, by=by, now=NOW, **more
    )


def test_what_only_the_other_file_knows_moves_along(two, cora):
    kept = merge(two, cora)

    assert (kept.email, str(kept.phone), kept.birth_year) == (
        "ana@example.org",
        "+32470123456",
        1985,
    )
    assert list(Person.objects.all()) == [kept]


def test_of_what_both_know_the_chosen_value_stays(two, cora):
    kept = merge(two, cora, from_other=["family_name", "reach_by"])

    assert (kept.name_to_use, kept.family_name, kept.reach_by) == ("Ana", "Peters", "phone")


def test_the_place_can_be_taken_over(programme, cora):
    one = enrolment_at(State.APPLIED, make_person(place="9000"), programme, by=cora)
    two = enrolment_at(State.APPLIED, make_person(place="8400"), programme, by=cora)

    kept = merge((one, two), cora, from_other=["place"])

    assert Person.objects.get(pk=kept.pk).place.typed == "8400"


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


def test_the_registration_that_is_further_on_goes_on(two, cora):
    kept = merge(two, cora)

    states = {each.pk: each.state for each in kept.enrolments.all()}
    assert states == {two[0].pk: State.LEFT, two[1].pk: State.ACTIVE}


def test_nobody_loses_the_place_in_the_queue(programme, cora):
    first = enrolment_at(State.ACTIVE, make_person(), programme, by=cora)
    second = enrolment_at(
        State.ACTIVE, make_person(), programme, by=cora, now=earlier(days=60), goals=["sport"]
    )

    merge((first, second), cora)

    stays = Enrolment.objects.get(state=State.ACTIVE)
    assert (stays.pk, stays.waiting_since) == (first.pk, earlier(days=60))
    assert stays.goals == second.goals


def test_papers_of_both_registrations_stay(programme, cora):
    one, two = (
        enrolment_at(State.ACTIVE, make_person(), programme, side=Side.VOLUNTEER, by=cora)
        for _each in range(2)
    )
    for enrolment, kind, on in (
        (one, "training", 1),
        (two, "training", 2),
        (two, "insurance", 2),
    ):
        services.record_clearance(
            enrolment_id=enrolment.pk, kind=kind, seen_on=date(2026, 2, on), by=cora, now=NOW
        )

    merge((one, two), cora)

    papers = {each.kind: each.seen_on.day for each in one.clearances.all()}
    assert papers == {"training": 1, "insurance": 2}


def test_messages_and_the_log_are_found_under_the_file_that_stays(two, cora):
    queue(two[1].person)
    before = Event.objects.filter(person_id=two[1].person_id).count()

    kept = merge(two, cora)

    assert Message.objects.filter(person=kept).exists()
    assert ids_of(person_id=kept.pk) == [kept.pk, two[1].person_id]
    told = list_events(enrolment=Enrolment.objects.filter(person=kept)[0])
    assert told.filter(person_id=two[1].person_id).count() >= before - 1


def test_a_file_that_was_merged_before_is_not_forgotten(two, programme, cora):
    third = enrolment_at(State.APPLIED, make_person("Ana"), programme, by=cora)
    merge((third, two[1]), cora)

    kept = merge((two[0], third), cora)

    assert set(ids_of(person_id=kept.pk)) == {kept.pk, third.person_id, two[1].person_id}
    assert FormerId.objects.filter(person=kept).count() == 2


def test_a_certainly_not_and_the_more_private_choice_count(two, cora):
    kept, other = two[0].person, two[1].person
    change_interests(person_id=kept.pk, attitudes={"walking": "like"}, by=None, now=NOW)
    change_interests(
        person_id=other.pk, attitudes={"walking": "no_go", "coffee": "like"}, by=None, now=NOW
    )
    change_disclosures(person=other, choices={"area": "never"}, by=None, now=NOW)

    kept = merge(two, cora)

    assert dict(kept.interests.values_list("interest", "attitude")) == {
        "walking": "no_go",
        "coffee": "like",
    }
    assert disclosure_choices(person=Person.objects.get(pk=kept.pk))["area"] == "never"


def live_consents(person):
    return person.consents.filter(withdrawn_at=None).count()


def test_two_consents_become_one(two, cora):
    kept = merge(two, cora)

    assert (live_consents(kept), kept.consents.count()) == (1, 2)


def test_what_was_taken_back_later_stays_taken_back(two, cora):
    withdraw_consent(person=two[0].person, purpose="service", by=None, now=later(days=1))

    assert live_consents(merge(two, cora)) == 0


def test_what_was_given_later_holds(two, cora):
    withdraw_consent(person=two[0].person, purpose="service", by=None, now=NOW)
    withdraw_consent(person=two[1].person, purpose="service", by=None, now=NOW)
    give_consent(person=two[1].person, purpose="service", how="phone", by=cora, now=later(days=1))

    assert live_consents(merge(two, cora)) == 1


def test_a_login_moves_along(programme, cora):
    user = make_user()
    one = enrolment_at(State.APPLIED, make_person(), programme, by=cora)
    two = enrolment_at(State.APPLIED, make_person(user=user), programme, by=cora)

    assert merge((one, two), cora).user == user


def test_who_may_fill_in_moves_along(two, cora):
    for each in two:
        name_proxy(
            person=each.person,
            email="dirk@example.org",
            may=["profile"],
            ends_on=date(2026, 6, 1),
            by=cora,
            now=NOW,
        )

    kept = merge(two, cora)

    assert kept.proxies.filter(ended_at=None).count() == 1
    assert kept.proxies.count() == 2


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


def test_whom_one_file_is_kept_apart_from_stays_apart(two, programme, cora):
    dirk = enrolment_at(State.ACTIVE, make_person("Dirk"), programme, by=cora)
    exclude_people(
        organisation_id=programme.organisation_id,
        one_id=two[1].person_id,
        other_id=dirk.person_id,
        by=cora,
        now=NOW,
    )

    kept = merge(two, cora)

    row = Exclusion.objects.get()
    assert {row.first_id, row.second_id} == {kept.pk, dirk.person_id}


def test_what_nobody_said_how_to_move_is_not_lost(two, programme, cora, monkeypatch):
    dirk = enrolment_at(State.ACTIVE, make_person("Dirk"), programme, by=cora)
    exclude_people(
        organisation_id=programme.organisation_id,
        one_id=two[1].person_id,
        other_id=dirk.person_id,
        by=cora,
        now=NOW,
    )
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
        "matching.Exclusion.first",
        "matching.Exclusion.second",
        "notifications.Message.person",
        "organisations.Enrolment.person",
    }


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

    assert list_duplicates(by=cora) == [(one, two)]


def test_another_organisation_sees_no_doubles(two):
    assert list_duplicates(by=make_coordinator(make_programme().organisation)) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_at_once_the_other_way_around_do_it_once(two, cora):
    one, other = two

    results = at_once(
        lambda: merge((one, other), cora),
        lambda: merge((other, one), cora),
    )

    assert sorted(type(each).__name__ for each in results) == ["ChangedMeanwhile", "Person"]
    assert Person.objects.count() == 1


def test_a_place_comes_along_when_there_was_none(programme, cora):
    one = enrolment_at(State.APPLIED, make_person(), programme, by=cora)
    two = enrolment_at(State.APPLIED, make_person(place="8400"), programme, by=cora)
    one.person.place.delete()
    one = Enrolment.objects.get(pk=one.pk)

    kept = merge((one, two), cora, from_other=["place"])

    assert Person.objects.get(pk=kept.pk).place.typed == "8400"


def test_a_choice_that_shows_more_gives_way(two, cora):
    one, other = two[0].person, two[1].person
    change_disclosures(person=one, choices={"area": "never"}, by=None, now=NOW)
    change_disclosures(person=other, choices={"area": "proposal"}, by=None, now=NOW)

    kept = merge(two, cora)

    assert kept.disclosures.get(part="area").shown == "never"
