"""What somebody says about their pair, and what follows from it. Both words weigh the same; neither reads the other's."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.states import move
from core.text import lines
from followup.errors import AlreadyAnswered, AnswerUnknown, NoteTooLong, QuestionClosed
from followup.messages import tell_settled, tell_team
from followup.models import CheckIn, Closure
from followup.models.check_ins import NOTE_LIMIT, Kind, Said
from followup.models.endings import Reason
from followup.selectors import asked_with
from followup.services.asking import is_fitting
from followup.services.closing import begin_closing, end_now
from followup.services.rows import record
from followup.states import CheckInState
from groups.models import Group
from groups.models.agreements import Way
from groups.permissions import ensure_may_speak
from groups.services import lock_people_and_group, note_click, settle
from organisations.models import Enrolment
from organisations.services import move_as_asked
from organisations.states import State as EnrolmentState


@transaction.atomic
def answer_check_in(
    *,
    check_in_id: int,
    said: str,
    by: User | None,
    now: datetime,
    way: str,
    note: str = "",
) -> CheckIn:
    """Answer a question: `said` is yes, no or unsure; `note` is read by the team only.

    The team may note what it was told also before the question was asked or after its time; "not sure" may be answered again.
    Raises AlreadyAnswered, QuestionClosed, AnswerUnknown, NoteTooLong, NotFoundHere.
    """
    group_id = CheckIn.objects.values_list("seat__group_id", flat=True).get(pk=check_in_id)
    assert group_id is not None
    group = lock_people_and_group(group_id)
    check_in = CheckIn.objects.select_related(
        "session", "seat__group", "seat__enrolment__programme", "seat__enrolment__person"
    ).get(pk=check_in_id)
    ensure_may_speak(group=group, by=by, way=way, seat_id=check_in.seat_id)
    if said not in Said.values:
        raise AnswerUnknown
    text = lines(note)
    if len(text) > NOTE_LIMIT:
        raise NoteTooLong
    _ensure_open(check_in, way)
    move(check_in.answer, refusal=AlreadyAnswered, said=said, at=now)
    check_in.way, check_in.recorded_by, check_in.note = way, by, text or None
    check_in.save()
    record("answered", check_in.seat, by=by, now=now, question=str(check_in.kind))
    _follow(group, check_in, by, now)
    return check_in


def _ensure_open(check_in: CheckIn, way: str) -> None:
    if check_in.state == CheckInState.ANSWERED and check_in.said != Said.UNSURE:
        raise AlreadyAnswered
    waits = check_in.state in (CheckInState.ASKED, CheckInState.ANSWERED)
    if not is_fitting(check_in) or not (waits or way == Way.COORDINATOR):
        raise QuestionClosed


def _follow(group: Group, check_in: CheckIn, by: User | None, now: datetime) -> None:
    if check_in.said == Said.UNSURE:
        tell_team(group, f"check-in:{check_in.pk}:unsure", now=now)
    elif check_in.kind == Kind.NEXT:
        _rest_unless_wanted(check_in, by, now)
    elif check_in.said == Said.NO:
        _end(group, check_in, by, now)
    elif all(each.said == Said.YES for each in asked_with(check_in)):
        _go_on(group, check_in, by, now)


def _end(group: Group, check_in: CheckIn, by: User | None, now: datetime) -> None:
    """One no is enough. Before the trial it ends at once; after it there is first a last talk."""
    closure = Closure(group=group, started_by=check_in.seat, started_at=now)
    if check_in.kind == Kind.CLICK:
        closure.reason = Reason.NO_CLICK
        end_now(group, closure, by=by, now=now)
    else:
        closure.reason = Reason.NOT_SAID
        begin_closing(group, closure, by=by, now=now)


def _go_on(group: Group, check_in: CheckIn, by: User | None, now: datetime) -> None:
    if check_in.kind == Kind.CLICK:
        note_click(group=group, by=by, now=now)
        tell_team(group, f"check-in:{check_in.pk}:click", now=now)
    else:
        settle(group=group, by=by, now=now)
        tell_settled(group, now=now)


def _rest_unless_wanted(check_in: CheckIn, by: User | None, now: datetime) -> None:
    """Who does not want us to look further gets a break; the waiting time is kept."""
    enrolment = Enrolment.objects.get(pk=check_in.seat.enrolment_id)
    if check_in.said == Said.NO and enrolment.state == EnrolmentState.ACTIVE:
        move_as_asked(enrolment_id=enrolment.pk, to=EnrolmentState.PAUSED, by=by, now=now)
