"""People are asked for a group: enough yes form it, a later yes comes in, too few dissolve it, and nobody loses their day."""

import pytest

from core.errors import NotFoundHere
from groups.models import Seat, Wait
from groups.services import close_group
from groups.states import SeatState
from matching import merging, services
from matching.errors import AlreadyAnswered, DeadlinePassed
from matching.group_errors import (
    GroupAnswerClosed,
    LeadsThenAlready,
    MemberNotReady,
)
from matching.group_selectors import list_who_could_come, themes_by_region
from matching.models import Draft, DraftMember
from matching.models.drafts import Part
from matching.states import DraftState, MemberState
from notifications.models import Message
from organisations import services as organisations
from organisations.errors import IntroductionWaits, NotCleared
from organisations.models import Enrolment
from tests.clock import NOW, later
from tests.matching.circles import approved, draft_at, leads_of, make_forms, row_of, say, waiting
from tests.people import make_person

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


def formed(forms, draft):
    """Three members and who leads said yes; Dia and Eva did not answer."""
    for who in (*forms.members[:3], leads_of(draft)[0]):
        say(draft, who)
    return now_is(draft)


def test_the_least_number_of_yes_and_the_facilitator_form_the_group(forms, draft):
    for who in forms.members[:3]:
        say(draft, who)
    assert now_is(draft).state == DraftState.ASKED

    say(draft, leads_of(draft)[0])

    group = now_is(draft).group
    assert {seat.enrolment_id for seat in group.seats.all()} == {
        *(each.pk for each in forms.members[:3]),
        leads_of(draft)[0].pk,
    }
    assert told("group_team") >= 1


def test_who_is_in_a_group_is_not_said_to_wait_any_more(forms, draft):
    zed = waiting(forms.programme, forms.cora, forms.theme, "Zed")
    formed(forms, draft)

    _regions, [(_theme, [field])] = themes_by_region(programme=forms.programme, forming=None)

    assert list(list_who_could_come(draft=draft)) == [zed]
    assert field.waiting == 1


def test_a_later_yes_comes_in_while_there_is_room(forms, draft):
    group = formed(forms, draft).group

    row = say(draft, forms.members[3])

    assert Seat.objects.get(pk=row.seat_id).group == group
    assert row.state == MemberState.YES


def test_a_back_up_who_says_yes_later_takes_the_place_of_no_member(forms, draft):
    group = formed(forms, draft).group
    group.peer.most = 3
    group.peer.wished = 3
    group.peer.save()

    row = say(draft, leads_of(draft)[1])

    assert (row.state, Seat.objects.get(pk=row.seat_id).role) == (MemberState.YES, "backup")


def test_a_yes_for_a_full_group_waits_in_line(forms, draft):
    group = formed(forms, draft).group
    group.peer.most = group.peer.wished = 3
    group.peer.save()

    row = say(draft, forms.members[3])

    assert row.state == MemberState.WAITS
    assert Seat.objects.get(pk=row.seat_id).state == SeatState.FREED
    assert Wait.objects.get(group=group).enrolment == forms.members[3]
    assert told("group_waits") == 1


def test_a_yes_for_a_group_that_ended_waits_for_another(forms, draft):
    group = formed(forms, draft).group
    close_group(group_id=group.pk, by=forms.cora, now=NOW)

    row = say(draft, forms.members[3])

    assert (row.state, Wait.objects.exists()) == (MemberState.WAITS, False)


def test_a_no_frees_the_seat_and_asks_no_reason(forms, draft):
    row = say(draft, forms.ana, yes=False)

    assert row.state == MemberState.NO
    assert Seat.objects.get(pk=row.seat_id).state == SeatState.FREED


def test_when_the_facilitator_says_no_the_back_up_leads(forms, draft):
    lead, back_up = leads_of(draft)

    say(draft, lead, yes=False)

    assert row_of(draft, back_up).part == Part.FACILITATOR
    assert told("group_team") == 1


def test_when_both_say_no_nobody_leads_and_the_team_hears_it(forms, draft):
    lead, back_up = leads_of(draft)
    say(draft, lead, yes=False)

    say(draft, back_up, yes=False)

    assert told("group_team") == 2
    assert now_is(draft).state == DraftState.ASKED


def test_who_said_no_after_it_was_formed_leads_nobody(forms, draft):
    formed(forms, draft)

    say(draft, leads_of(draft)[1], yes=False)

    assert now_is(draft).state == DraftState.FORMED


def test_an_answer_is_given_once(forms, draft):
    say(draft, forms.ana)

    with pytest.raises(AlreadyAnswered):
        say(draft, forms.ana, yes=False)


def test_after_the_deadline_nobody_answers(forms, draft):
    with pytest.raises(DeadlinePassed):
        say(draft, forms.ana, now=later(days=7))


def test_a_draft_that_was_taken_back_is_not_answered(forms, draft):
    services.dissolve_draft(draft_id=draft.pk, by=forms.cora, now=NOW)

    with pytest.raises(GroupAnswerClosed):
        say(draft, forms.ana)


def test_somebody_else_does_not_answer(forms, draft):
    member = row_of(draft, forms.ana).pk

    with pytest.raises(NotFoundHere):
        services.answer_group(
            member_id=member, yes=True, way="page", by=forms.members[1].person.user, now=NOW
        )


def test_who_paused_does_not_come_in_by_an_old_link(forms, draft):
    organisations.pause_enrolment(enrolment_id=forms.ana.pk, by=forms.cora, now=NOW)

    with pytest.raises(MemberNotReady):
        services.answer_group(
            member_id=row_of(draft, forms.ana).pk, yes=True, way="link", by=None, now=NOW
        )


def without_a_paper(forms, draft):
    for who in forms.members[:3]:
        say(draft, who)
    organisations.change_programme(
        programme_id=forms.programme.pk, required_clearances=["training"], by=None, now=NOW
    )
    return leads_of(draft)[0]


def test_no_group_starts_while_who_leads_it_lacks_a_paper(forms, draft):
    lead = without_a_paper(forms, draft)

    with pytest.raises(IntroductionWaits):
        say(draft, lead)


def test_the_team_hears_that_a_paper_is_missing(forms, draft):
    lead = without_a_paper(forms, draft)

    with pytest.raises(NotCleared):
        services.answer_group(
            member_id=row_of(draft, lead).pk, yes=True, way="coordinator", by=forms.cora, now=NOW
        )


def sweep(now):
    services.remind_and_dissolve(now=now)


def test_one_reminder_for_who_did_not_answer(forms, draft):
    say(draft, forms.ana)

    sweep(later(days=3))
    sweep(later(days=3, minutes=2))
    sweep(later(days=3, minutes=2))

    assert told("group_reminder") == 6


def test_too_few_by_the_deadline_dissolves_it_and_everybody_keeps_their_day(forms, draft):
    since = forms.ana.waiting_since
    say(draft, forms.ana)

    sweep(later(days=7))

    assert now_is(draft).state == DraftState.DISSOLVED
    assert not Seat.objects.filter(state=SeatState.HELD).exists()
    assert Enrolment.objects.get(pk=forms.ana.pk).waiting_since == since
    assert told("group_dissolved") == 7


def test_who_did_not_answer_by_the_deadline_of_a_group_that_is_there_waits_on(forms, draft):
    formed(forms, draft)

    sweep(later(days=7))

    assert row_of(draft, forms.members[4]).state == MemberState.CLOSED
    assert told("group_closed") == 3


def test_a_group_that_lacked_only_a_paper_is_formed_at_the_deadline(forms, draft):
    lead = without_a_paper(forms, draft)
    DraftMember.objects.filter(draft=draft, enrolment=lead).update(
        state=MemberState.YES, answered_at=NOW
    )
    sweep(later(days=7))
    assert now_is(draft).state == DraftState.DISSOLVED


def test_a_group_with_enough_yes_is_formed_at_the_deadline(forms, draft):
    rows = [row_of(draft, who).pk for who in (*forms.members[:3], leads_of(draft)[0])]
    DraftMember.objects.filter(pk__in=rows).update(state=MemberState.YES, answered_at=NOW)

    sweep(later(days=7))

    assert now_is(draft).state == DraftState.FORMED


def test_who_leaves_while_people_are_asked_is_not_counted_on(forms, draft):
    lead = leads_of(draft)[0]
    for who in (forms.ana, lead):
        organisations.pause_enrolment(enrolment_id=who.pk, by=forms.cora, now=NOW)

    sweep(later(hours=1))

    states = {row_of(draft, who).state for who in (forms.ana, lead)}
    assert states == {MemberState.CLOSED}
    assert now_is(draft).state == DraftState.ASKED


@pytest.mark.parametrize("step", ["_remind", "_without_who_is_gone"])
def test_the_sweep_passes_over_what_was_dealt_with_meanwhile(forms, draft, step):
    from matching.services import group_deadlines

    services.dissolve_draft(draft_id=draft.pk, by=forms.cora, now=NOW)

    getattr(group_deadlines, step)(draft.pk, NOW)

    assert told("group_reminder") == 0


@pytest.mark.parametrize("state", list(DraftState))
def test_every_state_of_a_draft_is_reached_by_the_services(kept, state):
    _forms, draft = draft_at(state)

    assert draft.state == state


def test_when_two_files_become_one_what_is_asked_stays_asked(forms, draft):
    gone, kept = forms.ana.person, make_person("Anna")

    merging._move(kept, gone, NOW)

    assert row_of(draft, forms.ana).person == kept
    assert not list(merging._refuse(forms.members[1].person, kept))


def test_two_who_are_asked_to_lead_at_the_same_time_are_not_one(draft):
    one, other = (each.person for each in leads_of(draft))

    assert [type(each) for each in merging._refuse(one, other)] == [LeadsThenAlready]
