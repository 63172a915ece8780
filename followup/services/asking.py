"""Questions are planned, asked, repeated once and given up by a sweep; during a break nothing is asked.

Each step looks for its rows and deals with each in its own transaction, so that one pair never holds up another.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import (
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.states import move
from followup.messages import tell_asked, tell_reminder
from followup.models import CheckIn
from followup.models.check_ins import Kind
from followup.selectors import STATE_OF, fitting, on_a_break
from followup.services.rows import record
from followup.states import OPEN, CheckInState
from groups.models import Group, Session
from groups.models.timings import LIMITS
from groups.selectors import timings_of
from groups.services import hold_meeting, lock_group
from groups.states import SessionState, State

BATCH = 200


def ask_and_remind(*, now: datetime) -> None:
    """Plan, ask, remind, give up: whatever is due."""
    today = timezone.localdate(now)
    _each(_met(now), _plan_click, now)
    _each(_to_review(now), _plan_review, now)
    waiting = CheckIn.objects.filter(~on_a_break(on=today), fitting())
    _each(waiting.filter(state=CheckInState.PLANNED, due_at__lte=now), _ask, now)
    asked = CheckIn.objects.filter(state=CheckInState.ASKED)
    _each(asked.filter(on_a_break(on=today), deadline_at__lte=now), _wait_longer, now)
    _each(waiting.filter(state=CheckInState.ASKED, deadline_at__lte=now), _miss, now)
    _each(_silent(now).filter(~on_a_break(on=today), fitting()), _remind, now)
    _each(CheckIn.objects.filter(~fitting(), state__in=OPEN), _miss, now)


def _each(
    rows: QuerySet[Group] | QuerySet[CheckIn], step: Callable[..., None], now: datetime
) -> None:
    for row_id in rows.order_by("pk").values_list("pk", flat=True)[:BATCH]:
        step(row_id, now)


def _met(now: datetime) -> QuerySet[Group]:
    """Pairs whose first meeting has begun."""
    begun = Session.objects.filter(
        group=OuterRef("pk"), state=SessionState.PLANNED, starts_at__lte=now
    )
    return Group.objects.filter(Exists(begun), state=State.INTRODUCED)


def _to_review(now: datetime) -> QuerySet[Group]:
    """Trials whose day has come and about which nobody is asked yet."""
    asked = CheckIn.objects.filter(
        seat__group=OuterRef("pk"), kind=Kind.REVIEW, due_at__date__gte=OuterRef("review_on")
    )
    today = timezone.localdate(now)
    return Group.objects.filter(~Exists(asked), state=State.TRIAL, review_on__lte=today)


@transaction.atomic
def _plan_click(group_id: int, now: datetime) -> None:
    """The meeting counts as held, and both will be asked some hours after it."""
    group = lock_group(group_id)
    session = group.sessions.filter(state=SessionState.PLANNED).order_by("-pk").first()
    if group.state != State.INTRODUCED or session is None or session.starts_at is None:
        return
    if session.starts_at > now:
        return
    hold_meeting(session=session)
    hours = timings_of(group.programme).click_after_hours
    plan_for_both(group, Kind.CLICK, session.starts_at + timedelta(hours=hours), session=session)


@transaction.atomic
def _plan_review(group_id: int, now: datetime) -> None:
    group = lock_group(group_id)
    if group.state == State.TRIAL and group.review_on is not None:
        plan_for_both(group, Kind.REVIEW, now)


def plan_for_both(
    group: Group, kind: Kind, due_at: datetime, *, session: Session | None = None
) -> list[CheckIn]:
    """A row for each of the two; the caller has locked the group. A question that is open already stays as it is."""
    rows = [
        CheckIn(seat=seat, kind=kind, due_at=due_at, session=session) for seat in group.members()
    ]
    CheckIn.objects.bulk_create(rows, ignore_conflicts=True)
    return list(CheckIn.objects.filter(seat__group=group, kind=kind, due_at=due_at).order_by("pk"))


@transaction.atomic
def _ask(check_in_id: int, now: datetime) -> None:
    check_in = locked(check_in_id)
    if check_in.state == CheckInState.PLANNED and is_fitting(check_in):
        ask(check_in, now)


def ask(check_in: CheckIn, now: datetime, *, as_kind: str = "") -> None:
    """Ask now, by itself or within another mail; the caller has locked the group."""
    days = timings_of(check_in.seat.enrolment.programme).answer_days
    move(check_in.ask, at=now, deadline_at=now + timedelta(days=days))
    check_in.save(update_fields=["state", "asked_at", "deadline_at"])
    record("asked", check_in.seat, by=None, now=now, question=str(check_in.kind))
    tell_asked(check_in, now=now, as_kind=as_kind)


def locked(check_in_id: int) -> CheckIn:
    """The question, after the lock on its group: as it is now."""
    group_id = CheckIn.objects.values_list("seat__group_id", flat=True).get(pk=check_in_id)
    assert group_id is not None
    lock_group(group_id)
    return _with_all().get(pk=check_in_id)


def _with_all() -> QuerySet[CheckIn]:
    return CheckIn.objects.select_related(
        "seat__group", "seat__enrolment__person", "seat__enrolment__programme__timings"
    )


def is_fitting(check_in: CheckIn) -> bool:
    """Is the pair where the question makes sense?"""
    group = check_in.seat.group
    if group is None or group.state != STATE_OF[Kind(check_in.kind)]:
        return False
    return check_in.session is None or check_in.session.state == SessionState.HELD


@transaction.atomic
def _wait_longer(check_in_id: int, now: datetime) -> None:
    """A break came between: there is as much time as at first."""
    check_in = locked(check_in_id)
    if check_in.state == CheckInState.ASKED:
        days = timings_of(check_in.seat.enrolment.programme).answer_days
        check_in.deadline_at = now + timedelta(days=days)
        check_in.save(update_fields=["deadline_at"])


@transaction.atomic
def _miss(check_in_id: int, now: datetime) -> None:
    check_in = locked(check_in_id)
    if check_in.state not in OPEN:
        return
    is_over = check_in.deadline_at is not None and check_in.deadline_at <= now
    if is_over or not is_fitting(check_in):
        move(check_in.miss)
        check_in.save(update_fields=["state"])


@transaction.atomic
def _remind(check_in_id: int, now: datetime) -> None:
    check_in = locked(check_in_id)
    if check_in.state == CheckInState.ASKED and check_in.reminded_at is None:
        check_in.reminded_at = now
        check_in.save(update_fields=["reminded_at"])
        tell_reminder(check_in, now=now)


def _silent(now: datetime) -> QuerySet[CheckIn]:
    """Who was asked `remind_after_days` ago. An alias, because a join inside the filter would lose who has no timings."""
    days = Coalesce(
        "seat__enrolment__programme__timings__remind_after_days", LIMITS["remind_after_days"][2]
    )
    until = ExpressionWrapper(
        F("asked_at") + days * Value(timedelta(days=1)), output_field=DateTimeField()
    )
    asked = CheckIn.objects.filter(state=CheckInState.ASKED, reminded_at=None)
    return asked.alias(until=until).filter(until__lte=now)


def close_questions(group: Group) -> None:
    """Nobody is asked about this pair any more; the caller has locked the group."""
    for check_in in CheckIn.objects.filter(seat__group=group, state__in=OPEN).order_by("pk"):
        move(check_in.miss)
        check_in.save(update_fields=["state"])
