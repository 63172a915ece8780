"""A coordinator lets the people of a draft be asked, or not: what is looked at again first, and what the database refuses."""

import pytest

from core.errors import ChangedMeanwhile, NotFoundHere
from groups.models import Seat
from groups.states import SeatState
from matching import services
from matching.group_errors import (
    DraftBreaksRules,
    DraftClosed,
    LeadsThenAlready,
    MemberNotReady,
    OwnDraft,
    RoomTakenThen,
)
from matching.models import Draft, DraftMember
from matching.models.drafts import Part
from matching.services import group_offers
from matching.states import DraftState, MemberState
from notifications.models import Message
from organisations import services as organisations
from organisations.errors import NotCleared
from tests.clock import NOW, later
from tests.matching.circles import (
    add_place,
    approved,
    leading,
    leads_of,
    make_forms,
    waiting,
)
from tests.teams import make_coordinator, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def forms(kept):
    forms = make_forms(people=5, wished_members=5)
    forms.search()
    return forms


@pytest.fixture
def draft(forms):
    return approved(forms)


def told(kind):
    return Message.objects.filter(kind=f"matching.{kind}").count()


def now_is(draft):
    return Draft.objects.get(pk=draft.pk)


def approve(forms, draft=None, **how):
    draft = draft or forms.draft()
    facts = {"seen": draft.version, "by": forms.cora, "now": NOW}
    return services.approve_draft(draft_id=draft.pk, **(facts | how))


def test_everybody_is_asked_with_a_deadline_and_a_seat_kept_free(draft):
    rows = draft.members.all()

    assert {row.state for row in rows} == {MemberState.ASKED}
    assert (rows.count(), Seat.objects.filter(state=SeatState.HELD).count()) == (7, 7)
    assert draft.deadline_at == later(days=7)
    assert told("group_asked") == 7


def test_an_older_version_of_the_page_approves_nothing(forms):
    with pytest.raises(ChangedMeanwhile):
        approve(forms, seen=99)


def test_a_draft_is_approved_once(forms, draft):
    with pytest.raises(DraftClosed):
        approve(forms, draft)


def test_another_team_approves_nothing(forms):
    zoe = make_coordinator(make_programme().organisation)

    with pytest.raises(NotFoundHere):
        approve(forms, by=zoe)


def test_nobody_approves_a_draft_of_themselves(forms):
    user = forms.ana.person.user
    organisations.give_role(
        user=user, organisation=forms.programme.organisation, name="coordinator", by=None, now=NOW
    )

    with pytest.raises(OwnDraft):
        approve(forms, by=user)


def test_somebody_who_paused_is_not_asked(forms):
    organisations.pause_enrolment(enrolment_id=forms.ana.pk, by=forms.cora, now=NOW)

    with pytest.raises(MemberNotReady):
        approve(forms)


def test_somebody_who_waits_for_nothing_any_more_is_not_asked(forms):
    forms.ana.wish.delete()

    with pytest.raises(MemberNotReady):
        approve(forms)


def test_a_facilitator_without_a_paper_that_is_asked_leads_nobody(forms):
    lead = {"by": None, "now": NOW}
    organisations.change_programme(
        programme_id=forms.programme.pk, required_clearances=["training"], **lead
    )

    with pytest.raises(NotCleared):
        approve(forms)


def test_a_draft_that_nobody_leads_is_not_approved(forms):
    forms.draft().members.exclude(part=Part.MEMBER).delete()

    with pytest.raises(DraftBreaksRules, match="nobody leads it"):
        approve(forms)


def test_a_draft_that_nobody_was_asked_for_is_rejected_in_silence(forms):
    draft = forms.draft()
    with pytest.raises(ChangedMeanwhile):
        services.reject_draft(draft_id=draft.pk, seen=99, by=forms.cora, now=NOW)

    services.reject_draft(draft_id=draft.pk, seen=draft.version, by=forms.cora, now=NOW)

    assert now_is(draft).state == DraftState.REJECTED
    assert Message.objects.filter(person__isnull=False, kind__contains="group").count() == 0


def two_drafts(forms):
    """Two drafts at one moment: two rooms, four who can lead."""
    add_place(forms.programme, forms.cora, "De Zaal")
    for name in ("Lou", "May", "Ned"):
        waiting(forms.programme, forms.cora, forms.theme, name)
    for name in ("Lee", "Kit"):
        leading(forms.programme, forms.cora, name)
    forms.search(later(hours=1))
    first, second = forms.drafts()
    Draft.objects.filter(pk=second.pk).update(day_part=first.day_part)
    DraftMember.objects.filter(draft=second).update(day_part=first.day_part)
    return first, Draft.objects.get(pk=second.pk)


def blind(monkeypatch):
    """The rules look at nothing: what is left is the database."""
    monkeypatch.setattr(group_offers, "_ensure_rules_hold", lambda *_facts: None)


def test_nobody_leads_two_groups_at_one_moment(forms, monkeypatch):
    first, second = two_drafts(forms)
    lead = leads_of(first)[0]
    DraftMember.objects.filter(draft=second, part=Part.FACILITATOR).update(
        enrolment=lead, person=lead.person
    )
    if first.place_id == second.place_id:
        Draft.objects.filter(pk=second.pk).update(
            place=forms.programme.organisation.meeting_places.exclude(pk=first.place_id).get()
        )
    blind(monkeypatch)
    approve(forms, first)

    with pytest.raises(LeadsThenAlready):
        approve(forms, second)


def test_no_two_groups_are_asked_for_one_room_at_one_moment(forms, monkeypatch):
    first, second = two_drafts(forms)
    Draft.objects.filter(pk=second.pk).update(place=first.place_id)
    blind(monkeypatch)
    approve(forms, first)

    with pytest.raises(RoomTakenThen):
        approve(forms, second)
