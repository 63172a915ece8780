"""What a coordinator finds in the list of people, and who is there already."""

import pytest
from django.urls import reverse

from accounts.errors import AlreadyRegistered
from accounts.models import Person
from organisations.errors import EndsBeforeSeen, LooksLikeSomebody, SeenInFuture
from organisations.models import Enrolment
from organisations.models.enrolments import ClearanceKind
from organisations.permissions import organisations_of
from organisations.services import decline_enrolment
from organisations.states import State
from tests.clock import NOW, later
from tests.pages.builders import fields_of, says, words_of
from tests.pages.forms import newcomer
from tests.people import make_person
from tests.teams import enrolment_at, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def garcia(world):
    person = make_person("Íñigo", family_name="García", phone="0471223344")
    return enrolment_at(State.APPLIED, person, world.programme, by=world.cora)


@pytest.mark.parametrize(
    "typed",
    ["garcia", "GARCÍA inigo", "0471 22 33 44", "+32 471 22 33 44", "0032471223344", "9000 garcia"],
)
def test_a_search_forgives_accents_capitals_and_spaces(cora, garcia, typed):
    page = cora.get(reverse("organisations:people"), {"q": typed})

    assert says(page, "1 person")
    assert says(page, "García")


@pytest.mark.parametrize("typed", ["garcio", "0471 22 33 45", "%", "_", "garcia ben"])
def test_a_search_finds_nobody_else(cora, garcia, typed):
    assert says(cora.get(reverse("organisations:people"), {"q": typed}), "0 people")


def test_who_stopped_comes_last_and_waits_no_more(cora, world, garcia):
    decline_enrolment(enrolment_id=garcia.pk, by=world.cora, now=NOW)

    words = words_of(cora.get(reverse("organisations:people")))

    assert "Íñigo García" in words.split("Emma")[-1]
    assert "not in this programme –" in words


def add(client, world, **said):
    return client.post(reverse("organisations:add_person"), newcomer(world.programme, **said))


def test_somebody_with_the_same_phone_is_asked_about_first(cora, world, garcia):
    page = add(cora, world, phone="0471/22.33.44", note="Calls after five")

    assert (page.status_code, says(page, LooksLikeSomebody())) == (422, True)
    assert says(page, "Íñigo García")
    assert says(page, "It is somebody else: register")


def test_somebody_else_with_the_same_phone_is_registered_anyway(cora, world, garcia):
    add(cora, world, phone="0471223344", anyway="1")

    assert Enrolment.objects.filter(person__phone="+32471223344").count() == 2


def test_what_is_wrong_is_told_before_who_is_alike(cora, world, garcia):
    page = add(cora, world, phone="0471223344", place="0000")

    assert not says(page, LooksLikeSomebody())


def test_two_clicks_register_one_person(cora, world):
    said = {"public_id": fields_of(cora.get(reverse("organisations:add_person")))["public_id"][0]}
    first = add(cora, world, **said)

    second = add(cora, world, **said)

    assert (second.status_code, second.url) == (302, first.url)
    assert Person.objects.filter(phone="+32470654321").count() == 1


def test_each_new_form_registers_somebody_new(cora, world):
    page = reverse("organisations:add_person")

    assert fields_of(cora.get(page))["public_id"] != fields_of(cora.get(page))["public_id"]


def test_a_form_that_names_somebody_of_another_organisation_shows_nothing_of_them(zoe, world):
    programme = make_programme(organisations_of(world.zoe).get())
    said = newcomer(programme, public_id=world.emma.person.public_id)

    page = zoe.post(reverse("organisations:add_person"), said)

    assert (page.status_code, says(page, AlreadyRegistered())) == (422, True)


def test_all_that_is_wrong_is_told_at_once(cora, world):
    said = {
        "name_to_use": "",
        "place": "0000",
        "birth_year": "1800",
        "email": "emma@",
        "phone": "12",
    }

    page = add(cora, world, **said)

    assert sorted(page.context["form"].errors) == sorted(said)


def test_a_number_that_is_missing_is_told_beside_the_rest(cora, world):
    page = add(cora, world, phone="", place="0000")

    assert sorted(page.context["form"].errors) == ["phone", "place"]


def test_people_of_other_organisations_are_not_told_of(zoe, world, garcia):
    page = zoe.post(
        reverse("organisations:add_person"), newcomer(world.programme, phone="0471223344")
    )

    assert not says(page, "García")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"seen_on": later(days=1).date()}, SeenInFuture()),
        ({"valid_until": "2020-01-01"}, EndsBeforeSeen()),
    ],
)
def test_an_impossible_day_in_a_file_is_named(cora, world, said, told):
    usual = {"kind": ClearanceKind.INFO_NOTE, "seen_on": NOW.date()}
    address = reverse("organisations:clearance", args=[world.volunteer.public_id])

    assert says(cora.post(address, usual | said), told)
