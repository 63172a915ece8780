"""What may be read of questions, endings and moves. Only the team reads what somebody answered."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from core.errors import NotFoundHere
from followup.models import CheckIn, Closure, Moving
from followup.models.check_ins import Kind, Said
from followup.states import CheckInState
from groups.models import Break, Group
from groups.selectors import current_breaks, list_team_pairs
from groups.states import SessionState, State
from organisations.permissions import Actor, organisations_of

# While a question of a kind may be answered, its pair is in this state.
STATE_OF = {Kind.CLICK: State.INTRODUCED, Kind.REVIEW: State.TRIAL, Kind.NEXT: State.CLOSED}
_FITTING = (
    Q(
        kind=Kind.CLICK,
        seat__group__state=State.INTRODUCED,
        session__state=SessionState.HELD,
    )
    | Q(kind=Kind.REVIEW, seat__group__state=State.TRIAL)
    | Q(kind=Kind.NEXT, seat__group__state=State.CLOSED)
)


def list_check_ins(*, group: Group) -> QuerySet[CheckIn]:
    """Every question about a pair, newest first; for the team."""
    return (
        CheckIn.objects.filter(seat__group=group)
        .select_related("seat__enrolment__person", "session")
        .order_by("-due_at", "seat_id")
    )


def list_own_questions(*, user: User) -> QuerySet[CheckIn]:
    """What somebody is asked now."""
    return (
        CheckIn.objects.filter(
            _FITTING, seat__enrolment__person__user_id=user.pk, state=CheckInState.ASKED
        )
        .select_related("seat__group__programme__organisation", "seat__enrolment__person")
        .order_by("due_at", "pk")
    )


def get_check_in(*, public_id: UUID, by: Actor) -> CheckIn:
    """A question to `by`, or to somebody of a pair of their team. Raises NotFoundHere."""
    rows = CheckIn.objects.filter(public_id=public_id).select_related("seat__group")
    mine = Q(seat__enrolment__person__user_id=by.pk if by and by.is_authenticated else 0)
    team = Q(seat__group__programme__organisation__in=organisations_of(by))
    check_in = rows.filter(mine | team).order_by("pk").first()
    if check_in is None:
        raise NotFoundHere
    return check_in


def closure_of(group: Group) -> Closure | None:
    return Closure.objects.filter(group=group).order_by("pk").first()


def list_moves_to_decide(*, by: Actor) -> QuerySet[Moving]:
    """Who moved out of reach of the other, in the organisations of `by`, and nobody decided."""
    return (
        Moving.objects.filter(
            is_out_of_reach=True,
            decision="",
            seat__group__programme__organisation__in=organisations_of(by),
            seat__freed_at=None,
        )
        .select_related("seat__group", "seat__enrolment__person")
        .order_by("noted_at", "pk")
    )


def get_move(*, public_id: UUID, by: Actor) -> Moving:
    """Raises NotFoundHere, also for somebody of another organisation."""
    team = Moving.objects.filter(seat__group__programme__organisation__in=organisations_of(by))
    moving = team.filter(public_id=public_id).order_by("pk").first()
    if moving is None:
        raise NotFoundHere
    return moving


def list_to_call(*, by: Actor) -> QuerySet[CheckIn]:
    """Who is not sure or did not answer while the pair still waits for it, in the organisations of `by`, oldest first."""
    needs_a_call = Q(state=CheckInState.MISSED) | Q(state=CheckInState.ANSWERED, said=Said.UNSURE)
    newer = CheckIn.objects.filter(
        seat=OuterRef("seat"), kind=OuterRef("kind"), due_at__gt=OuterRef("due_at")
    )
    return (
        CheckIn.objects.filter(
            _FITTING,
            needs_a_call,
            ~Exists(newer),
            seat__group__programme__organisation__in=organisations_of(by),
        )
        .exclude(kind=Kind.NEXT, state=CheckInState.MISSED)
        .select_related("seat__group", "seat__enrolment__person")
        .order_by("due_at", "pk")
    )


def list_to_review(*, by: Actor, on: date) -> QuerySet[Group]:
    """Trials whose day of review has come, in the organisations of `by`."""
    trials = list_team_pairs(by=by).filter(state=State.TRIAL, review_on__lte=on)
    return trials.order_by("review_on", "pk")


def list_closing(*, by: Actor) -> QuerySet[Group]:
    """Pairs that are being rounded off, in the organisations of `by`, oldest first."""
    pairs = list_team_pairs(by=by).filter(state=State.CLOSING)
    return pairs.select_related("closure").order_by("closing_at", "pk")


def fitting() -> Q:
    """Filter on questions: their pair is where the question makes sense."""
    return _FITTING


def on_a_break(*, on: date) -> Exists:
    """Filter on questions: their pair has a break on that day."""
    breaks = Break.objects.filter(current_breaks(on=on), group=OuterRef("seat__group"))
    return Exists(breaks)


def asked_with(check_in: CheckIn) -> QuerySet[CheckIn]:
    """The same question to everybody of the pair."""
    rows = CheckIn.objects.filter(seat__group=check_in.seat.group_id, kind=check_in.kind)
    if check_in.session_id is not None:
        return rows.filter(session=check_in.session_id)
    return rows.filter(due_at=check_in.due_at)
