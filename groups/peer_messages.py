"""What people of a group of peers are told; each message is looked at again when it is sent.

What is told of a gathering names its version: once it is moved or cancelled, what was not sent yet is not true any more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from groups.models import Gathering, Group, Seat, Wait
from groups.states import GatheringState
from notifications.services import queue_message
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
ENDED = "groups.group_ended"

REMIND_BEFORE = (timedelta(hours=48), timedelta(hours=1))
REMIND_WITHIN = timedelta(days=3)  # reminders become rows when a gathering is this near


def tell_group_formed(group: Group, *, now: datetime) -> None:
    for seat in group.people():
        _tell(seat, GROUP_FORMED, f"group:{group.pk}:formed", now)


def tell_joined(group: Group, seat: Seat, *, now: datetime) -> None:
    """Who came in reads where the page is, and is invited to what is planned; who leads, that there is somebody new."""
    coming = _come_in(group, [seat], now)
    _tell(seat, GROUP_FORMED, f"group:{group.pk}:formed", now, coming=coming)
    for each in group.people():
        if each.leads and each.pk != seat.pk:
            _tell(each, JOINED, f"joined:{seat.pk}", now)


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


def _come_in(group: Group, seats: Sequence[Seat], now: datetime) -> list[int]:
    """The ids of all that is planned; of what is near these people are reminded too."""
    planned = group.gatherings.filter(state=GatheringState.PLANNED, starts_at__gt=now)
    found = list(planned.only("starts_at", "version").order_by("starts_at", "pk"))
    for each in found:
        if each.starts_at <= now + REMIND_WITHIN:
            _remind(each, seats, now)
    return [each.pk for each in found]


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


def tell_regrouped(
    group: Group,
    *,
    now: datetime,
    came: Sequence[Seat] = (),
    off: Sequence[Gathering] = (),
) -> None:
    """Its people go on in this group: two became one, or one became two. Who `came` is invited to what is planned in it; what was planned
    in the group they come from is `off`."""
    new, named = {seat.pk for seat in came}, [each.pk for each in off]
    coming = _come_in(group, came, now) if came else []
    for seat in group.people():
        _tell(
            seat,
            REGROUPED,
            f"group:{group.pk}:regrouped:{now:%Y%m%d%H%M%S}",
            now,
            coming=coming if seat.pk in new else [],
            off=named if seat.pk in new else [],
        )


def tell_ending(group: Group, *, now: datetime) -> None:
    for seat in group.people():
        _tell(seat, ENDING, f"group:{group.pk}:ending", now)


def tell_ended(seats: Sequence[Seat], off: Sequence[Gathering], *, now: datetime) -> None:
    """Who sat in it until now. What was still planned is off by this same mail."""
    for seat in seats:
        _tell(seat, ENDED, f"group:{seat.group_id}:ended", now, off=[each.pk for each in off])


def tell_lead_thanked(seat: Seat, off: Sequence[Gathering], *, now: datetime) -> None:
    """Who led a group that went on with another."""
    _tell(seat, LEAD_THANKED, "thanked", now, off=[each.pk for each in off])


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
