"""What time does to an offer: a reminder, an end, and nothing twice."""

import pytest

from accounts.services import withdraw_consent
from core.models import Event
from groups.selectors import count_live_seats
from groups.services import free_seat
from matching import services
from matching.models import Proposal
from matching.services import deadlines
from matching.states import AnswerState, ProposalState
from notifications.models import Message
from organisations import services as organisations
from tests.clock import NOW, later
from tests.matching.builders import (
    another_seeker,
    answer_of,
    approve,
    make_scene,
    proposal_at,
    propose,
    say,
)

pytestmark = pytest.mark.django_db


def sweep(**time):
    services.remind_and_expire(now=later(**time))


def told(kind, person):
    return Message.objects.filter(kind=f"matching.{kind}", person=person).count()


def state_of(proposal):
    return Proposal.objects.get(pk=proposal.pk).state


def test_an_offer_lives_until_its_deadline():
    _scene, proposal = proposal_at(ProposalState.OFFERED)

    sweep(days=7, seconds=-1)

    assert state_of(proposal) == ProposalState.OFFERED


def test_an_offer_ends_at_its_deadline():
    _scene, proposal = proposal_at(ProposalState.OFFERED)

    sweep(days=7)

    assert state_of(proposal) == ProposalState.EXPIRED


def test_a_programme_chooses_how_long_people_may_think():
    _scene, proposal = proposal_at(ProposalState.OFFERED, make_scene(answer_days=14))

    sweep(days=13)

    assert state_of(proposal) == ProposalState.OFFERED


def test_answers_close_when_an_offer_ends():
    scene, proposal = proposal_at(ProposalState.EXPIRED)

    assert answer_of(proposal, scene.ana).state == AnswerState.CLOSED


def test_a_yes_stays_a_yes_when_the_other_never_answers():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    say(proposal, scene.ana, yes=True)

    sweep(days=7)

    assert answer_of(proposal, scene.ana).state == AnswerState.YES


def test_the_seat_of_somebody_who_said_yes_is_free_again():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    say(proposal, scene.ana, yes=True)

    sweep(days=7)

    assert count_live_seats(enrolment_id=scene.seeker.pk) == 0


def test_both_hear_that_it_goes_on():
    scene, _proposal = proposal_at(ProposalState.EXPIRED)

    assert (told("proposal_closed", scene.ana), told("proposal_closed", scene.ben)) == (1, 1)


def test_who_was_never_asked_hears_nothing():
    scene, _proposal = proposal_at(ProposalState.OFFERED, make_scene(asks_volunteer_first=True))

    sweep(days=7)

    assert (told("proposal_closed", scene.ana), told("proposal_closed", scene.ben)) == (0, 1)


def test_the_team_hears_that_nobody_answered():
    scene, proposal = proposal_at(ProposalState.EXPIRED)

    key = f"proposal:{proposal.pk}:expired:team:{scene.cora.pk}"
    assert Message.objects.filter(dedupe_key=key).exists()


def test_nobody_is_reminded_too_early():
    scene, _proposal = proposal_at(ProposalState.OFFERED)

    sweep(days=3, seconds=-1)

    assert told("proposal_reminder", scene.ana) == 0


def test_who_answered_is_not_reminded():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    say(proposal, scene.ana, yes=True)

    sweep(days=3)

    assert (told("proposal_reminder", scene.ana), told("proposal_reminder", scene.ben)) == (0, 1)


def test_a_reminder_is_not_sent_after_the_deadline():
    scene, _proposal = proposal_at(ProposalState.OFFERED)

    sweep(days=8)

    assert told("proposal_reminder", scene.ana) == 0


def test_two_sweeps_in_one_minute_work_once():
    scene, first = proposal_at(ProposalState.OFFERED, make_scene(capacity=2))
    sweep(days=7)
    second = approve(propose(scene, another_seeker(scene)), scene.cora)

    sweep(days=7, seconds=20)

    assert (state_of(first), state_of(second)) == (ProposalState.EXPIRED, ProposalState.OFFERED)


@pytest.mark.parametrize("who", ["seeker", "volunteer"])
def test_an_offer_to_somebody_who_paused_is_taken_back(who):
    scene, proposal = proposal_at(ProposalState.OFFERED)
    organisations.pause_enrolment(enrolment_id=getattr(scene, who).pk, by=scene.cora, now=NOW)

    sweep(hours=1)

    assert state_of(proposal) == ProposalState.WITHDRAWN


def test_taking_back_frees_the_seat_of_the_other():
    scene, _proposal = proposal_at(ProposalState.OFFERED)
    organisations.pause_enrolment(enrolment_id=scene.seeker.pk, by=scene.cora, now=NOW)

    sweep(hours=1)

    assert count_live_seats(enrolment_id=scene.volunteer.pk) == 0


def test_a_seat_that_was_given_back_already_is_not_given_back_twice():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    free_seat(seat_id=answer_of(proposal, scene.ana).seat_id, now=NOW)

    sweep(days=7)

    assert state_of(proposal) == ProposalState.EXPIRED


def test_drafts_wait_without_end():
    _scene, proposal = proposal_at(ProposalState.DRAFT)

    sweep(days=365)

    assert state_of(proposal) == ProposalState.DRAFT


@pytest.mark.parametrize("end", [deadlines._expire, deadlines._withdraw, deadlines._remind])
def test_the_last_answer_wins_over_a_sweep_that_comes_later(end):
    _scene, proposal = proposal_at(ProposalState.AGREED)
    before = Message.objects.count()

    end(proposal.pk, later(days=7))

    assert (state_of(proposal), Message.objects.count()) == (ProposalState.AGREED, before)


def test_what_time_did_is_noted_as_nobodys_deed():
    proposal_at(ProposalState.EXPIRED)

    assert Event.objects.get(kind="matching.proposal_expired").by is None


def test_an_offer_to_somebody_who_took_consent_back_is_taken_back():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    withdraw_consent(person=scene.ana, purpose="service", by=scene.ana.user, now=NOW)

    sweep(hours=1)

    assert state_of(proposal) == ProposalState.WITHDRAWN
