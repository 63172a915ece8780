"""What may be read of choices of cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet, Value

from accounts.models import User
from core.errors import NotFoundHere
from matching.models import Card, Choice, Proposal
from matching.selectors import list_open_questions, list_proposals
from matching.states import ChoiceState, ProposalState
from organisations.models import Enrolment
from organisations.permissions import Actor, organisations_of

_CARDS = Prefetch(
    "cards",
    Card.objects.select_related("proposal__volunteer__person__place__postal").order_by("number"),
)
_WITH = ("programme__organisation", "programme_version", "seeker__person")


def list_choices(*, by: Actor) -> QuerySet[Choice]:
    """Choices in the organisations of `by`, newest first."""
    return (
        Choice.objects.filter(programme__organisation__in=organisations_of(by))
        .select_related(*_WITH, "seeker__person__place__postal")
        .prefetch_related(_CARDS)
        .order_by("-offered_at", "-pk")
    )


def get_choice(*, public_id: UUID, by: Actor) -> Choice:
    """Raises NotFoundHere, also for a choice of another organisation."""
    choice = list_choices(by=by).filter(public_id=public_id).first()
    if choice is None:
        raise NotFoundHere
    return choice


@dataclass(frozen=True)
class ToCall:
    """Somebody who waits for a call: `asked` is what they asked, "" when they did not answer. `public_id` is that of the proposal, or of
    who chooses."""

    public_id: UUID
    name: str
    other: str
    asked: str
    deadline_at: datetime
    at: datetime


def first_to_call(*, by: Actor, at_most: int) -> dict[str, list[ToCall]]:
    """For the desk: the first of who asked something before a yes (`questions`), of the proposals that had a reminder and no answer
    (`silent`), and of who asked something before a choice or had a reminder (`choosing`). One query."""
    name = "person__name_to_use"
    lists = [
        list_open_questions(by=by).values_list(
            Value("questions"),
            "proposal__public_id",
            f"enrolment__{name}",
            Value(""),
            "question",
            "proposal__deadline_at",
            "question_at",
        ),
        list_proposals(by=by)
        .filter(state=ProposalState.OFFERED, reminded_at__isnull=False)
        .order_by("deadline_at", "pk")
        .values_list(
            Value("silent"),
            "public_id",
            f"seeker__{name}",
            f"volunteer__{name}",
            Value(""),
            "deadline_at",
            F("deadline_at"),
        ),
        list_choices(by=by)
        .filter(state=ChoiceState.OPEN)
        .exclude(question="", reminded_at=None)
        .prefetch_related(None)
        .order_by("deadline_at", "pk")
        .values_list(
            Value("choosing"),
            "seeker__public_id",
            f"seeker__{name}",
            Value(""),
            "question",
            "deadline_at",
            F("deadline_at"),
        ),
    ]
    one, *others = (some[:at_most] for some in lists)
    told: dict[str, list[ToCall]] = {"questions": [], "silent": [], "choosing": []}
    for kind, *row in one.union(*others, all=True):
        told[kind].append(ToCall(*row))
    return {kind: sorted(rows, key=attrgetter("at")) for kind, rows in told.items()}


def list_own_choices(*, user: User) -> QuerySet[Choice]:
    """What somebody may or might choose, newest first."""
    return (
        Choice.objects.filter(seeker__person__user_id=user.pk)
        .select_related(*_WITH)
        .order_by("-offered_at", "-pk")
    )


def get_own_choice(*, public_id: UUID, user: User) -> Choice:
    """Raises NotFoundHere for a choice of somebody else."""
    choice = list_own_choices(user=user).filter(public_id=public_id).first()
    if choice is None:
        raise NotFoundHere
    return choice


def card_of(choice: Choice, proposal_id: object) -> Proposal:
    """The proposal of one of the cards. Raises NotFoundHere."""
    for card in choice.cards.select_related("proposal"):
        if str(card.proposal.public_id) == str(proposal_id):
            return card.proposal
    raise NotFoundHere


def list_possible_cards(choices: Iterable[Choice]) -> list[Card]:
    """Those of open choices that may still be chosen, with all that is told of their volunteers in rows of one."""
    rows = Card.objects.filter(
        choice__in=[choice.pk for choice in choices if choice.state == ChoiceState.OPEN],
        proposal__state=ProposalState.DRAFT,
    )
    person = "proposal__volunteer__person"
    return list(
        rows.select_related(
            f"{person}__profile", f"{person}__place__postal", "proposal__programme__organisation"
        ).order_by("choice", "number")
    )


def open_cards_of(enrolment: Enrolment) -> list[Card]:
    """The cards of what somebody is choosing from now, with the choice: nothing when there is none."""
    rows = Card.objects.filter(choice__seeker=enrolment, choice__state=ChoiceState.OPEN)
    return list(rows.select_related("choice", "proposal__volunteer__person").order_by("number"))


def list_drafts_of(enrolment: Enrolment) -> QuerySet[Proposal]:
    """Drafts that somebody who looks could choose from, best first."""
    return (
        Proposal.objects.filter(seeker=enrolment, state=ProposalState.DRAFT)
        .select_related("volunteer__person", "seeker__person")
        .order_by("-score", "pk")
    )
