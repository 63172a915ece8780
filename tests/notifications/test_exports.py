"""Messages in one's own copy of one's data."""

import pytest

from accounts.exports import export_of
from notifications.models import Choice, Device, Habit
from tests.clock import NOW, later
from tests.notifications.builders import delivery_at, make_reader
from tests.people import make_person
from tests.teams import make_user

pytestmark = pytest.mark.django_db


def test_what_somebody_was_told_is_in_their_data_and_nothing_of_others():
    ana = make_person("Ana")
    delivery_at("sent", ana)
    delivery_at("sent", make_reader())

    [told] = export_of(ana)["messages"]

    assert told == {
        "about": "Hello",
        "at": NOW.isoformat(),
        "by": [{"way": "mail", "state": "sent", "sent_at": NOW.isoformat()}],
    }


def test_the_choices_of_somebody_are_in_their_data():
    ana = make_person("Ana")
    ana.user = make_user()
    ana.save()
    Habit.objects.create(
        person=ana, quiet_from="22:00", quiet_until="07:00", digest="weekly", paused_until=later()
    )
    Choice.objects.create(person=ana, topic="care", channel="mail", wanted=False)
    Device.objects.create(
        user=ana.user, endpoint="https://push.example/1", name="Phone", created_at=NOW
    )

    assert export_of(ana)["message_choices"] == {
        "chosen": [{"about": "care", "way": "mail", "wanted": False}],
        "habits": [
            {
                "quiet_from": "22:00:00",
                "quiet_until": "07:00:00",
                "zone": "Europe/Brussels",
                "summary": "weekly",
                "paused_until": later().isoformat(),
            }
        ],
        "devices": [{"name": "Phone", "since": NOW.isoformat()}],
    }


def test_who_chose_nothing_has_nothing_there():
    told = export_of(make_person("Ana"))["message_choices"]

    assert told == {"chosen": [], "habits": [], "devices": []}
