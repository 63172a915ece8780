"""What this app tells people: its kinds of messages, and the functions that queue them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from organisations.models import Enrolment, Import
from organisations.models.imports import ImportState
from organisations.selectors import team_of
from organisations.states import State

NEWCOMER = "organisations.newcomer"
PEOPLE_IMPORTED = "organisations.people_imported"


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


def tell_team_of_import(batch: Import, *, now: datetime) -> None:
    """Tell everybody in the team once that people of a list were brought in, instead of once for each of them."""
    for role in team_of(organisation_id=batch.organisation_id).distinct():
        queue_message(
            kind=PEOPLE_IMPORTED,
            user=role.user,
            dedupe_key=f"import:{batch.pk}:done:{role.user_id}",
            context={"import": batch.pk},
            organisation_id=batch.organisation_id,
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


def _prepare_imported(message: Message) -> dict[str, Any] | None:
    """How many, and a link to the list; not when the import is gone meanwhile."""
    done = Import.objects.filter(pk=message.context["import"], state=ImportState.DONE)
    for rows in done.values_list("rows_done", flat=True):
        newest = f"{reverse('organisations:people')}?state=applied&order=new"
        return {"count": rows, "link": f"{settings.SITE_URL}{newest}"}
    return None


def _sample_imported() -> dict[str, Any]:
    return {"count": 120, "link": f"{settings.SITE_URL}/people/"}


def register_kinds() -> None:
    register(
        Kind(
            code=PEOPLE_IMPORTED,
            owner="organisations",
            template="organisations/mail/people_imported",
            prepare=_prepare_imported,
            sample=_sample_imported,
        )
    )
    register(
        Kind(
            code=NEWCOMER,
            owner="organisations",
            template="organisations/mail/newcomer",
            prepare=_prepare_newcomer,
            sample=_sample_newcomer,
        )
    )
