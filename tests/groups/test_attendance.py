"""Who comes to a gathering, and who was there."""

import pytest
from django.db import IntegrityError

from core.errors import NotFoundHere
from core.states import WrongMove
from groups.errors import GatheringFull, NotYet
from groups.models import Attendance, Gathering
from groups.services import attendance, cancel_gathering
from groups.states import GatheringState
from tests.clock import NOW
from tests.groups.peers import AFTER, form, formed, leave, make_circle, note, plan, say

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def circle(kept):
    return formed()


@pytest.fixture(scope="module")
def gathering(circle):
    return plan(circle)[0]


def word(gathering, circle, who):
    return Attendance.objects.get(gathering=gathering, seat=circle.seat(who))


def test_somebody_signs_up_and_off(circle, gathering):
    say(gathering, circle, circle.mia)
    say(gathering, circle, circle.mia, comes=False)

    assert (word(gathering, circle, circle.mia).said, Attendance.objects.count()) == ("no", 1)


def test_the_team_notes_what_it_was_told(circle, gathering):
    say(gathering, circle, circle.mia, by=circle.cora, way="coordinator")

    assert word(gathering, circle, circle.mia).way == "coordinator"


def test_nobody_speaks_for_another_member(circle, gathering):
    with pytest.raises(NotFoundHere):
        say(gathering, circle, circle.mia, by=circle.members[1].person.user)


def test_somebody_has_to_be_named(circle, gathering):
    with pytest.raises(NotFoundHere):
        say(gathering, circle, circle.mia, by=circle.cora, seat_id=None)


def test_who_left_does_not_sign_up(circle, gathering):
    seat = circle.seat(circle.mia)
    leave(circle, circle.mia)

    with pytest.raises(NotFoundHere):
        say(gathering, circle, circle.mia, seat_id=seat.pk, way="link", by=None)


def test_nobody_signs_up_for_what_is_over_or_cancelled(circle, gathering):
    with pytest.raises(WrongMove):
        say(gathering, circle, circle.mia, now=AFTER)
    cancel_gathering(gathering_id=gathering.pk, expected_version=1, by=circle.cora, now=NOW)
    with pytest.raises(WrongMove):
        say(gathering, circle, circle.mia)


def test_a_full_gathering_takes_nobody(circle, gathering):
    Gathering.objects.filter(pk=gathering.pk).update(most=2)
    for who in (circle.mia, circle.members[1], circle.finn):  # who leads takes no place
        say(gathering, circle, who)

    with pytest.raises(GatheringFull):
        say(gathering, circle, circle.members[2])


def test_who_cannot_come_makes_room(circle, gathering):
    Gathering.objects.filter(pk=gathering.pk).update(most=1)
    say(gathering, circle, circle.mia)
    say(gathering, circle, circle.mia, comes=False)

    say(gathering, circle, circle.members[1])


def test_a_closed_group_has_a_place_for_each(kept):
    circle = form(make_circle(), closed=True)

    assert plan(circle)[0].most is None


def test_another_refusal_of_the_database_is_not_hidden(circle, gathering, monkeypatch):
    def broken(*_args):
        raise IntegrityError("something else")

    monkeypatch.setattr(attendance, "_say", broken)
    with pytest.raises(IntegrityError):
        say(gathering, circle, circle.mia)


def test_who_leads_notes_by_one_tap_who_was_there(circle, gathering):
    note(gathering, circle, circle.mia)
    note(gathering, circle, circle.members[1], was_there=False)

    assert word(gathering, circle, circle.mia).was_there is True
    assert Gathering.objects.get(pk=gathering.pk).state == GatheringState.HELD


def test_a_tap_is_taken_back(circle, gathering):
    note(gathering, circle, circle.mia)
    note(gathering, circle, circle.mia, was_there=None)

    assert word(gathering, circle, circle.mia).was_there is None


def test_nobody_was_there_before_it_began(circle, gathering):
    with pytest.raises(NotYet):
        note(gathering, circle, circle.mia, now=NOW)


def test_a_member_does_not_note_it(circle, gathering):
    with pytest.raises(NotFoundHere):
        note(
            gathering,
            circle,
            circle.mia,
            by=circle.mia.person.user,
            seat_id=circle.seat(circle.mia).pk,
        )


def test_only_of_people_of_the_group(circle, gathering):
    with pytest.raises(NotFoundHere):
        note(gathering, circle, circle.mia, about_id=0)


def test_nobody_was_at_what_was_cancelled(circle, gathering):
    cancel_gathering(gathering_id=gathering.pk, expected_version=1, by=circle.cora, now=NOW)

    with pytest.raises(WrongMove):
        note(gathering, circle, circle.mia)
