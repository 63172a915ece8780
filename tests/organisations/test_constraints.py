"""What must hold, the database holds too: each rule refused once in raw SQL."""

import pytest
from django.db import IntegrityError, connection

from organisations.states import State
from tests.people import make_person
from tests.teams import enrolment_at, make_organisation, make_programme

pytestmark = pytest.mark.django_db

_TALK = (
    "INSERT INTO organisations_talk (enrolment_id, state, at, way, planned_at, ended_at, version)"
    " SELECT id, '{state}', now(), '{way}', now(), {ended}::timestamptz, 1"
    " FROM organisations_enrolment"
)
REFUSED = [
    (
        "UPDATE organisations_enrolment SET side = 'friend'",
        "a_volunteer_has_1_to_50_seats_a_seeker_one",
    ),
    ("UPDATE organisations_enrolment SET state = 'lost'", "enrolment_state_is_known"),
    (
        "UPDATE organisations_enrolment SET capacity = 2",
        "a_volunteer_has_1_to_50_seats_a_seeker_one",
    ),
    ("UPDATE organisations_enrolment SET goals = 1 << 20", "goals_are_known_bits"),
    (
        "UPDATE organisations_enrolment SET waiting_since = NULL",
        "who_is_ready_waits_since_a_moment",
    ),
    (
        "UPDATE organisations_enrolment SET organisation_id = %(other)s",
        "enrolment_programme_of_its_organisation",
    ),
    ("UPDATE organisations_programme SET answer_days = 61", "people_get_1_to_60_days_to_answer"),
    (
        "UPDATE organisations_programme SET look_after_weeks = 105",
        "a_look_is_due_after_0_to_104_weeks",
    ),
    (
        "UPDATE organisations_programme SET choice_of_cards = 4",
        "a_choice_is_of_1_to_3_cards",
    ),
    (
        "UPDATE organisations_programme SET sign_after_weeks = 53",
        "a_sign_of_life_comes_after_0_to_52_weeks",
    ),
    (
        "UPDATE organisations_programme SET signs_before_call = 0",
        "somebody_calls_after_1_to_12_silent_signs",
    ),
    (
        "UPDATE organisations_programme SET speak_after_weeks = 105",
        "a_talk_is_due_after_0_to_104_weeks",
    ),
    (
        "UPDATE organisations_programme SET reminder_days = answer_days",
        "a_reminder_comes_before_the_deadline",
    ),
    ("UPDATE organisations_programme SET model_of_support = 'x'", "model_of_support_is_known"),
    (
        "UPDATE organisations_programme SET max_buddies = 51",
        "a_volunteer_may_have_1_to_50_buddies",
    ),
    (
        "UPDATE organisations_programme SET meets_every_weeks = 13",
        "people_meet_every_1_to_12_weeks",
    ),
    (
        "UPDATE organisations_programme SET runs_every_days = 0",
        "a_search_comes_every_1_to_365_days",
    ),
    (
        "INSERT INTO organisations_programmeversion (programme_id, version, settings, created_at)"
        " SELECT programme_id, version, settings, now() FROM organisations_programmeversion",
        "one_settings_per_version",
    ),
    ("UPDATE core_event SET kind = 'x'", "events_are_append_only"),
    ("DELETE FROM core_event", "events_are_append_only"),
    (
        "INSERT INTO organisations_enrolment (public_id, person_id, programme_id, organisation_id,"
        " side, state, capacity, goals, applied_at, version) SELECT gen_random_uuid(), person_id,"
        " programme_id, organisation_id, side, 'applied', 1, 0, now(), 1"
        " FROM organisations_enrolment",
        "one_live_enrolment_per_person_and_side",
    ),
    (
        "UPDATE organisations_clearance SET valid_until = seen_on - 1",
        "clearance_ends_after_it_begins",
    ),
    (
        "UPDATE organisations_clearance SET issued_on = seen_on + 1",
        "a_paper_is_issued_before_it_is_seen",
    ),
    (
        "UPDATE organisations_clearance SET info_note_id = 1",
        "only_taking_note_names_an_information_note",
    ),
    (
        "UPDATE organisations_programme SET clearance_notice_weeks = 27",
        "an_end_is_told_0_to_26_weeks_before",
    ),
    (
        "UPDATE organisations_programme SET first_answer_days = 0",
        "a_first_answer_is_due_after_1_to_90_days",
    ),
    (
        "UPDATE organisations_programme SET talk_within_days = 91",
        "a_first_talk_is_due_after_1_to_90_days",
    ),
    (
        _TALK.format(state="planned", way="place", ended="now()"),
        "a_talk_that_is_over_has_a_time",
    ),
    (_TALK.format(state="lost", way="place", ended="now()"), "talk_state_is_known"),
    (_TALK.format(state="planned", way="smoke", ended="NULL"), "talk_way_is_known"),
    (
        _TALK.format(state="planned", way="place", ended="NULL") + ", generate_series(1, 2)",
        "one_planned_talk_per_enrolment",
    ),
]


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(statement, constraint):
    enrolment = enrolment_at(State.ACTIVE, make_person(), make_programme())
    other = make_organisation()

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisations_clearance (enrolment_id, kind, seen_on)"
            " VALUES (%s, 'training', '2026-01-01')",
            [enrolment.pk],
        )
        with pytest.raises(IntegrityError) as refusal:
            cursor.execute(statement, {"other": other.pk})
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refusal.value.__cause__.diag.constraint_name == constraint
