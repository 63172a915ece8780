"""What a coordinator does with a proposal: offer it to its people, put it on hold, reject it, take it back, make one."""

from datetime import date, datetime
from types import EllipsisType
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.selectors import service_consents
from core import events
from core.errors import ChangedMeanwhile, InvalidInput
from core.states import move
from groups.services import free_seat, hold_seat
from groups.states import SeatState
from matching.engine.types import Rule
from matching.errors import (
    AlreadyProposed,
    KeptApart,
    NoLongerFits,
    NoPairsHere,
    OwnProposal,
    PersonNotReady,
    ProposalClosed,
)
from matching.messages import tell_offered, tell_withdrawn
from matching.models import Answer, Exclusion, Proposal
from matching.models.proposals import RejectReason
from matching.services.drafts import facts_of
from matching.services.judging import judge_pair
from matching.services.rules import engine_rules
from matching.snapshot import take_snapshot
from matching.states import AnswerState, ProposalState
from matching.words import broken_rules_in_words
from organisations.errors import NotCleared
from organisations.models import Enrolment, Programme, ProgrammeVersion
from organisations.permissions import ensure_coordinates
from organisations.selectors import current_version, is_cleared
from organisations.states import State as EnrolmentState
from organisations.support import ModelOfSupport
from organisations.two_people import in_order


@transaction.atomic
def approve_proposal(*, proposal_id: int, by: User, now: datetime) -> Proposal:
    """Offer a draft to its two people and keep their seats free meanwhile.

    Everything is checked again as it is now. Raises ProposalClosed, NotFoundHere, OwnProposal, PersonNotReady, NotCleared,
    KeptApart, NoLongerFits, SeatTaken.
    """
    proposal = locked_proposal(proposal_id, by)
    if proposal.state != ProposalState.DRAFT:
        raise ProposalClosed
    volunteer, seeker = lock_people(proposal)
    ensure_still_possible(proposal, volunteer, seeker, by, now)
    under = current_version(programme_id=proposal.programme_id)
    offer(proposal, volunteer, seeker, under=under, by=by, now=now)
    record("offered", proposal, by, now)
    tell_offered(proposal, now=now)
    return proposal


def offer(
    proposal: Proposal,
    volunteer: Enrolment,
    seeker: Enrolment,
    *,
    under: ProgrammeVersion,
    by: User | None,
    now: datetime,
) -> None:
    """Keep both seats free and open the answers of a draft; the caller has locked all three and checked everything."""
    move(proposal.offer, refusal=ProposalClosed, at=now, under=under)
    proposal.approved_by = by
    seats = {
        e.pk: hold_seat(enrolment_id=e.pk, now=now) for e in sorted((volunteer, seeker), key=_pk)
    }
    proposal.save()
    waits = proposal.settings["asks_volunteer_first"]
    for enrolment in (volunteer, seeker):
        later = waits and not enrolment.is_volunteer
        Answer.objects.create(
            proposal=proposal,
            enrolment=enrolment,
            seat=seats[enrolment.pk],
            state=AnswerState.TO_COME if later else AnswerState.ASKED,
            asked_at=None if later else now,
        )


def _pk(enrolment: Enrolment) -> int:
    return enrolment.pk


def locked_proposal(proposal_id: int, by: User) -> Proposal:
    """The proposal, locked, for somebody of its organisation's team. Raises NotFoundHere."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme", "rule_set")
        .get(pk=proposal_id)
    )
    ensure_coordinates(by, proposal.programme.organisation_id)
    return proposal


def lock_people(proposal: Proposal) -> tuple[Enrolment, Enrolment]:
    """Both enrolments, locked in the order of ids: two approvals that share a person would otherwise wait for each other."""
    ids = [proposal.volunteer_id, proposal.seeker_id]
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "person", "programme"
    )
    by_id = {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}
    return by_id[proposal.volunteer_id], by_id[proposal.seeker_id]


def ensure_still_possible(
    proposal: Proposal, volunteer: Enrolment, seeker: Enrolment, by: User | None, now: datetime
) -> None:
    """Everything that must hold when people are asked. Raises OwnProposal, PersonNotReady, NotCleared, KeptApart, NoLongerFits."""
    if by is not None and by.pk in (volunteer.person.user_id, seeker.person.user_id):
        raise OwnProposal
    ensure_ready(volunteer)
    ensure_ready(seeker)
    if not is_cleared(enrolment=volunteer, on=now.date()):
        raise NotCleared
    if are_kept_apart(volunteer, seeker):
        raise KeptApart
    _ensure_rules_hold(proposal, volunteer, seeker, now)


def ensure_makes_pairs(programme: Programme) -> None:
    """Raises NoPairsHere where the model of support knows no pairs of a volunteer and somebody who looks."""
    if not ModelOfSupport(programme.model_of_support).makes_pairs:
        raise NoPairsHere


def ensure_ready(enrolment: Enrolment) -> None:
    """Raises PersonNotReady for somebody who paused, stopped or took consent back."""
    agrees = service_consents(enrolment.person_id)
    if enrolment.state != EnrolmentState.ACTIVE or not agrees.exists():
        raise PersonNotReady


def are_kept_apart(one: Enrolment, other: Enrolment) -> bool:
    return Exclusion.objects.filter(
        organisation_id=one.organisation_id, **in_order(one.person_id, other.person_id)
    ).exists()


def _ensure_rules_hold(
    proposal: Proposal, volunteer: Enrolment, seeker: Enrolment, now: datetime
) -> None:
    """The hard rules with what both say now. The minimum score was judged by the run, over the whole pool."""
    broken = _broken(proposal, volunteer, seeker, now) & ~Rule.SCORE
    if broken:
        raise NoLongerFits(why=broken_rules_in_words(broken))


def _broken(proposal: Proposal, volunteer: Enrolment, seeker: Enrolment, now: datetime) -> Rule:
    from matching.engine import check_pair
    from matching.engine.errors import BadInput

    rules, weights = engine_rules(proposal.rule_set)
    pair = (volunteer.pk, seeker.pk)
    snapshot = take_snapshot(
        programme_id=proposal.programme_id,
        now=now,
        only_volunteers=[volunteer.pk],
        only_seekers=[seeker.pk],
        ignoring=[pair],
    )
    try:
        return Rule(check_pair(snapshot.pool, rules, weights, volunteer=pair[0], seeker=pair[1]))
    except BadInput:
        # One of the two is not in the pool: no free seat, which `hold_seat` refuses by its own name.
        return Rule(0)


@transaction.atomic
def hold_proposal(
    *,
    proposal_id: int,
    until: date | None,
    by: User,
    now: datetime,
    seen: date | EllipsisType | None = ...,
) -> Proposal:
    """Keep a draft for later, also over new searches; `until=None` ends the hold. `seen` is the hold that was read; when somebody
    else changed it meanwhile, nothing is done. Raises ProposalClosed, ChangedMeanwhile, InvalidInput."""
    proposal = locked_proposal(proposal_id, by)
    if proposal.state != ProposalState.DRAFT:
        raise ProposalClosed
    if not isinstance(seen, EllipsisType) and seen != proposal.on_hold_until:
        raise ChangedMeanwhile
    if until is not None and until < now.date():
        raise InvalidInput(field="until")
    proposal.on_hold_until = until
    proposal.save(update_fields=["on_hold_until"])
    record("held" if until else "released", proposal, by, now)
    return proposal


@transaction.atomic
def reject_proposal(*, proposal_id: int, reason: str, by: User, now: datetime) -> Proposal:
    """These two will not be proposed again. Raises ProposalClosed, InvalidInput."""
    proposal = locked_proposal(proposal_id, by)
    if reason not in RejectReason.values:
        raise InvalidInput(field="reason")
    move(proposal.reject, refusal=ProposalClosed, reason=reason, at=now)
    proposal.save()
    record("rejected", proposal, by, now, reason=reason)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal_id: int, by: User, now: datetime) -> Proposal:
    """Take an offer back: both are told in neutral words and their seats are free again. Raises ProposalClosed."""
    proposal = locked_proposal(proposal_id, by)
    lock_people(proposal)
    move(proposal.withdraw, refusal=ProposalClosed, at=now)
    close_answers(proposal, now)
    proposal.save()
    record("withdrawn", proposal, by, now)
    tell_withdrawn(proposal, now=now)
    return proposal


def close_answers(proposal: Proposal, now: datetime) -> None:
    """Nobody is asked any more; the seats kept free go back."""
    for answer in (
        proposal.answers.select_for_update(of=("self",)).select_related("seat").order_by("pk")
    ):
        if answer.state in (AnswerState.TO_COME, AnswerState.ASKED):
            move(answer.close)
            answer.save(update_fields=["state"])
        if answer.seat.state == SeatState.HELD:
            free_seat(seat_id=answer.seat_id, now=now)


@transaction.atomic
def propose_pair(*, volunteer_id: int, seeker_id: int, by: User, now: datetime) -> Proposal:
    """A draft made by hand, from the arrival list. Raises NoLongerFits with the broken rules in words, NoPairsHere,
    AlreadyProposed, PersonNotReady, NotFoundHere."""
    volunteer = Enrolment.objects.select_related("programme").get(pk=volunteer_id)
    programme = volunteer.programme
    ensure_coordinates(by, programme.organisation_id)
    ensure_makes_pairs(programme)
    judged = judge_pair(
        programme=programme, volunteer_id=volunteer_id, seeker_id=seeker_id, now=now
    )
    told, broken = judged.told, judged.broken & ~Rule.SCORE
    if broken:
        raise NoLongerFits(why=broken_rules_in_words(broken))
    proposal = Proposal(
        programme=programme,
        rule_set=judged.rule_set,
        volunteer_id=volunteer_id,
        seeker_id=seeker_id,
        score=told.score,
        parts=told.parts,
        facts=facts_of(told),
        created_at=now,
    )
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:
        raise AlreadyProposed from error
    record("drafted", proposal, by, now)
    return proposal


@transaction.atomic
def offer_pair(*, volunteer_id: int, seeker_id: int, by: User, now: datetime) -> Proposal:
    """Propose these two and ask them at once. Either both happens, or nothing; refusals as of `propose_pair` and
    `approve_proposal`."""
    draft = propose_pair(volunteer_id=volunteer_id, seeker_id=seeker_id, by=by, now=now)
    return approve_proposal(proposal_id=draft.pk, by=by, now=now)


def record(happening: str, proposal: Proposal, by: User | None, now: datetime, **data: Any) -> None:
    events.record(
        f"matching.proposal_{happening}",
        subject=proposal,
        by=by,
        at=now,
        organisation_id=proposal.programme.organisation_id,
        **data,
    )
