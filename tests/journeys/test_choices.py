"""How somebody says by keys alone how they want to hear from us."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from notifications.models import Choice, Habit
from tests.journeys.looking import log_in
from tests.people import make_person
from tests.teams import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ana(db):
    ana = make_person("Ana")
    ana.user = make_user(language="en")
    ana.save()
    return ana


@pytest.fixture
def page(visitor, ana):
    page = visitor()
    log_in(page, ana.user)
    page.goto(reverse("my_choices"))
    return page


def reach(page, field):
    """Go on with Tab until this field has the focus."""
    wanted = page.locator(field)
    for _step in range(60):
        if wanted.evaluate("e => e === document.activeElement"):
            return wanted
        page.keyboard.press("Tab")
    raise AssertionError(f"{field} is not reached by Tab")


def switch_off_the_first_topic_and_begin_quiet_hours_at_half_past_ten(page):
    """Gives the topic."""
    code = reach(page, "input[name=chosen] >> nth=0").get_attribute("value")
    page.keyboard.press("Space")
    reach(page, "[name=quiet_from]")
    page.keyboard.type("1030PM")
    return code.partition(":")[0]


def save(page):
    reach(page, "button[value=save]")
    page.keyboard.press("Enter")


def test_a_topic_is_switched_off_and_mails_come_together_by_keys(page, ana):
    topic = switch_off_the_first_topic_and_begin_quiet_hours_at_half_past_ten(page)
    reach(page, "[name=quiet_until]")
    page.keyboard.type("0700AM")
    reach(page, "input[name=digest]:checked")
    page.keyboard.press("ArrowDown")
    save(page)

    expect(page.locator(".messages")).to_be_visible()
    habit = Habit.objects.get(person=ana)
    assert [*Choice.objects.values_list("topic", "channel", "wanted")] == [(topic, "mail", False)]
    assert (habit.digest, f"{habit.quiet_from:%H:%M}", f"{habit.quiet_until:%H:%M}") == (
        "daily",
        "22:30",
        "07:00",
    )


def test_half_an_answer_is_told_and_what_was_chosen_stays(page, ana):
    switch_off_the_first_topic_and_begin_quiet_hours_at_half_past_ten(page)
    save(page)

    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    expect(page.locator("input[name=chosen]").first).not_to_be_checked()
    expect(page.locator("[name=quiet_from]")).to_have_value("22:30")
    assert (Choice.objects.count(), Habit.objects.count()) == (0, 0)
