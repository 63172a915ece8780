"""Time does its work: a reminder, an end to waiting, and no offer that hangs on two who cannot meet any more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest, Least

from accounts.selectors import service_consents
from core.jobs import take_turn
from core.states import move
from matching.messages import tell_expired, tell_reminder, tell_withdrawn
from matching.models import Exclusion, Proposal
from matching.services.proposals import close_answers, record
from matching.states import ProposalState
from organisations.models import Enrolment
from organisations.states import State as EnrolmentState

SWEEP_EVERY_S = 60
BATCH = 200


def remind_and_expire(*, now: datetime) -> None:
    """One turn of the sweep over offered proposals. Each proposal is its own transaction."""
    if not take_turn(job="matching.sweep_proposals", now=now, every_s=SWEEP_EVERY_S):
        return
    offered = Proposal.objects.filter(state=ProposalState.OFFERED)
    silent = Q(reminded_at=None, remind_at__lte=now)
    for over, end in (
        (Q(deadline_at__lte=now), _expire),
        (_gone(), _withdraw),
        (silent, _remind),
    ):
        for proposal_id in offered.filter(over).order_by("pk").values_list("pk", flat=True)[:BATCH]:
            end(proposal_id, now)


def _gone() -> Q:
    """One of the two paused, stopped or took consent back, or they are kept apart since."""
    sides = ("volunteer", "seeker")
    people = [OuterRef(f"{side}__person_id") for side in sides]
    apart = Exclusion.objects.filter(
        organisation_id=OuterRef("programme__organisation_id"),
        first_id=Least(*people),
        second_id=Greatest(*people),
    )
    gone = Q(Exists(apart))
    for side, person in zip(sides, people, strict=True):
        is_active = Q(**{f"{side}__state": EnrolmentState.ACTIVE})
        gone |= ~(is_active & Q(Exists(service_consents(person))))
    return gone


def _locked(proposal_id: int) -> Proposal:
    proposal = (
        Proposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme")
        .get(pk=proposal_id)
    )
    ids = [proposal.volunteer_id, proposal.seeker_id]
    list(Enrolment.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    return proposal


@transaction.atomic
def _expire(proposal_id: int, now: datetime) -> None:
    proposal = _locked(proposal_id)
    if proposal.state != ProposalState.OFFERED:
        return  # the last answer came first
    move(proposal.expire, at=now)
    close_answers(proposal, now)
    proposal.save()
    record("expired", proposal, None, now)
    tell_expired(proposal, now=now)


@transaction.atomic
def _withdraw(proposal_id: int, now: datetime) -> None:
    proposal = _locked(proposal_id)
    if proposal.state != ProposalState.OFFERED:
        return
    move(proposal.withdraw, at=now)
    close_answers(proposal, now)
    proposal.save()
    record("withdrawn", proposal, None, now)
    tell_withdrawn(proposal, now=now)


@transaction.atomic
def _remind(proposal_id: int, now: datetime) -> None:
    proposal = _locked(proposal_id)
    if proposal.state != ProposalState.OFFERED or proposal.reminded_at is not None:
        return
    proposal.reminded_at = now
    proposal.save(update_fields=["reminded_at"])
    tell_reminder(proposal, now=now)
