"""Who gets a letter, and which letters wait."""

import pytest

from notifications import services
from notifications.channels.letter import envelope_of
from notifications.models import Delivery
from notifications.selectors import (
    count_waiting_letters,
    list_to_tell_by_hand,
    list_waiting_letters,
    to_tell,
)
from notifications.services import planning
from tests.clock import NOW
from tests.notifications.builders import make_reader, plan, queue
from tests.notifications.letters import ORGANISATION, by_letter, letter, letters
from tests.teams import make_user

pytestmark = pytest.mark.django_db


def test_who_asked_for_letters_gets_a_letter():
    assert letter().channel == "letter"


@pytest.mark.parametrize(
    ("person", "channel"),
    [
        (lambda: by_letter(address=None), "hand"),
        (lambda: by_letter(address="  "), "hand"),
        (lambda: make_reader(email="", reach_by="letter"), "hand"),
        (lambda: by_letter(reach_by="phone", phone="0470123456"), "hand"),
        (lambda: by_letter(email="emma@example.org"), "mail"),
    ],
    ids=["no address", "an empty address", "no place", "asked for a call", "has e-mail"],
)
def test_who_gets_no_letter(person, channel):
    assert plan(queue(person())).channel == channel


def test_the_team_gets_no_letters():
    user = make_user()
    person = by_letter("Cora")
    person.user = user
    person.save()

    assert plan(queue(user=user)).channel == "mail"


def test_an_envelope_tells_name_street_and_town():
    emma = by_letter("Emma", family_name="Peeters", address="Kouter 1 bus 2", typed="9000")

    assert envelope_of(emma) == ["Emma Peeters", "Kouter 1 bus 2", "9000 Gent"]


@pytest.mark.parametrize(("language", "town"), [("nl", "1000 Brussel"), ("fr", "1000 Bruxelles")])
def test_a_town_is_called_as_its_reader_calls_it(language, town):
    assert envelope_of(by_letter(typed="1000", language=language))[-1] == town


def test_an_address_that_came_as_one_line_tells_the_town_once():
    emma = by_letter(address="Kouter 1, 9000 Gent", typed="Kouter 1, 9000 Gent")

    assert envelope_of(emma) == ["Emma", "Kouter 1", "9000 Gent"]


def test_an_address_that_is_only_a_postcode_stays():
    assert envelope_of(by_letter(address="9000", typed="9000")) == ["Emma", "9000", "9000 Gent"]


def test_a_place_that_is_still_looked_up_is_written_as_it_was_typed(settings):
    settings.KOMPAAN_GEOCODER = "nominatim"

    assert envelope_of(by_letter(typed="9000 Gent"))[-1] == "9000 Gent"


def test_planning_asks_no_more_for_many_letters_than_for_few(django_assert_num_queries):
    asked = []
    for number in (5, 50):
        for _each in range(number):
            queue(by_letter())
        with django_assert_num_queries(asked[0] if asked else 8) as counted:
            services.plan_due(now=NOW)
        asked.append(len(counted))

    assert Delivery.objects.filter(channel="letter").count() == 55


def test_no_worker_is_woken_for_a_letter(monkeypatch):
    nudged = []
    monkeypatch.setattr(planning, "nudge", lambda task, **ids: nudged.append(ids["channel"]))
    queue(by_letter())
    queue()

    services.plan_due(now=NOW)

    assert nudged == ["mail"]


def test_a_letter_waits_to_be_printed_and_can_be_told_otherwise():
    waiting = letter()
    ours = {"organisations": [ORGANISATION]}

    assert list(list_waiting_letters(**ours, now=NOW)) == [waiting]
    assert list(list_to_tell_by_hand(**ours)) == [waiting]
    assert to_tell(waiting.message) == waiting


def test_letters_are_counted_by_organisation():
    letters(2)
    letter(organisation_id=4)
    letter(organisation_id=5)

    assert count_waiting_letters(organisations=[3, 4, 6], now=NOW) == {3: 2, 4: 1}
