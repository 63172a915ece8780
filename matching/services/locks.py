"""A draft that the team is sure of: the next search leaves it as it is and plans around it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from groups.selectors import free_seats
from matching.errors import PlacesAllLocked, ProposalClosed
from matching.models import Proposal
from matching.services.proposals import lock_people, locked_proposal, record
from matching.states import ProposalState
from organisations.models import Enrolment


@transaction.atomic
def lock_proposal(*, proposal_id: int, locked: bool, by: User, now: datetime) -> Proposal:
    """Lock a draft or release it; doing it twice is doing it once. Raises ProposalClosed, PlacesAllLocked, NotFoundHere."""
    proposal = locked_proposal(proposal_id, by)
    if proposal.state != ProposalState.DRAFT:
        raise ProposalClosed
    if proposal.is_locked == locked:
        return proposal
    if locked:
        lock_people(proposal)
        for side in ("volunteer_id", "seeker_id"):
            _ensure_place_left(side, getattr(proposal, side))
    proposal.is_locked = locked
    proposal.save(update_fields=["is_locked"])
    record("locked" if locked else "unlocked", proposal, by, now)
    return proposal


def _ensure_place_left(side: str, enrolment_id: int) -> None:
    drafts = Proposal.objects.filter(state=ProposalState.DRAFT, is_locked=True)
    fixed = drafts.filter(**{side: enrolment_id}).count()
    places = Enrolment.objects.annotate(places=free_seats()).values_list("places", flat=True)
    if fixed >= places.get(pk=enrolment_id):
        raise PlacesAllLocked
