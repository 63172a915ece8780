"""What people are told about a group they are asked for. No theme in a mail, and nothing of the others; looked at again when it is sent.

Who is in a group that was formed is told by `groups`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from matching.group_links import group_answer_link
from matching.group_selectors import with_draft
from matching.models import Draft, DraftMember, Forming
from matching.states import DraftState, MemberState
from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from notifications.topics import Topic
from organisations.selectors import team_of

ASKED = "matching.group_asked"
REMINDER = "matching.group_reminder"
DISSOLVED = "matching.group_dissolved"
CLOSED = "matching.group_closed"
WAITS = "matching.group_waits"
LEAD_REPLACED = "matching.group_lead_replaced"
TEAM = "matching.group_team"
FORMING_FINISHED = "matching.forming_finished"


def tell_asked(draft: Draft, *, now: datetime) -> None:
    for row in _asked(draft):
        tell_member_asked(row, now=now)


def tell_member_asked(row: DraftMember, *, now: datetime) -> None:
    _tell(row, ASKED, "asked", now, expires_at=row.draft.deadline_at)


def tell_group_reminder(draft: Draft, *, now: datetime) -> None:
    """One reminder for who did not answer yet."""
    for row in _asked(draft):
        _tell(row, REMINDER, "reminder", now, expires_at=draft.deadline_at)


def tell_dissolved(draft: Draft, rows: Iterable[DraftMember], *, now: datetime) -> None:
    """Everybody who was asked and did not say no hears it; the team too."""
    for row in rows:
        _tell(row, DISSOLVED, "dissolved", now)
    tell_team_of_draft(draft, "dissolved", now=now)


def tell_closed(row: DraftMember, *, now: datetime) -> None:
    """The group began without this person, who did not answer: we keep looking."""
    _tell(row, CLOSED, "closed", now)


def tell_waits(row: DraftMember, *, now: datetime) -> None:
    """Yes, but there is no place left at the moment."""
    _tell(row, WAITS, "waits", now)


def tell_lead_replaced(row: DraftMember, *, now: datetime) -> None:
    """Who was asked to lead it: somebody else does."""
    _tell(row, LEAD_REPLACED, "replaced", now)


def tell_lead_gone(draft: Draft, row: DraftMember, *, now: datetime) -> None:
    tell_team_of_draft(draft, f"lead_gone:{row.pk}", now=now)


def tell_team_of_draft(draft: Draft, happening: str, *, now: datetime) -> None:
    organisation_id = draft.programme.organisation_id
    for user in {role.user for role in team_of(organisation_id=organisation_id)}:
        queue_message(
            kind=TEAM,
            user=user,
            dedupe_key=f"draft:{draft.pk}:{happening}:team:{user.pk}",
            context={"draft": draft.pk, "what": happening.split(":")[0]},
            organisation_id=organisation_id,
            now=now,
        )


def tell_forming_finished(forming: Forming, *, now: datetime) -> None:
    """Whoever asked for it hears that drafts wait; after a regular one the team does."""
    organisation_id = forming.programme.organisation_id
    team = {role.user for role in team_of(organisation_id=organisation_id)}
    for user in {forming.requested_by} if forming.requested_by else team:
        queue_message(
            kind=FORMING_FINISHED,
            user=user,
            dedupe_key=f"forming:{forming.pk}:finished:{user.pk}",
            context={"forming": forming.pk},
            organisation_id=organisation_id,
            now=now,
        )


def _asked(draft: Draft) -> list[DraftMember]:
    rows = with_draft().filter(draft=draft, state=MemberState.ASKED)
    return list(rows.order_by("pk"))


def _tell(
    row: DraftMember,
    kind: str,
    happening: str,
    now: datetime,
    *,
    expires_at: datetime | None = None,
) -> None:
    queue_message(
        kind=kind,
        person=row.enrolment.person,
        dedupe_key=f"draft:{row.draft_id}:{happening}:{row.pk}",
        context={"member": row.pk},
        organisation_id=row.enrolment.organisation_id,
        now=now,
        expires_at=expires_at,
    )


def _row_of(message: Message) -> DraftMember:
    return with_draft().get(pk=message.context["member"])


def _prepare_question(message: Message) -> dict[str, Any] | None:
    """Only while the question is open."""
    row = _row_of(message)
    if row.state != MemberState.ASKED or row.draft.state not in (
        DraftState.ASKED,
        DraftState.FORMED,
    ):
        return None
    return {
        "name": row.enrolment.person.name_to_use,
        "leads": row.leads,
        "deadline": row.draft.deadline_at,
        "link": group_answer_link(row),
    }


def _sample_question() -> dict[str, Any]:
    return {
        "name": "Ana",
        "leads": False,
        "deadline": datetime(2026, 3, 9, 9, 0),  # noqa: DTZ001
        "link": f"{settings.SITE_URL}/group/…/",
    }


def _still(*states: str) -> Callable[[Message], dict[str, Any] | None]:
    """Told as long as the person's row is in one of these states."""

    def prepare(message: Message) -> dict[str, Any] | None:
        row = _row_of(message)
        if row.state not in states:
            return None
        return {"name": row.enrolment.person.name_to_use, "leads": row.leads, "link": _home()}

    return prepare


def _sample_person() -> dict[str, Any]:
    return {"name": "Ana", "leads": False, "link": _home()}


def _home() -> str:
    return str(settings.SITE_URL) + reverse("organisations:home")


def _prepare_team(message: Message) -> dict[str, Any] | None:
    draft = Draft.objects.get(pk=message.context["draft"])
    path = reverse("matching:draft", args=[draft.public_id])
    return {"what": message.context["what"], "link": settings.SITE_URL + path}


def _sample_team() -> dict[str, Any]:
    return {"what": "formed", "link": f"{settings.SITE_URL}/drafts/…/"}


def _prepare_forming(message: Message) -> dict[str, Any] | None:
    forming = Forming.objects.select_related("programme").get(pk=message.context["forming"])
    path = reverse("matching:groups_board", args=[forming.programme.public_id])
    return {
        "groups": forming.drafts.count(),
        "placed": forming.placed,
        "link": settings.SITE_URL + path,
    }


def _sample_forming() -> dict[str, Any]:
    return {"groups": 3, "placed": 19, "link": f"{settings.SITE_URL}/groups/…/"}


Prepare = Callable[[Message], dict[str, Any] | None]
_KINDS: tuple[tuple[str, str, Prepare, Callable[[], dict[str, Any]]], ...] = (
    (ASKED, "group_asked", _prepare_question, _sample_question),
    (REMINDER, "group_reminder", _prepare_question, _sample_question),
    (DISSOLVED, "group_dissolved", _still(MemberState.CLOSED), _sample_person),
    (CLOSED, "group_closed", _still(MemberState.CLOSED), _sample_person),
    (LEAD_REPLACED, "group_lead_replaced", _still(MemberState.CLOSED), _sample_person),
    (WAITS, "group_waits", _still(MemberState.WAITS), _sample_person),
    (TEAM, "group_team", _prepare_team, _sample_team),
    (FORMING_FINISHED, "forming_finished", _prepare_forming, _sample_forming),
)


_TEAM = {TEAM, FORMING_FINISHED}


def register_kinds() -> None:
    for code, template, prepare, sample in _KINDS:
        topic = Topic.TEAM if code in _TEAM else Topic.MATCHING
        template = f"matching/mail/{template}"
        register(Kind(code, "matching", template, prepare, sample, topic, code == ASKED))
