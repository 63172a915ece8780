"""What the two people say. The last yes forms the group; the first no ends it, without a reason."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.errors import NotFoundHere
from core.states import move
from core.text import lines
from groups.models.groups import Kind
from groups.services import form_group
from matching.errors import (
    AlreadyAnswered,
    DeadlinePassed,
    NotAskedYet,
    PersonNotReady,
    ProposalClosed,
    QuestionUnusable,
)
from matching.messages import tell_declined, tell_introduced, tell_offered, tell_question
from matching.models import Answer, Proposal
from matching.models.proposals import AnswerWay
from matching.services.proposals import are_kept_apart, close_answers, ensure_ready, record
from matching.states import AnswerState, ProposalState
from organisations.errors import IntroductionWaits, NotCleared
from organisations.models import Enrolment
from organisations.permissions import coordinates

QUESTION_LIMIT = 1000


@transaction.atomic
def answer_proposal(
    *, answer_id: int, yes: bool, way: str, by: User | None, now: datetime
) -> Proposal:
    """Say yes or no. `way` is how; by the signed link (`link`) nobody has to be logged in.

    Raises NotFoundHere, AlreadyAnswered, ProposalClosed, DeadlinePassed, NotAskedYet, PersonNotReady; with the last yes
    IntroductionWaits, or NotCleared for the team, when a paper of the volunteer ended meanwhile. Nothing changes then.
    """
    proposal, answer, enrolments = _locked(answer_id)
    _ensure_may_answer(answer, enrolments[answer.enrolment_id], way, by)
    if answer.state in (AnswerState.YES, AnswerState.NO):
        raise AlreadyAnswered
    if proposal.state != ProposalState.OFFERED:
        raise ProposalClosed
    if proposal.deadline_at is not None and now >= proposal.deadline_at:
        raise DeadlinePassed
    if answer.state == AnswerState.TO_COME:
        raise NotAskedYet
    if yes:
        for enrolment in enrolments.values():
            ensure_ready(enrolment)
        if are_kept_apart(*enrolments.values()):
            raise PersonNotReady  # neither learns that they are kept apart
    move(answer.say_yes if yes else answer.say_no, refusal=AlreadyAnswered, at=now)
    answer.way, answer.recorded_by = way, by
    answer.save()
    record("answered", proposal, by, now, answer=answer.pk, state=str(answer.state))
    if not yes:
        _decline(proposal, answer, now)
    elif all(other.state == AnswerState.YES for other in proposal.answers.all()):
        try:
            _agree(proposal, by, now)
        except NotCleared as error:
            if way == AnswerWay.COORDINATOR:
                raise
            raise IntroductionWaits from error
    else:
        _ask_the_next(proposal, now)
    return proposal


def _locked(answer_id: int) -> tuple[Proposal, Answer, dict[int, Enrolment]]:
    """Proposal first, then the enrolments by id: the order that every service here keeps."""
    proposal_id = Answer.objects.values_list("proposal_id", flat=True).get(pk=answer_id)
    proposal = (
        Proposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme", "programme_version")
        .get(pk=proposal_id)
    )
    ids = [proposal.volunteer_id, proposal.seeker_id]
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    enrolments = {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}
    return proposal, Answer.objects.get(pk=answer_id), enrolments


def _ensure_may_answer(answer: Answer, enrolment: Enrolment, way: str, by: User | None) -> None:
    """The person by login or link, or somebody of the team who was told by phone. Others find nothing."""
    if way == AnswerWay.LINK:
        return
    own = by is not None and enrolment.person.user_id == by.pk
    told = way == AnswerWay.COORDINATOR and coordinates(by, enrolment.organisation_id)
    if not (own or told):
        raise NotFoundHere


def _decline(proposal: Proposal, answer: Answer, now: datetime) -> None:
    move(proposal.decline, refusal=ProposalClosed, at=now)
    close_answers(proposal, now)
    proposal.save()
    tell_declined(proposal, said_no=answer, now=now)


def _agree(proposal: Proposal, by: User | None, now: datetime) -> None:
    answers = list(proposal.answers.select_related("seat").order_by("pk"))
    group = form_group(
        kind=Kind.PAIR,
        programme_id=proposal.programme_id,
        seats=[answer.seat for answer in answers],
        by=by,
        now=now,
    )
    move(proposal.agree, refusal=ProposalClosed, group=group, at=now)
    proposal.save()
    record("agreed", proposal, by, now, group=group.pk)
    tell_introduced(proposal, now=now)


def _ask_the_next(proposal: Proposal, now: datetime) -> None:
    """Where the volunteer is asked first, the other is asked after the first yes, and has as many days to answer."""
    for waiting in proposal.answers.filter(state=AnswerState.TO_COME).order_by("pk"):
        move(waiting.ask, at=now)
        waiting.save()
        proposal.give_time(at=now)
        proposal.save(update_fields=["deadline_at", "remind_at", "reminded_at"])
        tell_offered(proposal, now=now)


@transaction.atomic
def ask_question(*, answer_id: int, text: str, by: User | None, way: str, now: datetime) -> Answer:
    """A question to the coordinator before deciding. Raises InvalidInput for an empty or very long one."""
    proposal, answer, enrolments = _locked(answer_id)
    _ensure_may_answer(answer, enrolments[answer.enrolment_id], way, by)
    question = lines(text)
    if not question or len(question) > QUESTION_LIMIT:
        raise QuestionUnusable
    if proposal.state != ProposalState.OFFERED:
        raise ProposalClosed
    answer.question, answer.question_at = question, now
    answer.save(update_fields=["question", "question_at"])
    record("question_asked", proposal, by, now, answer=answer.pk)
    tell_question(proposal, answer, now=now)
    return answer
