"""Rules and weights in versions: an old run keeps the rules it was made under."""

import pytest

from core.errors import ChangedMeanwhile, NotFoundHere
from core.models import Event
from matching import services
from matching.engine.types import ALL_RULES, PARTS, Rule, Rules, Weights
from matching.errors import NothingCounts, RulesInvalid
from matching.models import RuleSet
from matching.services.rules import current_rule_set, engine_rules
from tests.clock import NOW
from tests.matching.builders import make_scene
from tests.teams import make_coordinator, make_organisation

pytestmark = pytest.mark.django_db


def save(programme, by, *, rules=None, weights=None, expected_version=1):
    return services.save_rule_set(
        programme=programme,
        rules=rules or {},
        weights=weights or {},
        by=by,
        now=NOW,
        expected_version=expected_version,
    )


def test_a_programme_starts_with_the_rules_of_the_engine(programme):
    first = current_rule_set(programme=programme, now=NOW)

    assert (first.version, *engine_rules(first)) == (1, Rules(), Weights())


def test_asking_twice_for_the_first_rules_makes_one_version(programme):
    current_rule_set(programme=programme, now=NOW)

    current_rule_set(programme=programme, now=NOW)

    assert RuleSet.objects.count() == 1


def test_new_rules_are_a_new_version(programme, cora):
    saved = save(programme, cora, rules={"minimum_score": 500})

    assert (saved.version, current_rule_set(programme=programme, now=NOW)) == (2, saved)


def test_an_older_version_keeps_its_rules(programme, cora):
    save(programme, cora, rules={"minimum_score": 500})

    assert RuleSet.objects.get(version=1).rules == {}


def test_the_engine_follows_what_was_saved(programme, cora):
    saved = save(programme, cora, rules={"language_level": 3}, weights={"travel": 0})

    rules, weights = engine_rules(saved)

    assert (rules.language_level, weights.travel, rules.minimum_score) == (3, 0, 400)


def test_a_rule_can_be_switched_off(programme, cora):
    saved = save(programme, cora, rules={"on": int(ALL_RULES & ~Rule.AGE)})

    rules, _weights = engine_rules(saved)

    assert rules.on == ALL_RULES & ~Rule.AGE


def test_a_switched_off_rule_is_not_judged():
    scene = make_scene()
    off = {"on": int(ALL_RULES & ~Rule.REACH)}
    far = {"default_reach_m": 1000}

    for version, rules in enumerate((off, off | far), start=1):
        save(scene.programme, scene.cora, rules=rules, expected_version=version)

    assert scene.draft().rule_set.version == 3


def test_who_changed_the_rules_is_noted(programme, cora):
    save(programme, cora, weights={"travel": 30})

    event = Event.objects.get(kind="matching.rules_changed")
    assert (event.by, event.data) == (cora, {"version": 2})


def test_rules_that_somebody_else_changed_meanwhile_are_not_overwritten(programme, cora):
    save(programme, cora, weights={"travel": 30})

    with pytest.raises(ChangedMeanwhile):
        save(programme, cora, expected_version=1)


def test_another_organisation_changes_nothing(programme):
    zoe = make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        save(programme, zoe)


def test_saving_what_is_already_so_makes_no_version(programme, cora):
    save(programme, cora, rules={"minimum_score": Rules().minimum_score})

    assert RuleSet.objects.count() == 1


def test_who_must_stay_apart_stays_apart_whatever_a_programme_wants(programme, cora):
    with pytest.raises(RulesInvalid):
        save(programme, cora, rules={"on": int(ALL_RULES & ~Rule.APART)})


def test_something_has_to_count(programme, cora):
    with pytest.raises(NothingCounts):
        save(programme, cora, weights=dict.fromkeys(PARTS, 0))


LIMITS = [
    ("on", int(Rule.APART), 1023),
    ("minimum_score", 0, 1000),
    ("language_level", 1, 3),
    ("common_day_parts", 0, 21),
    ("default_reach_m", 1000, 100_000),
    ("bonus_max", 0, 1000),
    ("bonus_full_days", 1, 3650),
]


@pytest.mark.parametrize(("name", "low", "high"), LIMITS)
def test_a_rule_may_have_its_lowest_and_highest_value(programme, cora, name, low, high):
    save(programme, cora, rules={name: low})

    assert save(programme, cora, rules={name: high}, expected_version=2).rules == {name: high}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, low - 1) for name, low, _high in LIMITS),
        *((name, high + 1) for name, _low, high in LIMITS),
        ("minimum_score", "500"),
        ("minimum_score", 500.0),
        ("minimum_score", True),
        ("minimum_score", None),
        ("at_a_distance", 1),
        ("unheard_of", 1),
    ],
)
def test_an_impossible_rule_is_refused_by_its_name(programme, cora, name, value):
    with pytest.raises(RulesInvalid) as refusal:
        save(programme, cora, rules={name: value})

    assert refusal.value.field == name
    assert current_rule_set(programme=programme, now=NOW).version == 1


@pytest.mark.parametrize(
    ("name", "value"), [("travel", -1), ("travel", 101), ("travel", "1"), ("luck", 1)]
)
def test_an_impossible_weight_is_refused_by_its_name(programme, cora, name, value):
    with pytest.raises(RulesInvalid) as refusal:
        save(programme, cora, weights={name: value})

    assert refusal.value.field == name
