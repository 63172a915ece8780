"""A choice of cards is offered: anonymous, and all seats are kept free."""

from re import findall

import pytest

from accounts.services import change_disclosures
from groups.errors import SeatTaken
from matching import services
from matching.cards import cards_of
from matching.choice_links import read_choice_token
from matching.errors import (
    ChoiceImpossible,
    ChoiceNotAllowed,
    PersonNotReady,
    ProposalClosed,
)
from matching.states import ChoiceState, ProposalState
from notifications.models import Message
from notifications.rendering import build_mail
from organisations.services import pause_enrolment
from tests.clock import NOW, later
from tests.matching.builders import another_seeker
from tests.matching.choices import (
    another_volunteer,
    choice_at,
    draft_of,
    mails,
    seats,
    some_cards,
    states,
)

pytestmark = pytest.mark.django_db


# Offering


def test_the_seats_of_everybody_are_kept_free():
    assert seats(choice_at(ChoiceState.OPEN)) == [1, 1, 1, 1]


def test_the_drafts_stay_drafts_that_no_search_replaces():
    cards = choice_at(ChoiceState.OPEN)
    run = services.request_run(
        programme_id=cards.scene.programme.pk,
        objective="most_people",
        by=cards.scene.cora,
        now=later(hours=1),
    )

    services.execute_run(run_id=run.pk, now=later(hours=1))

    assert states(cards) == [ProposalState.DRAFT] * 3


def test_one_mail_tells_of_all_cards():
    cards = choice_at(ChoiceState.OPEN)

    mail = build_mail(mails("choice_offered", cards.scene.ana).get())

    (token,) = findall(r"/choose/(\S+)/", mail.body)
    assert read_choice_token(token) == cards.choice
    assert not [name for name in ("Ben", "Cem", "Dirk") if name in mail.body]


def test_the_volunteers_hear_nothing_of_it():
    cards = choice_at(ChoiceState.OPEN)
    volunteers = [each.volunteer.person_id for each in cards.drafts]

    assert not Message.objects.filter(person__in=volunteers).exists()


@pytest.mark.parametrize(("most", "number", "fine"), [(2, 2, True), (2, 3, False), (3, 3, True)])
def test_the_programme_says_how_many_cards_there_may_be(most, number, fine):
    cards = some_cards(number, choice_of_cards=most)

    if fine:
        assert cards.offer().cards.count() == number
    else:
        with pytest.raises(ChoiceImpossible):
            cards.offer()


def test_where_the_programme_allows_no_choice_there_is_none():
    with pytest.raises(ChoiceNotAllowed):
        some_cards(2, choice_of_cards=1).offer()


@pytest.mark.parametrize("number", [0, 1])
def test_one_card_is_no_choice(number):
    cards = some_cards()

    with pytest.raises(ChoiceImpossible):
        cards.offer(drafts=cards.drafts[:number])


def test_cards_for_two_people_are_no_choice():
    cards = some_cards()
    other = draft_of(
        cards.scene, another_volunteer(cards.scene, "Eva"), another_seeker(cards.scene)
    )

    with pytest.raises(ChoiceImpossible):
        cards.offer(drafts=[cards.drafts[0], other])


def test_what_is_no_draft_any_more_is_no_card():
    cards = some_cards()
    services.reject_proposal(
        proposal_id=cards.drafts[1].pk, reason="other", by=cards.scene.cora, now=NOW
    )

    with pytest.raises(ProposalClosed):
        cards.offer()

    assert seats(cards) == [0, 0, 0, 0]


def test_a_volunteer_without_a_free_seat_is_no_card():
    cards = some_cards()
    other = draft_of(cards.scene, cards.drafts[1].volunteer, another_seeker(cards.scene))
    services.approve_proposal(proposal_id=other.pk, by=cards.scene.cora, now=NOW)

    with pytest.raises(SeatTaken):
        cards.offer()

    assert seats(cards) == [0, 1, 0, 0]


def test_who_is_asked_already_does_not_choose_as_well():
    cards = some_cards()
    services.approve_proposal(proposal_id=cards.drafts[0].pk, by=cards.scene.cora, now=NOW)

    with pytest.raises(SeatTaken):
        cards.offer(drafts=cards.drafts[1:])


def test_nobody_has_two_choices_at_once():
    cards = choice_at(ChoiceState.OPEN, 2)

    with pytest.raises(SeatTaken):
        cards.offer()


def test_who_took_a_break_is_no_card():
    cards = some_cards()
    pause_enrolment(enrolment_id=cards.drafts[1].volunteer_id, by=cards.scene.cora, now=NOW)

    with pytest.raises(PersonNotReady):
        cards.offer()


# What who looks reads


def test_a_card_names_nobody():
    cards = choice_at(ChoiceState.OPEN)

    told = cards_of(cards.now_is(), "en")

    assert [card.name for card in told.cards] == ["", "", ""]
    assert not [name for name in ("Ben", "Cem", "Dirk") if name in str(told)]


def test_a_card_shows_only_what_the_other_shows_with_a_proposal():
    cards = choice_at(ChoiceState.OPEN)
    volunteer = cards.drafts[0].volunteer.person
    before = cards_of(cards.now_is(), "en").cards
    change_disclosures(person=volunteer, choices={"interests": "never"}, by=volunteer.user, now=NOW)

    after = cards_of(cards.now_is(), "en").cards

    assert before != after
    assert (
        "walking" not in str([c for c in after if c.proposal == cards.drafts[0].public_id]).lower()
    )


def test_a_card_that_is_gone_is_not_shown():
    cards = choice_at(ChoiceState.OPEN)
    services.reject_proposal(
        proposal_id=cards.drafts[1].pk, reason="other", by=cards.scene.cora, now=NOW
    )

    assert len(cards_of(cards.now_is(), "en").cards) == 2


def test_once_it_is_over_no_card_is_shown():
    assert cards_of(choice_at(ChoiceState.REFUSED).now_is(), "en").cards == []
