"""Rounding off: a word from anybody, a last talk, then free seats, thanks, and the question what now."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.states import WrongMove
from core.text import lines
from followup.errors import NoteTooLong, ProcedureUnknown, ReasonUnknown, TalkNotAhead
from followup.messages import ENDED, THANKS, tell_closing, tell_team
from followup.models import Closure, Moving
from followup.models.check_ins import NOTE_LIMIT, Kind
from followup.models.endings import Decision, Procedure, Reason
from followup.selectors import closure_of
from followup.services.asking import ask, close_questions, plan_for_both
from groups import services as groups
from groups.models import Group
from groups.permissions import ensure_may_speak, ensure_team
from groups.services import lock_people_and_group
from groups.states import State

FARTHEST = timedelta(days=183)


@transaction.atomic
def start_closing(
    *,
    group_id: int,
    by: User | None,
    now: datetime,
    way: str = "page",
    seat_id: int | None = None,
    reason: str = Reason.NOT_SAID,
) -> Closure:
    """Somebody wants to stop; no reason is needed. Raises ReasonUnknown, WrongMove when it ends already, NotFoundHere."""
    group = lock_people_and_group(group_id)
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=seat_id)
    _ensure_reason(reason)
    closure = Closure(group=group, started_by=seat, started_at=now, reason=reason)
    begin_closing(group, closure, by=by, now=now)
    return closure


def _ensure_reason(reason: str) -> None:
    if reason not in Reason.values:
        raise ReasonUnknown


def begin_closing(group: Group, closure: Closure, *, by: User | None, now: datetime) -> None:
    """CLOSING from any open state; the caller has locked people and group. Raises WrongMove."""
    groups.start_closing(group_id=group.pk, by=by, now=now)
    closure.save()
    _tidy_up(group, now)
    tell_closing(group, closure, now=now)
    tell_team(group, f"group:{group.pk}:closing", now=now)


def end_now(group: Group, closure: Closure, *, by: User | None, now: datetime) -> None:
    """It did not click: CLOSED at once, in neutral words to both; the caller has locked people and group."""
    groups.close_group(group_id=group.pk, by=by, now=now)
    closure.save()
    _tidy_up(group, now)
    for check_in in plan_for_both(group, Kind.NEXT, now):
        ask(check_in, now, as_kind=ENDED)
    tell_team(group, f"group:{group.pk}:ended", now=now)


def _tidy_up(group: Group, now: datetime) -> None:
    close_questions(group)
    to_decide = Moving.objects.filter(seat__group=group, is_out_of_reach=True, decision="")
    to_decide.update(decision=Decision.END, decided_at=now)


@transaction.atomic
def plan_last_talk(*, group_id: int, talk_on: date, by: User, now: datetime) -> Closure:
    """The day of the last talk; may be moved. Raises TalkNotAhead, WrongMove, NotFoundHere."""
    group = lock_people_and_group(group_id)
    ensure_team(group=group, by=by)
    closure = _closing(group)
    today = timezone.localdate(now)
    if not today <= talk_on <= today + FARTHEST:
        raise TalkNotAhead
    closure.talk_on = talk_on
    closure.save(update_fields=["talk_on"])
    return closure


@transaction.atomic
def finish_closing(
    *, group_id: int, reason: str, procedure: str, by: User, now: datetime, note: str = ""
) -> Closure:
    """CLOSED: with the reason as the team knows it and whether there was a last talk. Seats are free, both are thanked and asked
    whether we look further. Raises ReasonUnknown, ProcedureUnknown, NoteTooLong, WrongMove, NotFoundHere."""
    group = lock_people_and_group(group_id)
    ensure_team(group=group, by=by)
    _ensure_reason(reason)
    if procedure not in Procedure.values:
        raise ProcedureUnknown
    text = lines(note)
    if len(text) > NOTE_LIMIT:
        raise NoteTooLong
    closure = _closing(group)
    closure.reason, closure.procedure, closure.note = reason, procedure, text or None
    closure.save()
    groups.close_group(group_id=group.pk, by=by, now=now)
    for check_in in plan_for_both(group, Kind.NEXT, now):
        ask(check_in, now, as_kind=THANKS)
    return closure


def _closing(group: Group) -> Closure:
    closure = closure_of(group)
    if group.state != State.CLOSING or closure is None:
        raise WrongMove
    return closure


@transaction.atomic
def try_longer(*, group_id: int, by: User, now: datetime) -> Group:
    """The team gives the trial as long again. Raises WrongMove, NotFoundHere."""
    group = lock_people_and_group(group_id)
    ensure_team(group=group, by=by)
    groups.prolong_trial(group=group, by=by, now=now)
    close_questions(group)
    return group
