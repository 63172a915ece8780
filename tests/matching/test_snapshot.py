"""From rows to arrays: who is in, what is said about them, and who is kept apart."""

import numpy as np
import pytest

from accounts.catalogues import ACCESS, CONTACT_FORMS, DAY_PARTS, INTERESTS, LIFE_PHASES, SPOKEN
from accounts.models import Cell
from accounts.services import (
    change_interests,
    change_languages,
    change_profile,
    register_person,
    withdraw_consent,
)
from matching import services
from matching.snapshot import take_snapshot
from matching.states import ProposalState
from organisations import services as organisations
from organisations.models.enrolments import GOALS, Side
from organisations.states import State
from tests.clock import NOW, earlier, later
from tests.matching.builders import TOMORROW, another_seeker, make_scene, proposal_at
from tests.people import make_person
from tests.teams import enrolment_at, make_programme

pytestmark = pytest.mark.django_db


def pool_of(scene, *, now=NOW, **more):
    return take_snapshot(programme_id=scene.programme.pk, now=now, **more).pool


def ids(side):
    return side.ids.tolist()


def pair(scene):
    return (scene.volunteer.pk, scene.seeker.pk)


# Who is in


def test_who_is_ready_is_in():
    scene = make_scene()

    pool = pool_of(scene)

    assert (ids(pool.volunteers), ids(pool.seekers)) == ([scene.volunteer.pk], [scene.seeker.pk])


@pytest.mark.parametrize("state", [state for state in State if state != State.ACTIVE])
def test_who_is_not_ready_is_not_in(state):
    scene = make_scene()
    cem = enrolment_at(state, make_person("Cem"), scene.programme, by=scene.cora)

    assert cem.pk not in ids(pool_of(scene).seekers)


def test_who_took_consent_back_is_not_in():
    scene = make_scene()
    withdraw_consent(person=scene.ana, purpose="service", by=scene.ana.user, now=NOW)

    assert ids(pool_of(scene).seekers) == []


def test_who_has_no_place_is_not_in():
    scene = make_scene()
    cem = register_person(name_to_use="Cem", user=None, by=None, now=NOW, email="cem@example.org")
    seeker = enrolment_at(State.ACTIVE, cem, scene.programme, by=scene.cora)

    assert seeker.pk not in ids(pool_of(scene).seekers)


def test_who_has_no_free_place_is_not_in():
    scene, _proposal = proposal_at(ProposalState.OFFERED)

    pool = pool_of(scene)

    assert (ids(pool.volunteers), ids(pool.seekers)) == ([], [])


def test_free_places_are_those_that_nobody_has():
    scene, _proposal = proposal_at(ProposalState.AGREED, make_scene(capacity=3))

    assert pool_of(scene).volunteers.capacity.tolist() == [2]


def test_people_of_another_programme_are_not_in():
    scene, other = make_scene(), make_scene()

    assert other.seeker.pk not in ids(pool_of(scene).seekers)


def record(scene, **days):
    organisations.record_clearance(
        enrolment_id=scene.volunteer.pk, kind="training", by=scene.cora, now=NOW, **days
    )


def test_a_volunteer_whose_file_is_not_complete_is_not_in():
    scene = make_scene(required_clearances=["training"])

    assert ids(pool_of(scene).volunteers) == []


def test_a_volunteer_whose_file_is_complete_is_in():
    scene = make_scene(required_clearances=["training"])
    record(scene, seen_on=NOW.date())

    assert ids(pool_of(scene).volunteers) == [scene.volunteer.pk]


@pytest.mark.parametrize(("now", "is_in"), [(NOW, True), (later(days=1), False)])
def test_a_clearance_counts_until_its_last_day(now, is_in):
    scene = make_scene(required_clearances=["training"])
    record(scene, seen_on=earlier(days=9).date(), valid_until=NOW.date())

    assert ids(pool_of(scene, now=now).volunteers) == [scene.volunteer.pk] * is_in


def test_nothing_is_asked_of_a_seeker_before_a_first_meeting():
    scene = make_scene(required_clearances=["training"])

    assert ids(pool_of(scene).seekers) == [scene.seeker.pk]


def test_a_part_of_the_pool_can_be_read_alone():
    scene = make_scene()
    cem = another_seeker(scene)

    pool = pool_of(scene, only_volunteers=[], only_seekers=[cem.pk])

    assert (ids(pool.volunteers), ids(pool.seekers)) == ([], [cem.pk])


def test_an_empty_programme_is_an_empty_pool():
    scene = make_scene()

    pool = pool_of(scene, only_volunteers=[], only_seekers=[])

    assert (len(pool.volunteers), len(pool.seekers), pool.seekers.style.shape) == (0, 0, (0, 3))


# What is said about them


def seeker_of(scene):
    return pool_of(scene).seekers


def test_a_place_is_the_middle_of_its_cell():
    scene = make_scene()
    cell = Cell.objects.get(pk=scene.ana.place.cell_id)

    side = seeker_of(scene)

    assert (side.lat[0], side.lon[0], side.size_m[0]) == (cell.lat, cell.lon, cell.size_km * 1000)


def test_languages_keep_their_level():
    scene = make_scene()
    change_languages(person_id=scene.ana.pk, levels={"nl": 1, "ti": 3}, by=None, now=NOW)

    row = seeker_of(scene).languages[0]

    assert (row[SPOKEN["nl"].bit], row[SPOKEN["ti"].bit], row.sum()) == (1, 3, 4)


@pytest.mark.parametrize(
    ("attitude", "table"), [("like", "likes"), ("dislike", "dislikes"), ("no_go", "nogos")]
)
def test_each_attitude_has_its_own_table(attitude, table):
    scene = make_scene()
    change_interests(person_id=scene.ana.pk, attitudes={"birds": attitude}, by=None, now=NOW)

    side = seeker_of(scene)

    assert np.flatnonzero(getattr(side, table)[0]).tolist() == [INTERESTS["birds"].bit]
    assert int(side.likes.sum() + side.dislikes.sum() + side.nogos.sum()) == 1


PROFILE = [
    ({"travel_km": 7}, "reach_m", 7000),
    ({"travel_km": None}, "reach_m", 0),
    ({"day_parts": ["sun_evening"]}, "day_parts", DAY_PARTS["sun_evening"].mask),
    ({"contact_forms": ["phone"]}, "forms", CONTACT_FORMS["phone"].mask),
    ({"access_needs": ["fetch"]}, "needs", ACCESS["fetch"].mask),
    ({"access_offers": ["sight"]}, "offers", ACCESS["sight"].mask),
    ({"life_phases": ["carer"]}, "phases", LIFE_PHASES["carer"].mask),
    ({"wish_genders": ["woman", "other"]}, "wish_gender", 1 + 4),
    ({"wish_gender_is_must": True}, "gender_is_must", True),
    ({"wish_age_from": 30}, "wish_age_from", 30),
    ({"wish_age_to": 40}, "wish_age_to", 40),
    ({"wish_age_is_must": True}, "age_is_must", True),
    ({"style_talk": -1, "style_plan": 1}, "style", [-1, 0, 1]),
]


@pytest.mark.parametrize(("said", "column", "expected"), PROFILE)
def test_a_profile_becomes_numbers(said, column, expected):
    scene = make_scene()
    change_profile(person_id=scene.ana.pk, by=None, now=NOW, **said)

    assert getattr(seeker_of(scene), column)[0].tolist() == expected


def seeker_who(**details):
    seeker = enrolment_at(State.ACTIVE, make_person("Dua", **details), make_programme())
    return take_snapshot(programme_id=seeker.programme_id, now=NOW).pool.seekers


@pytest.mark.parametrize(("gender", "bit"), [("woman", 1), ("man", 2), ("other", 4), ("", 0)])
def test_a_gender_is_one_bit_and_not_said_is_none(gender, bit):
    assert seeker_who(gender=gender).gender.tolist() == [bit]


@pytest.mark.parametrize(("year", "number"), [(1950, 1950), (None, 0)])
def test_a_birth_year_that_is_not_said_is_none(year, number):
    assert seeker_who(birth_year=year).birth_year.tolist() == [number]


def test_what_somebody_looks_for_comes_from_the_enrolment():
    scene = make_scene()
    organisations.change_enrolment(
        enrolment_id=scene.seeker.pk, by=scene.cora, now=NOW, goals=["sport"], months=6
    )

    side = seeker_of(scene)

    assert (side.goals[0], side.months[0]) == (GOALS["sport"].mask, 6)


@pytest.mark.parametrize(("time", "days"), [({"days": 1, "seconds": -1}, 0), ({"days": 30}, 30)])
def test_waiting_is_counted_in_whole_days(time, days):
    scene = make_scene()

    assert pool_of(scene, now=later(**time)).seekers.waiting.tolist() == [days]


def test_nobody_waits_less_than_no_time():
    scene = make_scene()

    assert pool_of(scene, now=earlier(days=2)).seekers.waiting.tolist() == [0]


def test_the_year_is_that_of_the_clock_that_was_passed_in():
    assert pool_of(make_scene(), now=later(days=365)).year == 2027


# Kept apart


def test_people_are_together_until_somebody_says_otherwise():
    assert pool_of(make_scene()).apart == frozenset()


APART = {
    ProposalState.OFFERED,
    ProposalState.AGREED,
    ProposalState.DECLINED,
    ProposalState.REJECTED,
}


@pytest.mark.parametrize("state", ProposalState)
def test_what_became_of_a_proposal_decides_whether_the_two_come_back(state):
    scene, _proposal = proposal_at(state)

    assert (pair(scene) in pool_of(scene).apart) == (state in APART)


def test_a_draft_on_hold_is_not_drafted_again():
    scene, proposal = proposal_at(ProposalState.DRAFT)
    services.hold_proposal(proposal_id=proposal.pk, until=TOMORROW, by=scene.cora, now=NOW)

    assert pool_of(scene).apart == {pair(scene)}


def test_an_exclusion_keeps_two_people_apart():
    scene = make_scene()
    services.exclude_people(
        organisation_id=scene.programme.organisation_id,
        one_id=scene.ana.pk,
        other_id=scene.ben.pk,
        by=scene.cora,
        now=NOW,
    )

    assert pool_of(scene).apart == {pair(scene)}


def test_nobody_is_their_own_buddy():
    scene = make_scene()
    also = enrolment_at(
        State.ACTIVE, scene.ana, scene.programme, side=Side.VOLUNTEER, by=scene.cora
    )

    assert pool_of(scene).apart == {(also.pk, scene.seeker.pk)}


def test_a_pair_that_is_judged_again_is_not_kept_apart_by_its_own_proposal():
    scene, _proposal = proposal_at(ProposalState.OFFERED)

    assert pool_of(scene, ignoring=[pair(scene)]).apart == frozenset()


# How it is read


def test_a_larger_pool_costs_no_more_queries(django_assert_num_queries):
    scene = make_scene()
    for name in ("Cem", "Dua", "Els"):
        another_seeker(scene, name)

    with django_assert_num_queries(7):
        pool = pool_of(scene)

    assert len(pool.seekers) == 4


def test_people_are_told_by_the_order_of_their_ids():
    scene = make_scene()
    others = [another_seeker(scene, name).pk for name in ("Cem", "Dua")]

    assert ids(pool_of(scene).seekers) == sorted([scene.seeker.pk, *others])
