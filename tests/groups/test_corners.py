"""What happens when something changed between a look and a lock, or the database refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from groups import merging, services
from groups.errors import GroupFull, LeadBusy, SeatTaken
from groups.models import CalendarFeed, Gathering, PeerGroup, Seat, Wait
from groups.services import gatherings, peers, waits
from groups.states import GatheringState, WaitState
from notifications.models import Message
from organisations.errors import NotCleared
from organisations.services import record_clearance
from tests.clock import NOW, later
from tests.groups.peers import form, formed, hold, leave, make_circle, plan, somebody
from tests.groups.test_gatherings import cancel
from tests.groups.test_regrouping import split
from tests.groups.test_waits import wait
from tests.teams import make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def circle(kept):
    return formed()


def test_a_group_that_nobody_leads_may_still_meet(circle):
    leave(circle, circle.bea)
    leave(circle, circle.finn)

    assert plan(circle)[0].lead is None


def test_another_refusal_of_the_database_is_not_hidden(circle, monkeypatch):
    def broken(*_args, **_how):
        raise IntegrityError("something else")

    monkeypatch.setattr(Gathering, "save", broken)
    with pytest.raises(IntegrityError):
        plan(circle)


def test_what_was_moved_meanwhile_is_not_held(circle):
    [gathering] = plan(circle)

    gatherings._hold(gathering.pk, NOW)

    assert Gathering.objects.get().state == GatheringState.PLANNED


def test_what_was_cancelled_meanwhile_is_not_reminded_of(circle):
    gathering = cancel(circle, plan(circle)[0])

    gatherings._remind(gathering.pk, gathering.starts_at - timedelta(days=1))

    assert not Message.objects.filter(kind="groups.gathering_reminder").exists()


def test_what_was_answered_meanwhile_does_not_expire(circle):
    wait(circle, somebody(circle.programme, "Rosa"))
    row = Wait.objects.get()

    waits._expire(row.pk, later(days=90))

    assert Wait.objects.get().state == WaitState.WAITING


def test_a_seat_that_is_gone_forms_no_group(kept):
    circle = make_circle()
    seats = [hold(each) for each in circle.members]

    with pytest.raises(SeatTaken):
        form(circle, seats=[*seats, Seat(pk=10**9)])


def test_the_database_looks_at_papers_once_more(kept, monkeypatch):
    monkeypatch.setattr(peers, "is_cleared", lambda **_facts: True)

    with pytest.raises(NotCleared):
        form(make_circle(programme=make_programme(required_clearances=["training"])))


def test_a_yes_is_refused_when_the_group_became_smaller(circle):
    rosa = somebody(circle.programme, "Rosa")
    row = wait(circle, rosa)
    services.offer_places(group_id=circle.group.pk, now=NOW)
    PeerGroup.objects.filter(group=circle.group).update(wished=3, most=3)

    with pytest.raises(GroupFull):
        services.answer_offer(wait_id=row.pk, yes=True, by=rosa.person.user, now=NOW)


def test_a_back_up_whose_paper_ended_leads_no_second_group(kept):
    programme = make_programme(required_clearances=["training"])
    circle = make_circle(programme=programme, members=6, most_members=6)
    for who in (circle.finn, circle.bea):
        record_clearance(
            enrolment_id=who.pk,
            kind="training",
            seen_on=NOW.date(),
            valid_until=later(days=5).date(),
            by=circle.cora,
            now=NOW,
        )
    form(circle)

    with pytest.raises(NotCleared):
        split(circle, *circle.members[:3], now=later(days=9))


def test_two_files_of_one_facilitator_become_one(circle):
    """What the other led moves along, and their calendar address ends; not when they lead two gatherings at one hour."""
    other = formed()
    for each in (circle, other):
        services.make_calendar_address(
            person_id=each.finn.person_id, by=each.finn.person.user, now=NOW
        )
    plan(other)
    kept, gone = circle.finn.person, other.finn.person

    merging._move(kept, gone, NOW)

    assert Gathering.objects.get().lead == kept
    assert CalendarFeed.objects.filter(person=kept).count() == 2
    assert CalendarFeed.objects.get(person=kept, ended_at=None).digest


def test_two_who_lead_at_one_hour_are_not_one(circle):
    other = formed()
    plan(circle)
    plan(other)

    refusals = list(merging._refuse(circle.finn.person, other.finn.person))

    assert [type(each) for each in refusals] == [LeadBusy]
