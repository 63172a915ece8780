"""The first meeting: moments are proposed, one is taken, and nobody overwrites what they did not see."""

from datetime import timedelta

import pytest

from core.errors import ChangedMeanwhile
from core.states import WrongMove
from groups.errors import (
    LinkInvalid,
    MomentNotAhead,
    MomentNotOffered,
    MomentsUnusable,
    NotYourTurn,
    PlaceMissing,
)
from groups.links import meeting_link, read_meeting_token
from groups.messages import MEETING_PLANNED, MEETING_PROPOSED, MEETING_REMINDER, TEAM_MEETING
from groups.models import Session
from groups.selectors import list_to_plan
from groups.services import change_timings
from groups.states import SessionState
from notifications.models import Message
from notifications.rendering import build_mail
from notifications.services import deliver_due
from organisations.models import Role
from organisations.services import give_role
from tests.clock import NOW, later
from tests.followup.builders import MEETING, PLACE, introduced, planned, propose, sweep, take

pytestmark = pytest.mark.django_db

OTHER = MEETING + timedelta(days=1)


def mails(kind, person):
    return Message.objects.filter(kind=kind, person=person).order_by("pk")


def test_the_other_takes_a_moment():
    duo = introduced()
    session = propose(duo, duo.ana, MEETING, OTHER)

    taken = take(duo, duo.ben, session, OTHER)

    assert (taken.state, taken.starts_at) == (SessionState.PLANNED, OTHER)


def test_who_proposed_waits_for_the_other():
    duo = introduced()
    session = propose(duo, duo.ana)

    with pytest.raises(NotYourTurn):
        take(duo, duo.ana, session)


def test_the_team_takes_a_moment_for_both():
    duo = introduced()

    assert take(duo, None, propose(duo, duo.ana)).state == SessionState.PLANNED


def test_the_team_may_fix_what_both_told_it():
    duo = introduced()

    assert propose(duo, None, fixed=True).state == SessionState.PLANNED


def test_nobody_else_fixes_a_moment():
    duo = introduced()

    assert propose(duo, duo.ana, fixed=True).state == SessionState.PROPOSED


def test_a_moment_that_was_not_proposed_is_refused():
    duo = introduced()
    session = propose(duo, duo.ana)

    with pytest.raises(MomentNotOffered):
        take(duo, duo.ben, session, OTHER)


def test_a_moment_that_is_over_is_refused():
    duo = introduced()
    session = propose(duo, duo.ana)

    with pytest.raises(MomentNotAhead):
        take(duo, duo.ben, session, now=MEETING)


@pytest.mark.parametrize(
    ("moments", "refusal"),
    [
        ((NOW,), MomentNotAhead),
        ((later(days=400),), MomentNotAhead),
        (tuple(later(days=n) for n in range(1, 5)), MomentsUnusable),
    ],
)
def test_moments_that_cannot_be_used_are_refused(moments, refusal):
    duo = introduced()

    with pytest.raises(refusal):
        propose(duo, duo.ana, *moments)


@pytest.mark.parametrize("place", ["", "  \u200b", "x" * 201])
def test_a_meeting_has_a_place(place):
    duo = introduced()

    with pytest.raises(PlaceMissing):
        propose(duo, duo.ana, place=place)


def test_other_moments_replace_those_that_were_seen():
    duo = introduced()
    first = propose(duo, duo.ana)

    second = propose(duo, duo.ben, OTHER, replaces=first.public_id)

    states = dict(Session.objects.values_list("pk", "state"))
    assert states == {first.pk: SessionState.CANCELLED, second.pk: SessionState.PROPOSED}


def test_nobody_replaces_moments_they_did_not_see():
    duo = introduced()
    propose(duo, duo.ana)

    with pytest.raises(ChangedMeanwhile):
        propose(duo, duo.ben, OTHER)


def test_a_moment_that_was_replaced_is_not_taken():
    duo = introduced()
    first = propose(duo, duo.ana)
    propose(duo, duo.ana, OTHER, replaces=first.public_id)

    with pytest.raises(WrongMove):
        take(duo, duo.ben, first)


def test_a_meeting_that_did_not_happen_is_planned_again_and_its_questions_are_over():
    duo = planned()
    sweep(MEETING + timedelta(minutes=1))
    held = Session.objects.get(group=duo.group)

    propose(duo, duo.ben, later(days=9), replaces=held.public_id, now=later(days=4))
    sweep(later(days=4))

    assert duo.question(duo.ana).state == "missed"


def test_only_who_did_not_propose_is_asked():
    duo = introduced()
    propose(duo, duo.ana)

    assert not mails(MEETING_PROPOSED, duo.ana).exists()
    assert PLACE in build_mail(mails(MEETING_PROPOSED, duo.ben).get()).body


def test_both_hear_when_and_where():
    duo = planned()

    body = build_mail(mails(MEETING_PLANNED, duo.ana).get()).body

    assert PLACE in body
    assert "Ben" in body
    assert "10:00" in body


def test_both_are_reminded_the_day_before():
    duo = planned()
    reminder = mails(MEETING_REMINDER, duo.ana).get()

    assert reminder.due_at == MEETING - timedelta(days=1)
    assert PLACE in build_mail(reminder).body


def test_a_reminder_goes_out_on_its_day(mailoutbox):
    planned()
    deliver_due(now=MEETING - timedelta(days=1, minutes=1))
    before = len(mailoutbox)

    deliver_due(now=MEETING - timedelta(days=1))

    assert len(mailoutbox) == before + 2


def test_nobody_is_reminded_of_a_meeting_that_was_moved():
    duo = planned()
    session = Session.objects.get(group=duo.group)
    propose(duo, duo.ana, OTHER, replaces=session.public_id)

    assert build_mail(mails(MEETING_REMINDER, duo.ben).get()) is None


def test_nobody_is_reminded_twice_of_a_meeting_tomorrow():
    duo = introduced()
    take(duo, duo.ben, propose(duo, duo.ana, later(hours=20)), later(hours=20))

    assert not mails(MEETING_REMINDER, duo.ana).exists()


def test_the_team_hears_of_a_meeting_it_is_asked_to():
    duo = introduced()
    take(duo, duo.ben, propose(duo, duo.ana, with_coordinator=True))

    assert Message.objects.filter(kind=TEAM_MEETING, user=duo.cora).exists()


def test_a_link_leads_to_its_seat():
    duo = introduced()
    seat = duo.seat(duo.ana)
    token = meeting_link(seat).rstrip("/").rsplit("/", 1)[1]

    assert read_meeting_token(token) == seat


@pytest.mark.parametrize("token", ["", "x", "1:2:3"])
def test_what_was_never_a_link_is_refused(token):
    with pytest.raises(LinkInvalid):
        read_meeting_token(token)


def test_a_pair_without_a_plan_comes_on_the_desk_after_the_days_of_its_programme():
    duo = introduced()
    lead = give_role(
        user=duo.cora,
        organisation=duo.scene.programme.organisation,
        name=Role.Name.LEAD,
        by=None,
        now=NOW,
    ).user
    at = {
        days: lambda days=days: list_to_plan(by=duo.cora, now=later(days=days)) for days in (3, 7)
    }
    before = [bool(at[days]()) for days in (3, 7)]

    change_timings(
        programme_id=duo.scene.programme.pk,
        by=lead,
        now=NOW,
        expected_version=0,
        plan_within_days=3,
    )

    assert (before, bool(at[3]())) == ([False, True], True)


def test_a_pair_with_a_plan_is_not_on_the_desk():
    duo = planned()

    assert not list_to_plan(by=duo.cora, now=later(days=30))


def test_a_team_sees_no_pairs_of_another():
    introduced()
    zoe = introduced().cora

    assert len(list_to_plan(by=zoe, now=later(days=30))) == 1
