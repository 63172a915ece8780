"""The arrival list: who fits one person now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from matching.engine.types import Explanation
from matching.nearby import take_neighbourhood
from matching.services.drafts import facts_of
from matching.services.points import current_points
from matching.services.rules import current_rule_set, engine_rules
from matching.words import Facts
from organisations.models import Enrolment

RANKED = 50


@dataclass(frozen=True)
class Candidate:
    """Somebody on the other side who is allowed for a person, best first."""

    enrolment: Enrolment
    score: int
    bonus: int
    facts: Facts


def rank_for(*, enrolment: Enrolment, now: datetime, limit: int = RANKED) -> list[Candidate]:
    """The arrival list: everybody who fits one person now, by the rules, weights and points of a search.

    Empty when the person cannot be proposed now (not ready, no place, no free seat, a file that is not complete).
    """
    from matching.engine import rank

    rules, weights = engine_rules(current_rule_set(programme=enrolment.programme, now=now))
    points = current_points(programme_id=enrolment.programme_id, now=now)
    snapshot = take_neighbourhood(enrolment=enrolment, rules=rules, now=now, points=points)
    if snapshot is None:
        return []
    ranked = rank(
        snapshot.pool,
        rules,
        weights,
        person=enrolment.pk,
        is_volunteer=enrolment.is_volunteer,
        limit=limit,
    )
    return _with_enrolments([(r.person, r.score, r.bonus, r.explanation) for r in ranked])


def _with_enrolments(rows: Sequence[tuple[int, int, int, Explanation]]) -> list[Candidate]:
    found = Enrolment.objects.select_related("person__place__postal").in_bulk([r[0] for r in rows])
    return [Candidate(found[pk], score, bonus, facts_of(told)) for pk, score, bonus, told in rows]
