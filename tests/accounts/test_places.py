"""Somebody says where they are, and the place is found: at once offline, or later by the network."""

import pytest
import time_machine
from django.db import connection

from accounts import services, tasks
from accounts.errors import PlaceAmbiguous, PlaceInOtherCountry, PlaceUnknown
from accounts.models import Cell, Place, PostalPlace
from accounts.places.grid import snap
from accounts.places.online import LookupFailed
from accounts.services.places import PATIENCE
from accounts.states import PlaceState
from core.models import Event
from tests.accounts.builders import GENT, geocode, make_place, place_at
from tests.clock import NOW, later
from tests.people import make_person

pytestmark = pytest.mark.django_db

NOBODY_ANSWERS = LookupFailed("GeocoderTimedOut")


def change(person, typed, **more):
    return services.change_place(person=person, typed=typed, by=None, now=NOW, **more)


def test_offline_a_place_is_found_at_once():
    place = change(make_person(), "Kortrijk")

    assert (place.state, place.postal.postcode) == (PlaceState.FOUND, "8500")


def test_a_place_is_snapped_to_the_cell_of_its_postcode():
    place = change(make_person(), "9000")

    assert place.cell == PostalPlace.objects.get(postcode="9000").cell


def test_somebody_has_one_place():
    ana = make_person(place="9000")

    change(ana, "1000")

    assert Place.objects.get(person=ana).postal.postcode == "1000"


def test_an_address_is_kept_encrypted():
    place = change(make_person(), "9000", address="Veldstraat 1")

    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM accounts_place WHERE id = %s", [place.pk])
        stored = cursor.fetchone()[0]
    assert ("Veldstraat" in stored, Place.objects.get(pk=place.pk).address) == (
        False,
        "Veldstraat 1",
    )


def test_an_address_that_is_taken_away_is_gone():
    ana = make_person()
    change(ana, "9000", address="Veldstraat 1")

    change(ana, "9000", address="")

    assert Place.objects.get(person=ana).address is None


def test_what_was_typed_is_kept_on_one_line_of_at_most_200():
    place = change(make_person(), "9000\x00 \u202eGent\n" + "a" * 500)

    assert (place.typed[:11], len(place.typed)) == ("9000 Gent a", 200)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", PlaceUnknown),
        ("Atlantis", PlaceUnknown),
        ("75001 Paris", PlaceInOtherCountry),
        ("Deurne", PlaceAmbiguous),
    ],
)
def test_a_place_that_is_refused_leaves_the_old_one(typed, error):
    ana = make_person(place="9000")

    with pytest.raises(error):
        change(ana, typed)

    assert Place.objects.get(person=ana).postal.postcode == "9000"


@pytest.mark.parametrize(
    ("typed", "error"),
    [("Atlantis", PlaceUnknown), ("75001", PlaceInOtherCountry), ("Deurne", PlaceAmbiguous)],
)
def test_a_place_can_be_checked_before_anything_else_is_written(typed, error):
    with pytest.raises(error):
        services.check_place(typed=typed)


def test_a_place_that_was_checked_can_be_used():
    services.check_place(typed="\u202e9000")

    assert change(make_person(), "\u202e9000").postal.postcode == "9000"


def test_a_new_place_is_logged_without_saying_where():
    place = change(make_person(), "Kortrijk")

    assert Event.objects.filter(subject_id=place.pk).latest("pk").data == {}


def test_without_an_address_the_network_is_not_asked(network):
    assert (make_place(address="").state, network.asked) == (PlaceState.FOUND, [])


def test_an_address_waits_for_the_network(network):
    assert make_place().state == PlaceState.PENDING


def test_a_worker_is_nudged_for_an_address(network, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as nudges:
        make_place()

    assert len(nudges) == 1


def test_the_network_gets_an_address_and_no_name(network):
    geocode(make_place())

    assert network.asked == ["Veldstraat 1, 9000 Gent"]


def test_a_point_of_the_network_is_snapped_to_its_cell(network):
    place = geocode(make_place())

    expected = snap(lat=GENT[0], lon=GENT[1], size_km=2)
    assert (place.state, place.cell_id, place.postal.postcode) == (
        PlaceState.FOUND,
        expected.code,
        "9000",
    )


def test_a_cell_that_no_postcode_has_is_added(network):
    network.answers = [(51.1, 3.9)]

    place = geocode(make_place())

    assert Cell.objects.get(pk=place.cell_id).size_km == 2


def test_what_the_network_does_not_know_is_not_found(network):
    network.answers = [None]

    place = geocode(make_place())

    assert (place.state, place.failure, place.due_at) == (PlaceState.NOT_FOUND, "unknown", None)


@pytest.mark.parametrize(
    ("typed", "failure"),
    [
        ("Atlantis", "place_unknown"),
        ("75001", "other_country"),
        ("Deurne", "place_ambiguous"),
    ],
)
def test_a_point_without_a_municipality_is_not_found(network, typed, failure):
    place = geocode(make_place(typed=typed))

    assert (place.state, place.failure) == (PlaceState.NOT_FOUND, failure)


def test_a_network_that_does_not_answer_is_asked_again_in_a_minute(network):
    network.answers = [NOBODY_ANSWERS]

    place = geocode(make_place())

    assert (place.state, place.failure, place.attempts, place.due_at) == (
        PlaceState.FAILED,
        "GeocoderTimedOut",
        1,
        later(minutes=1),
    )


def test_each_pause_is_longer_and_then_we_give_up(network):
    network.answers = [NOBODY_ANSWERS]
    place = make_place()

    pauses = [geocode(place).due_at for _try in range(len(PATIENCE) + 1)]

    assert pauses == [*(later(minutes=minutes) for minutes in PATIENCE), None]


def test_a_place_is_found_when_the_network_is_back(network):
    network.answers = [NOBODY_ANSWERS, GENT]
    place = geocode(make_place())

    again = geocode(place, now=later(minutes=1))

    assert (again.state, again.failure, again.due_at) == (PlaceState.FOUND, "", None)


def test_a_nudge_about_an_older_version_asks_nobody(network):
    place = make_place()

    geocode(place, version=place.version - 1)

    assert network.asked == []


def test_a_slow_answer_about_an_older_version_is_dropped(network, monkeypatch):
    place = make_place()

    def moved_meanwhile(_address):
        services.change_place(person=place.person, typed="8500", by=None, now=NOW)
        return GENT

    monkeypatch.setattr(services.places, "look_up", moved_meanwhile)
    now = geocode(place)

    assert (now.version, now.postal.postcode) == (place.version + 1, "8500")


def test_a_second_worker_with_the_same_version_changes_nothing(network):
    place = geocode(make_place())
    network.answers = [None]

    again = geocode(place)

    assert again.state == PlaceState.FOUND


def test_the_sweep_looks_up_what_is_due(network):
    place = make_place()

    services.sweep_places(now=NOW)

    assert Place.objects.get(pk=place.pk).state == PlaceState.FOUND


def test_the_sweep_waits_until_a_place_is_due(network):
    place = place_at(PlaceState.FAILED, network)

    services.sweep_places(now=NOW)

    assert Place.objects.get(pk=place.pk).state == PlaceState.FAILED


def test_the_sweep_leaves_what_we_gave_up_to_people(network):
    network.answers = [NOBODY_ANSWERS]
    place = make_place()
    for _try in range(len(PATIENCE) + 1):
        geocode(place)
    asked = len(network.asked)

    services.sweep_places(now=later(days=365))

    assert len(network.asked) == asked


def test_the_task_of_a_worker_finds_a_place(network):
    place = make_place()

    tasks.geocode(place_id=place.pk, version=place.version, of_a_later_release=1)

    assert Place.objects.get(pk=place.pk).state == PlaceState.FOUND


@time_machine.travel(later(hours=1), tick=False)
def test_the_task_of_the_sweep_finds_a_place(network):
    place = make_place()

    tasks.sweep_places()

    assert Place.objects.get(pk=place.pk).state == PlaceState.FOUND


def test_a_place_is_written_as_a_number_in_logs():
    ana = make_person()

    assert str(ana.place) == f"place of person {ana.pk}"
