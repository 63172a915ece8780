"""Who fills in for somebody, and who names them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.services import name_proxy
from tests.pages.builders import fields_of, says, visitor
from tests.teams import make_user

pytestmark = pytest.mark.django_db


def in_days(days=3):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def helper(world):
    user = make_user()
    name_proxy(
        person=world.emma.person,
        email=user.email,
        may=["profile"],
        ends_on=in_days(),
        by=world.cora,
        now=timezone.now(),
    )
    return visitor(user)


def test_a_helper_fills_in_and_the_person_keeps_name_and_address(world, helper):
    def step(code):
        return reverse("organisations:help_step", args=[world.emma.person.public_id, code])

    shown = {
        name: value
        for name, value in fields_of(helper.get(step("text"))).items()
        if not name.startswith("csrf")
    }

    helper.post(step("text"), shown | {"about": "Ik wandel graag."})

    assert Person.objects.get(pk=world.emma.person_id).profile.about == "Ik wandel graag."
    assert helper.get(step("about")).status_code == 404
    assert says(helper.get(reverse("organisations:helping")), "Emma")


def test_a_helper_without_a_page_of_their_own_comes_to_who_they_help(helper):
    assert helper.get(reverse("organisations:home")).url == reverse("organisations:helping")


def test_who_helps_may_not_ask_for_a_break_when_it_was_not_said(world, helper):
    move = reverse("organisations:help_move", args=[world.emma.public_id, "pause"])

    assert helper.post(move).status_code == 404


def test_a_person_names_and_ends_a_helper(world, ana):
    proxies = reverse("accounts:proxies")
    said = {"email": "x@example.org", "may": ["breaks"], "ends_on": in_days().isoformat()}

    refused = ana.post(proxies, said | {"ends_on": in_days(400).isoformat()})
    assert says(refused, "Choose a last day within a year")
    assert fields_of(refused)["email"] == ["x@example.org"]
    ana.post(proxies, said)

    proxy = world.ana.proxies.get()
    assert says(ana.get(proxies), "x@example.org")
    ana.post(reverse("accounts:end_proxy", args=[proxy.public_id]))
    assert not says(ana.get(proxies), "x@example.org")
