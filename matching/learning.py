"""What the team said no to, and what people did, counted: to learn from before rules and weights are changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from matching.models import Proposal
from matching.models.proposals import RejectReason
from matching.states import ProposalState
from matching.words import PART_NAMES
from organisations.models import Programme

DAYS = 365
_READ = 1000  # of the newest rejections their differences are counted


Bar = dict[str, Any]  # label and value, as charts take them


@dataclass(frozen=True)
class Learnt:
    """Of the last 365 days. `reasons` why the team did not propose; `swapped` drafts got another partner; `differed` what differed in
    the rejected pairs; `versions` rejections by the version of the rules that made them; `people` what became of offers."""

    since: datetime
    rejected: int
    swapped: int
    reasons: list[Bar]
    differed: list[Bar]
    versions: list[tuple[int, int, int]]
    people: list[Bar]


def learnt(*, programme: Programme, now: datetime) -> Learnt:
    """Three queries, however many proposals there are."""
    since = now - timedelta(days=DAYS)
    closed = Proposal.objects.filter(programme=programme, closed_at__gt=since)
    rows = list(
        closed.values_list("state", "reject_reason", "rule_set__version")
        .annotate(n=Count("pk"))
        .order_by("state")
    )
    reasons, people, drafted = Counter[str](), Counter[str](), Counter[int]()
    rejected_by = Counter[int]()
    swapped = 0
    for state, reason, version, n in rows:
        drafted[version] += n
        if state == ProposalState.REJECTED:
            reasons[reason] += n
            rejected_by[version] += n
        elif state == ProposalState.SUPERSEDED:
            swapped += n if reason else 0
            drafted[version] -= 0 if reason else n
        else:
            people[state] += n
    newest = closed.filter(state=ProposalState.REJECTED).order_by("-closed_at", "-pk")
    parts = Counter(
        part
        for each in newest.values_list("facts__differences", flat=True)[:_READ]
        for part in each or ()
    )
    return Learnt(
        since=since,
        rejected=sum(reasons.values()),
        swapped=swapped,
        reasons=[_bar(str(RejectReason(code).label), n) for code, n in reasons.most_common()],
        differed=[_bar(str(PART_NAMES[part]), n) for part, n in parts.most_common()],
        versions=[
            (v, rejected_by[v], drafted[v]) for v in sorted(drafted, reverse=True) if drafted[v]
        ],
        people=[_bar(str(ProposalState(code).label), n) for code, n in people.most_common()],
    )


def _bar(label: str, value: int) -> Bar:
    return {"label": label, "value": value}
