"""What people of a group of peers are told; each message is looked at again when it is sent.

What is told of a gathering names its version: once it is moved or cancelled, what was not sent yet is not true any more.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import PostalPlace
from groups.calendars import invitation_of
from groups.links import gathering_link
from groups.models import Gathering, Group, Seat, Wait
from groups.states import GatheringState, SeatState, WaitState
from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from organisations.models import MeetingPlace
from organisations.selectors import team_of

GROUP_FORMED = "groups.group_formed"
JOINED = "groups.joined"
LEFT = "groups.left"
PLACE_OFFERED = "groups.place_offered"
PLANNED = "groups.gatherings_planned"
MOVED = "groups.gathering_moved"
CANCELLED = "groups.gathering_cancelled"
REMINDER = "groups.gathering_reminder"
REGROUPED = "groups.regrouped"
LEAD_THANKED = "groups.lead_thanked"
ENDING = "groups.group_ending"

REMIND_BEFORE = (timedelta(hours=48), timedelta(hours=1))
REMIND_WITHIN = timedelta(days=3)  # reminders become rows when a gathering is this near


def tell_group_formed(group: Group, *, now: datetime) -> None:
    for seat in group.people():
        _tell(seat, GROUP_FORMED, f"group:{group.pk}:formed", now)


def tell_joined(group: Group, seat: Seat, *, now: datetime) -> None:
    """Who came in reads where the page is; who leads, that there is somebody new. For what is planned soon they are reminded too."""
    _tell(seat, GROUP_FORMED, f"group:{group.pk}:formed", now)
    for each in group.people():
        if each.leads and each.pk != seat.pk:
            _tell(each, JOINED, f"joined:{seat.pk}", now)
    for gathering in _soon(group, now):
        _remind(gathering, [seat], now)


def tell_left(group: Group, seat: Seat, *, now: datetime) -> None:
    """Who leads and the team; the others read it on the page."""
    for each in group.people():
        if each.leads and each.pk != seat.pk:
            _tell(each, LEFT, f"left:{seat.pk}", now)
    organisation_id = group.programme.organisation_id
    for user in {role.user for role in team_of(organisation_id=organisation_id)}:
        queue_message(
            kind=LEFT,
            user=user,
            dedupe_key=f"left:{seat.pk}:team:{user.pk}",
            context={"group": group.pk},
            organisation_id=organisation_id,
            now=now,
        )


def tell_place_offered(wait: Wait, *, now: datetime) -> None:
    queue_message(
        kind=PLACE_OFFERED,
        person=wait.enrolment.person,
        dedupe_key=f"wait:{wait.pk}:offered",
        context={"wait": wait.pk},
        organisation_id=wait.enrolment.organisation_id,
        now=now,
        expires_at=wait.answer_by,
    )


def tell_planned(group: Group, gatherings: Sequence[Gathering], *, now: datetime) -> None:
    """One message, however many were planned at once."""
    first = gatherings[0]
    named = [[each.pk, each.version] for each in gatherings]
    for seat in group.people():
        key = f"gathering:{first.pk}:planned"
        _tell(seat, PLANNED, key, now, gatherings=named, expires_at=gatherings[-1].ends_at)


def tell_moved(group: Group, gathering: Gathering, *, now: datetime) -> None:
    _tell_versions(group, [gathering], MOVED, now)


def tell_cancelled(group: Group, gatherings: Sequence[Gathering], *, now: datetime) -> None:
    """One message, however many are off at once."""
    _tell_versions(group, gatherings, CANCELLED, now)


def _tell_versions(group: Group, gatherings: Sequence[Gathering], kind: str, now: datetime) -> None:
    first, named = gatherings[0], [[each.pk, each.version] for each in gatherings]
    for seat in group.people():
        key = f"gathering:{first.pk}:{first.version}:{kind}"
        _tell(seat, kind, key, now, gatherings=named)


def remind(gathering: Gathering, group: Group, *, now: datetime) -> None:
    """Rows for both reminders of everybody, due then; a second time adds nothing."""
    _remind(gathering, group.people(), now)


def _soon(group: Group, now: datetime) -> list[Gathering]:
    near = Gathering.objects.filter(
        group=group,
        state=GatheringState.PLANNED,
        starts_at__gt=now,
        starts_at__lte=now + REMIND_WITHIN,
    )
    return list(near.order_by("starts_at", "pk"))


def _remind(gathering: Gathering, seats: Sequence[Seat], now: datetime) -> None:
    for seat in seats:
        for before in REMIND_BEFORE:
            due_at = gathering.starts_at - before
            if due_at > now:
                hours = int(before.total_seconds()) // 3600
                _tell(
                    seat,
                    REMINDER,
                    f"gathering:{gathering.pk}:{gathering.version}:reminder:{hours}",
                    now,
                    gatherings=[[gathering.pk, gathering.version]],
                    due_at=due_at,
                    expires_at=gathering.starts_at,
                )


def tell_regrouped(group: Group, seats: Sequence[Seat], *, now: datetime) -> None:
    """These people go on in this group: two became one, or one became two."""
    for seat in seats:
        _tell(seat, REGROUPED, f"group:{group.pk}:regrouped:{now:%Y%m%d%H%M%S}", now)


def tell_ending(group: Group, *, now: datetime) -> None:
    for seat in group.people():
        _tell(seat, ENDING, f"group:{group.pk}:ending", now)


def tell_lead_thanked(seat: Seat, *, now: datetime) -> None:
    """Who led a group that went on with another."""
    _tell(seat, LEAD_THANKED, "thanked", now)


def _tell(
    seat: Seat,
    kind: str,
    happening: str,
    now: datetime,
    *,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    **context: Any,
) -> None:
    queue_message(
        kind=kind,
        person=seat.enrolment.person,
        dedupe_key=f"{happening}:{seat.pk}",
        context={"seat": seat.pk, **context},
        organisation_id=seat.enrolment.organisation_id,
        now=now,
        due_at=due_at,
        expires_at=expires_at,
    )


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
    return {"name": person.name_to_use, "link": group_page(seat.group), "leads": seat.leads}


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
    if message.kind != REMINDER and person.contact_email:
        whole = _whole_series(gatherings) if message.kind == PLANNED else []
        with translation.override(person.language):
            context["calendar"] = invitation_of(
                gatherings, whole=whole, to=person.contact_email, now=message.created_at
            )
    return context


def _whole_series(gatherings: list[Gathering]) -> list[Gathering]:
    """All of the series that these are of, whatever became of them since; nothing for what is not told as one."""
    first = gatherings[0]
    rows = Gathering.objects.filter(series=first.series, planned_at__isnull=False)
    told = rows.select_related("place__postal", "group__programme__organisation")
    return list(told.order_by("planned_at")) if first.planned_at else []


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


def _prepare_thanked(message: Message) -> dict[str, Any]:
    seat = Seat.objects.select_related("enrolment__person").get(pk=message.context["seat"])
    return {"name": seat.enrolment.person.name_to_use, "link": _home()}


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
    (LEAD_THANKED, "lead_thanked", _prepare_thanked),
)


def register_peer_kinds() -> None:
    for code, template, prepare in _KINDS:
        register(Kind(code, "groups", f"groups/mail/{template}", prepare, _sample))
