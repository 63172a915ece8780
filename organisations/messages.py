"""What this app tells people: its kinds of messages, and the functions that queue them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from organisations.models import Enrolment
from organisations.selectors import team_of
from organisations.states import State

NEWCOMER = "organisations.newcomer"


def tell_team_of_newcomer(enrolment: Enrolment, *, now: datetime) -> None:
    """Tell everybody in the team that somebody registered and waits for a first answer."""
    for role in team_of(organisation_id=enrolment.organisation_id).distinct():
        queue_message(
            kind=NEWCOMER,
            user=role.user,
            dedupe_key=f"enrolment:{enrolment.pk}:newcomer:{role.user_id}",
            context={"enrolment": enrolment.pk},
            organisation_id=enrolment.organisation_id,
            now=now,
        )


def _prepare_newcomer(message: Message) -> dict[str, Any] | None:
    """No names in a mail: which programme, and a link. Not sent when somebody dealt with it already."""
    enrolment = (
        Enrolment.objects.select_related("programme")
        .filter(pk=message.context["enrolment"], state=State.APPLIED)
        .first()
    )
    if enrolment is None:
        return None
    path = reverse("organisations:person", args=[enrolment.public_id])
    return {"side": enrolment.side, "link": f"{settings.SITE_URL}{path}"}


def _sample_newcomer() -> dict[str, Any]:
    return {"side": "volunteer", "link": f"{settings.SITE_URL}/people/…/"}


def register_kinds() -> None:
    register(
        Kind(
            code=NEWCOMER,
            owner="organisations",
            template="organisations/mail/newcomer",
            prepare=_prepare_newcomer,
            sample=_sample_newcomer,
        )
    )
