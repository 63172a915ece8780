"""One pair under the rules of today: what is broken, what they share, how well they fit. Nothing is stored."""

from dataclasses import dataclass
from datetime import datetime

from matching.engine.types import Explanation, Rule
from matching.errors import PersonNotReady
from matching.models import RuleSet
from matching.nearby import take_two
from matching.services.points import current_points
from matching.services.rules import current_rule_set, engine_rules
from organisations.models import Programme


@dataclass(frozen=True)
class Judged:
    """`broken` holds every rule that stands in the way, a fit below the minimum too."""

    rule_set: RuleSet
    broken: Rule
    told: Explanation


def judge_pair(*, programme: Programme, volunteer_id: int, seeker_id: int, now: datetime) -> Judged:
    """The same rules, scores and points as a search. Raises PersonNotReady when one of the two cannot be proposed now."""
    from matching.engine import check_pair, explain_pair
    from matching.engine.errors import BadInput

    rule_set = current_rule_set(programme=programme, now=now)
    rules, weights = engine_rules(rule_set)
    pool = take_two(
        programme_id=programme.pk,
        volunteer_id=volunteer_id,
        seeker_id=seeker_id,
        now=now,
        points=current_points(programme_id=programme.pk, now=now),
    )
    try:
        broken = check_pair(pool, rules, weights, volunteer=volunteer_id, seeker=seeker_id)
        told = explain_pair(pool, rules, weights, volunteer=volunteer_id, seeker=seeker_id)
    except BadInput as error:
        raise PersonNotReady from error
    return Judged(rule_set, Rule(broken), told)
