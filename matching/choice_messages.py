"""What is told about a choice of cards. One mail for all cards, nothing about any of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.text import in_language
from matching.choice_links import choice_link
from matching.models import Choice
from matching.states import ChoiceState
from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from notifications.topics import Topic
from organisations.selectors import team_of

OFFERED = "matching.choice_offered"
REMINDER = "matching.choice_reminder"
CLOSED = "matching.choice_closed"
TEAM = "matching.choice_team"


def tell_choice_offered(choice: Choice, *, now: datetime) -> None:
    _tell(choice, OFFERED, "offered", now, expires_at=choice.deadline_at)


def tell_choice_reminder(choice: Choice, *, now: datetime) -> None:
    _tell(choice, REMINDER, "reminder", now, expires_at=choice.deadline_at)


def tell_choice_closed(choice: Choice, *, now: datetime) -> None:
    _tell(choice, CLOSED, "closed", now)


def _tell(
    choice: Choice, kind: str, happening: str, now: datetime, *, expires_at: datetime | None = None
) -> None:
    queue_message(
        kind=kind,
        person=choice.seeker.person,
        dedupe_key=f"choice:{choice.pk}:{happening}",
        context={"choice": choice.pk},
        organisation_id=choice.seeker.organisation_id,
        now=now,
        expires_at=expires_at,
    )


def tell_choice_team(choice: Choice, happening: str, *, now: datetime) -> None:
    organisation_id = choice.programme.organisation_id
    for user in {role.user for role in team_of(organisation_id=organisation_id)}:
        queue_message(
            kind=TEAM,
            user=user,
            dedupe_key=f"choice:{choice.pk}:{happening}:team:{user.pk}",
            context={"choice": choice.pk},
            organisation_id=organisation_id,
            now=now,
        )


def _choice_of(message: Message) -> Choice:
    rows = Choice.objects.select_related("seeker__person", "programme_version")
    return rows.get(pk=message.context["choice"])


def _prepare_open(message: Message) -> dict[str, Any] | None:
    """Only as long as there is something to choose."""
    choice = _choice_of(message)
    if choice.state != ChoiceState.OPEN:
        return None
    person = choice.seeker.person
    return {
        "name": person.name_to_use,
        "deadline": choice.deadline_at,
        "link": choice_link(choice),
        "cards": choice.cards.count(),
        "text": in_language(choice.programme_version.settings["proposal_text"], person.language),
    }


def _prepare_closed(message: Message) -> dict[str, Any] | None:
    choice = _choice_of(message)
    if choice.state not in (ChoiceState.EXPIRED, ChoiceState.WITHDRAWN):
        return None
    link = settings.SITE_URL + reverse("organisations:home")
    return {"name": choice.seeker.person.name_to_use, "link": link}


def _prepare_team(message: Message) -> dict[str, Any] | None:
    path = reverse("organisations:person", args=[_choice_of(message).seeker.public_id])
    return {"link": f"{settings.SITE_URL}{path}"}


def _sample() -> dict[str, Any]:
    return {
        "name": "Ana",
        "deadline": datetime(2026, 3, 9, 9, 0),  # noqa: DTZ001
        "link": f"{settings.SITE_URL}/choose/…/",
        "cards": 3,
        "text": "",
    }


Prepare = Callable[[Message], dict[str, Any] | None]
_KINDS: tuple[tuple[str, str, Prepare], ...] = (
    (OFFERED, "choice_offered", _prepare_open),
    (REMINDER, "choice_reminder", _prepare_open),
    (CLOSED, "closed", _prepare_closed),
    (TEAM, "choice_team", _prepare_team),
)


def register_kinds() -> None:
    for code, template, prepare in _KINDS:
        topic = Topic.TEAM if code == TEAM else Topic.MATCHING
        template = f"matching/mail/{template}"
        register(Kind(code, "matching", template, prepare, _sample, topic, code == OFFERED))
