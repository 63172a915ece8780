"""What was tried before, for the team: how often somebody was refused, and what became of two who were proposed before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import Answer, Proposal
from matching.states import AnswerState, ProposalState
from organisations.models import Enrolment

_TOLD = (
    ProposalState.DRAFT,
    ProposalState.DECLINED,
    ProposalState.EXPIRED,
    ProposalState.WITHDRAWN,
)


@dataclass(frozen=True)
class Earlier:
    """An earlier proposal of the same two, or the draft that lies on the board."""

    public_id: UUID
    state: ProposalState
    at: datetime | None

    @property
    def is_draft(self) -> bool:
        return self.state == ProposalState.DRAFT


@dataclass
class Past:
    """Of one person: no to others, no from others, no answer in time. `earlier` are proposals with the one who looks."""

    said_no: int = 0
    heard_no: int = 0
    silent: int = 0
    earlier: tuple[Earlier, ...] = ()

    @property
    def draft(self) -> Earlier | None:
        return next((each for each in self.earlier if each.is_draft), None)

    @property
    def draft_id(self) -> UUID | None:
        return self.draft.public_id if self.draft else None

    @property
    def before(self) -> list[str]:
        """What was tried with the one who looks, and with others, in words."""
        return [*self.together_in_words(), *self.in_words()]

    def in_words(self) -> list[str]:
        """ "Said no 2 times." """
        said = []
        if self.said_no:
            said.append(
                ngettext("Said no %(n)s time.", "Said no %(n)s times.", self.said_no)
                % {"n": self.said_no}
            )
        if self.heard_no:
            said.append(
                ngettext(
                    "The other said no %(n)s time.", "The other said no %(n)s times.", self.heard_no
                )
                % {"n": self.heard_no}
            )
        if self.silent:
            said.append(
                ngettext(
                    "Did not answer in time %(n)s time.",
                    "Did not answer in time %(n)s times.",
                    self.silent,
                )
                % {"n": self.silent}
            )
        return said

    def together_in_words(self) -> list[str]:
        """ "Proposed to each other before: no answer in time." """
        before = _("Proposed to each other before: %(how)s.")
        return [before % {"how": each.state.label} for each in self.earlier if not each.is_draft]


def past_of(*, others: Iterable[int], me: int) -> dict[int, Past]:
    """The past of these enrolments, by id, seen by the enrolment `me`. One query."""
    told = {pk: Past() for pk in others}
    answers = Answer.objects.filter(proposal=OuterRef("pk"), asked_at__isnull=False).values("state")
    rows = (
        Proposal.objects.filter(Q(volunteer__in=told) | Q(seeker__in=told), state__in=_TOLD)
        .annotate(
            of_volunteer=Subquery(answers.filter(enrolment=OuterRef("volunteer"))[:1]),
            of_seeker=Subquery(answers.filter(enrolment=OuterRef("seeker"))[:1]),
        )
        .order_by("-created_at", "-pk")
        .values_list(
            *("volunteer_id", "seeker_id", "state", "public_id", "closed_at"),
            *("of_volunteer", "of_seeker"),
        )
    )
    for volunteer, seeker, state, public_id, at, of_volunteer, of_seeker in rows:
        if state == ProposalState.DECLINED and of_volunteer is None and of_seeker is None:
            of_seeker = AnswerState.NO  # a card: nobody was asked, and who looks wanted none
        for pk, answer, other in (
            (volunteer, of_volunteer, seeker),
            (seeker, of_seeker, volunteer),
        ):
            if pk not in told:
                continue
            _count(told[pk], state, answer)
            if other == me:
                told[pk].earlier += (Earlier(public_id, ProposalState(state), at),)
    return told


def _count(past: Past, state: str, answer: str | None) -> None:
    if state == ProposalState.DECLINED:
        past.said_no += answer == AnswerState.NO
        past.heard_no += answer != AnswerState.NO
    elif state == ProposalState.EXPIRED:
        past.silent += answer == AnswerState.CLOSED


def past_between(one: Enrolment, other: Enrolment) -> Past:
    """What was tried with these two; the counts are those of `other`."""
    return past_of(others=[other.pk], me=one.pk)[other.pk]
