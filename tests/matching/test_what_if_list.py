"""Who would fit one person if something were otherwise. Nothing is saved."""

from dataclasses import replace

import pytest

from accounts.services import change_languages, change_profile
from core.errors import InvalidInput
from matching import services
from matching.engine import rank
from matching.engine.types import Rule
from matching.nearby import Bend
from matching.services.points import current_points
from matching.services.ranking import BENDABLE, checked_bend, rank_if
from matching.services.rules import current_rule_set, engine_rules
from matching.snapshot import take_snapshot
from organisations.models.enrolments import Side
from organisations.services import pause_enrolment
from organisations.states import State
from tests.clock import NOW
from tests.matching.builders import make_scene
from tests.matching.test_arrival import little_population
from tests.pages.builders import everything
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene()


def a_volunteer(scene, name="Fay", **details):
    person = make_person(name, **details)
    return enrolment_at(State.ACTIVE, person, scene.programme, side=Side.VOLUNTEER, by=scene.cora)


def tried(scene, **bend):
    bent = rank_if(enrolment=scene.seeker, bend=checked_bend(**bend), now=NOW)
    new = [each.enrolment for each in bent.candidates if each.is_new]
    return bent.before, bent.after, new


def test_farther_both_ways_brings_who_lives_farther(scene):
    far = a_volunteer(scene, place="9800", profile={"travel_km": 5})  # Deinze, about 16 km

    alone = tried(scene, farther_km=20)
    both = tried(scene, farther_km=20, others_farther_km=20)

    assert (alone, both) == ((1, 1, []), (1, 2, [far]))


def test_one_language_more_brings_who_speaks_only_that(scene):
    turkish = a_volunteer(scene, languages={"tr": 3})

    assert tried(scene, language="tr") == (1, 2, [turkish])
    assert tried(scene, language="pl") == (1, 1, [])


def test_a_rule_that_is_off_brings_who_broke_it(scene):
    busy = a_volunteer(scene, profile={"day_parts": ["mon_morning"]})

    assert tried(scene, off=["time"]) == (1, 2, [busy])


def test_who_must_stay_apart_stays_apart(scene):
    services.exclude_people(
        organisation_id=scene.programme.organisation_id,
        one_id=scene.ana.pk,
        other_id=scene.ben.pk,
        by=scene.cora,
        now=NOW,
    )
    everything_off = Bend(off=Rule(1023), farther_m=50_000, others_farther_m=50_000)

    assert rank_if(enrolment=scene.seeker, bend=everything_off, now=NOW).candidates == []


def test_trying_out_saves_nothing(scene):
    a_volunteer(scene, place="9800", languages={"tr": 3})
    current_rule_set(programme=scene.programme, now=NOW)
    before = everything()

    tried(scene, farther_km=50, others_farther_km=50, language="tr", off=["time", "score"])

    assert everything() == before


def test_who_cannot_be_proposed_fits_nobody(scene):
    change_languages(person_id=scene.ben.pk, levels={"fr": 3}, by=None, now=NOW)

    assert tried(scene) == (0, 0, [])


def test_who_pauses_fits_nobody_whatever_is_tried(scene):
    pause_enrolment(enrolment_id=scene.seeker.pk, by=scene.cora, now=NOW)

    assert tried(scene, farther_km=50) == (0, 0, [])


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("farther_km", {"farther_km": -1}),
        ("farther_km", {"farther_km": 51}),
        ("others_farther_km", {"others_farther_km": 1000}),
        ("off", {"off": ["apart"]}),
        ("off", {"off": ["reach"]}),
        ("off", {"off": ["nonsense"]}),
        ("language", {"language": "xx"}),
    ],
)
def test_what_cannot_be_tried_is_named(field, said):
    with pytest.raises(InvalidInput) as refusal:
        checked_bend(**said)

    assert refusal.value.field == field


BENDS = [
    Bend(farther_m=8000),
    Bend(farther_m=15_000, others_farther_m=15_000),
    Bend(language=1),
    Bend(off=Rule.LANGUAGE | Rule.NO_GO),
    Bend(off=Rule.TIME | Rule.GENDER | Rule.FORM | Rule.SCORE, others_farther_m=3000),
]


@pytest.mark.parametrize("bend", BENDS, ids=str)
@pytest.mark.parametrize("seed", [41, 42])
def test_a_bent_list_is_that_of_the_whole_bent_pool(seed, bend):
    """Only a neighbourhood is read: it must hold everybody whom the bend brings, from whichever side one looks."""
    programme, _cora = little_population(seed, size=8)
    points = current_points(programme_id=programme.pk, now=NOW)
    pool = replace(take_snapshot(programme_id=programme.pk, now=NOW).pool, points=points)
    rules, weights = engine_rules(current_rule_set(programme=programme, now=NOW))
    inside = set(pool.volunteers.ids.tolist()) | set(pool.seekers.ids.tolist())

    for enrolment in programme.enrolments.filter(pk__in=inside).order_by("pk"):
        is_volunteer = enrolment.is_volunteer
        whole = rank(
            _bent_for(bend, pool, rules, enrolment),
            bend.rules(rules),
            weights,
            person=enrolment.pk,
            is_volunteer=is_volunteer,
            limit=1000,
        )

        found = rank_if(enrolment=enrolment, bend=bend, now=NOW, limit=1000)

        assert [(c.enrolment.pk, c.score) for c in found.candidates] == [
            (r.person, r.score) for r in whole
        ]
        assert found.after == len(whole)


def _bent_for(bend, pool, rules, enrolment):
    """The whole pool with this one person changed, and everybody of the other side."""
    mine = pool.volunteers if enrolment.is_volunteer else pool.seekers
    others = pool.seekers if enrolment.is_volunteer else pool.volunteers
    at = mine.ids == enrolment.pk
    reach = mine.reach_m.copy()
    if bend.farther_m:
        reach[at] = (reach[at] if reach[at][0] else rules.default_reach_m) + bend.farther_m
    languages = mine.languages.copy()
    if bend.language is not None:
        languages[at, bend.language] = 3
    mine = replace(mine, reach_m=reach, languages=languages)
    if bend.others_farther_m:
        said = others.reach_m.copy()
        said[said == 0] = rules.default_reach_m
        others = replace(others, reach_m=said + bend.others_farther_m)
    sides = (mine, others) if enrolment.is_volunteer else (others, mine)
    return replace(pool, volunteers=sides[0], seekers=sides[1])


def test_every_rule_but_distance_and_apart_can_be_tried():
    assert set(BENDABLE) == set(Rule) - {Rule.REACH, Rule.APART}


def test_trying_out_costs_no_more_queries(scene, django_assert_num_queries):
    change_profile(person_id=scene.ana.pk, travel_km=3, by=scene.ana.user, now=NOW)

    bend = checked_bend(farther_km=9)
    rank_if(enrolment=scene.seeker, bend=bend, now=NOW)

    with django_assert_num_queries(9):
        rank_if(enrolment=scene.seeker, bend=bend, now=NOW)
