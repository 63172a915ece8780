"""What followup tells people. A question has a link that answers it; nothing says what the other said."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings

from followup.links import check_in_link
from followup.models import CheckIn, Closure
from followup.models.check_ins import Kind as Question
from followup.states import CheckInState
from groups.messages import greeting, pair_page, seat_of
from groups.models import Group
from groups.states import State
from notifications.kinds import Kind, register
from notifications.models import Message
from notifications.services import queue_message
from notifications.topics import Topic
from organisations.selectors import team_of

ASKED = {Question.CLICK: "followup.click_asked", Question.REVIEW: "followup.review_asked"}
REMINDER = "followup.reminder"
SETTLED = "followup.settled"
CLOSING = "followup.closing"
ENDED = "followup.ended"
THANKS = "followup.thanks"
TEAM = "followup.team"


def tell_asked(check_in: CheckIn, *, now: datetime, as_kind: str = "") -> None:
    """The question by itself, or as the last words of another mail (`ENDED`, `THANKS`)."""
    _ask(check_in, as_kind or ASKED[Question(check_in.kind)], "asked", now)


def tell_reminder(check_in: CheckIn, *, now: datetime) -> None:
    _ask(check_in, REMINDER, "reminder", now)


def _ask(check_in: CheckIn, kind: str, happening: str, now: datetime) -> None:
    queue_message(
        kind=kind,
        person=check_in.seat.enrolment.person,
        dedupe_key=f"check-in:{check_in.pk}:{happening}",
        context={"check_in": check_in.pk},
        organisation_id=check_in.seat.enrolment.organisation_id,
        now=now,
        expires_at=check_in.deadline_at,
    )


def tell_settled(group: Group, *, now: datetime) -> None:
    _tell_both(group, SETTLED, "settled", now)


def tell_closing(group: Group, closure: Closure, *, now: datetime) -> None:
    """Who asked for it knows; the other hears that it is being rounded off and that somebody calls."""
    _tell_both(group, CLOSING, "closing", now, but=closure.started_by_id)


def _tell_both(
    group: Group, kind: str, happening: str, now: datetime, *, but: int | None = None
) -> None:
    for seat in group.members():
        if seat.pk != but:
            queue_message(
                kind=kind,
                person=seat.enrolment.person,
                dedupe_key=f"group:{group.pk}:{happening}:{seat.pk}",
                context={"seat": seat.pk},
                organisation_id=seat.enrolment.organisation_id,
                now=now,
            )


def tell_team(group: Group, happening: str, *, now: datetime) -> None:
    """Something about a pair needs a look or a call: a link, no name and no word of what was said."""
    organisation_id = group.programme.organisation_id
    for user in {role.user for role in team_of(organisation_id=organisation_id)}:
        queue_message(
            kind=TEAM,
            user=user,
            dedupe_key=f"{happening}:team:{user.pk}",
            context={"group": group.pk},
            organisation_id=organisation_id,
            now=now,
        )


def _prepare_question(message: Message) -> dict[str, Any] | None:
    """Only while an answer is waited for."""
    check_in = CheckIn.objects.select_related("seat__group", "seat__enrolment__person").get(
        pk=message.context["check_in"]
    )
    if check_in.state != CheckInState.ASKED:
        return None
    return {
        **greeting(check_in.seat),
        "is_volunteer": check_in.seat.enrolment.is_volunteer,
        "deadline": check_in.deadline_at,
        "link": check_in_link(check_in),
    }


def _prepare_when(state: State) -> Callable[[Message], dict[str, Any] | None]:
    def prepare(message: Message) -> dict[str, Any] | None:
        seat = seat_of(message)
        assert seat.group is not None
        return greeting(seat) if seat.group.state == state else None

    return prepare


def _prepare_team(message: Message) -> dict[str, Any] | None:
    return {"link": pair_page(Group.objects.get(pk=message.context["group"]))}


def _sample() -> dict[str, Any]:
    return {
        "name": "Ana",
        "other": "Ben",
        "is_volunteer": False,
        "deadline": datetime(2026, 3, 9, 9, 0),  # noqa: DTZ001
        "link": f"{settings.SITE_URL}/how/…/",
    }


Prepare = Callable[[Message], dict[str, Any] | None]
_KINDS: tuple[tuple[str, str, Prepare], ...] = (
    (ASKED[Question.CLICK], "click_asked", _prepare_question),
    (ASKED[Question.REVIEW], "review_asked", _prepare_question),
    (REMINDER, "reminder", _prepare_question),
    (SETTLED, "settled", _prepare_when(State.ACTIVE)),
    (CLOSING, "closing", _prepare_when(State.CLOSING)),
    (ENDED, "ended", _prepare_question),
    (THANKS, "thanks", _prepare_question),
    (TEAM, "team", _prepare_team),
)


_REQUIRED = {CLOSING, ENDED}


def register_kinds() -> None:
    for code, template, prepare in _KINDS:
        topic = Topic.TEAM if code == TEAM else Topic.CARE
        template = f"followup/mail/{template}"
        register(Kind(code, "followup", template, prepare, _sample, topic, code in _REQUIRED))
