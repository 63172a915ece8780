"""What a coordinator finds in the list of people, and who is there already."""

import pytest
from django.urls import reverse

from organisations.errors import EndsBeforeSeen, LooksLikeSomebody, SeenInFuture
from organisations.models import Enrolment
from organisations.models.enrolments import ClearanceKind
from organisations.services import decline_enrolment
from organisations.states import State
from tests.clock import NOW, later
from tests.pages.builders import says, words_of
from tests.pages.forms import newcomer
from tests.people import make_person
from tests.teams import enrolment_at

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
