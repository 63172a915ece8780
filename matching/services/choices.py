"""A choice of up to three anonymous cards: offered by the team, made or refused by who looks, or over in time.

Lock order: choice, proposals by id, enrolments by id. All seats are kept free from the offer on, so that whatever is chosen is still
possible; the cards that are not chosen go back to the board, and their volunteers never knew.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import events
from core.errors import DomainError, NotFoundHere
from core.states import move
from core.text import lines
from groups.services import free_seat, hold_seat
from matching.choice_messages import tell_choice_closed, tell_choice_offered, tell_choice_team
from matching.errors import (
    CardGone,
    ChoiceClosed,
    ChoiceImpossible,
    ChoiceNotAllowed,
    DeadlinePassed,
    ProposalClosed,
    QuestionUnusable,
)
from matching.messages import tell_offered
from matching.models import Card, Choice, Proposal
from matching.models.proposals import AnswerWay
from matching.services.answers import QUESTION_LIMIT
from matching.services.proposals import ensure_ready, ensure_still_possible, offer
from matching.services.proposals import record as record_proposal
from matching.states import AnswerState, ChoiceState, ProposalState
from organisations.models import Enrolment
from organisations.permissions import coordinates, ensure_coordinates
from organisations.selectors import current_version

LEAST = 2


@transaction.atomic
def offer_choice(*, proposal_ids: Sequence[int], by: User, now: datetime) -> Choice:
    """Show drafts of one person who looks to that person, all at once.

    Everything is checked as for an offer. Raises NotFoundHere, ChoiceNotAllowed, ChoiceImpossible, ProposalClosed, OwnProposal,
    PersonNotReady, NotCleared, KeptApart, NoLongerFits, SeatTaken; then nobody is shown anything.
    """
    drafts = _lock_proposals(proposal_ids)
    for draft in drafts:
        ensure_coordinates(by, draft.programme.organisation_id)
    _ensure_a_choice(drafts)
    people = _lock_people(drafts)
    for draft in drafts:
        if draft.state != ProposalState.DRAFT:
            raise ProposalClosed
        ensure_still_possible(draft, people[draft.volunteer_id], people[draft.seeker_id], by, now)
    seats = {pk: hold_seat(enrolment_id=pk, now=now) for pk in sorted(people)}
    first = drafts[0]
    choice = Choice(
        programme=first.programme,
        programme_version=current_version(programme_id=first.programme_id),
        seeker_id=first.seeker_id,
        seat=seats[first.seeker_id],
        offered_by=by,
    )
    choice.give_time(at=now)
    choice.save()
    best_first = sorted(drafts, key=lambda draft: (-draft.score, draft.pk))
    for number, draft in enumerate(best_first, 1):
        Card.objects.create(
            choice=choice, proposal=draft, number=number, seat=seats[draft.volunteer_id]
        )
        # Put aside: a search that comes meanwhile leaves it as it is.
        draft.on_hold_until = choice.deadline_at.date()
        draft.save(update_fields=["on_hold_until"])
    _record("offered", choice, by, now)
    tell_choice_offered(choice, now=now)
    return choice


def _ensure_a_choice(drafts: Sequence[Proposal]) -> None:
    most = drafts[0].programme.choice_of_cards if drafts else LEAST
    if most < LEAST:
        raise ChoiceNotAllowed
    if not LEAST <= len(drafts) <= most or len({draft.seeker_id for draft in drafts}) > 1:
        raise ChoiceImpossible(most=most)


def _lock_proposals(ids: Sequence[int]) -> list[Proposal]:
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.select_related("programme", "rule_set").filter(pk__in=ids).order_by("pk"))


def _lock_people(drafts: Sequence[Proposal]) -> dict[int, Enrolment]:
    ids = {pk for draft in drafts for pk in (draft.volunteer_id, draft.seeker_id)}
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "person", "programme"
    )
    return {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}


def _locked(choice_id: int) -> tuple[Choice, list[Card], dict[int, Enrolment]]:
    choice = (
        Choice.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme", "programme_version", "offered_by")
        .get(pk=choice_id)
    )
    cards = list(choice.cards.select_related("seat").order_by("number"))
    proposals = {each.pk: each for each in _lock_proposals([card.proposal_id for card in cards])}
    for card in cards:
        card.proposal = proposals[card.proposal_id]
    return choice, cards, _lock_people(list(proposals.values()))


def _ensure_open(choice: Choice, seeker: Enrolment, way: str, by: User | None) -> None:
    """Who may speak is the same as for an answer. Raises NotFoundHere, ChoiceClosed."""
    own = by is not None and seeker.person.user_id == by.pk
    told = way == AnswerWay.COORDINATOR and coordinates(by, seeker.organisation_id)
    if not (way == AnswerWay.LINK or (told if way == AnswerWay.COORDINATOR else own)):
        raise NotFoundHere
    if choice.state != ChoiceState.OPEN:
        raise ChoiceClosed


@transaction.atomic
def choose_card(
    *, choice_id: int, proposal_id: int, way: str, by: User | None, now: datetime
) -> Proposal:
    """This one: it becomes an offer to which who looks has said yes, and the volunteer is asked. The others go back.

    Raises NotFoundHere, ChoiceClosed, DeadlinePassed, PersonNotReady, CardGone; then nothing changes.
    """
    choice, cards, people = _locked(choice_id)
    seeker = people[choice.seeker_id]
    _ensure_open(choice, seeker, way, by)
    if now >= choice.deadline_at:
        raise DeadlinePassed
    card = next((each for each in cards if each.proposal_id == proposal_id), None)
    if card is None:
        raise NotFoundHere
    ensure_ready(seeker)
    _give_back(choice, cards, now)
    _offer_chosen(choice, card, people, now)
    move(choice.make, refusal=ChoiceClosed, at=now)
    choice.way, choice.recorded_by = way, by
    choice.save()
    card.is_chosen = True
    card.save(update_fields=["is_chosen"])
    _say_yes(card.proposal, seeker, way, by, now)
    _record("made", choice, by, now)
    record_proposal("offered", card.proposal, choice.offered_by, now)
    tell_offered(card.proposal, now=now)
    return card.proposal


def _offer_chosen(choice: Choice, card: Card, people: dict[int, Enrolment], now: datetime) -> None:
    """Whatever stands against it now, who looks hears only that this one is gone."""
    proposal = card.proposal
    volunteer, seeker = people[proposal.volunteer_id], people[proposal.seeker_id]
    if proposal.state != ProposalState.DRAFT:
        raise CardGone
    try:
        ensure_still_possible(proposal, volunteer, seeker, choice.offered_by, now)
        offer(
            proposal,
            volunteer,
            seeker,
            under=choice.programme_version,
            by=choice.offered_by,
            now=now,
        )
    except DomainError as error:
        raise CardGone from error


def _say_yes(
    proposal: Proposal, seeker: Enrolment, way: str, by: User | None, now: datetime
) -> None:
    """Both are asked now, whatever the order of the programme: choosing was the yes of the one."""
    for answer in proposal.answers.order_by("pk"):
        if answer.state == AnswerState.TO_COME:
            move(answer.ask, at=now)
        if answer.enrolment_id == seeker.pk:
            move(answer.say_yes, at=now)
            answer.way, answer.recorded_by = way, by
        answer.save()


@transaction.atomic
def refuse_choice(*, choice_id: int, way: str, by: User | None, now: datetime) -> Choice:
    """None of them, without a reason. They are not proposed to this person again. Raises NotFoundHere, ChoiceClosed."""
    choice, cards, people = _locked(choice_id)
    _ensure_open(choice, people[choice.seeker_id], way, by)
    _give_back(choice, cards, now)
    for card in cards:
        if card.proposal.state == ProposalState.DRAFT:
            move(card.proposal.refuse_card, at=now)
            card.proposal.save(update_fields=["state", "closed_at", "on_hold_until"])
    move(choice.refuse, refusal=ChoiceClosed, at=now)
    choice.way, choice.recorded_by = way, by
    choice.save()
    _record("refused", choice, by, now)
    tell_choice_team(choice, "refused", now=now)
    return choice


@transaction.atomic
def ask_about_choice(
    *, choice_id: int, text: str, way: str, by: User | None, now: datetime
) -> Choice:
    """A question to the team before choosing. Raises QuestionUnusable, NotFoundHere, ChoiceClosed."""
    choice, _cards, people = _locked(choice_id)
    _ensure_open(choice, people[choice.seeker_id], way, by)
    question = lines(text)
    if not question or len(question) > QUESTION_LIMIT:
        raise QuestionUnusable
    choice.question, choice.question_at = question, now
    choice.save(update_fields=["question", "question_at"])
    _record("question_asked", choice, by, now)
    tell_choice_team(choice, f"question:{now:%Y%m%d%H%M%S%f}", now=now)
    return choice


@transaction.atomic
def withdraw_choice(*, choice_id: int, by: User | None, now: datetime) -> Choice:
    """The team takes it back, or (`by` is None) the sweep, because who looks is gone or no card is left.

    The cards go back to the board. Raises NotFoundHere, ChoiceClosed.
    """
    choice, cards, _people = _locked(choice_id)
    if by is not None:
        ensure_coordinates(by, choice.programme.organisation_id)
    move(choice.withdraw, refusal=ChoiceClosed, at=now)
    return _end(choice, cards, "withdrawn", by, now)


@transaction.atomic
def expire_choice(*, choice_id: int, now: datetime) -> Choice:
    """Nobody chose in time; the cards go back to the board. Raises ChoiceClosed."""
    choice, cards, _people = _locked(choice_id)
    move(choice.expire, refusal=ChoiceClosed, at=now)
    tell_choice_team(choice, "expired", now=now)
    return _end(choice, cards, "expired", None, now)


def _end(
    choice: Choice, cards: Sequence[Card], happening: str, by: User | None, now: datetime
) -> Choice:
    _give_back(choice, cards, now)
    choice.save()
    _record(happening, choice, by, now)
    tell_choice_closed(choice, now=now)
    return choice


def _give_back(choice: Choice, cards: Sequence[Card], now: datetime) -> None:
    """The seats are free again, and the drafts stand on the board."""
    for seat in (choice.seat, *(card.seat for card in cards)):
        free_seat(seat_id=seat.pk, now=now)
    for card in cards:
        if card.proposal.state == ProposalState.DRAFT:
            card.proposal.on_hold_until = None
            card.proposal.save(update_fields=["on_hold_until"])


def _record(happening: str, choice: Choice, by: User | None, now: datetime) -> None:
    events.record(
        f"matching.choice_{happening}",
        subject=choice,
        by=by,
        at=now,
        organisation_id=choice.programme.organisation_id,
    )
