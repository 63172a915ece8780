"""The own calendar: a secret address that reads gatherings, and can be ended."""

import pytest
from django.urls import reverse
from icalendar import Calendar

from core.errors import NotFoundHere
from groups import services
from tests.clock import NOW
from tests.groups.peers import DAY, formed, leave, plan
from tests.groups.test_gatherings import cancel, change
from tests.pages.builders import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def circle(kept):
    circle = formed()
    plan(circle, rhythm="weekly", times=4)
    return circle


def make(who):
    return services.make_calendar_address(person_id=who.person_id, by=who.person.user, now=NOW)


def read(secret):
    answer = visitor().get(reverse("groups:calendar_feed", args=[secret]))
    return answer.status_code, answer.content.decode()


def events(secret):
    return list(Calendar.from_ical(read(secret)[1]).walk("VEVENT"))


def test_a_calendar_reads_the_gatherings_at_their_hour(circle):
    starts = [event["dtstart"].dt.isoformat() for event in events(make(circle.mia))]

    assert starts == [
        "2026-03-12T19:00:00+01:00",
        "2026-03-19T19:00:00+01:00",
        "2026-03-26T19:00:00+01:00",
        "2026-04-02T19:00:00+02:00",
    ]


def test_it_says_nothing_of_what_the_group_is_about(circle):
    text = read(make(circle.mia))[1]

    assert "De Kring" in text
    assert not any(word in text for word in ("Mantelzorg", "Caring", "Mia", "Finn"))


def test_what_was_moved_and_cancelled_follows(circle):
    first, second = circle.group.gatherings.order_by("starts_at")[:2]
    change(circle, first, day=DAY)
    cancel(circle, second)

    told = [(event["sequence"], str(event["status"])) for event in events(make(circle.mia))]
    assert told[:2] == [(1, "CONFIRMED"), (1, "CANCELLED")]


def test_who_left_reads_nothing_of_it_any_more(circle):
    secret = make(circle.mia)
    leave(circle, circle.mia)

    assert events(secret) == []


def test_a_new_address_ends_the_one_before(circle):
    old, new = make(circle.mia), make(circle.mia)

    assert (read(old)[0], read(new)[0]) == (404, 200)


def test_an_address_that_was_ended_does_not_work(circle):
    secret = make(circle.mia)
    who = {"person_id": circle.mia.person_id, "by": circle.mia.person.user, "now": NOW}
    services.end_calendar_address(**who)

    assert read(secret)[0] == 404
    with pytest.raises(NotFoundHere):
        services.end_calendar_address(**who)


def test_nobody_makes_one_for_another(circle):
    with pytest.raises(NotFoundHere):
        services.make_calendar_address(
            person_id=circle.mia.person_id, by=circle.finn.person.user, now=NOW
        )


def test_the_page_shows_an_address_once(circle):
    browser, page = visitor(circle.mia.person.user), reverse("groups:calendar")

    made = browser.post(page).content.decode()

    assert "/calendar/" in made
    assert ".ics" in made
    assert ".ics" not in browser.get(page).content.decode()
    browser.post(page, {"end": ""})
    assert "Make an address" in browser.get(page).content.decode()
