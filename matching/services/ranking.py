"""The arrival list: who fits one person now, and who would if something were otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.catalogues import SPOKEN
from core.errors import InvalidInput
from matching.engine.types import Pool, Ranked, Rule, Rules, Weights
from matching.nearby import NO_BEND, Bend, take_both_neighbourhoods, take_neighbourhood
from matching.services.drafts import facts_of
from matching.services.points import current_points
from matching.services.rules import current_rule_set, engine_rules
from matching.words import Facts
from organisations.models import Enrolment

RANKED = 50
FARTHER_KM = 50
# What may be tried out: not distance, which is tried in kilometres, and never who must stay apart.
BENDABLE = (
    *(Rule.LANGUAGE, Rule.TIME, Rule.FORM, Rule.GENDER, Rule.AGE),
    *(Rule.NO_GO, Rule.ACCESS, Rule.SCORE),
)
_BY_NAME = {str(rule.name).lower(): rule for rule in BENDABLE}


@dataclass(frozen=True)
class Candidate:
    """Somebody on the other side who is allowed for a person, best first. `is_new`: only because something is bent."""

    enrolment: Enrolment
    score: int
    bonus: int
    facts: Facts
    is_new: bool = False


@dataclass(frozen=True)
class Bent:
    """Who would fit, and how many fit `before` and `after` something was bent."""

    candidates: list[Candidate]
    before: int
    after: int


def rank_for(*, enrolment: Enrolment, now: datetime, limit: int = RANKED) -> list[Candidate]:
    """The arrival list: everybody who fits one person now, by the rules, weights and points of a search.

    Empty when the person cannot be proposed now (not ready, no place, no free seat, a file that is not complete).
    """
    found = _read(enrolment, NO_BEND, now)
    if found is None:
        return []
    pool, (rules, weights) = found
    return _with_enrolments(_ranked(enrolment, pool, rules, weights, limit), frozenset())


def rank_if(*, enrolment: Enrolment, bend: Bend, now: datetime, limit: int = RANKED) -> Bent:
    """The arrival list as it would be with this bend; nothing is saved."""
    from matching.engine.explain import scores_for

    found = _read(enrolment, bend, now)
    if found is None:
        return Bent([], 0, 0)
    pool, (rules, weights) = found
    then = bend.pool(pool, rules, is_volunteer=enrolment.is_volunteer)
    bent = bend.rules(rules)
    me, is_volunteer = enrolment.pk, enrolment.is_volunteer
    before = scores_for(pool, rules, weights, person=me, is_volunteer=is_volunteer)
    after = scores_for(then, bent, weights, person=me, is_volunteer=is_volunteer)
    ranked = _ranked(enrolment, then, bent, weights, limit)
    candidates = _with_enrolments(ranked, frozenset(after.keys() - before.keys()))
    return Bent(candidates, len(before), len(after))


def rank_and_score(
    *, kept: Enrolment, freed: Enrolment, now: datetime
) -> tuple[list[Ranked], dict[int, int]]:
    """Who fits one of the two of a proposal best, as in `rank_for`, and enrolment id → score of everybody who fits the other, best
    first; nobody where that one cannot be proposed now. The pools of both are read together."""
    from matching.engine.explain import scores_for

    rules, weights = engine_rules(current_rule_set(programme=kept.programme, now=now))
    volunteer, seeker = (kept, freed) if kept.is_volunteer else (freed, kept)
    pools = take_both_neighbourhoods(
        volunteer=volunteer,
        seeker=seeker,
        rules=rules,
        now=now,
        points=current_points(programme_id=kept.programme_id, now=now),
    )
    of_kept, of_freed = pools if kept.is_volunteer else pools[::-1]
    ranked = _ranked(kept, of_kept.pool, rules, weights, RANKED) if of_kept else []
    if of_freed is None:
        return ranked, {}
    me, is_volunteer = freed.pk, freed.is_volunteer
    return ranked, scores_for(of_freed.pool, rules, weights, person=me, is_volunteer=is_volunteer)


def checked_bend(
    *,
    farther_km: int = 0,
    others_farther_km: int = 0,
    off: Sequence[str] = (),
    language: str = "",
) -> Bend:
    """Raises InvalidInput by the name of what is impossible."""
    for name, km in (("farther_km", farther_km), ("others_farther_km", others_farther_km)):
        if not 0 <= km <= FARTHER_KM:
            raise InvalidInput(field=name)
    if not set(off) <= set(_BY_NAME):
        raise InvalidInput(field="off")
    if language and language not in SPOKEN:
        raise InvalidInput(field="language")
    rules = Rule(0)
    for name in off:
        rules |= _BY_NAME[name]
    return Bend(
        farther_m=farther_km * 1000,
        others_farther_m=others_farther_km * 1000,
        off=rules,
        language=SPOKEN[language].bit if language else None,
    )


def _read(
    enrolment: Enrolment, bend: Bend, now: datetime
) -> tuple[Pool, tuple[Rules, Weights]] | None:
    way = engine_rules(current_rule_set(programme=enrolment.programme, now=now))
    points = current_points(programme_id=enrolment.programme_id, now=now)
    snapshot = take_neighbourhood(
        enrolment=enrolment, rules=way[0], now=now, points=points, bend=bend
    )
    return None if snapshot is None else (snapshot.pool, way)


def _ranked(
    enrolment: Enrolment, pool: Pool, rules: Rules, weights: Weights, limit: int
) -> list[Ranked]:
    from matching.engine import rank

    is_volunteer = enrolment.is_volunteer
    ranked: list[Ranked] = rank(
        pool, rules, weights, person=enrolment.pk, is_volunteer=is_volunteer, limit=limit
    )
    return ranked


def _with_enrolments(ranked: Sequence[Ranked], new: frozenset[int]) -> list[Candidate]:
    found = list_shown().in_bulk([each.person for each in ranked])
    return candidates_of(ranked, found, new)


def list_shown() -> QuerySet[Enrolment]:
    """Enrolments as a candidate is shown."""
    return Enrolment.objects.select_related("person__place__postal", "person__profile")


def candidates_of(
    ranked: Sequence[Ranked], found: Mapping[int, Enrolment], new: frozenset[int] = frozenset()
) -> list[Candidate]:
    return [
        Candidate(
            enrolment=found[each.person],
            score=each.score,
            bonus=each.bonus,
            facts=facts_of(each.explanation),
            is_new=each.person in new,
        )
        for each in ranked
    ]
