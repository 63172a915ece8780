"""Another partner for one of the two of a draft: what it costs is told before, and done in one transaction or not at all.

Ana – Ben is a draft, and Ana shall be with Fatou. Ben is free then. When all places of Fatou are in drafts, the worst of those, say
Fatou – Cem, falls away; and when Cem and Ben fit each other, they get a draft instead. The cost is what the board loses in fit.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from core.errors import ChangedMeanwhile, InvalidInput
from core.states import move
from groups.selectors import free_seats
from matching.errors import ProposalClosed
from matching.models import Proposal
from matching.models.proposals import RejectReason
from matching.services.proposals import propose_pair, record
from matching.services.ranking import Candidate, candidates_of, list_shown, rank_and_score
from matching.states import ProposalState
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.permissions import ensure_coordinates

OPTIONS = 12
LOOKED_AT = 500  # of those who fit the freed person, the best


@dataclass(frozen=True)
class Option:
    """`falls_away` is the draft that the new partner has no place for any more, `left` its other person, and `back` the fit of the
    draft that this person and the freed one get instead; None: they do not fit. `cost` is what all these drafts lose in fit."""

    candidate: Candidate
    falls_away: Proposal | None
    left: Enrolment | None
    back: int | None
    cost: int

    @property
    def closes(self) -> set[int]:
        return {self.falls_away.pk} if self.falls_away else set()

    @property
    def gain(self) -> int:
        return max(0, -self.cost)

    @property
    def seen(self) -> str:
        """What somebody who chooses this has read: when it is otherwise by then, nothing is done."""
        gone = self.falls_away.public_id if self.falls_away else ""
        return f"{self.candidate.score}:{gone}:{'' if self.back is None else self.back}:{self.cost}"


@dataclass(frozen=True)
class Free:
    """Somebody without a draft, and how well they fit."""

    enrolment: Enrolment
    score: int


@dataclass(frozen=True)
class Swap:
    """A draft, who of it stays and who becomes free, for whom the freed one fits best of those without a draft, and the options."""

    proposal: Proposal
    kept: Enrolment
    freed: Enrolment
    freed_fits: Free | None
    options: list[Option]


@dataclass(frozen=True)
class Swapped:
    """The new draft, and the one that the two who were left got, if they fit."""

    new: Proposal
    back: Proposal | None


def preview_swap(*, proposal: Proposal, keep: str, by: User, now: datetime) -> Swap:
    """Whom `keep` (a side) could be proposed with instead, best first, at most 12. Nothing is stored.

    Raises ProposalClosed when it is no draft any more, InvalidInput, NotFoundHere.
    """
    ensure_coordinates(by, proposal.programme.organisation_id)
    if proposal.state != ProposalState.DRAFT:
        raise ProposalClosed
    if keep not in Side.values:
        raise InvalidInput(field="keep")
    sides = (proposal.volunteer, proposal.seeker)
    kept, freed = sides if keep == Side.VOLUNTEER else sides[::-1]
    kept.programme = freed.programme = proposal.programme  # read once
    ranked, scores = rank_and_score(kept=kept, freed=freed, now=now)
    ranked = [each for each in ranked if each.person != freed.pk]
    some = [pk for pk in scores if pk != kept.pk][:LOOKED_AT]
    board = _Board(proposal, [each.person for each in ranked], some, freed)
    people = list_shown().annotate(places=free_seats()).in_bulk(board.shown)
    with_kept = board.open_with(kept)
    options = [
        board.option(each, people[each.enrolment.pk].places, scores)
        for each in candidates_of(ranked, people)
        if each.enrolment.pk not in with_kept
    ]
    return Swap(
        proposal=proposal,
        kept=kept,
        freed=freed,
        freed_fits=Free(people[board.free], scores[board.free]) if board.free else None,
        options=[each for each in options if each is not None][:OPTIONS],
    )


class _Board:
    """The drafts of the programme that a swap may touch; those that were put aside hold no place."""

    def __init__(
        self, proposal: Proposal, others: list[int], some: list[int], freed: Enrolment
    ) -> None:
        """`others` fit who stays; `some` fit the freed person, best first, and the first of them without a draft is `free`."""
        self.proposal, self.freed = proposal, freed
        mine, theirs = ("seeker", "volunteer")[:: 1 if freed.side == Side.SEEKER else -1]
        rows = _drafts(proposal).select_related("volunteer__person", "seeker__person")
        wanted = Q(**{f"{mine}__in": others}) | Q(**{f"{theirs}__in": some})
        self.of: dict[int, list[Proposal]] = defaultdict(list)
        busy = set()
        for row in rows.filter(wanted).order_by("score", "pk"):
            self.of[getattr(row, f"{mine}_id")].append(row)
            busy.add(getattr(row, f"{theirs}_id"))
        self.free = next((pk for pk in some if pk not in busy), None)
        self.shown = [*others, *([self.free] if self.free else [])]

    def open_with(self, kept: Enrolment) -> set[int]:
        """Who has a draft with the one who stays already."""
        other = "seeker_id" if kept.is_volunteer else "volunteer_id"
        mine = "volunteer_id" if kept.is_volunteer else "seeker_id"
        drafts = [row for rows in self.of.values() for row in rows]
        return {getattr(row, other) for row in drafts if getattr(row, mine) == kept.pk}

    def option(self, candidate: Candidate, places: int, scores: dict[int, int]) -> Option | None:
        """`places` are free. None when all of them are in drafts that are locked."""
        drafts = self.of[candidate.enrolment.pk]
        full = len(drafts) >= places
        worst = next((draft for draft in drafts if full and not draft.is_locked), None)
        if full and worst is None:
            return None
        left, back, lost = None, None, 0
        if worst is not None:
            left = worst.volunteer if self.freed.side == Side.SEEKER else worst.seeker
            back, lost = scores.get(left.pk), worst.score
        cost = self.proposal.score + lost - candidate.score - (back or 0)
        return Option(candidate, worst, left, back, cost)


def _drafts(proposal: Proposal) -> QuerySet[Proposal]:
    return Proposal.objects.filter(
        programme_id=proposal.programme_id, state=ProposalState.DRAFT, on_hold_until=None
    )


@transaction.atomic
def swap_partner(
    *, proposal_id: int, keep: str, other_id: int, seen: str, by: User, now: datetime
) -> Swapped:
    """Give `keep` of a draft another partner, as `preview_swap` told it; `seen` is what was read there.

    Everything is worked out again, with the drafts and people that it touches locked. Raises ChangedMeanwhile when it is not what
    was read; ProposalClosed, InvalidInput, NotFoundHere, and what `propose_pair` raises. Nothing changes then.
    """
    first = Proposal.objects.select_related("programme").get(pk=proposal_id)
    ensure_coordinates(by, first.programme.organisation_id)
    locked = _lock(first, other_id)
    proposal = Proposal.objects.select_related(
        "programme",
        "volunteer__person",
        "volunteer__programme",
        "seeker__person",
        "seeker__programme",
    ).get(pk=proposal_id)
    swap = preview_swap(proposal=proposal, keep=keep, by=by, now=now)
    option = next((o for o in swap.options if o.candidate.enrolment.pk == other_id), None)
    # A draft that was made since the locks were taken is not locked either.
    if option is None or option.seen != seen or not option.closes <= locked:
        raise ChangedMeanwhile
    _close(proposal, now, RejectReason.BETTER_ONE)
    if option.falls_away is not None:
        _close(option.falls_away, now, "")
    new = _draft(swap.kept, option.candidate.enrolment, by, now)
    back = None
    if option.left is not None and option.back is not None:
        back = _draft(swap.freed, option.left, by, now)
    record("swapped", proposal, by, now, new=new.pk, cost=option.cost)
    return Swapped(new, back)


def _close(draft: Proposal, now: datetime, reason: str) -> None:
    move(draft.replace, refusal=ProposalClosed, at=now, reason=reason)
    draft.save(update_fields=["state", "closed_at", "reject_reason"])


def _lock(first: Proposal, other_id: int) -> set[int]:
    """Both people's drafts by id, then everybody in them by id: the order that every service keeps."""
    drafts = _drafts(first)
    mine = drafts.filter(volunteer_id=other_id) | drafts.filter(seeker_id=other_id)
    ids = {first.pk, *mine.values_list("pk", flat=True)}
    rows = list(
        Proposal.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
    )
    people = {pk for row in rows for pk in (row.volunteer_id, row.seeker_id)} | {other_id}
    list(Enrolment.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    return ids


def _draft(one: Enrolment, other: Enrolment, by: User, now: datetime) -> Proposal:
    volunteer, seeker = (one, other) if one.is_volunteer else (other, one)
    return propose_pair(volunteer_id=volunteer.pk, seeker_id=seeker.pk, by=by, now=now)
