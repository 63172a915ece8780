"""Time does its work: a reminder, an end to waiting, and no offer that hangs on somebody who left."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from core.jobs import take_turn
from core.states import move
from matching.messages import tell_expired, tell_reminder, tell_withdrawn
from matching.models import Proposal
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
    gone = ~Q(volunteer__state=EnrolmentState.ACTIVE) | ~Q(seeker__state=EnrolmentState.ACTIVE)
    silent = Q(
        reminded_at=None,
        offered_at__lte=now - timedelta(days=1) * F("programme__reminder_days"),
    )
    for over, end in (
        (Q(deadline_at__lte=now), _expire),
        (gone, _withdraw),
        (silent, _remind),
    ):
        for proposal_id in offered.filter(over).order_by("pk").values_list("pk", flat=True)[:BATCH]:
            end(proposal_id, now)


def _locked(proposal_id: int) -> Proposal:
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=proposal_id)
    )
    ids = [proposal.volunteer_id, proposal.seeker_id]
    list(Enrolment.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
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
