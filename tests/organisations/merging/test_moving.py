"""Two files of one person become one: what stays and what moves along."""

from datetime import date

import pytest

from accounts.models import FormerId, Person
from accounts.selectors import disclosure_choices, ids_of
from accounts.services import (
    change_disclosures,
    change_interests,
    give_consent,
    name_proxy,
    withdraw_consent,
)
from core.models import Event
from notifications.models import Choice, Habit, Message
from organisations import services
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.selectors import list_events
from organisations.states import State
from tests.clock import NOW, earlier, later
from tests.notifications.builders import queue
from tests.organisations.merging.builders import merge
from tests.people import make_person
from tests.teams import enrolment_at, make_user

pytestmark = pytest.mark.django_db


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
    for enrolment, kind, on in ((one, "training", 1), (two, "training", 2), (two, "insurance", 2)):
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
    assert set(ids_of(person_id=kept.pk)) == {kept.pk, two[1].person_id}
    told = list_events(enrolment=Enrolment.objects.filter(person=kept)[0])
    assert told.filter(person_id=two[1].person_id).count() >= before - 1


def chosen(person):
    rows = Choice.objects.filter(person=person).order_by("topic")
    return list(rows.values_list("topic", "wanted"))


def test_what_the_other_chose_counts_where_the_kept_one_chose_nothing(two, cora):
    one, other = (each.person for each in two)
    Choice.objects.create(person=one, topic="care", channel="mail", wanted=True)
    Choice.objects.create(person=other, topic="care", channel="mail", wanted=False)
    Choice.objects.create(person=other, topic="waiting", channel="mail", wanted=False)
    Habit.objects.create(person=other, digest="daily")

    kept = merge(two, cora)

    assert chosen(kept) == [("care", True), ("waiting", False)]
    assert kept.habit.digest == "daily"


def test_the_habits_of_the_kept_one_stay(two, cora):
    Habit.objects.create(person=two[0].person, digest="weekly")
    Habit.objects.create(person=two[1].person, digest="daily")

    kept = merge(two, cora)

    assert [each.digest for each in Habit.objects.all()] == ["weekly"]
    assert Habit.objects.get().person == kept


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
