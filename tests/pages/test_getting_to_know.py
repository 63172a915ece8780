"""A coordinator gets to know people: first talk, who takes care, doubles, filters."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.services import change_person
from notifications.models import Message
from organisations import services
from organisations.models import Enrolment, SavedFilter, Talk, TwoPeople
from organisations.states import State
from tests.clock import NOW, later
from tests.pages.builders import fields_of, links_of, says, visitor
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(world):
    """`at("plan_talk")` is the address of a page about Emma, who waits for a first answer."""
    return lambda name, *more: reverse(f"organisations:{name}", args=[world.emma.public_id, *more])


def in_days(days=3):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def talk(world):
    return {
        "day": in_days().isoformat(),
        "time": "14:30",
        "way": "place",
        "place": "Kouter 1",
        "with_user": str(world.cora.pk),
        "talk_version": "0",
    }


def test_a_talk_is_planned_and_told(world, cora, at, talk):
    cora.post(at("plan_talk"), talk)

    planned = Talk.objects.get()
    local = timezone.localtime(planned.at)
    assert (local.date(), local.hour, local.minute) == (in_days(), 14, 30)
    assert Message.objects.filter(kind="organisations.talk_planned").exists()
    assert says(cora.get(at("person")), "Kouter 1")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"day": "2020-01-01"}, "This moment has passed already."),
        ({"day": "x"}, "Type a day"),
        ({"time": "25:00"}, "Type a time"),
        ({"place": ""}, "Where do you meet?"),
        ({"with_user": "0"}, "Select a valid choice."),
    ],
)
def test_a_refused_talk_keeps_what_was_typed(world, cora, at, talk, wrong, told):
    page = cora.post(at("plan_talk"), talk | wrong)

    assert (page.status_code, Talk.objects.exists()) == (422, False)
    kept = talk | wrong
    if "place" not in wrong:
        assert fields_of(page)["place"] == [kept["place"]]


def test_who_plans_over_another_plan_sees_both(world, cora, at, talk):
    cora.post(at("plan_talk"), talk)

    page = cora.post(at("plan_talk"), talk | {"time": "16:00"})

    assert page.status_code == 422
    assert says(page, "Stored meanwhile:")
    assert says(page, "14:30")
    cora.post(at("plan_talk"), talk | {"time": "16:00", "talk_version": "1"})
    assert timezone.localtime(Talk.objects.get().at).hour == 16


def test_a_talk_is_cancelled(world, cora, at, talk):
    cora.post(at("plan_talk"), talk)

    cora.post(at("end_talk", "cancel"))

    assert Talk.objects.get().state == "cancelled"
    assert cora.post(at("end_talk", "nothing")).status_code == 404


def test_what_cannot_be_taken_back_is_asked_once_more(world, cora, at):
    page = cora.get(at("sure", "decline"))

    assert says(page, "This cannot be taken back here.")
    cora.post(at("change_state", "decline"), {"note": "Zoekt een vereniging"})
    emma = Enrolment.objects.get(pk=world.emma.pk)
    assert (emma.state, emma.decision_note) == (State.DECLINED, "Zoekt een vereniging")
    assert says(cora.get(at("person")), "Zoekt een vereniging")
    assert cora.get(at("sure", "pause")).status_code == 404


def test_what_two_change_at_once_is_shown_beside_each_other(world, cora, at):
    sent = {
        name: value
        for name, value in fields_of(cora.get(at("person"))).items()
        if name in ("version", "goals", "months")
    }
    services.change_enrolment(
        enrolment_id=world.emma.pk, by=world.cora, now=NOW, months=6, note="Belde zelf"
    )

    page = cora.post(at("person"), sent | {"months": "12", "note": "Schreef een brief"})

    assert page.status_code == 422
    assert says(page, "Stored meanwhile: 6")
    assert says(page, "Stored meanwhile: Belde zelf")
    assert fields_of(page)["note"] == ["Schreef een brief"]
    assert Enrolment.objects.get(pk=world.emma.pk).months == 6


def test_a_profile_that_two_change_at_once_is_shown_beside_each_other(world, cora, at):
    step = at("step", "about")
    sent = {name: value for name, value in fields_of(cora.get(step)).items() if name != "csrf"}
    change_person(
        person_id=world.emma.person_id,
        by=None,
        now=NOW,
        expected_version=None,
        birth_year=1980,
        language="fr",
    )

    page = cora.post(step, sent | {"birth_year": "1970"})

    assert page.status_code == 422
    assert says(page, "Stored meanwhile: 1980")
    assert says(page, "Stored meanwhile: French")
    assert fields_of(page)["birth_year"] == ["1970"]


def test_somebody_takes_care(world, cora, at):
    cora.post(at("assign"), {"coordinator": str(world.cora.pk), "instead_of": ""})

    assert Enrolment.objects.get(pk=world.emma.pk).coordinator == world.cora
    mine = reverse("organisations:people") + f"?coordinator={world.cora.pk}"
    assert says(cora.get(mine), "Emma")
    assert not says(cora.get(reverse("organisations:people") + "?coordinator=nobody"), "Emma")
    late = cora.post(at("assign"), {"coordinator": str(world.lea.pk), "instead_of": ""})
    assert late.status_code == 409
    assert cora.post(at("assign"), {"coordinator": str(world.zoe.pk)}).status_code == 404


def test_the_desk_says_what_is_due_and_late(world, cora, at, talk, clock):
    desk = reverse("organisations:desk")
    clock.move_to(later(days=3))
    assert says(cora.get(desk), "no first answer yet")

    cora.post(at("plan_talk"), talk | {"day": timezone.localdate().isoformat()})

    assert says(cora.get(desk), "Due today")
    assert not says(cora.get(f"{desk}?who={world.lea.pk}"), "Due today")
    clock.move_to(later(days=3, hours=9))
    assert says(cora.get(desk), "what came of it?")
    cora.post(at("end_talk", "missed"))
    assert says(cora.get(desk), "did not come to the first talk")


def test_the_desk_shows_the_work_of_one_colleague(world, cora):
    services.assign_coordinator(
        enrolment_id=world.emma.pk, coordinator=world.lea, by=world.cora, now=NOW
    )
    desk = reverse("organisations:desk")

    assert says(cora.get(f"{desk}?who={world.lea.pk}"), "1 person waits for a first answer")
    assert says(cora.get(f"{desk}?who={world.cora.pk}"), "0 people wait for a first answer")
    assert cora.get(f"{desk}?who=%00x").status_code == 200


def test_filters_are_kept_under_a_name(world, cora):
    people = reverse("organisations:people")
    answer = cora.post(
        reverse("organisations:save_filter"),
        {"name": "Nieuwe", "query": "state=applied&page=2", "organisation": ""},
    )

    assert answer.url == f"{people}?state=applied"
    assert f"{people}?state=applied" in links_of(cora.get(people))
    assert f"{people}?state=applied" not in links_of(visitor(world.lea).get(people))
    cora.post(reverse("organisations:remove_filter", args=[SavedFilter.objects.get().public_id]))
    assert not SavedFilter.objects.exists()


def test_a_filter_without_a_name_is_refused(world, cora):
    page = cora.post(reverse("organisations:save_filter"), {"name": " ", "query": "state=applied"})

    assert (page.status_code, SavedFilter.objects.exists()) == (422, False)
    assert fields_of(page)["query"] == ["state=applied"]


def test_a_filter_is_shared_with_ones_own_team_only(world, cora, zoe):
    said = {
        "name": "Samen",
        "query": "side=volunteer",
        "organisation": str(world.programme.organisation.public_id),
    }

    assert zoe.post(reverse("organisations:save_filter"), said).status_code == 422
    cora.post(reverse("organisations:save_filter"), said)

    assert says(visitor(world.lea).get(reverse("organisations:people")), "Samen")


@pytest.fixture
def twin(world):
    """Emma once more, by another name and the same phone."""
    emma = make_person("Emmy", email="", phone="0470123456", reach_by="phone", birth_year=1950)
    return enrolment_at(State.APPLIED, emma, world.programme, by=world.cora)


def test_who_may_be_there_twice_is_offered(world, cora, at, twin):
    merge = at("merge", twin.public_id)

    assert merge in links_of(cora.get(at("person")))
    assert merge in links_of(cora.get(reverse("organisations:duplicates")))


def test_two_files_become_one_after_a_look(world, cora, at, twin):
    page = cora.get(at("merge", twin.public_id))
    assert says(page, "This cannot be undone.")
    versions = {name: fields_of(page)[name][0] for name in ("kept_version", "other_version")}

    answer = cora.post(at("merge", twin.public_id), versions | {"name_to_use": "other"})

    assert answer.url == at("person")
    person = Person.objects.get(pk=world.emma.person_id)
    assert (person.name_to_use, person.birth_year) == ("Emmy", 1950)
    assert not Person.objects.filter(pk=twin.person_id).exists()


def test_two_people_are_said_listed_and_taken_back(world, cora, at, twin):
    merge, doubles = at("merge", twin.public_id), reverse("organisations:duplicates")

    page = cora.post(at("say_two_people", twin.public_id), follow=True)
    assert (page.redirect_chain[0][0], merge in links_of(page)) == (doubles, False)
    assert says(page, "They are not offered as one again.")
    assert merge not in links_of(cora.get(at("person")))

    page = cora.get(reverse("organisations:two_people"))
    assert says(page, "Emma – Emmy")
    assert says(page, f"· {world.cora.email}")
    said = TwoPeople.objects.get().public_id
    cora.post(reverse("organisations:take_back_two_people", args=[said]))

    assert merge in links_of(cora.get(doubles))


def test_who_was_said_to_be_two_cannot_be_made_one(cora, at, twin):
    cora.post(at("say_two_people", twin.public_id))

    page = cora.get(at("merge", twin.public_id))

    assert says(page, "Your team said that these are two people. Take that back first.")
    assert not says(page, "Yes, make them one file")
    assert reverse("organisations:two_people") in links_of(page)


def test_a_file_that_changed_since_the_look_is_shown_again(world, cora, at, twin):
    page = cora.post(
        at("merge", twin.public_id),
        {"kept_version": "1", "other_version": "99", "name_to_use": "other"},
    )

    assert (page.status_code, Person.objects.filter(pk=twin.person_id).exists()) == (409, True)
    assert says(page, "Somebody else changed this just now.")
    assert "other" in fields_of(page)["name_to_use"]


def test_what_stands_in_the_way_of_a_merge_is_said(world, cora):
    page = cora.get(
        reverse("organisations:merge", args=[world.cem.public_id, world.dirk.public_id])
    )

    assert says(page, "Both log in by themselves.")
    assert not says(page, "Yes, make them one file")


def test_the_timeline_holds_everything_by_whom(world, cora, at):
    services.assign_coordinator(
        enrolment_id=world.emma.pk, coordinator=world.cora, by=world.cora, now=NOW
    )

    page = cora.get(at("timeline"))

    assert says(page, "Registered for a programme")
    assert says(page, world.cora.email)
    assert cora.get(at("timeline") + "?page=999").status_code == 200


def test_a_page_of_people_costs_no_query_a_row(world, cora, django_assert_max_num_queries):
    for number in range(30):
        one = enrolment_at(
            State.APPLIED, make_person(f"Fatou {number}"), world.programme, by=world.cora
        )
        services.assign_coordinator(
            enrolment_id=one.pk, coordinator=world.cora, by=world.cora, now=NOW
        )

    with django_assert_max_num_queries(15):
        page = cora.get(reverse("organisations:people"))

    assert says(page, "Fatou 1")
