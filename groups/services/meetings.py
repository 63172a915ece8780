"""The first meeting: somebody proposes moments and a place, the other takes one or proposes others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.errors import ChangedMeanwhile
from core.states import WrongMove, move
from core.text import one_line
from groups.errors import (
    MomentNotAhead,
    MomentNotOffered,
    MomentsUnusable,
    NotYourTurn,
    PlaceMissing,
)
from groups.messages import tell_meeting_planned, tell_meeting_proposed
from groups.models import Group, Session
from groups.models.sessions import MOST_MOMENTS
from groups.permissions import ensure_may_speak
from groups.selectors import first_meeting_of
from groups.services.rows import lock_group, record
from groups.states import COMING, SessionState, State

PLACE_LIMIT = 200
FARTHEST = timedelta(days=183)


@transaction.atomic
def propose_meeting(
    *,
    group_id: int,
    moments: Sequence[datetime],
    place: str,
    by: User | None,
    now: datetime,
    way: str = "page",
    seat_id: int | None = None,
    with_coordinator: bool = False,
    fixed: bool = False,
    replaces: UUID | None = None,
) -> Session:
    """Propose one to three moments and a public place. `replaces` is the meeting that was shown, None when there was none.

    The team may fix the one moment that it names (`fixed`). Raises WrongMove once they go on together, ChangedMeanwhile, PlaceMissing,
    MomentsUnusable, MomentNotAhead, NotFoundHere.
    """
    group = lock_group(group_id)
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=seat_id)
    if group.state != State.INTRODUCED:
        raise WrongMove
    _replace(group, replaces)
    session = Session.objects.create(
        group=group,
        moments=_usable(moments, now),
        place=_usable_place(place),
        with_coordinator=with_coordinator,
        proposed_by=seat,
        created_at=now,
    )
    record("meeting_proposed", group, by=by, now=now, session=session.pk)
    if fixed and seat is None and len(session.moments) == 1:
        _plan(group, session, session.moments[0], by, now)
    else:
        tell_meeting_proposed(group, session, now=now)
    return session


def _replace(group: Group, replaces: UUID | None) -> None:
    """Nobody replaces moments that they did not see."""
    current = first_meeting_of(group)
    if (current.public_id if current else None) != replaces:
        raise ChangedMeanwhile
    if current is not None:
        cancel_meeting(current)


def cancel_meeting(session: Session) -> None:
    move(session.did_not_happen if session.state == SessionState.HELD else session.cancel)
    session.save(update_fields=["state"])


def _usable(moments: Sequence[datetime], now: datetime) -> list[datetime]:
    chosen = sorted(set(moments))
    if not 1 <= len(chosen) <= MOST_MOMENTS:
        raise MomentsUnusable
    if chosen[0] <= now or chosen[-1] > now + FARTHEST:
        raise MomentNotAhead
    return chosen


def _usable_place(place: str) -> str:
    said = one_line(place)
    if not said or len(said) > PLACE_LIMIT:
        raise PlaceMissing
    return said


@transaction.atomic
def take_moment(
    *,
    session_id: int,
    start: datetime,
    by: User | None,
    now: datetime,
    way: str = "page",
    seat_id: int | None = None,
) -> Session:
    """Take one of the proposed moments. Raises WrongMove when others were proposed since, NotYourTurn, MomentNotOffered,
    MomentNotAhead, NotFoundHere."""
    group = lock_group(Session.objects.values_list("group_id", flat=True).get(pk=session_id))
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=seat_id)
    session = Session.objects.get(pk=session_id)
    if session.state != SessionState.PROPOSED:
        raise WrongMove
    if seat is not None and session.proposed_by_id == seat.pk:
        raise NotYourTurn
    if start not in session.moments:
        raise MomentNotOffered
    if start <= now:
        raise MomentNotAhead(field="start")
    _plan(group, session, start, by, now)
    return session


def _plan(group: Group, session: Session, start: datetime, by: User | None, now: datetime) -> None:
    move(session.plan, starts_at=start)
    session.save(update_fields=["state", "starts_at"])
    record("meeting_planned", group, by=by, now=now, session=session.pk)
    tell_meeting_planned(group, session, now=now)


def hold_meeting(*, session: Session) -> None:
    """Its time has come; the caller has locked the group. Raises WrongMove."""
    move(session.hold)
    session.save(update_fields=["state"])


def drop_meetings(group: Group) -> None:
    """No meeting to come is needed any more; the caller has locked the group."""
    for session in group.sessions.filter(state__in=COMING).order_by("pk"):
        cancel_meeting(session)
