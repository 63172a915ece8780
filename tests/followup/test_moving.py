"""Somebody moves, and the team decides when it becomes far."""

import pytest

from accounts.errors import PlaceUnknown
from accounts.models import Place
from accounts.services import change_profile
from followup.errors import AlreadyDecided
from followup.models import Closure, Moving
from followup.selectors import list_moves_to_decide
from followup.services import decide_move, note_move
from groups.states import State
from notifications.models import Message
from tests.followup.builders import REVIEW, duo_at, finish, stop

pytestmark = pytest.mark.django_db

FAR, NEAR = "8400", "9050"


def move(duo, person, place=FAR, **how):
    facts = {"by": person.user, "way": "page", **how}
    return note_move(seat_id=duo.seat(person).pk, typed=place, now=REVIEW, **facts)


def decide(duo, moving, decision):
    return decide_move(moving_id=moving.pk, decision=decision, by=duo.cora, now=REVIEW)


def test_a_move_nearby_changes_the_place_and_nothing_else():
    duo = duo_at(State.ACTIVE)

    moving = move(duo, duo.ana, NEAR)

    assert (moving.is_out_of_reach, Place.objects.get(person=duo.ana).typed) == (False, NEAR)
    assert not list_moves_to_decide(by=duo.cora)


def test_a_move_out_of_reach_comes_on_the_desk_and_to_the_team():
    duo = duo_at(State.ACTIVE)

    moving = move(duo, duo.ana)

    assert list(list_moves_to_decide(by=duo.cora)) == [moving]
    assert Message.objects.filter(dedupe_key=f"moving:{moving.pk}:team:{duo.cora.pk}").exists()


def test_who_also_meets_from_afar_is_never_out_of_reach():
    duo = duo_at(State.ACTIVE)
    for person in (duo.ana, duo.ben):
        change_profile(person_id=person.pk, by=person.user, now=REVIEW, contact_forms=["video"])

    assert not move(duo, duo.ana).is_out_of_reach


def test_the_one_who_travels_least_decides_what_is_far():
    duo = duo_at(State.ACTIVE)
    change_profile(person_id=duo.ana.pk, by=duo.ana.user, now=REVIEW, travel_km=100)
    before = move(duo, duo.ana).is_out_of_reach
    change_profile(person_id=duo.ben.pk, by=duo.ben.user, now=REVIEW, travel_km=100)

    assert (before, move(duo, duo.ana).is_out_of_reach) == (True, False)


def test_a_place_that_nobody_knows_changes_nothing():
    duo = duo_at(State.ACTIVE)

    with pytest.raises(PlaceUnknown):
        move(duo, duo.ana, "Nowhere at all")

    assert not Moving.objects.exists()


def test_a_second_move_replaces_what_was_to_decide():
    duo = duo_at(State.ACTIVE)
    move(duo, duo.ana)
    move(duo, duo.ana, "6700")

    assert list_moves_to_decide(by=duo.cora).count() == 1


def test_the_team_notes_what_it_was_told():
    duo = duo_at(State.ACTIVE)

    assert move(duo, duo.ana, by=duo.cora, way="coordinator").is_out_of_reach


def test_they_may_go_on_although_it_is_far():
    duo = duo_at(State.ACTIVE)

    decide(duo, move(duo, duo.ana), "go_on")

    assert duo.now_is().state == State.ACTIVE
    assert not list_moves_to_decide(by=duo.cora)


def test_or_it_is_rounded_off():
    duo = duo_at(State.ACTIVE)

    decide(duo, move(duo, duo.ana), "end")

    assert duo.now_is().state == State.CLOSING
    assert Closure.objects.get(group=duo.group).reason == "moved"


@pytest.mark.parametrize("again", ["go_on", "end", "perhaps"])
def test_nothing_is_decided_twice(again):
    duo = duo_at(State.ACTIVE)
    moving = decide(duo, move(duo, duo.ana), "go_on")

    with pytest.raises(AlreadyDecided):
        decide(duo, moving, again)


def test_what_ends_leaves_no_move_to_decide():
    duo = duo_at(State.ACTIVE)
    move(duo, duo.ana)
    stop(duo, duo.ben, now=REVIEW)
    finish(duo, now=REVIEW)

    assert not list_moves_to_decide(by=duo.cora)
