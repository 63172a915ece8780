"""The arrival list reads a small part of a pool, and says what a rank over the whole pool says."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from django.db import connection

from accounts.models import PostalPlace
from accounts.places.grid import metres_between
from accounts.services import change_interests, withdraw_consent
from benchmarks.people import fill
from matching import services
from matching.engine import rank
from matching.engine.errors import BadInput
from matching.engine.scoring import rarity
from matching.engine.types import Rule
from matching.models import MatchRun
from matching.nearby import take_neighbourhood
from matching.services.points import current_points
from matching.services.ranking import rank_for
from matching.services.rules import current_rule_set, engine_rules
from matching.snapshot import take_snapshot
from matching.states import RunState
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.states import State
from tests.clock import NOW, earlier
from tests.matching.builders import another_seeker, make_scene, propose
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme, make_user

pytestmark = pytest.mark.django_db

# Gent and what touches it, further away, and the other end of the country.
TOWNS = ("9000", "9000", "9050", "9040", "9820", "9800", "9900", "8000", "6700")
LIKES = ("walking", "coffee", "birds", "sea", "cards", "chess", "cats", "trains")
FORMS = ((), ("out",), ("walk", "phone"), ("phone",), ("video", "out"))
AN_HOUR_AGO = earlier(hours=1)


def random_person(random, name):
    interests = random.sample(LIKES, random.randint(0, 5))
    profile = {
        "travel_km": random.choice((None, 1, 3, 10, 25, 100)),
        "contact_forms": list(random.choice(FORMS)),
        "day_parts": random.choice(([], ["sat_morning"], ["sat_morning", "sun_evening"])),
        "wish_genders": random.choice(([], [], [], ["woman"])),
        "wish_gender_is_must": random.random() < 0.5,
    }
    person = make_person(
        name,
        place=random.choice(TOWNS),
        languages=random.choice(({"nl": 3}, {"nl": 2, "fr": 3}, {"nl": 2}, {"nl": 1, "fr": 3})),
        profile=profile,
        gender=random.choice(("woman", "man", "other", "")),
        birth_year=random.choice((None, 1950, 1990)),
    )
    attitudes = {
        code: random.choice(("like", "like", "like", "dislike", "no_go")) for code in interests
    }
    change_interests(person_id=person.pk, attitudes=attitudes, by=None, now=NOW)
    return person


def little_population(seed, *, size=9):
    """A programme with some people on both sides, a few of them kept apart and a seat held here and there."""
    random = Random(seed)
    programme = make_programme()
    cora = make_coordinator(programme.organisation)
    sides = {side: [] for side in Side}
    for number in range(2 * size):
        side = Side.VOLUNTEER if number % 2 else Side.SEEKER
        capacity = {"capacity": random.choice((1, 2))} if side == Side.VOLUNTEER else {}
        sides[side].append(
            enrolment_at(
                State.ACTIVE,
                random_person(random, f"Person {number}"),
                programme,
                side=side,
                by=cora,
                now=earlier(days=random.randint(0, 200)),
                **capacity,
            )
        )
    for person in random.sample([e.person for each in sides.values() for e in each], 2):
        withdraw_consent(person=person, purpose="service", by=None, now=NOW)
    for _ in range(2):
        one, other = (random.choice(sides[side]) for side in Side)
        services.exclude_people(
            organisation_id=programme.organisation_id,
            one_id=one.person_id,
            other_id=other.person_id,
            by=cora,
            now=NOW,
        )
    return programme, cora


def searched(programme, by, at=AN_HOUR_AGO):
    run = services.request_run(programme_id=programme.pk, objective="most_people", by=by, now=at)
    services.execute_run(run_id=run.pk, now=at)
    return MatchRun.objects.get(pk=run.pk)


def list_of(enrolment):
    return [
        (each.enrolment.pk, each.score, each.bonus)
        for each in rank_for(enrolment=enrolment, now=NOW, limit=1000)
    ]


def whole_list_of(enrolment, pool, rules, weights):
    try:
        ranked = rank(
            pool,
            rules,
            weights,
            person=enrolment.pk,
            is_volunteer=enrolment.is_volunteer,
            limit=1000,
        )
    except BadInput:
        return []
    return [(each.person, each.score, each.bonus) for each in ranked]


def ensure_lists_are_those_of_the_whole(programme, points=None):
    pool = replace(take_snapshot(programme_id=programme.pk, now=NOW).pool, points=points)
    rules, weights = engine_rules(current_rule_set(programme=programme, now=NOW))
    length = 0
    for enrolment in programme.enrolments.order_by("pk"):
        expected = whole_list_of(enrolment, pool, rules, weights)
        assert list_of(enrolment) == expected
        length += len(expected)
    return length


@pytest.mark.parametrize("seed", range(5))
def test_a_list_is_that_of_the_whole_pool(seed):
    programme, _cora = little_population(seed)

    assert ensure_lists_are_those_of_the_whole(programme) > 0


@pytest.mark.parametrize("seed", range(5, 8))
def test_after_a_search_a_list_has_the_scores_of_that_search(seed):
    programme, cora = little_population(seed)
    run = searched(programme, cora)
    for number in range(3):
        newcomer = make_person(f"New {number}", likes=("birds", "sea"))
        enrolment_at(State.ACTIVE, newcomer, programme, by=cora)

    points = np.array(run.points)
    now = rarity(take_snapshot(programme_id=programme.pk, now=NOW).pool)

    assert (points != now).any()
    assert ensure_lists_are_those_of_the_whole(programme, points) > 0


@pytest.mark.parametrize("off", [Rule.REACH, Rule.TIME, Rule.LANGUAGE | Rule.NO_GO])
def test_a_list_follows_the_rules_of_its_programme(off):
    programme, cora = little_population(20)
    services.save_rule_set(
        programme=programme,
        rules={"on": int(Rule(1023) & ~off), "default_reach_m": 30_000, "minimum_score": 0},
        weights={},
        by=cora,
        now=NOW,
        expected_version=1,
    )

    assert ensure_lists_are_those_of_the_whole(programme) > 0


# How much each shared interest counts


def test_before_a_search_points_are_those_that_a_search_would_have():
    programme, _cora = little_population(30)
    pool = take_snapshot(programme_id=programme.pk, now=NOW).pool

    points = current_points(programme_id=programme.pk, now=NOW)

    assert points.tolist() == rarity(pool).tolist()


def test_a_search_keeps_the_points_of_its_pool():
    programme, cora = little_population(31)
    pool = take_snapshot(programme_id=programme.pk, now=NOW).pool

    assert searched(programme, cora).points == rarity(pool).tolist()


def test_points_of_a_shorter_list_of_interests_are_not_used():
    scene = make_scene()
    searched(scene.programme, scene.cora)
    MatchRun.objects.update(points=[10, 10])

    pool = take_snapshot(programme_id=scene.programme.pk, now=NOW).pool

    assert (
        current_points(programme_id=scene.programme.pk, now=NOW).tolist() == rarity(pool).tolist()
    )


def test_a_pair_made_by_hand_scores_as_in_a_search():
    scene = make_scene()
    birds = [make_person(name, likes=("birds",)) for name in ("Cem", "Dua", "Els", "Fay")]
    for person in birds:
        enrolment_at(State.ACTIVE, person, scene.programme, by=scene.cora)
    by_hand = {
        each.seeker_id: each.score
        for each in (scene.draft(), propose(scene, another_seeker(scene)))
    }

    run = searched(scene.programme, scene.cora, at=NOW)

    (drafted,) = run.proposals.filter(volunteer=scene.volunteer)
    assert by_hand[drafted.seeker_id] == drafted.score


# What is read


def test_people_out_of_reach_are_not_read():
    scene = make_scene()
    far = make_person("Far", user=make_user(), place="6700")
    enrolment_at(State.ACTIVE, far, scene.programme, by=scene.cora)
    rules, _weights = engine_rules(current_rule_set(programme=scene.programme, now=NOW))
    points = current_points(programme_id=scene.programme.pk, now=NOW)

    snapshot = take_neighbourhood(enrolment=scene.volunteer, rules=rules, now=NOW, points=points)

    assert snapshot.pool.seekers.ids.tolist() == [scene.seeker.pk]


def neighbour_of(postcode):
    """The postcode of another cell that touches the one of `postcode`."""
    here = (
        PostalPlace.objects.select_related("cell").filter(postcode=postcode).order_by("pk")[0].cell
    )
    for other in PostalPlace.objects.select_related("cell").order_by("postcode"):
        metres = metres_between(here.lat, here.lon, other.cell.lat, other.cell.lon)
        if 1000 < metres <= 1500 * min(here.size_km, other.cell.size_km):
            return other.postcode
    raise AssertionError("no neighbour")


def two_of(profile, *, place, other_place):
    """A seeker and a volunteer of a programme that takes any score."""
    programme = make_programme()
    cora = make_coordinator(programme.organisation)
    services.save_rule_set(
        programme=programme,
        rules={"minimum_score": 0},
        weights={},
        by=cora,
        now=NOW,
        expected_version=1,
    )
    ana = make_person("Ana", profile=profile, place=place)
    ben = make_person("Ben", profile=profile, place=other_place)
    return (
        enrolment_at(State.ACTIVE, ana, programme, by=cora),
        enrolment_at(State.ACTIVE, ben, programme, side=Side.VOLUNTEER, by=cora),
    )


def found_by(enrolment):
    return [each.enrolment for each in rank_for(enrolment=enrolment, now=NOW)]


def test_neighbours_find_each_other_however_short_their_limits():
    seeker, volunteer = two_of({"travel_km": 1}, place="9000", other_place=neighbour_of("9000"))

    assert (found_by(seeker), found_by(volunteer)) == ([volunteer], [seeker])


def test_people_far_apart_find_each_other_when_both_can_meet_by_phone():
    seeker, volunteer = two_of({"contact_forms": ["phone"]}, place="8000", other_place="6700")

    assert (found_by(seeker), found_by(volunteer)) == ([volunteer], [seeker])


TABLES = (
    *("accounts_person", "accounts_profile", "accounts_place", "accounts_consent"),
    *("accounts_personlanguage", "accounts_personinterest", "organisations_enrolment"),
)


def rows_read():
    """How many rows of each table this transaction has read by going through all of it, and how many by an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables"
            " WHERE relname = ANY(%s)",
            [list(TABLES)],
        )
        return {name: (scanned, fetched) for name, scanned, fetched in cursor.fetchall()}


@pytest.fixture
def villager():
    """A seeker in a village, in a programme with 1500 people on each side and a finished search."""
    programme = make_programme()
    fill(connection, programme.pk, 1500, 1500, seed=3)
    points = current_points(programme_id=programme.pk, now=NOW)
    MatchRun.objects.create(
        programme=programme,
        rule_set=current_rule_set(programme=programme, now=NOW),
        state=RunState.FINISHED,
        requested_at=NOW,
        finished_at=NOW,
        points=points.tolist(),
    )
    return seeker_of(programme, "88", travel_km=5)


def seeker_of(programme, postcode, **profile):
    """Somebody around there who wants to meet in person only."""
    return (
        Enrolment.objects.select_related("programme")
        .filter(
            programme=programme, side=Side.SEEKER, person__profile__contact_forms__range=(1, 15)
        )
        .filter(person__place__postal__postcode__startswith=postcode)
        .filter(**{f"person__profile__{name}": value for name, value in profile.items()})
        .order_by("pk")[0]
    )


def test_a_list_scans_no_table_of_people(villager):
    before = rows_read()

    listed = rank_for(enrolment=villager, now=NOW)

    after = rows_read()
    assert listed
    assert {name: after[name][0] - before[name][0] for name in TABLES} == dict.fromkeys(TABLES, 0)


def test_a_list_reads_a_small_part_of_the_people(villager):
    before = rows_read()

    rank_for(enrolment=villager, now=NOW)

    after = rows_read()
    assert max(after[name][1] - before[name][1] for name in TABLES) < 1000


def test_more_people_cost_no_more_queries(django_assert_num_queries, villager):
    in_town = seeker_of(villager.programme, "90", travel_km=20)

    with django_assert_num_queries(9):
        short = rank_for(enrolment=villager, now=NOW)
    with django_assert_num_queries(9):
        long = rank_for(enrolment=in_town, now=NOW)

    assert len(long) > len(short) > 0
