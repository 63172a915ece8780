"""Every move of a place from every state: allowed exactly where the life cycle says."""

import pytest

from accounts import services
from accounts.models import Place, PostalPlace
from accounts.states import PlaceState
from core.states import WrongMove, move
from tests.accounts.builders import place_at
from tests.clock import NOW, later

pytestmark = pytest.mark.django_db

OPEN = {PlaceState.PENDING, PlaceState.FAILED}


def find(place):
    postal = PostalPlace.objects.select_related("cell").get(postcode="9000")
    move(place.find, cell=postal.cell, postal=postal)


def ask(place):
    move(place.ask, typed="1000", address="", at=later(days=1))


def miss(place):
    move(place.miss, failure="unknown")


def fail(place):
    move(place.fail, failure="GeocoderTimedOut", again_at=later(minutes=1))


MOVES = {
    "ask": (ask, set(PlaceState), PlaceState.PENDING),
    "find": (find, OPEN, PlaceState.FOUND),
    "miss": (miss, OPEN, PlaceState.NOT_FOUND),
    "fail": (fail, OPEN, PlaceState.FAILED),
}


@pytest.mark.parametrize("start", PlaceState)
@pytest.mark.parametrize("name", MOVES)
def test_a_place_moves_only_where_its_life_cycle_goes(network, start, name):
    step, allowed, target = MOVES[name]
    place = place_at(start, network)

    if start in allowed:
        step(place)
        place.save()
    else:
        with pytest.raises(WrongMove):
            step(place)

    assert Place.objects.get(pk=place.pk).state == (target if start in allowed else start)


@pytest.mark.parametrize("start", PlaceState)
def test_a_new_answer_of_the_person_forgets_what_was_found(network, start):
    place = place_at(start, network)

    ask(place)

    assert (place.cell, place.postal, place.attempts, place.failure, place.due_at) == (
        None,
        None,
        0,
        "",
        later(days=1),
    )


@pytest.mark.parametrize("start", PlaceState)
def test_a_new_answer_of_the_person_is_a_new_version(network, start):
    place = place_at(start, network)

    changed = services.change_place(person=place.person, typed="9000", by=None, now=NOW)

    assert changed.version == place.version + 1


@pytest.mark.parametrize(
    ("state", "has_cell", "is_due"),
    [
        (PlaceState.PENDING, False, True),
        (PlaceState.FOUND, True, False),
        (PlaceState.NOT_FOUND, False, False),
        (PlaceState.FAILED, False, True),
    ],
)
def test_only_what_is_still_to_be_found_is_due_and_only_what_is_found_has_a_cell(
    network, state, has_cell, is_due
):
    place = place_at(state, network)

    assert (place.cell is not None, place.due_at is not None) == (has_cell, is_due)
