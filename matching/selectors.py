"""What may be read of searches and proposals. Every list starts from who asks."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import translation

from accounts.models import User
from core.errors import NotFoundHere
from groups.selectors import has_free_seat
from matching.models import Answer, Look, MatchRun, Proposal, RuleSet
from matching.models.proposals import HELD
from matching.states import AnswerState, ProposalState
from organisations.models import Enrolment, Programme
from organisations.models.enrolments import Side
from organisations.permissions import Actor, organisations_of
from organisations.selectors import list_enrolments
from organisations.states import State

# Counted by the keys of cell and postcode, which are short; what they are called is looked up for the few that are left.
_BY_TOWN = """
WITH counted AS (
    SELECT e.side, pl.cell_id, pl.postal_id, count(*) AS n FROM organisations_enrolment e
    JOIN accounts_place pl ON pl.person_id = e.person_id AND pl.cell_id IS NOT NULL
    WHERE e.programme_id = %(programme)s AND e.state = 'active' GROUP BY 1, 2, 3
)
SELECT side, c.lat, c.lon, CASE WHEN %(french)s THEN po.name_fr ELSE po.name_nl END, sum(n)::bigint FROM counted
JOIN accounts_cell c ON c.code = counted.cell_id LEFT JOIN accounts_postalplace po ON po.id = counted.postal_id
GROUP BY 1, 2, 3, 4 ORDER BY side, 5 DESC, 4, 2, 3
"""
WITH_PEOPLE = (
    "programme_version",
    "rule_set",
    "programme__organisation",
    "volunteer__person__place__postal",
    "seeker__person__place__postal",
)

# What a card reads, of both: which of them is the other depends on who reads.
CARD = (
    *("proposal__programme__organisation", "proposal__programme_version", "enrolment__person"),
    *(
        f"proposal__{side}__person__{part}"
        for side in ("volunteer", "seeker")
        for part in ("profile", "place__postal", "user")
    ),
)


def list_proposals(*, by: Actor, longest_waiting_first: bool = False) -> QuerySet[Proposal]:
    """Proposals in the organisations of `by`, the best first; drafts on hold after the others."""
    return (
        Proposal.objects.filter(programme__organisation__in=organisations_of(by))
        .select_related(*WITH_PEOPLE)
        .annotate(held=HELD)
        .order_by("held", "seeker__waiting_since" if longest_waiting_first else "-score", "pk")
    )


def get_proposal(*, public_id: UUID, by: Actor) -> Proposal:
    """Raises NotFoundHere, also for a proposal of another organisation."""
    proposal = list_proposals(by=by).filter(public_id=public_id).first()
    if proposal is None:
        raise NotFoundHere
    return proposal


def list_runs(*, by: Actor) -> QuerySet[MatchRun]:
    """Searches in the organisations of `by`, newest first."""
    return (
        MatchRun.objects.filter(programme__organisation__in=organisations_of(by))
        .select_related("programme__organisation", "rule_set", "programme_version")
        .order_by("-requested_at", "-pk")
    )


def get_run(*, public_id: UUID, by: Actor) -> MatchRun:
    """Raises NotFoundHere, also for a search of another organisation."""
    run = list_runs(by=by).filter(public_id=public_id).first()
    if run is None:
        raise NotFoundHere
    return run


def latest_run(*, programme: Programme) -> MatchRun | None:
    return programme.runs.select_related("rule_set").order_by("-requested_at", "-pk").first()


def list_rule_sets(*, programme: Programme) -> QuerySet[RuleSet]:
    """The versions of a programme's rules and weights, newest first, with who saved them."""
    return programme.rule_sets.select_related("created_by").order_by("-version")


def get_rule_set(*, programme: Programme, version: int) -> RuleSet:
    """Raises NotFoundHere."""
    found = list_rule_sets(programme=programme).filter(version=version).first()
    if found is None:
        raise NotFoundHere
    return found


def list_own_answers(*, user: User) -> QuerySet[Answer]:
    """What somebody was asked, newest first: only what they may know of, so nothing before they are asked."""
    return (
        Answer.objects.filter(enrolment__person__user_id=user.pk, asked_at__isnull=False)
        .select_related(*CARD)
        .order_by("-asked_at", "-pk")
    )


def get_own_answer(*, proposal_id: UUID, user: User) -> Answer:
    """Raises NotFoundHere for a proposal to others, or one that this person is not asked about yet."""
    answer = list_own_answers(user=user).filter(proposal__public_id=proposal_id).first()
    if answer is None:
        raise NotFoundHere
    return answer


def other_of(answer: Answer) -> Enrolment:
    """The other enrolment of an answer's proposal."""
    proposal = answer.proposal
    return proposal.seeker if answer.enrolment_id == proposal.volunteer_id else proposal.volunteer


def list_open_questions(*, by: Actor) -> QuerySet[Answer]:
    """Questions that people asked before they decide, oldest first."""
    return (
        Answer.objects.filter(
            ~Q(question=""),
            proposal__programme__organisation__in=organisations_of(by),
            proposal__state=ProposalState.OFFERED,
            state=AnswerState.ASKED,
        )
        .select_related("proposal", "enrolment__person")
        .order_by("question_at", "pk")
    )


def list_proposals_of(*, enrolment: Enrolment) -> QuerySet[Proposal]:
    """Every proposal of one enrolment, newest first."""
    return (
        Proposal.objects.filter(Q(volunteer=enrolment) | Q(seeker=enrolment))
        .exclude(state=ProposalState.SUPERSEDED)
        .select_related("volunteer__person", "seeker__person")
        .order_by("-created_at", "-pk")
    )


def count_proposals(*, programmes: Iterable[Programme]) -> dict[tuple[int, str], int]:
    """(programme id, state) → how many."""
    rows = (
        Proposal.objects.filter(programme__in=[each.pk for each in programmes])
        .values_list("programme_id", "state")
        .annotate(n=Count("*"))
        .order_by("programme_id", "state")
    )
    return {(programme, state): count for programme, state, count in rows}


def with_drafts(programmes: QuerySet[Programme]) -> QuerySet[Any]:
    """Programmes with how many `drafts` stand on their board."""
    drafts = Proposal.objects.filter(programme=OuterRef("pk"), state=ProposalState.DRAFT)
    counted = drafts.order_by().values("programme").annotate(n=Count("pk")).values("n")
    return programmes.annotate(drafts=Coalesce(Subquery(counted), 0))


def waiting_by_town(*, programme: Programme) -> list[dict[str, Any]]:
    """Where people wait: one point for each cell and side, with a count; the map shows cells, never addresses."""
    french = translation.get_language() == "fr"
    with connection.cursor() as cursor:
        cursor.execute(_BY_TOWN, {"programme": programme.pk, "french": french})
        rows = cursor.fetchall()
    return [
        {
            "lat": lat,
            "lon": lon,
            "label": name or "",
            "count": count,
            "kind": side,
            "who": Side(side).label,
        }
        for side, lat, lon, name, count in rows
    ]


def list_to_look_at(
    *, by: Actor, now: datetime, among: Collection[int] | None = None
) -> QuerySet[Enrolment]:
    """Who waits for the weeks of their programme without a look, in the organisations of `by`, longest waiting first.

    A look is one that was noted, or an offer. Who is in an open proposal or has just agreed is not left waiting; a draft counts
    only as long as it is younger than those weeks, so that nobody is forgotten on a draft that was put aside. `looked_at` is the
    newest look that was noted, or None. All is derived from rows that are there anyway: nothing has to be reset. `among`: ids of
    enrolments, when only some are asked about.

    What keeps people off the list is asked as whole sets, each once: asked for each person it would be looked up 100,000 times.
    """
    looks = Look.objects.filter(enrolment=OuterRef("pk"))
    return (
        Enrolment.objects.filter(
            organisation__in=organisations_of(by),
            state=State.ACTIVE,
            programme__look_after_weeks__gt=0,
            **_only(among, "pk"),
        )
        .alias(since=_ago(now))
        .filter(
            has_free_seat(),
            ~Exists(looks.filter(at__gt=OuterRef("since"))),
            *(
                ~Q(pk__in=_under_way(by=by, now=now).filter(**_only(among, side)).values(side))
                for side in ("volunteer", "seeker")
            ),
            waiting_since__lte=F("since"),
        )
        .annotate(looked_at=Subquery(looks.order_by("-at").values("at")[:1]))
        .select_related("person__place__postal", "programme", "organisation")
        .order_by("waiting_since", "pk")
    )


def _only(ids: Collection[int] | None, field: str) -> dict[str, Any]:
    return {} if ids is None else {f"{field}__in": ids}


def _ago(now: datetime) -> Combinable:
    """So many weeks before `now`, by the programme's setting."""
    weeks = F("programme__look_after_weeks") * Value(timedelta(weeks=1))
    return ExpressionWrapper(Value(now) - weeks, output_field=DateTimeField())


def _under_way(*, by: Actor, now: datetime) -> QuerySet[Proposal]:
    """Proposals by which somebody was looked at within the weeks of the programme, or that are with people now."""
    since = F("since")
    return (
        Proposal.objects.filter(programme__organisation__in=organisations_of(by))
        .alias(since=_ago(now))
        .filter(
            Q(state=ProposalState.OFFERED)
            | Q(state=ProposalState.DRAFT, created_at__gt=since)
            | Q(state=ProposalState.AGREED, closed_at__gt=since)
            | Q(offered_at__gt=since)
        )
    )


def get_arriving(*, public_id: UUID, by: Actor) -> Enrolment:
    """An enrolment with the profile of its person. Raises NotFoundHere, also for one of another organisation."""
    rows = list_enrolments(by=by).select_related("person__profile")
    enrolment = rows.filter(public_id=public_id).first()
    if enrolment is None:
        raise NotFoundHere
    return enrolment


def list_looks_at(*, enrolment: Enrolment) -> QuerySet[Look]:
    """The looks at one enrolment, newest first; for the team."""
    return Look.objects.filter(enrolment=enrolment).order_by("-at", "-pk")
