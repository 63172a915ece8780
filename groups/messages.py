"""What groups tells its people and the team; each kind is checked again when it is sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from groups.links import meeting_link
from groups.models import Agreement, Group, Seat, Session
from groups.selectors import shown_name, signers_of
from groups.states import TOGETHER, SessionState, State
from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from notifications.topics import Topic
from organisations.selectors import team_of

MEETING_PROPOSED = "groups.meeting_proposed"
MEETING_PLANNED = "groups.meeting_planned"
MEETING_REMINDER = "groups.meeting_reminder"
TEAM_MEETING = "groups.team_meeting"
AGREEMENT_CHANGED = "groups.agreement_changed"
TRIAL_STARTED = "groups.trial_started"
PAUSED = "groups.paused"
RESUMED = "groups.resumed"

REMIND_BEFORE = timedelta(days=1)


def tell_meeting_proposed(group: Group, session: Session, *, now: datetime) -> None:
    """Who did not propose chooses."""
    for seat in group.members():
        if seat.pk != session.proposed_by_id:
            _tell(seat, MEETING_PROPOSED, f"session:{session.pk}:proposed", now, session=session.pk)


def tell_meeting_planned(group: Group, session: Session, *, now: datetime) -> None:
    """When and where, now; and once more the day before, by a message that is due then."""
    assert session.starts_at is not None
    due_at = session.starts_at - REMIND_BEFORE
    for seat in group.members():
        key = f"session:{session.pk}"
        _tell(seat, MEETING_PLANNED, f"{key}:planned", now, session=session.pk)
        if due_at > now:
            _tell(
                seat,
                MEETING_REMINDER,
                f"{key}:reminder",
                now,
                due_at=due_at,
                expires_at=session.starts_at,
                session=session.pk,
            )
    if session.with_coordinator:
        _tell_team(group, TEAM_MEETING, f"session:{session.pk}:planned", now)


def tell_agreement_changed(group: Group, agreement: Agreement, *, now: datetime) -> None:
    """Everybody but the writer has something to read; the writer knows."""
    for seat in group.members():
        if seat.pk != agreement.changed_by_id:
            key = f"agreement:{agreement.pk}:{agreement.version}"
            _tell(seat, AGREEMENT_CHANGED, key, now, version=agreement.version)


def tell_trial_started(group: Group, *, now: datetime) -> None:
    for seat in group.members():
        _tell(seat, TRIAL_STARTED, f"group:{group.pk}:trial", now)


def tell_paused(group: Group, *, now: datetime) -> None:
    for seat in group.members():
        _tell(seat, PAUSED, f"group:{group.pk}:paused:{now:%Y%m%d%H%M%S%f}", now)


def tell_resumed(group: Group, *, now: datetime) -> None:
    for seat in group.members():
        _tell(seat, RESUMED, f"group:{group.pk}:resumed:{now:%Y%m%d%H%M%S%f}", now)


def _tell(
    seat: Seat,
    kind: str,
    happening: str,
    now: datetime,
    *,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    **context: int,
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


def _tell_team(group: Group, kind: str, happening: str, now: datetime) -> None:
    organisation_id = group.programme.organisation_id
    for user in {role.user for role in team_of(organisation_id=organisation_id)}:
        queue_message(
            kind=kind,
            user=user,
            dedupe_key=f"{happening}:team:{user.pk}",
            context={"group": group.pk},
            organisation_id=organisation_id,
            now=now,
        )


def seat_of(message: Message) -> Seat:
    """The seat that a message is for, with its group."""
    return Seat.objects.select_related("group__programme", "enrolment__person").get(
        pk=message.context["seat"]
    )


def pair_page(group: Group) -> str:
    return str(settings.SITE_URL) + reverse("groups:pair", args=[group.public_id])


def greeting(seat: Seat) -> dict[str, Any]:
    """Whom a mail speaks to, and the name of the other as far as it is shown."""
    assert seat.group is not None
    others = seat.group.seats.exclude(pk=seat.pk).filter(taken_at__isnull=False)
    people = [each.enrolment.person for each in others.select_related("enrolment__person")]
    return {
        "name": seat.enrolment.person.name_to_use,
        "other": ", ".join(filter(None, map(shown_name, people))),
        "link": pair_page(seat.group),
    }


def _prepare_meeting(state: SessionState) -> Callable[[Message], dict[str, Any] | None]:
    """Only as long as the meeting is what the message says: other moments make another meeting."""

    def prepare(message: Message) -> dict[str, Any] | None:
        session = Session.objects.get(pk=message.context["session"])
        if session.state != state:
            return None
        seat = seat_of(message)
        return {
            **greeting(seat),
            "place": session.place,
            "moments": session.moments,
            "start": session.starts_at,
            "link": meeting_link(seat),
        }

    return prepare


def _sample() -> dict[str, Any]:
    moment = datetime(2026, 3, 9, 14, 0)  # noqa: DTZ001
    return {
        "name": "Ana",
        "other": "Ben",
        "place": "Bibliotheek De Krook",
        "moments": [moment],
        "start": moment,
        "review": moment.date(),
        "link": f"{settings.SITE_URL}/pairs/…/",
    }


def _prepare_agreement(message: Message) -> dict[str, Any] | None:
    """Not when the text changed again, or this person signed it meanwhile."""
    seat = seat_of(message)
    assert seat.group_id is not None
    agreement = Agreement.objects.get(group_id=seat.group_id)
    is_old = agreement.version != message.context["version"]
    if is_old or seat.pk in signers_of(agreement) or seat.freed_at is not None:
        return None
    return greeting(seat)


def _prepare_when(*states: State) -> Callable[[Message], dict[str, Any] | None]:
    def prepare(message: Message) -> dict[str, Any] | None:
        seat = seat_of(message)
        assert seat.group is not None
        if seat.group.state not in states:
            return None
        return {**greeting(seat), "review": seat.group.review_on}

    return prepare


def _prepare_team(message: Message) -> dict[str, Any] | None:
    group = Group.objects.get(pk=message.context["group"])
    return {"link": pair_page(group)} if group.state == State.INTRODUCED else None


Prepare = Callable[[Message], dict[str, Any] | None]
_KINDS: tuple[tuple[str, str, Prepare], ...] = (
    (MEETING_PROPOSED, "meeting_proposed", _prepare_meeting(SessionState.PROPOSED)),
    (MEETING_PLANNED, "meeting_planned", _prepare_meeting(SessionState.PLANNED)),
    (MEETING_REMINDER, "meeting_reminder", _prepare_meeting(SessionState.PLANNED)),
    (TEAM_MEETING, "team_meeting", _prepare_team),
    (AGREEMENT_CHANGED, "agreement_changed", _prepare_agreement),
    (TRIAL_STARTED, "trial_started", _prepare_when(State.TRIAL)),
    (PAUSED, "paused", _prepare_when(State.PAUSED)),
    (RESUMED, "resumed", _prepare_when(*TOGETHER[:2])),
)


_REQUIRED = {MEETING_PLANNED, PAUSED}
_URGENT = {MEETING_REMINDER}


def register_kinds() -> None:
    for code, template, prepare in _KINDS:
        register(
            Kind(
                code=code,
                owner="groups",
                template=f"groups/mail/{template}",
                prepare=prepare,
                sample=_sample,
                topic=Topic.TEAM if code == TEAM_MEETING else Topic.MEETINGS,
                required=code in _REQUIRED,
                urgent=code in _URGENT,
            )
        )
