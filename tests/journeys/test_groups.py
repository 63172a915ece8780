"""A group of peers in browsers: from people who wait, by a search and everybody's yes, to the third time that it meets."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from groups.models import Gathering, Group
from groups.models.groups import SeatRole
from groups.states import GatheringState
from tests.journeys.looking import log_in
from tests.journeys.mails import link_in, wait_for_mail
from tests.matching.circles import make_forms
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forms(db):
    """Cora's programme about caring: three who wait and two who may lead, each with a login in English."""
    forms = make_forms(people=3)
    for each in (
        forms.cora,
        *(one for who in everybody(forms) for one in (who.person, who.person.user)),
    ):
        each.language = "en"
        each.save()
    return forms


def everybody(forms):
    return [*forms.members, forms.finn, forms.bea]


def logged_in(visitor, user):
    page = visitor()
    log_in(page, user)
    return page


def ask_everybody(team, forms):
    team.goto(reverse("matching:groups_board", args=[forms.programme.public_id]))
    team.get_by_role("button", name="Search now").click()
    team.locator("section.draft h2 a").click(timeout=40_000)
    team.get_by_role("button", name="Ask everybody").click()
    team.locator(".badge", has_text="people decide").first.wait_for()


def say_yes(page):
    page.get_by_role("button", name="Yes, I want to").click()
    page.locator(".note[role=status]", has_text="yes").wait_for()


def say_yes_on_my_page(page):
    page.goto("/me/")
    page.locator("a[href*='/my/asked/']").first.click()
    say_yes(page)


def plan_three_thursdays(page, group, first):
    page.goto(reverse("groups:plan", args=[group.public_id]))
    page.locator("[name=day]").fill(first.isoformat())
    page.locator("[name=begins]").fill("19:00")
    page.locator("[name=place]").select_option(label="De Kring")
    page.locator("[name=rhythm]").select_option("weekly")
    page.locator("[name=times]").fill("3")
    page.get_by_role("button", name="Plan", exact=True).click()
    page.get_by_role("heading", name="The next gathering").wait_for()


def note_who_was_there(page, group, names):
    page.goto(reverse("groups:group", args=[group.public_id]))
    for name in names:
        page.locator("details[open]").get_by_role("button", name=f"was there {name}").click()
        page.locator(".messages").wait_for()


def test_people_who_wait_become_a_group_that_meets_for_the_third_time(visitor, sink, worker, forms):
    team = logged_in(visitor, forms.cora)
    ana, ben, cem = (each.person for each in forms.members)
    ask_everybody(team, forms)

    by_mail = visitor()
    by_mail.goto(link_in(wait_for_mail(sink, ana.user.email, "We found people")))
    say_yes(by_mail)
    for person in (ben, cem, forms.finn.person, forms.bea.person):
        say_yes_on_my_page(logged_in(visitor, person.user))
    group = Group.objects.get()
    wait_for_mail(sink, ana.user.email, "You have a group now")
    lead = group.seats.get(role=SeatRole.LEAD).enrolment.person
    first = timezone.localdate() + timedelta(days=8)
    plan_three_thursdays(logged_in(visitor, lead.user), group, first)
    wait_for_mail(sink, ben.user.email, "19:00")
    mine = logged_in(visitor, ben.user)
    mine.goto(reverse("groups:group", args=[group.public_id]))
    mine.get_by_role("button", name="I come").first.click()
    mine.get_by_text("You said that you come.").wait_for()

    for weeks in range(3):
        day = first + timedelta(weeks=weeks, days=1)
        with time_machine.travel(timezone.now() + (day - timezone.localdate()), tick=True):
            note_who_was_there(logged_in(visitor, lead.user), group, ["Ana", "Ben", "Cem"])

    states = Gathering.objects.order_by("starts_at").values_list("state", flat=True)
    wait_until(lambda: list(states.all()) == [GatheringState.HELD] * 3, 5)
    assert Group.objects.get().state == "active"
