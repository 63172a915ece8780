"""What must hold of pairs that go on together, the database holds too."""

import pytest
from django.db import IntegrityError, connection

from groups.states import State
from tests.followup.builders import (
    click_both,
    duo_at,
    introduced,
    propose,
    rest,
    sign_both,
    write,
)

pytestmark = pytest.mark.django_db

INTRODUCED = [
    (
        "UPDATE groups_group SET state = 'trial', clicked_at = now(), trial_at = now()",
        "a_trial_has_a_day_for_its_review",
    ),
    (
        "UPDATE groups_group SET state = 'active'",
        "a_pair_goes_on_only_after_both_clicked",
    ),
    ("UPDATE groups_session SET state = 'lost'", "session_state_is_known"),
    ("UPDATE groups_session SET moments = '{}'", "a_meeting_has_one_to_three_moments"),
    ("UPDATE groups_session SET state = 'planned'", "a_planned_meeting_has_a_start"),
    (
        "INSERT INTO groups_session (public_id, group_id, state, moments, place, with_coordinator, created_at)"
        " SELECT gen_random_uuid(), group_id, 'proposed', moments, place, false, now() FROM groups_session",
        "one_first_meeting_at_a_time",
    ),
    ("UPDATE groups_agreement SET version = 0", "agreement_versions_start_at_one"),
]
TOGETHER = [
    (
        "INSERT INTO groups_signature (agreement_id, seat_id, version, signed_at, way)"
        " SELECT agreement_id, seat_id, version, now(), 'page' FROM groups_signature LIMIT 1",
        "one_signature_per_person_and_version",
    ),
    (
        "INSERT INTO groups_signature (agreement_id, seat_id, version, signed_at, way)"
        " SELECT agreement_id, seat_id, 7, now(), 'page' FROM groups_signature LIMIT 1",
        "a_signature_is_for_the_text_as_it_is",
    ),
    ("UPDATE groups_break SET until_on = starts_on - 1", "a_break_ends_after_it_begins"),
    (
        "INSERT INTO groups_break (group_id, seat_id, starts_on, created_at)"
        " SELECT group_id, seat_id, starts_on, now() FROM groups_break WHERE seat_id IS NOT NULL",
        "one_break_to_come_per_person",
    ),
    (
        "INSERT INTO groups_break (group_id, seat_id, starts_on, created_at)"
        " SELECT group_id, seat_id, starts_on, now() FROM groups_break WHERE seat_id IS NULL",
        "one_break_to_come_from_the_team",
    ),
]
TIMINGS = [
    *(
        "plan_within_days",
        "click_after_hours",
        "answer_days",
        "remind_after_days",
        "trial_weeks",
        "rest_weeks",
    )
]
REFUSED = [
    *INTRODUCED,
    *TOGETHER,
    *((f"UPDATE groups_timings SET {name} = 0", f"{name}_is_possible") for name in TIMINGS),
]


def refused(statement):
    """The name of the rule that says no; nothing more can be asked of the database after it."""
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement)
    return refusal.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(("statement", "constraint"), INTRODUCED)
def test_the_database_refuses_of_a_pair_that_was_introduced(statement, constraint):
    duo = introduced()
    propose(duo, duo.ana)
    write(duo, duo.ana)

    assert refused(statement) == constraint


@pytest.mark.parametrize(("statement", "constraint"), TOGETHER)
def test_the_database_refuses_of_a_pair_that_is_together(statement, constraint):
    duo = duo_at(State.ACTIVE)
    rest(duo, duo.ana, starts=3, until=5)
    rest(duo, None, starts=3, until=5)

    assert refused(statement) == constraint


@pytest.mark.parametrize("name", TIMINGS)
def test_the_database_refuses_an_impossible_timing(name):
    duo = introduced()
    columns = ", ".join(TIMINGS)

    values = ", ".join("999" if each == name else "3" for each in TIMINGS)
    constraint = refused(
        f"INSERT INTO groups_timings (programme_id, version, {columns})"
        f" VALUES ({duo.scene.programme.pk}, 1, {values})"
    )

    assert constraint == f"{name}_is_possible"


def test_a_closed_group_keeps_no_seat():
    duo = introduced()

    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(
            "UPDATE groups_group SET state = 'closed', closed_at = now() WHERE id = %s",
            [duo.group.pk],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert refusal.value.__cause__.diag.constraint_name == "a_closed_group_has_no_taken_seat"


def test_a_signature_of_somebody_else_is_refused():
    duo, other = introduced(), introduced()
    write(duo, duo.ana)

    constraint = refused(
        "INSERT INTO groups_signature (agreement_id, seat_id, version, signed_at, way)"
        f" SELECT id, {other.seat(other.ana).pk}, 1, now(), 'page' FROM groups_agreement"
    )

    assert constraint == "a_signature_is_for_the_text_as_it_is"


def test_a_trial_begins_whichever_comes_last():
    duo = duo_at(State.INTRODUCED)

    sign_both(duo)
    click_both(duo)

    assert duo.now_is().state == State.TRIAL
