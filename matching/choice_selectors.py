"""What may be read of choices of cards."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from core.errors import NotFoundHere
from matching.models import Card, Choice, Proposal
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


def open_choice_of(enrolment: Enrolment) -> Choice | None:
    rows = Choice.objects.filter(seeker=enrolment, state=ChoiceState.OPEN)
    return rows.select_related(*_WITH).prefetch_related(_CARDS).order_by("pk").first()


def list_drafts_of(enrolment: Enrolment) -> QuerySet[Proposal]:
    """Drafts that somebody who looks could choose from, best first."""
    return (
        Proposal.objects.filter(seeker=enrolment, state=ProposalState.DRAFT)
        .select_related("volunteer__person")
        .order_by("-score", "pk")
    )
