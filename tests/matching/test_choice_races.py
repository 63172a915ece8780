"""Two act on cards at once: real threads, real PostgreSQL. Each race has a control without the lock."""

import pytest
from django.db import IntegrityError

from core.errors import DomainError
from groups.selectors import count_live_seats
from matching import services
from matching.errors import ChoiceClosed
from matching.models import Choice, Proposal
from matching.states import ChoiceState, ProposalState
from organisations.services import pause_enrolment
from tests.clock import NOW, later
from tests.matching.builders import another_seeker, say
from tests.matching.choices import Cards, choice_at, draft_of, some_cards
from tests.racing import at_once, goes_wrong, unexpected

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


def refusals(results):
    return [isinstance(each, DomainError) for each in results].count(True)


def names(results):
    """The codes of the refusals: who comes second hears what happened."""
    return {each.code for each in results if isinstance(each, DomainError)}


def offered(cards):
    return Proposal.objects.filter(
        seeker=cards.scene.seeker, state__in=(ProposalState.OFFERED, ProposalState.AGREED)
    ).count()


def test_two_cards_chosen_at_once_are_one():
    for _round in range(ROUNDS):
        cards = choice_at(ChoiceState.OPEN)

        results = at_once(*[lambda n=n: cards.choose(n) for n in range(3)])

        assert not unexpected(results)
        assert (refusals(results), offered(cards)) == (2, 1)
        assert names(results) == {"choice_closed"}


def test_without_the_lock_the_second_is_stopped_by_the_seats_only(monkeypatch):
    def race():
        cards = choice_at(ChoiceState.OPEN, 2)

        def stopped_without_a_clear_answer():
            results = at_once(*[lambda n=n: cards.choose(n) for n in range(2)])
            assert offered(cards) == 1
            errors = [each for each in results if isinstance(each, Exception)]
            return any(not isinstance(each, ChoiceClosed) for each in errors)

        return stopped_without_a_clear_answer

    assert goes_wrong(monkeypatch, race)


def two_choices():
    """Ana and Eva may both choose Ben, who has one seat: the second choice is not offered."""
    first = some_cards(2)
    eva = another_seeker(first.scene, "Eva")
    drafts = [draft_of(first.scene, each.volunteer, eva) for each in first.drafts]
    return first, Cards(first.scene, drafts)


def test_two_choices_with_the_same_volunteer_never_overbook():
    for _round in range(ROUNDS):
        first, second = two_choices()

        results = at_once(first.offer, second.offer)

        assert not unexpected(results)
        assert refusals(results) == 1
        assert all(count_live_seats(enrolment_id=d.volunteer_id) == 1 for d in first.drafts)


def test_without_the_lock_two_choices_are_stopped_by_the_database_only(monkeypatch):
    def race():
        first, second = two_choices()

        def stopped_by_one_live_seat_per_number():
            results = at_once(first.offer, second.offer)
            assert all(count_live_seats(enrolment_id=d.volunteer_id) <= 1 for d in first.drafts)
            return any(isinstance(each, IntegrityError) for each in results)

        return stopped_by_one_live_seat_per_number

    assert goes_wrong(monkeypatch, race)


def test_an_offer_and_a_choice_of_the_same_person_at_once_are_one():
    for _round in range(ROUNDS):
        cards = some_cards(3)

        results = at_once(
            lambda: cards.offer(drafts=cards.drafts[1:]),
            lambda: services.approve_proposal(
                proposal_id=cards.drafts[0].pk, by=cards.scene.cora, now=NOW
            ),
        )

        assert not unexpected(results)
        assert refusals(results) == 1
        assert count_live_seats(enrolment_id=cards.scene.seeker.pk) == 1


def test_choosing_and_taking_back_at_once_leave_no_seat_behind():
    for _round in range(ROUNDS):
        cards = choice_at(ChoiceState.OPEN)

        results = at_once(cards.choose, cards.withdraw)

        assert not unexpected(results)
        assert (refusals(results), names(results)) == (1, {"choice_closed"})
        made = Choice.objects.get(pk=cards.choice.pk).state == ChoiceState.MADE
        assert count_live_seats(enrolment_id=cards.scene.seeker.pk) == int(made)
        assert offered(cards) == int(made)


def test_choosing_and_the_end_of_time_at_once_are_one():
    for _round in range(ROUNDS):
        cards = choice_at(ChoiceState.OPEN)

        results = at_once(
            cards.choose,
            lambda: services.choices.expire_choice(choice_id=cards.choice.pk, now=later(days=7)),
        )

        assert not unexpected(results)
        assert (refusals(results), names(results)) == (1, {"choice_closed"})


def test_a_card_is_chosen_or_rejected_never_both():
    for _round in range(ROUNDS):
        cards = choice_at(ChoiceState.OPEN)
        card = cards.drafts[0]

        results = at_once(
            cards.choose,
            lambda card=card, cards=cards: services.reject_proposal(
                proposal_id=card.pk, reason="other", by=cards.scene.cora, now=NOW
            ),
        )

        assert not unexpected(results)
        assert names(results) in ({"card_gone"}, {"proposal_closed"})
        assert Proposal.objects.get(pk=card.pk).state == (
            ProposalState.REJECTED if names(results) == {"card_gone"} else ProposalState.OFFERED
        )


def test_a_break_and_a_choice_at_once_are_done_or_refused_by_name():
    for _round in range(ROUNDS):
        cards = choice_at(ChoiceState.OPEN)
        volunteer = cards.drafts[0].volunteer

        results = at_once(
            cards.choose,
            lambda pk=volunteer.pk, by=cards.scene.cora: pause_enrolment(
                enrolment_id=pk, by=by, now=NOW
            ),
        )

        assert not unexpected(results)
        assert names(results) <= {"card_gone"}
        chosen = cards.now_is().state == ChoiceState.MADE
        assert chosen is not bool(names(results))


def test_nobody_ever_has_two_agreed():
    for _round in range(ROUNDS):
        cards = choice_at(ChoiceState.OPEN)
        at_once(*[lambda n=n: cards.choose(n) for n in range(3)])
        (proposal,) = Proposal.objects.filter(
            seeker=cards.scene.seeker, state=ProposalState.OFFERED
        )
        volunteer = proposal.volunteer.person

        results = at_once(*[lambda: say(proposal, volunteer, yes=True)] * 3)

        assert not unexpected(results)
        assert offered(cards) == 1
        assert count_live_seats(enrolment_id=cards.scene.seeker.pk) == 1
