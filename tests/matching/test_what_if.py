"""What other rules would do to the people who wait, before anything is saved."""

import pytest

from core.errors import NotFoundHere
from core.models import Event
from matching import services
from matching.engine.types import ALL_RULES, PARTS, Rule
from matching.errors import NothingCounts, RulesInvalid
from matching.models import RuleSet
from matching.services import what_if
from matching.services.rules import current_rule_set
from organisations.models.enrolments import Side
from organisations.states import State
from tests.clock import NOW
from tests.matching.builders import another_seeker, make_scene
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation

pytestmark = pytest.mark.django_db
BRUGGE = "8000"


@pytest.fixture
def scene():
    """Ana and Cem in Gent, Dina in Brugge, Ben as the only volunteer, with two places."""
    scene = make_scene(capacity=2)
    another_seeker(scene)
    dina = make_person("Dina", place=BRUGGE)
    enrolment_at(State.ACTIVE, dina, scene.programme, by=scene.cora)
    return scene


def preview(scene, *, by=None, weights=None, **rules):
    return services.preview_rules(
        programme=scene.programme, rules=rules, weights=weights or {}, by=by or scene.cora, now=NOW
    )


def numbers(told):
    c = told.compared
    return (c.pairs, c.gone, c.new, c.left_alone, c.helped, c.most, c.most_then)


def test_a_stricter_minimum_removes_pairs(scene):
    assert numbers(preview(scene, minimum_score=1000)) == (2, 2, 0, 2, 0, 2, 0)


def test_a_rule_that_is_off_brings_pairs(scene):
    told = preview(scene, on=int(ALL_RULES & ~(Rule.REACH | Rule.SCORE)))

    assert numbers(told) == (2, 0, 1, 0, 1, 2, 2)


def test_the_rules_of_today_change_nothing(scene):
    assert preview(scene).compared.changes_nothing


def test_the_comparison_is_with_what_was_saved_last(scene):
    services.save_rule_set(
        programme=scene.programme,
        rules={"minimum_score": 1000},
        weights={},
        by=scene.cora,
        now=NOW,
        expected_version=current_rule_set(programme=scene.programme, now=NOW).version,
    )

    assert numbers(preview(scene, minimum_score=400))[:3] == (0, 0, 2)


def test_drafts_that_would_break_the_new_rules_are_counted(scene):
    scene.draft()

    told = preview(scene, minimum_score=1000)

    assert (told.drafts, told.drafts_gone) == (1, 1)


def test_drafts_that_stand_are_counted_too(scene):
    scene.draft()

    assert (preview(scene).drafts, preview(scene).drafts_gone) == (1, 0)


def test_a_draft_put_aside_is_not_on_the_board(scene):
    draft = scene.draft()
    services.hold_proposal(proposal_id=draft.pk, until=NOW.date(), by=scene.cora, now=NOW)

    assert preview(scene, minimum_score=1000).drafts == 0


def test_a_large_programme_is_judged_by_a_sample_and_says_so(scene, monkeypatch):
    monkeypatch.setitem(what_if.SAMPLE, Side.SEEKER, 2)

    told = preview(scene)

    assert (told.is_sample, told.compared.seekers, told.waiting, told.ready) == (True, 2, 3, 1)


def test_drafts_are_counted_whoever_is_in_the_sample(scene, monkeypatch):
    for side in (Side.SEEKER, Side.VOLUNTEER):
        monkeypatch.setitem(what_if.SAMPLE, side, 0)
    scene.draft()

    assert (preview(scene).drafts_gone, preview(scene, minimum_score=1000).drafts_gone) == (0, 1)


def test_a_small_programme_is_judged_whole(scene):
    told = preview(scene)

    assert (told.is_sample, told.compared.seekers, told.compared.volunteers) == (False, 3, 1)


def test_nothing_is_stored(scene):
    current_rule_set(programme=scene.programme, now=NOW)
    events = Event.objects.count()

    preview(scene, minimum_score=1000)

    assert (RuleSet.objects.count(), Event.objects.count()) == (1, events)


@pytest.mark.parametrize(
    ("rules", "field"),
    [({"minimum_score": 1001}, "minimum_score"), ({"on": int(ALL_RULES & ~Rule.APART)}, "on")],
)
def test_impossible_rules_are_refused_by_name(scene, rules, field):
    with pytest.raises(RulesInvalid) as refusal:
        preview(scene, **rules)

    assert refusal.value.field == field


def test_weights_that_are_all_zero_are_refused(scene):
    nothing = dict.fromkeys(PARTS, 0)

    with pytest.raises(NothingCounts):
        preview(scene, weights=nothing)


def test_another_organisation_learns_nothing(scene):
    with pytest.raises(NotFoundHere):
        preview(scene, by=make_coordinator(make_organisation()))


def test_it_costs_the_same_for_a_crowd(scene, django_assert_max_num_queries):
    for number in range(20):
        another_seeker(scene, f"Fatou {number}")
    scene.draft()

    with django_assert_max_num_queries(14):
        preview(scene, minimum_score=500)
