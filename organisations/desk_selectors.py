"""The coordinator's day: what is due, late, new or worrying, and who takes care of how many."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.utils import timezone

from accounts.models import User
from core.lists import first_of_each
from core.text import whole_number
from organisations.models import Enrolment, Role, SavedFilter, Talk
from organisations.permissions import Actor, organisations_of
from organisations.selectors import NOBODY, cared_for_by, list_enrolments
from organisations.states import LIVE, State, TalkState


def list_talks(*, by: Actor, until: datetime, who: str = "") -> QuerySet[Talk]:
    """First talks that are planned before `until`, also those whose moment has passed, soonest first. `who`: the id of a login that
    holds it or takes care of the person, or `NOBODY`."""
    talks = (
        Talk.objects.filter(
            state=TalkState.PLANNED,
            at__lt=until,
            enrolment__organisation__in=organisations_of(by),
        )
        .select_related(
            "enrolment__person__place__postal",
            "enrolment__programme",
            "enrolment__coordinator",
            "with_user",
        )
        .order_by("at", "pk")
    )
    if who == NOBODY:
        return talks.filter(enrolment__coordinator=None)
    if who:
        pk = whole_number(who)
        return talks.filter(Q(with_user_id=pk) | Q(enrolment__coordinator_id=pk))
    return talks


def list_without_answer(*, by: Actor, now: datetime) -> QuerySet[Enrolment]:
    """Who registered and got no first answer within the days of the programme, longest waiting first."""
    return _late(list_enrolments(by=by).filter(state=State.APPLIED), "first_answer_days", now)


def list_without_talk(*, by: Actor, now: datetime) -> QuerySet[Enrolment]:
    """Whose first talk was not planned within the days of the programme, longest waiting first."""
    planned = Talk.objects.filter(enrolment=OuterRef("pk"), state=TalkState.PLANNED)
    rows = list_enrolments(by=by).filter(~Exists(planned), state=State.INTAKE)
    return _late(rows, "talk_within_days", now)


def list_waiting_for_answer(*, by: Actor, now: datetime) -> QuerySet[Enrolment]:
    """Who registered and may still wait for a first answer; who waits too long stands in `list_without_answer` only."""
    rows = list_enrolments(by=by).filter(state=State.APPLIED)
    return _with_limit(rows, "first_answer_days", now).filter(applied_at__gte=F("late_from"))


def count_new(*, by: Actor, now: datetime, who: str = "") -> dict[str, int]:
    """How many may still wait for a first answer (`applied`), and how many talks are under way (`intake`). `who` as in
    `list_talks`."""
    begun = list_enrolments(by=by).filter(state__in=(State.APPLIED, State.INTAKE))
    rows = _with_limit(cared_for_by(begun, who), "first_answer_days", now)
    counted: dict[str, int] = rows.annotate(late_from=F("late_from")).aggregate(
        applied=Count("pk", filter=Q(state=State.APPLIED, applied_at__gte=F("late_from"))),
        intake=Count("pk", filter=Q(state=State.INTAKE)),
    )
    return counted


def _late(rows: QuerySet[Enrolment], setting: str, now: datetime) -> QuerySet[Enrolment]:
    return _with_limit(rows, setting, now).filter(applied_at__lt=F("late_from"))


def _with_limit(rows: QuerySet[Enrolment], setting: str, now: datetime) -> QuerySet[Enrolment]:
    """`late_from`: who came before it waits longer than the programme's setting allows."""
    days = ExpressionWrapper(
        F(f"programme__{setting}") * Value(timedelta(days=1)), output_field=DurationField()
    )
    late_from = ExpressionWrapper(Value(now) - days, output_field=DateTimeField())
    return rows.alias(late_from=late_from)


def list_missed(*, by: Actor) -> QuerySet[Enrolment]:
    """Who did not come to the first talk, and with whom no other moment was chosen."""
    talks = Talk.objects.filter(enrolment=OuterRef("pk"))
    return list_enrolments(by=by).filter(
        Exists(talks.filter(state=TalkState.MISSED)),
        ~Exists(talks.filter(state=TalkState.PLANNED)),
        state=State.INTAKE,
    )


@dataclass(frozen=True)
class Day:
    """What is due, late and worrying today, of everybody or of one colleague."""

    talks_today: list[Talk]
    talks_past: list[Talk]
    applied: list[Enrolment]
    intake: list[Enrolment]
    without_answer: list[Enrolment]
    without_talk: list[Enrolment]
    missed: list[Enrolment]


def day_of_team(*, by: Actor, now: datetime, who: str = "", at_most: int) -> Day:
    """`who` as in `list_talks`. Of each list at most `at_most`. Two queries."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timedelta(days=1)
    talks = list(list_talks(by=by, until=tomorrow, who=who)[: 2 * at_most])
    rows = list_enrolments(by=by)
    lists = {
        "applied": list_waiting_for_answer(by=by, now=now),
        "intake": rows.filter(state=State.INTAKE),
        "without_answer": list_without_answer(by=by, now=now),
        "without_talk": list_without_talk(by=by, now=now),
        "missed": list_missed(by=by),
    }
    cared_for = {name: cared_for_by(some, who) for name, some in lists.items()}
    return Day(
        talks_today=[talk for talk in talks if talk.at >= now],
        talks_past=[talk for talk in talks if talk.at < now],
        **first_of_each(cared_for, at_most=at_most),
    )


@dataclass
class Load:
    """How many people somebody of the team takes care of, by state; `user` None: nobody in particular does."""

    user: User | None
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def who(self) -> str:
        """As the list of people is filtered by it."""
        return str(self.user.pk) if self.user else NOBODY


@dataclass(frozen=True)
class Counted:
    """How many there are by who takes care of them (the id of a login; None: nobody) and state."""

    rows: list[tuple[int | None, str, int]]

    def of(self, state: str, who: str = "") -> int:
        """`who` as in `cared_for_by`."""
        wanted = None if who == NOBODY else whole_number(who)
        return sum(
            n for user, each, n in self.rows if each == state and (not who or user == wanted)
        )


def count_cared_for(*, by: Actor) -> Counted:
    """Those who take part in the organisations of `by`. One query."""
    counted = (
        Enrolment.objects.filter(organisation__in=organisations_of(by), state__in=LIVE)
        .order_by()
        .values_list("coordinator_id", "state")
        .annotate(n=Count("*"))
    )
    return Counted(list(counted))


def workload(*, by: Actor, counted: Counted | None = None) -> list[Load]:
    """For everybody in the teams of `by`, most first, and then for nobody in particular. Two queries, however many there are; one with
    what was counted already."""
    loads: dict[int | None, Load] = {user.pk: Load(user, {}) for user in list_team(by=by)}
    loads[None] = Load(None, {})
    for user_id, state, count in (counted or count_cared_for(by=by)).rows:
        load = loads.get(user_id, loads[None])
        load.counts[state] = load.counts.get(state, 0) + count
    return sorted(
        loads.values(),
        key=lambda load: (load.user is None, -load.total, load.user.email if load.user else ""),
    )


def list_team(*, by: Actor) -> QuerySet[User]:
    """The logins in the teams that `by` is in."""
    return User.objects.filter(
        Exists(
            Role.objects.filter(
                user=OuterRef("pk"), organisation__in=organisations_of(by), ended_at=None
            )
        ),
        is_active=True,
    ).order_by("email")


def list_team_of(*, organisation_id: int) -> QuerySet[User]:
    """The logins in the team of one organisation."""
    roles = Role.objects.filter(user=OuterRef("pk"), organisation_id=organisation_id, ended_at=None)
    return User.objects.filter(Exists(roles), is_active=True).order_by("email")


def planned_talk(*, enrolment: Enrolment) -> Talk | None:
    """The first talk that is to come, or whose moment passed and nobody said how it was."""
    return enrolment.talks.filter(state=TalkState.PLANNED).select_related("with_user").first()


def list_filters(*, by: User) -> QuerySet[SavedFilter]:
    """Filters that `by` saved, and those that others share with the organisations of `by`."""
    return (
        SavedFilter.objects.filter(Q(user=by) | Q(organisation__in=organisations_of(by)))
        .select_related("user", "organisation")
        .order_by("name", "pk")
    )
