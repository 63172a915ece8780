"""One card is chosen, or none of them: the others go back without knowing."""

import pytest

from core.errors import NotFoundHere
from matching import services
from matching.errors import (
    CardGone,
    DeadlinePassed,
    PersonNotReady,
)
from matching.models import Answer, Proposal
from matching.services import exclude_people
from matching.states import AnswerState, ChoiceState, ProposalState
from notifications.models import Message
from notifications.rendering import build_mail
from organisations.services import change_programme, pause_enrolment
from tests.clock import NOW, later
from tests.matching.builders import say
from tests.matching.choices import (
    choice_at,
    mails,
    seats,
    some_cards,
    states,
)

pytestmark = pytest.mark.django_db


# Choosing


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_chosen_one_becomes_an_offer_and_the_others_go_back(number):
    cards = choice_at(ChoiceState.OPEN)

    cards.choose(number)

    expected = [ProposalState.DRAFT] * 3
    expected[number] = ProposalState.OFFERED
    assert states(cards) == expected
    assert seats(cards) == [*(int(n == number) for n in range(3)), 1]
    assert not Proposal.objects.exclude(on_hold_until=None).exists()


@pytest.mark.parametrize("first", [True, False])
def test_choosing_is_a_yes_and_the_volunteer_is_asked(first):
    cards = choice_at(ChoiceState.MADE, asks_volunteer_first=first)

    answers = {row.enrolment_id: row.state for row in Answer.objects.all()}

    assert answers == {
        cards.scene.seeker.pk: AnswerState.YES,
        cards.scene.volunteer.pk: AnswerState.ASKED,
    }
    assert mails("proposal_offered", cards.scene.ben).count() == 1
    assert not mails("proposal_offered", cards.scene.ana).exists()


def test_the_yes_of_the_volunteer_brings_them_together():
    cards = choice_at(ChoiceState.MADE)

    say(cards.drafts[0], cards.scene.ben, yes=True)

    assert states(cards)[0] == ProposalState.AGREED


def test_the_no_of_the_volunteer_is_told_neutrally():
    cards = choice_at(ChoiceState.MADE)

    say(cards.drafts[0], cards.scene.ben, yes=False)

    assert mails("proposal_closed", cards.scene.ana).count() == 1
    assert seats(cards) == [0, 0, 0, 0]


def test_the_others_are_told_nothing():
    cards = choice_at(ChoiceState.MADE)
    others = [each.volunteer.person_id for each in cards.drafts[1:]]

    assert not Message.objects.filter(person__in=others).exists()


def test_a_card_of_somebody_else_is_not_there():
    cards = choice_at(ChoiceState.OPEN, 2)
    other = some_cards(2)

    with pytest.raises(NotFoundHere):
        services.choose_card(
            choice_id=cards.choice.pk,
            proposal_id=other.drafts[0].pk,
            way="page",
            by=cards.scene.ana.user,
            now=NOW,
        )


def test_after_the_deadline_nothing_is_chosen():
    with pytest.raises(DeadlinePassed):
        choice_at(ChoiceState.OPEN).choose(now=later(days=7))


def test_who_takes_a_break_does_not_choose():
    cards = choice_at(ChoiceState.OPEN)
    pause_enrolment(enrolment_id=cards.scene.seeker.pk, by=cards.scene.cora, now=NOW)

    with pytest.raises(PersonNotReady):
        cards.choose()


def breaks(cards):
    pause_enrolment(enrolment_id=cards.drafts[0].volunteer_id, by=cards.scene.cora, now=NOW)


def is_rejected(cards):
    services.reject_proposal(
        proposal_id=cards.drafts[0].pk, reason="other", by=cards.scene.cora, now=NOW
    )


def is_kept_apart(cards):
    exclude_people(
        organisation_id=cards.scene.programme.organisation_id,
        one_id=cards.scene.ana.pk,
        other_id=cards.drafts[0].volunteer.person_id,
        by=cards.scene.cora,
        now=NOW,
    )


@pytest.mark.parametrize("happening", [breaks, is_rejected, is_kept_apart])
def test_a_card_that_is_not_possible_any_more_is_refused_without_a_reason(happening):
    cards = choice_at(ChoiceState.OPEN)
    happening(cards)

    with pytest.raises(CardGone):
        cards.choose(0)

    assert cards.now_is().state == ChoiceState.OPEN
    assert seats(cards) == [1, 1, 1, 1]
    assert cards.choose(1).state == ProposalState.OFFERED


def test_the_offer_keeps_the_settings_under_which_the_choice_began():
    cards = choice_at(ChoiceState.OPEN)
    change_programme(
        programme_id=cards.scene.programme.pk, by=None, now=NOW, answer_days=30, choice_of_cards=1
    )

    offered = cards.choose(now=later(days=1))

    assert (cards.choice.deadline_at, offered.deadline_at) == (later(days=7), later(days=8))


# None of them


def test_none_of_them_ends_it_and_they_are_not_shown_again():
    cards = choice_at(ChoiceState.REFUSED)

    assert states(cards) == [ProposalState.DECLINED] * 3
    assert seats(cards) == [0, 0, 0, 0]
    assert not mails("choice_closed", cards.scene.ana).exists()


def test_the_team_hears_of_it():
    cards = choice_at(ChoiceState.REFUSED)

    mail = build_mail(Message.objects.get(kind="matching.choice_team", user=cards.scene.cora))

    assert str(cards.scene.seeker.public_id) in mail.body
    assert "Ana" not in mail.body


def test_none_of_them_leaves_alone_what_was_rejected_meanwhile():
    cards = choice_at(ChoiceState.OPEN)
    is_rejected(cards)

    cards.refuse()

    assert states(cards) == ["rejected", "declined", "declined"]
    assert seats(cards) == [0, 0, 0, 0]
