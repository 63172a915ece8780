"""One decision about many drafts. Each is judged and stored alone, and what became of each is told: never all or nothing in silence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from accounts.models import User
from core.errors import DomainError, InvalidInput, NotFoundHere
from matching.models import Proposal
from matching.models.proposals import RejectReason
from matching.selectors import list_proposals
from matching.services.proposals import approve_proposal, hold_proposal, reject_proposal
from organisations.models import Programme
from organisations.permissions import ensure_coordinates

MOST = 50
ACTIONS = APPROVE, HOLD, REJECT = "approve", "hold", "reject"


@dataclass(frozen=True)
class Outcome:
    """What became of one: `error` says why nothing was done. `proposal` is as it was read; None for one that is not there."""

    public_id: UUID
    proposal: Proposal | None
    error: DomainError | None = None

    @property
    def is_done(self) -> bool:
        return self.error is None


def decide_many(
    *,
    programme: Programme,
    public_ids: Sequence[UUID],
    action: str,
    by: User,
    now: datetime,
    reason: str = "",
    until: date | None = None,
) -> list[Outcome]:
    """Offer, put aside (`until` a day, None: back on the board) or reject (`reason`) these drafts of a programme, in their order.

    Raises InvalidInput before anything is done: an unknown action or reason, a day that is over, none or more than 50 drafts.
    """
    ensure_coordinates(by, programme.organisation_id)
    decide = _checked(action, reason, until, now)
    wanted = list(dict.fromkeys(public_ids))
    if not 1 <= len(wanted) <= MOST:
        raise InvalidInput(field="proposals")
    rows = list_proposals(by=by).filter(programme=programme, public_id__in=wanted)
    found = {row.public_id: row for row in rows}
    return [_outcome(pk, found.get(pk), decide, by, now) for pk in wanted]


def _checked(
    action: str, reason: str, until: date | None, now: datetime
) -> Callable[..., Proposal]:
    if action == APPROVE:
        return approve_proposal
    if action == HOLD:
        if until is not None and until < now.date():
            raise InvalidInput(field="until")
        return partial(hold_proposal, until=until)
    if action != REJECT:
        raise InvalidInput(field="action")
    if reason not in RejectReason.values:
        raise InvalidInput(field="reason")
    return partial(reject_proposal, reason=reason)


def _outcome(
    public_id: UUID,
    proposal: Proposal | None,
    decide: Callable[..., Any],
    by: User,
    now: datetime,
) -> Outcome:
    if proposal is None:
        return Outcome(public_id, None, NotFoundHere())
    try:
        decide(proposal_id=proposal.pk, by=by, now=now)
    except DomainError as error:
        return Outcome(public_id, proposal, error)
    return Outcome(public_id, proposal)
