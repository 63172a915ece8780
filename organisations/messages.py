"""What this app tells people: its kinds of messages, and the functions that queue them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from notifications.topics import Topic
from organisations.clearance_selectors import ending_clearances
from organisations.models import Enrolment, Import, Talk
from organisations.models.imports import ImportState
from organisations.selectors import team_of
from organisations.states import State, TalkState

NEWCOMER = "organisations.newcomer"
PAPERS_END = "organisations.papers_end"
TALK_PLANNED = "organisations.talk_planned"
TALK_REMINDER = "organisations.talk_reminder"
TALK_CANCELLED = "organisations.talk_cancelled"

REMIND_BEFORE = timedelta(days=1)
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


def tell_team_of_endings(organisation_id: int, *, now: datetime) -> None:
    """Tell everybody in the team, once a day at most, that papers of volunteers end."""
    for role in team_of(organisation_id=organisation_id).distinct():
        queue_message(
            kind=PAPERS_END,
            user=role.user,
            dedupe_key=f"organisation:{organisation_id}:papers:{now:%Y-%m-%d}:{role.user_id}",
            context={"organisation": organisation_id, "on": now.date().isoformat()},
            organisation_id=organisation_id,
            now=now,
        )


def tell_talk_planned(talk: Talk, *, now: datetime) -> None:
    """When, how and with whom, now; and once more the day before. Another moment is another message."""
    key = f"talk:{talk.pk}:{talk.version}"
    _tell_of_talk(talk, TALK_PLANNED, f"{key}:planned", now, expires_at=talk.at)
    due_at = talk.at - REMIND_BEFORE
    if due_at > now:
        _tell_of_talk(
            talk, TALK_REMINDER, f"{key}:reminder", now, due_at=due_at, expires_at=talk.at
        )


def tell_talk_cancelled(talk: Talk, *, now: datetime) -> None:
    _tell_of_talk(talk, TALK_CANCELLED, f"talk:{talk.pk}:cancelled", now)


def _tell_of_talk(
    talk: Talk,
    kind: str,
    key: str,
    now: datetime,
    *,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    queue_message(
        kind=kind,
        person=talk.enrolment.person,
        dedupe_key=key,
        context={"talk": talk.pk, "version": talk.version},
        organisation_id=talk.enrolment.organisation_id,
        now=now,
        due_at=due_at,
        expires_at=expires_at,
    )


def _prepare_talk(message: Message) -> dict[str, Any] | None:
    """The talk as it was told of; not when it was moved or cancelled meanwhile."""
    wanted = TalkState.CANCELLED if message.kind == TALK_CANCELLED else TalkState.PLANNED
    talk = (
        Talk.objects.select_related("enrolment__person", "enrolment__organisation")
        .filter(pk=message.context["talk"], version=message.context["version"], state=wanted)
        .first()
    )
    if talk is None:
        return None
    return {
        "name": talk.enrolment.person.name_to_use,
        "at": timezone.localtime(talk.at),
        "way": talk.way,
        "place": talk.place or "",
        "organisation": talk.enrolment.organisation.name,
        "phone": talk.enrolment.organisation.phone,
        "email": talk.enrolment.organisation.email,
        "link": f"{settings.SITE_URL}{reverse('organisations:home')}",
    }


def _sample_talk() -> dict[str, Any]:
    return {
        "name": "Ana",
        "at": datetime(2026, 3, 9, 14, 0, tzinfo=UTC),
        "way": "place",
        "place": "Kouter 1, 9000 Gent",
        "organisation": "Kompas",
        "phone": "09 123 45 67",
        "email": "team@example.org",
        "link": f"{settings.SITE_URL}/me/",
    }


def _prepare_endings(message: Message) -> dict[str, Any] | None:
    """How many, and a link to the desk; not when all was renewed meanwhile."""
    count = (
        ending_clearances(on=date.fromisoformat(message.context["on"]))
        .filter(enrolment__organisation_id=message.context["organisation"])
        .count()
    )
    if not count:
        return None
    return {"count": count, "link": f"{settings.SITE_URL}{reverse('organisations:papers')}"}


def _sample_endings() -> dict[str, Any]:
    return {"count": 2, "link": f"{settings.SITE_URL}/people/papers/"}


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
    for code in (TALK_PLANNED, TALK_REMINDER, TALK_CANCELLED):
        register(
            Kind(
                code=code,
                owner="organisations",
                template=f"organisations/mail/{code.rpartition('.')[2]}",
                prepare=_prepare_talk,
                sample=_sample_talk,
                topic=Topic.MEETINGS,
                required=code != TALK_REMINDER,
                urgent=code != TALK_PLANNED,
            )
        )
    register(
        Kind(
            code=PEOPLE_IMPORTED,
            owner="organisations",
            template="organisations/mail/people_imported",
            prepare=_prepare_imported,
            sample=_sample_imported,
            topic=Topic.TEAM,
        )
    )
    register(
        Kind(
            code=PAPERS_END,
            owner="organisations",
            template="organisations/mail/papers_end",
            prepare=_prepare_endings,
            sample=_sample_endings,
            topic=Topic.TEAM,
        )
    )
    register(
        Kind(
            code=NEWCOMER,
            owner="organisations",
            template="organisations/mail/newcomer",
            prepare=_prepare_newcomer,
            sample=_sample_newcomer,
            topic=Topic.TEAM,
        )
    )
