"""Who waits, who is due to hear from us or to be spoken to, and how long waits took. Everything is derived; nothing is counted."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from accounts.selectors import service_consents
from core.lists import InTurn, rows_of
from core.models import Event
from groups.models import Seat
from groups.states import LIVE
from notifications.models import Message
from notifications.selectors import reaching
from organisations.models import Enrolment, Programme
from organisations.permissions import Actor, organisations_of
from organisations.states import State
from organisations.support import MAKES_PAIRS
from waitlist.models import Contact, Forecast, Sign
from waitlist.states import SignState
from waitlist.survival import Step, Wait, curve

YEAR = timedelta(days=365)
SIGN = "waitlist.sign_of_life"
# What somebody did or was told by moving on: after it a sign of life would come too soon.
_MOVED = ("organisations.enrolment_activated", "organisations.enrolment_resumed")
# How people of one side waited who began in the last year: from the day on which they were ready here, until they were introduced,
# took a break or stopped, or until now.
_WAITS = """
SELECT entry, least(found, stopped, today), COALESCE(found <= least(stopped, today), false), count(*) FROM (
    SELECT floor(EXTRACT(EPOCH FROM ready.at - e.waiting_since) / 86400)::int AS entry,
        floor(EXTRACT(EPOCH FROM seat.at - e.waiting_since) / 86400)::int AS found,
        floor(EXTRACT(EPOCH FROM stop.at - e.waiting_since) / 86400)::int AS stopped,
        floor(EXTRACT(EPOCH FROM %(now)s - e.waiting_since) / 86400)::int AS today
    FROM organisations_enrolment e
    JOIN LATERAL (SELECT min(at) AS at FROM core_event WHERE subject_type = 'organisations.enrolment'
        AND subject_id = e.id AND kind = 'organisations.enrolment_activated') ready ON ready.at IS NOT NULL
    LEFT JOIN LATERAL (SELECT min(taken_at) AS at FROM groups_seat WHERE enrolment_id = e.id) seat ON true
    LEFT JOIN LATERAL (SELECT min(at) AS at FROM core_event WHERE subject_type = 'organisations.enrolment'
        AND subject_id = e.id AND at >= e.waiting_since
        AND kind IN ('organisations.enrolment_paused', 'organisations.enrolment_left')) stop ON true
    WHERE e.programme_id = %(programme)s AND e.side = %(side)s
        AND e.waiting_since > %(since)s AND e.waiting_since <= %(now)s AND ready.at <= %(now)s
) AS waits WHERE entry <= least(found, stopped, today)
GROUP BY 1, 2, 3
"""


def waits_since() -> Combinable:
    """Annotation on enrolments: when this wait began; after a buddy it begins anew when that ended, though the place is kept."""
    ended = Seat.objects.filter(
        enrolment=OuterRef("pk"), taken_at__isnull=False, freed_at__isnull=False
    )
    return Greatest("waiting_since", Subquery(ended.order_by("-freed_at").values("freed_at")[:1]))


def list_waiting() -> QuerySet[Any]:
    """Enrolments of everybody who is looked for: ready, agrees, and has neither a buddy nor an open proposal. Who asks has to narrow it."""
    live = Seat.objects.filter(enrolment=OuterRef("pk"), state__in=LIVE)
    agrees = service_consents(OuterRef("person"))
    return Enrolment.objects.filter(
        ~Exists(live),
        Exists(agrees),
        state=State.ACTIVE,
        programme__model_of_support__in=MAKES_PAIRS,
    ).annotate(waits_since=waits_since())


def get_waiting(*, enrolment_id: int) -> Any | None:
    """The enrolment with all that is told of a wait (see `get_all_waiting`), or None for somebody who does not wait."""
    return get_all_waiting(enrolments=[enrolment_id]).get(enrolment_id)


def get_all_waiting(*, enrolments: Collection[int]) -> dict[int, Any]:
    """Those of these who wait, by id: with `waits_since`, `spoken_at` and `unanswered`, the `forecast` that is kept, if any, and the
    state of the last sign of life as `last_sign`. One query."""
    forecasts = Forecast.objects.filter(programme=OuterRef("programme"), side=OuterRef("side"))
    signs = Sign.objects.filter(enrolment=OuterRef("pk")).order_by("-sent_at", "-pk")
    rows = (
        _listened(list_waiting().filter(pk__in=enrolments))
        .annotate(forecast=Subquery(forecasts.order_by("pk").values("steps")[:1]))
        .annotate(last_sign=Subquery(signs.values("state")[:1]))
        .select_related("programme", "person")
    )
    return {row.pk: row for row in rows.order_by("pk")}


def _ago(weeks: str, now: datetime) -> Combinable:
    """So many weeks before `now`, by the programme's setting."""
    return ExpressionWrapper(
        Value(now) - F(f"programme__{weeks}") * Value(timedelta(weeks=1)),
        output_field=DateTimeField(),
    )


def _listened(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With `spoken_at`, the last talk, and `unanswered`: how many mails since we last heard from them had no answer."""
    talks = Contact.objects.filter(enrolment=OuterRef("pk")).order_by("-at").values("at")[:1]
    words = Sign.objects.filter(enrolment=OuterRef("pk"), answered_at__isnull=False)
    missed = Sign.objects.filter(
        enrolment=OuterRef("pk"), state=SignState.MISSED, sent_at__gt=OuterRef("heard_at")
    )
    counted = missed.order_by().values("enrolment").annotate(n=Count("pk")).values("n")
    listened: QuerySet[Any] = (
        rows.annotate(spoken_at=Subquery(talks))
        .alias(said_at=Subquery(words.order_by("-answered_at").values("answered_at")[:1]))
        .alias(heard_at=Greatest("waits_since", "spoken_at", "said_at"))
        .annotate(unanswered=Coalesce(Subquery(counted), 0))
    )
    return listened


def list_due(*, now: datetime) -> QuerySet[Any]:
    """Who has heard nothing for the weeks of their programme and is to get a sign of life."""
    mine = {"enrolment": OuterRef("pk")}
    told = reaching(
        Message.objects.filter(
            person=OuterRef("person"),
            organisation_id=OuterRef("organisation_id"),
            created_at__gt=OuterRef("since"),
        )
    )
    moved = Event.objects.filter(
        subject_type=Enrolment._meta.label_lower,
        subject_id=OuterRef("pk"),
        kind__in=_MOVED,
        at__gt=OuterRef("since"),
    )
    rows = list_waiting().filter(programme__sign_after_weeks__gt=0)
    due: QuerySet[Any] = (
        _listened(rows)
        .alias(since=_ago("sign_after_weeks", now))
        .filter(
            ~Exists(Sign.objects.filter(sent_at__gt=OuterRef("since"), **mine)),
            ~Exists(Sign.objects.filter(state=SignState.ASKED, **mine)),
            ~Exists(Contact.objects.filter(at__gt=OuterRef("since"), **mine)),
            ~Exists(told),
            ~Exists(moved),
            waits_since__lte=F("since"),
            unanswered__lt=F("programme__signs_before_call"),
        )
    )
    return due


def list_silent(*, by: Actor) -> QuerySet[Any]:
    """Ids of enrolments that left too many of our mails without an answer since we last heard from them. Asked from the side of the
    signs, which are few, and not from that of everybody who waits; and first of all of who left so many without an answer at all."""
    mine = {"enrolment": OuterRef("enrolment")}
    ended = Seat.objects.filter(freed_at__gte=OuterRef("sent_at"), taken_at__isnull=False, **mine)
    missed = Sign.objects.filter(state=SignState.MISSED).order_by()
    fewest = Programme.objects.filter(
        organisation__in=organisations_of(by), sign_after_weeks__gt=0
    ).order_by("signs_before_call")
    often = (
        missed.values("enrolment")
        .annotate(n=Count("*"))
        .filter(n__gte=Subquery(fewest.values("signs_before_call")[:1]))
    )
    return (
        missed.filter(
            ~Exists(Contact.objects.filter(at__gte=OuterRef("sent_at"), **mine)),
            ~Exists(Sign.objects.filter(answered_at__gte=OuterRef("sent_at"), **mine)),
            ~Exists(ended),
            enrolment__in=often.values("enrolment"),
            enrolment__organisation__in=organisations_of(by),
            enrolment__programme__sign_after_weeks__gt=0,
        )
        .values("enrolment")
        .annotate(n=Count("pk"))
        .filter(n__gte=F("enrolment__programme__signs_before_call"))
        .values("enrolment")
    )


def _unspoken(*, by: Actor, now: datetime) -> QuerySet[Any]:
    """Who waits and was not spoken to for the weeks of their programme."""
    mine = {"enrolment": OuterRef("pk")}
    ended = Seat.objects.filter(freed_at__gt=OuterRef("since"), taken_at__isnull=False, **mine)
    rows: QuerySet[Any] = (
        list_waiting()
        .filter(organisation__in=organisations_of(by), programme__speak_after_weeks__gt=0)
        .alias(since=_ago("speak_after_weeks", now))
        .filter(
            ~Exists(Contact.objects.filter(at__gt=OuterRef("since"), **mine)),
            ~Exists(ended),
            waiting_since__lte=F("since"),
        )
    )
    return rows


def list_to_speak_to(*, by: Actor, now: datetime) -> InTurn:
    """Who waits in the organisations of `by` and was not spoken to for the weeks of their programme, or left too many of our
    mails without an answer (`is_silent`); these first, then who waits longest."""
    rows = Enrolment.objects.annotate(waits_since=waits_since())
    return InTurn(
        list_waiting().filter(pk__in=list_silent(by=by)),
        _unspoken(by=by, now=now),
        shown=_listened(rows).select_related("person__place__postal", "programme", "organisation"),
        order="waiting_since",
        flag="is_silent",
    )


def first_to_speak_to(*, by: Actor, now: datetime, most: int) -> list[Enrolment]:
    """The first of that list, without looking at all who wait: for the desk, where many lists stand together."""
    silent = list_waiting().filter(pk__in=list_silent(by=by)).order_by("waiting_since", "pk")
    first = list(silent.values_list("pk", flat=True)[:most])
    alone = _unspoken(by=by, now=now).exclude(pk__in=first).order_by("waiting_since", "pk")
    ids = [*first, *alone.values_list("pk", flat=True)[: most - len(first)]]
    rows = _listened(Enrolment.objects.annotate(waits_since=waits_since()))
    found = rows_of(rows.select_related("person", "programme"), ids)
    for row in found:
        row.is_silent = row.pk in first
    return found


def is_overdue(row: Any, *, now: datetime) -> bool:
    """Does somebody who comes from `get_waiting` stand on that list? Says too whether they are silent (`is_silent`)."""
    told, every = row.programme, timedelta(weeks=row.programme.speak_after_weeks)
    row.is_silent = told.sign_after_weeks > 0 and row.unanswered >= told.signs_before_call
    alone_since = max(filter(None, (row.waits_since, row.spoken_at)))
    return bool(row.is_silent or (every and alone_since <= now - every))


def list_overdue_signs(*, now: datetime) -> QuerySet[Sign]:
    """Signs without an answer for as long as until the next one would come, oldest first."""
    weeks = F("enrolment__programme__sign_after_weeks") * Value(timedelta(weeks=1))
    until = ExpressionWrapper(F("sent_at") + weeks, output_field=DateTimeField())
    return (
        Sign.objects.filter(state=SignState.ASKED)
        .alias(until=until)
        .filter(until__lte=now)
        .order_by("sent_at", "pk")
    )


def list_contacts(*, enrolment: Enrolment) -> QuerySet[Contact]:
    """The talks with one person, newest first; for the team."""
    return Contact.objects.filter(enrolment=enrolment).order_by("-at", "-pk")


def list_signs(*, enrolment: Enrolment) -> QuerySet[Sign]:
    """The signs of life to one person, newest first."""
    return Sign.objects.filter(enrolment=enrolment).order_by("-sent_at", "-pk")


def latest_sign(*, enrolment: Enrolment) -> Sign | None:
    return list_signs(enrolment=enrolment).first()


def count_waits(*, programme_id: int, side: str, now: datetime) -> list[Wait]:
    """How people of one side waited who began in the last year, equal ones together. One query, no row a person."""
    asked: dict[str, Any] = {"programme": programme_id, "side": side}
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, {**asked, "now": now, "since": now - YEAR})
        return [Wait(*row) for row in cursor.fetchall()]


def steps_of(*, programme_id: int, side: str, now: datetime) -> list[Step]:
    """The curve that was kept last, or the one of now when none was kept yet."""
    kept = Forecast.objects.filter(programme_id=programme_id, side=side).order_by("pk")
    steps = kept.values_list("steps", flat=True).first()
    return steps_from(steps, programme_id=programme_id, side=side, now=now)


def steps_from(kept: Any | None, *, programme_id: int, side: str, now: datetime) -> list[Step]:
    """The same of a curve that was read already; `kept` is None when none was kept yet."""
    if kept is not None:
        return [Step(*step) for step in kept]
    return curve(count_waits(programme_id=programme_id, side=side, now=now))


def programmes_without_fresh_forecast(*, now: datetime) -> list[tuple[int, str]]:
    """Programmes and sides in which somebody waits and whose forecast is older than a day."""
    fresh = Forecast.objects.filter(
        programme=OuterRef("programme"),
        side=OuterRef("side"),
        made_at__gt=now - timedelta(days=1),
    )
    rows = Enrolment.objects.filter(
        ~Exists(fresh), state=State.ACTIVE, programme__model_of_support__in=MAKES_PAIRS
    )
    return list(rows.order_by("programme", "side").values_list("programme", "side").distinct())
