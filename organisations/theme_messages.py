"""What is told about ideas for a theme. No theme in a mail: it says something about whoever gets it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from notifications.topics import Topic
from organisations.merging import busy_among
from organisations.models import Enrolment, Theme, ThemeIdea
from organisations.models.enrolments import Side
from organisations.selectors import team_of
from organisations.states import IdeaState, State

IDEA_PROPOSED = "organisations.idea_proposed"
IDEA_ACCEPTED = "organisations.idea_accepted"
IDEA_DECLINED = "organisations.idea_declined"
THEME_NEAR = "organisations.theme_near"

# About 20 km each way, from cell to cell.
NEAR_LAT, NEAR_LON = 0.18, 0.28


def tell_team_of_idea(idea: ThemeIdea, *, now: datetime) -> None:
    organisation_id = idea.enrolment.organisation_id
    for user in {role.user for role in team_of(organisation_id=organisation_id)}:
        queue_message(
            kind=IDEA_PROPOSED,
            user=user,
            dedupe_key=f"idea:{idea.pk}:proposed:{user.pk}",
            context={"idea": idea.pk},
            organisation_id=organisation_id,
            now=now,
        )


def tell_idea_answered(idea: ThemeIdea, *, now: datetime) -> None:
    kind = IDEA_ACCEPTED if idea.state == IdeaState.ACCEPTED else IDEA_DECLINED
    queue_message(
        kind=kind,
        person=idea.enrolment.person,
        dedupe_key=f"idea:{idea.pk}:answered",
        context={"idea": idea.pk},
        organisation_id=idea.enrolment.organisation_id,
        now=now,
    )


def tell_theme_starts(idea: ThemeIdea, theme: Theme, *, now: datetime) -> None:
    """People nearby who wait for it, or who did not choose a theme yet, each once for a theme; nobody who is in a group."""
    near = list(people_near(idea, theme))
    busy = busy_among([enrolment.pk for enrolment in near])
    for enrolment in near:
        if enrolment.pk in busy:
            continue
        queue_message(
            kind=THEME_NEAR,
            person=enrolment.person,
            dedupe_key=f"theme:{theme.pk}:near:{enrolment.pk}",
            context={"enrolment": enrolment.pk, "theme": theme.pk},
            organisation_id=enrolment.organisation_id,
            now=now,
        )


def people_near(idea: ThemeIdea, theme: Theme) -> QuerySet[Enrolment]:
    place = getattr(idea.enrolment.person, "place", None)
    if place is None or place.cell is None:
        return Enrolment.objects.none()
    lat, lon = place.cell.lat, place.cell.lon
    waits = Enrolment.objects.filter(
        Q(wish__theme=theme) | Q(wish=None),
        programme_id=theme.programme_id,
        side=Side.SEEKER,
        state=State.ACTIVE,
        person__place__cell__lat__range=(lat - NEAR_LAT, lat + NEAR_LAT),
        person__place__cell__lon__range=(lon - NEAR_LON, lon + NEAR_LON),
    )
    others = waits.exclude(pk=idea.enrolment_id)
    return others.select_related("person__user").order_by("pk")


def _prepare_team(message: Message) -> dict[str, Any] | None:
    """Only while nobody answered it."""
    rows = ThemeIdea.objects.select_related("enrolment__programme")
    idea = rows.get(pk=message.context["idea"])
    if idea.state != IdeaState.OPEN:
        return None
    path = reverse("organisations:themes", args=[idea.enrolment.programme.public_id])
    return {"link": settings.SITE_URL + path}


def _prepare_answered(message: Message) -> dict[str, Any] | None:
    idea = ThemeIdea.objects.select_related("enrolment__person").get(pk=message.context["idea"])
    return {"name": idea.enrolment.person.name_to_use, "link": _home()}


def _prepare_near(message: Message) -> dict[str, Any] | None:
    """Only while they still wait for it, or for nothing yet, and are in no group."""
    rows = Enrolment.objects.select_related("person", "wish")
    enrolment = rows.get(pk=message.context["enrolment"])
    wish = getattr(enrolment, "wish", None)
    waits_for_other = wish is not None and wish.theme_id != message.context.get("theme")
    if enrolment.state != State.ACTIVE or waits_for_other or busy_among([enrolment.pk]):
        return None
    return {"name": enrolment.person.name_to_use, "link": _home()}


def _home() -> str:
    return str(settings.SITE_URL) + reverse("organisations:home")


def _sample() -> dict[str, Any]:
    return {"name": "Ana", "link": _home()}


Prepare = Callable[[Message], dict[str, Any] | None]
_KINDS: tuple[tuple[str, Prepare], ...] = (
    (IDEA_PROPOSED, _prepare_team),
    (IDEA_ACCEPTED, _prepare_answered),
    (IDEA_DECLINED, _prepare_answered),
    (THEME_NEAR, _prepare_near),
)


def register_kinds() -> None:
    for code, prepare in _KINDS:
        template = f"organisations/mail/{code.rpartition('.')[2]}"
        topic = Topic.TEAM if code == IDEA_PROPOSED else Topic.MATCHING
        register(Kind(code, "organisations", template, prepare, _sample, topic))
