"""What matching tells people. No surname, no theme, no name before both said yes; each kind is checked again when it is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models.consents import Shown
from accounts.selectors import disclosed_parts
from core.text import in_language
from matching.links import answer_link
from matching.models import Answer, MatchRun, Proposal
from matching.states import AnswerState, ProposalState
from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from notifications.topics import Topic
from organisations.selectors import team_of

OFFERED = "matching.proposal_offered"
REMINDER = "matching.proposal_reminder"
CLOSED = "matching.proposal_closed"
INTRODUCED = "matching.introduced"
TEAM_ANSWER = "matching.team_answer"
TEAM_QUESTION = "matching.team_question"
RUN_FINISHED = "matching.run_finished"


def tell_offered(proposal: Proposal, *, now: datetime) -> None:
    """Ask everybody whose turn it is."""
    for answer in _answers(proposal):
        if answer.state == AnswerState.ASKED:
            _tell_person(answer, OFFERED, "offered", now, expires_at=proposal.deadline_at)


def tell_reminder(proposal: Proposal, *, now: datetime) -> None:
    for answer in _answers(proposal):
        if answer.state == AnswerState.ASKED:
            _tell_person(answer, REMINDER, "reminder", now, expires_at=proposal.deadline_at)


def tell_declined(proposal: Proposal, *, said_no: Answer, now: datetime) -> None:
    """The other hears in neutral words that it goes on; the team hears who needs care."""
    for answer in _answers(proposal):
        if answer.pk != said_no.pk and answer.asked_at is not None:
            _tell_person(answer, CLOSED, "closed", now)
    _tell_team(proposal, TEAM_ANSWER, "declined", now)


def tell_expired(proposal: Proposal, *, now: datetime) -> None:
    for answer in _answers(proposal):
        if answer.asked_at is not None:
            _tell_person(answer, CLOSED, "closed", now)
    _tell_team(proposal, TEAM_ANSWER, "expired", now)


def tell_withdrawn(proposal: Proposal, *, now: datetime) -> None:
    for answer in _answers(proposal):
        if answer.asked_at is not None:
            _tell_person(answer, CLOSED, "closed", now)


def tell_introduced(proposal: Proposal, *, now: datetime) -> None:
    for answer in _answers(proposal):
        _tell_person(answer, INTRODUCED, "introduced", now)
    _tell_team(proposal, TEAM_ANSWER, "agreed", now)


def tell_question(proposal: Proposal, answer: Answer, *, now: datetime) -> None:
    _tell_team(proposal, TEAM_QUESTION, f"question:{answer.pk}:{now:%Y%m%d%H%M%S%f}", now)


def tell_run_finished(run: MatchRun, *, now: datetime) -> None:
    """Whoever asked for the run hears that drafts wait; a regular run tells the team."""
    team = [role.user for role in team_of(organisation_id=run.programme.organisation_id)]
    for user in {run.requested_by} if run.requested_by else set(team):
        queue_message(
            kind=RUN_FINISHED,
            user=user,
            dedupe_key=f"run:{run.pk}:finished:{user.pk}",
            context={"run": run.pk},
            organisation_id=run.programme.organisation_id,
            now=now,
        )


def _answers(proposal: Proposal) -> list[Answer]:
    return list(proposal.answers.select_related("enrolment__person__user").order_by("pk"))


def _tell_person(
    answer: Answer, kind: str, happening: str, now: datetime, *, expires_at: datetime | None = None
) -> None:
    queue_message(
        kind=kind,
        person=answer.enrolment.person,
        dedupe_key=f"proposal:{answer.proposal_id}:{happening}:{answer.pk}",
        context={"answer": answer.pk},
        organisation_id=answer.enrolment.organisation_id,
        now=now,
        expires_at=expires_at,
    )


def _tell_team(proposal: Proposal, kind: str, happening: str, now: datetime) -> None:
    users = {
        role.user_id: role.user
        for role in team_of(organisation_id=proposal.programme.organisation_id)
    }
    for user in users.values():
        queue_message(
            kind=kind,
            user=user,
            dedupe_key=f"proposal:{proposal.pk}:{happening}:team:{user.pk}",
            context={"proposal": proposal.pk},
            organisation_id=proposal.programme.organisation_id,
            now=now,
        )


def _answer_of(message: Message) -> Answer:
    return Answer.objects.select_related(
        "proposal__programme", "proposal__programme_version", "enrolment__person"
    ).get(pk=message.context["answer"])


def _prepare_question(message: Message) -> dict[str, Any] | None:
    """Only while the question is open: a proposal that was taken back asks nobody any more."""
    answer = _answer_of(message)
    if answer.proposal.state != ProposalState.OFFERED or answer.state != AnswerState.ASKED:
        return None
    return {
        "name": answer.enrolment.person.name_to_use,
        "deadline": answer.proposal.deadline_at,
        "link": answer_link(answer),
        "text": in_language(answer.proposal.settings["proposal_text"], message_language(message)),
        "weeks": answer.proposal.settings["meets_every_weeks"],
    }


def _sample_question() -> dict[str, Any]:
    return {
        "name": "Ana",
        "deadline": datetime(2026, 3, 9, 9, 0),  # noqa: DTZ001
        "link": f"{settings.SITE_URL}/answer/…/",
        "text": "",
        "weeks": 2,
    }


def _prepare_closed(message: Message) -> dict[str, Any] | None:
    answer = _answer_of(message)
    ended = (ProposalState.DECLINED, ProposalState.EXPIRED, ProposalState.WITHDRAWN)
    if answer.proposal.state not in ended:
        return None
    return {"name": answer.enrolment.person.name_to_use, "link": _home()}


def _sample_closed() -> dict[str, Any]:
    return {"name": "Ana", "link": _home()}


def _home() -> str:
    return str(settings.SITE_URL) + reverse("organisations:home")


def _prepare_introduced(message: Message) -> dict[str, Any] | None:
    """Both said yes: now, and only now, what each chose to show after that."""
    answer = _answer_of(message)
    if answer.proposal.state != ProposalState.AGREED:
        return None
    other = answer.proposal.answers.exclude(pk=answer.pk).select_related("enrolment__person").get()
    shown = disclosed_parts(
        person=other.enrolment.person, stage=Shown.INTRODUCTION, language=message_language(message)
    )
    return {
        "name": answer.enrolment.person.name_to_use,
        "other": shown.get("name", ""),
        "email": shown.get("email", ""),
        "phone": shown.get("phone", ""),
        "link": settings.SITE_URL + reverse("matching:buddy", args=[answer.proposal.public_id]),
    }


def message_language(message: Message) -> str:
    return message.person.language if message.person else "nl"


def _sample_introduced() -> dict[str, Any]:
    return {"name": "Ana", "other": "Ben", "email": "ben@example.org", "phone": "", "link": _home()}


def _prepare_team(message: Message) -> dict[str, Any] | None:
    proposal = Proposal.objects.get(pk=message.context["proposal"])
    path = reverse("matching:proposal_detail", args=[proposal.public_id])
    return {"state": str(proposal.state), "link": settings.SITE_URL + path}


def _sample_team() -> dict[str, Any]:
    return {"state": "agreed", "link": f"{settings.SITE_URL}/proposals/…/"}


def _prepare_run(message: Message) -> dict[str, Any] | None:
    run = MatchRun.objects.select_related("programme").get(pk=message.context["run"])
    path = reverse("matching:board", args=[run.programme.public_id])
    return {"pairs": run.pairs, "link": settings.SITE_URL + path}


def _sample_run() -> dict[str, Any]:
    return {"pairs": 12, "link": f"{settings.SITE_URL}/board/…/"}


Prepare = Callable[[Message], dict[str, Any] | None]
_KINDS: tuple[tuple[str, str, Prepare, Callable[[], dict[str, Any]]], ...] = (
    (OFFERED, "offered", _prepare_question, _sample_question),
    (REMINDER, "reminder", _prepare_question, _sample_question),
    (CLOSED, "closed", _prepare_closed, _sample_closed),
    (INTRODUCED, "introduced", _prepare_introduced, _sample_introduced),
    (TEAM_ANSWER, "team_answer", _prepare_team, _sample_team),
    (TEAM_QUESTION, "team_question", _prepare_team, _sample_team),
    (RUN_FINISHED, "run_finished", _prepare_run, _sample_run),
)


_TEAM = {TEAM_ANSWER, TEAM_QUESTION, RUN_FINISHED}
_REQUIRED = {OFFERED, INTRODUCED}


def register_kinds() -> None:
    for code, template, prepare, sample in _KINDS:
        topic = Topic.TEAM if code in _TEAM else Topic.MATCHING
        template = f"matching/mail/{template}"
        register(Kind(code, "matching", template, prepare, sample, topic, code in _REQUIRED))
