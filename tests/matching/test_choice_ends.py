"""What time does to a choice of cards."""

import pytest

from accounts.models.consents import Purpose
from accounts.services import withdraw_consent
from matching import services
from matching.models import Choice
from matching.services import choice_deadlines, choices
from matching.states import ChoiceState, ProposalState
from organisations.services import pause_enrolment
from tests.clock import NOW, later
from tests.matching.choices import (
    choice_at,
    mails,
    seats,
    states,
    sweep,
)

pytestmark = pytest.mark.django_db


def test_who_has_not_chosen_is_reminded_once():
    cards = choice_at(ChoiceState.OPEN)

    for days in (2.9, 3, 4):
        sweep(later(days=days))

    assert mails("choice_reminder", cards.scene.ana).count() == 1


def test_without_reminders_nobody_is_reminded():
    cards = choice_at(ChoiceState.OPEN, reminder_days=0)

    sweep(later(days=6))

    assert not mails("choice_reminder", cards.scene.ana).exists()


def test_in_time_it_ends_and_the_cards_go_back():
    cards = choice_at(ChoiceState.EXPIRED)

    assert cards.now_is().state == ChoiceState.EXPIRED
    assert states(cards) == [ProposalState.DRAFT] * 3
    assert seats(cards) == [0, 0, 0, 0]
    assert mails("choice_closed", cards.scene.ana).count() == 1


def stops(cards):
    pause_enrolment(enrolment_id=cards.scene.seeker.pk, by=cards.scene.cora, now=NOW)


def takes_consent_back(cards):
    withdraw_consent(person=cards.scene.ana, purpose=Purpose.SERVICE, by=None, now=NOW)


def loses_all_cards(cards):
    for each in cards.drafts:
        services.reject_proposal(proposal_id=each.pk, reason="other", by=cards.scene.cora, now=NOW)


@pytest.mark.parametrize("happening", [stops, takes_consent_back, loses_all_cards])
def test_a_choice_that_makes_no_sense_any_more_is_taken_back(happening):
    cards = choice_at(ChoiceState.OPEN)
    happening(cards)

    sweep(later(minutes=1))

    assert cards.now_is().state == ChoiceState.WITHDRAWN
    assert seats(cards) == [0, 0, 0, 0]


def test_two_turns_in_the_same_minute_are_one():
    cards = choice_at(ChoiceState.OPEN)
    services.sweep_choices(now=later(days=7))
    Choice.objects.filter(pk=cards.choice.pk).update(state=ChoiceState.OPEN, closed_at=None)

    services.sweep_choices(now=later(days=7))

    assert cards.now_is().state == ChoiceState.OPEN


@pytest.mark.parametrize("state", [ChoiceState.MADE, ChoiceState.WITHDRAWN])
def test_what_is_over_meanwhile_is_left_alone(state):
    cards = choice_at(state)

    choice_deadlines._unless_closed(choices.expire_choice, cards.choice.pk, later(days=7))
    choice_deadlines._remind(choice_id=cards.choice.pk, now=later(days=3))

    assert cards.now_is().state == state
    assert not mails("choice_reminder", cards.scene.ana).exists()
