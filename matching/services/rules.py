"""The rules and weights of a programme, in versions."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core import events
from core.errors import ChangedMeanwhile
from matching.engine.types import Rule, Rules, Weights
from matching.errors import NothingCounts, RulesInvalid
from matching.models import RuleSet
from organisations.models import Programme
from organisations.permissions import ensure_coordinates

RULE_LIMITS = {
    "on": (0, 1023),
    "minimum_score": (0, 1000),
    "language_level": (1, 3),
    "common_day_parts": (0, 21),
    "default_reach_m": (1000, 100_000),
    "bonus_max": (0, 1000),
    "bonus_full_days": (1, 3650),
}
WEIGHT_LIMITS = (0, 100)


@transaction.atomic
def save_rule_set(
    *,
    programme: Programme,
    rules: dict[str, Any],
    weights: dict[str, Any],
    by: User,
    now: datetime,
    expected_version: int,
) -> RuleSet:
    """A new version of rules and weights; the current one when nothing differs.

    Raises RulesInvalid, NothingCounts, ChangedMeanwhile, NotFoundHere.
    """
    ensure_coordinates(by, programme.organisation_id)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    current = current_rule_set(programme=programme, now=now)
    if current.version != expected_version:
        raise ChangedMeanwhile
    checked = checked_rules(rules, weights)
    if checked == engine_rules(current):
        return current
    saved = RuleSet.objects.create(
        programme=programme,
        version=current.version + 1,
        rules=rules,
        weights=weights,
        created_at=now,
        created_by=by,
    )
    events.record(
        "matching.rules_changed",
        subject=saved,
        by=by,
        at=now,
        organisation_id=programme.organisation_id,
        version=saved.version,
    )
    return saved


def checked_rules(rules: dict[str, Any], weights: dict[str, Any]) -> tuple[Rules, Weights]:
    """What the engine would follow. Raises RulesInvalid by the name of what is impossible, NothingCounts."""
    for name, value in rules.items():
        low, high = RULE_LIMITS.get(name, (1, 0))
        if not _whole_between(value, low, high):
            raise RulesInvalid(field=name)
    # Who must stay apart stays apart, whatever a programme wants.
    if not rules.get("on", Rule.APART) & Rule.APART:
        raise RulesInvalid(field="on")
    known = {field.name for field in fields(Weights)}
    for name, value in weights.items():
        if name not in known or not _whole_between(value, *WEIGHT_LIMITS):
            raise RulesInvalid(field=name)
    engine = engine_rules(RuleSet(rules=rules, weights=weights))
    if not engine[1].as_array().any():
        raise NothingCounts
    return engine


def _whole_between(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def current_rule_set(*, programme: Programme, now: datetime) -> RuleSet:
    """The newest version; the first one, with the engine's defaults, is made when it is first needed."""
    newest = RuleSet.objects.filter(programme=programme).order_by("-version").first()
    if newest is None:
        # Whoever needs it at the same moment makes the same one: of two inserts one does nothing.
        first = RuleSet(programme=programme, version=1, created_at=now)
        RuleSet.objects.bulk_create([first], ignore_conflicts=True)
        newest = RuleSet.objects.get(programme=programme, version=1)
    return newest


def engine_rules(rule_set: RuleSet) -> tuple[Rules, Weights]:
    """What the engine is to follow."""
    said = dict(rule_set.rules)
    if "on" in said:
        said["on"] = Rule(said["on"])
    return Rules(**said), Weights(**rule_set.weights)
