"""What a message to people of a group of peers says, from what is true when it is sent."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import PostalPlace
from groups.attached import attached_to, calendars_for
from groups.links import gathering_link
from groups.models import Gathering, Group, Seat, Wait
from groups.peer_messages import (
    CANCELLED,
    ENDED,
    ENDING,
    GROUP_FORMED,
    JOINED,
    LEAD_THANKED,
    LEFT,
    MOVED,
    PLACE_OFFERED,
    PLANNED,
    REGROUPED,
    REMINDER,
)
from groups.states import GatheringState, SeatState, WaitState
from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.topics import Topic
from organisations.models import MeetingPlace


def group_page(group: Group) -> str:
    return str(settings.SITE_URL) + reverse("groups:group", args=[group.public_id])


def _home() -> str:
    return str(settings.SITE_URL) + reverse("organisations:home")


def _seat_of(message: Message) -> Seat | None:
    """The seat that a message is for; None when they are not in the group any more."""
    found = Seat.objects.select_related("group", "enrolment__person").filter(
        pk=message.context["seat"], state=SeatState.TAKEN
    )
    return found.order_by("pk").first()


def _prepare_seat(message: Message) -> dict[str, Any] | None:
    seat = _seat_of(message)
    if seat is None or seat.group is None:
        return None
    person = seat.enrolment.person
    return {
        "name": person.name_to_use,
        "link": group_page(seat.group),
        "leads": seat.leads,
        **attached_to(message, person),
    }


def _prepare_gatherings(
    state: GatheringState,
) -> Callable[[Message], dict[str, Any] | None]:
    """Only of those that still are what the message says. Who said that they cannot come is not reminded."""

    def prepare(message: Message) -> dict[str, Any] | None:
        seat = _seat_of(message)
        if seat is None:
            return None
        versions = dict(message.context["gatherings"])
        rows = Gathering.objects.filter(pk__in=versions, state=state).select_related(
            "place__postal", "group__programme__organisation"
        )
        if message.kind == REMINDER:
            rows = rows.exclude(attendances__seat=seat, attendances__said="no")
        true = [
            each for each in rows.order_by("starts_at", "pk") if each.version == versions[each.pk]
        ]
        return _told(seat, true, message) if true else None

    return prepare


def _told(seat: Seat, gatherings: list[Gathering], message: Message) -> dict[str, Any]:
    person = seat.enrolment.person
    context: dict[str, Any] = {
        "name": person.name_to_use,
        "gatherings": gatherings,
        "link": gathering_link(seat),
    }
    if message.kind != REMINDER:
        context["calendars"] = calendars_for(
            person, gatherings, now=message.created_at, whole=message.kind == PLANNED
        )
    return context


def _prepare_left(message: Message) -> dict[str, Any] | None:
    if "seat" in message.context:
        return _prepare_seat(message)
    group = Group.objects.get(pk=message.context["group"])
    return {"name": "", "link": group_page(group), "leads": False}


def _prepare_offer(message: Message) -> dict[str, Any] | None:
    wait = Wait.objects.select_related("enrolment__person", "group").get(pk=message.context["wait"])
    if wait.state != WaitState.OFFERED:
        return None
    return {
        "name": wait.enrolment.person.name_to_use,
        "answer_by": wait.answer_by,
        "link": _home(),
    }


def _prepare_goodbye(message: Message) -> dict[str, Any]:
    """Their seat is free by now."""
    seat = Seat.objects.select_related("enrolment__person").get(pk=message.context["seat"])
    person = seat.enrolment.person
    return {"name": person.name_to_use, "link": _home(), **attached_to(message, person)}


def _sample() -> dict[str, Any]:
    town = PostalPlace(postcode="9000", name_nl="Gent", name_fr="Gand")
    start = datetime(2026, 3, 9, 18, 0, tzinfo=timezone.get_default_timezone())
    gathering = Gathering(
        day=date(2026, 3, 9),
        begins=time(18),
        minutes=120,
        zone=settings.TIME_ZONE,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place=MeetingPlace(name="De Kring", address="Kouter 1", postal=town),
    )
    return {
        "name": "Ana",
        "gatherings": [gathering],
        "coming": [gathering],
        "off": [gathering],
        "answer_by": start,
        "leads": False,
        "link": f"{settings.SITE_URL}/groups/…/",
    }


Prepare = Callable[[Message], dict[str, Any] | None]
_KINDS: tuple[tuple[str, str, Prepare], ...] = (
    (GROUP_FORMED, "group_formed", _prepare_seat),
    (JOINED, "joined", _prepare_seat),
    (LEFT, "left", _prepare_left),
    (PLACE_OFFERED, "place_offered", _prepare_offer),
    (PLANNED, "gatherings_planned", _prepare_gatherings(GatheringState.PLANNED)),
    (MOVED, "gathering_moved", _prepare_gatherings(GatheringState.PLANNED)),
    (CANCELLED, "gathering_cancelled", _prepare_gatherings(GatheringState.CANCELLED)),
    (REMINDER, "gathering_reminder", _prepare_gatherings(GatheringState.PLANNED)),
    (REGROUPED, "regrouped", _prepare_seat),
    (ENDING, "group_ending", _prepare_seat),
    (ENDED, "group_ended", _prepare_goodbye),
    (LEAD_THANKED, "lead_thanked", _prepare_goodbye),
)


_REQUIRED = {PLACE_OFFERED, MOVED, CANCELLED, ENDED}
_URGENT = {MOVED, CANCELLED, REMINDER}


def register_peer_kinds() -> None:
    for code, template, prepare in _KINDS:
        register(
            Kind(
                code=code,
                owner="groups",
                template=f"groups/mail/{template}",
                prepare=prepare,
                sample=_sample,
                topic=Topic.MEETINGS,
                required=code in _REQUIRED,
                urgent=code in _URGENT,
            )
        )
