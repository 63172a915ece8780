"""What must hold of questions, endings and moves, the database holds too."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from groups.states import State
from tests.followup.builders import REVIEW, duo_at, say, sweep
from tests.followup.test_moving import move

pytestmark = pytest.mark.django_db

_COPY = (
    "INSERT INTO followup_checkin (public_id, seat_id, kind, session_id, state, due_at, said, way)"
    " SELECT gen_random_uuid(), seat_id, kind, session_id, {state}, {due}, '', ''"
    " FROM followup_checkin WHERE kind = {kind} LIMIT 1"
)
QUESTIONS = [
    ("UPDATE followup_checkin SET state = 'lost' WHERE said = ''", "check_in_state_is_known"),
    (
        "UPDATE followup_checkin SET state = 'answered' WHERE said = ''",
        "an_answered_question_has_a_word_and_a_time",
    ),
    (
        "UPDATE followup_checkin SET deadline_at = NULL WHERE state = 'asked'",
        "an_asked_question_has_a_deadline",
    ),
    (
        "UPDATE followup_checkin SET kind = 'next' WHERE kind = 'click'",
        "a_click_is_about_a_meeting",
    ),
    (
        _COPY.format(state="'asked'", due="now()", kind="'review'")
        .replace("due_at, said", "due_at, asked_at, deadline_at, said")
        .replace("now(), ''", "now(), now(), now(), ''"),
        "one_open_question_of_a_kind_per_person",
    ),
    (
        _COPY.format(state="'missed'", due="now()", kind="'click'"),
        "one_click_per_person_and_meeting",
    ),
    (
        _COPY.format(state="'missed'", due="due_at", kind="'review'"),
        "one_question_per_person_and_moment",
    ),
]
MOVES = [
    ("UPDATE followup_moving SET decision = 'go_on'", "a_decision_has_a_time"),
    (
        "INSERT INTO followup_moving (public_id, seat_id, noted_at, is_out_of_reach, decision)"
        " SELECT gen_random_uuid(), seat_id, now(), true, '' FROM followup_moving",
        "one_move_to_decide_per_person",
    ),
]
ENDINGS = [
    ("UPDATE followup_closure SET reason = 'because'", "closure_reason_is_known"),
    ("UPDATE followup_closure SET procedure = 'maybe'", "closure_procedure_is_known"),
]


def refused(statement):
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement)
    return refusal.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(("statement", "constraint"), QUESTIONS)
def test_the_database_refuses_of_a_question(statement, constraint):
    duo = duo_at(State.TRIAL)
    sweep(REVIEW)
    say(duo, duo.ana, "unsure", kind="review", now=REVIEW)

    assert refused(statement) == constraint


@pytest.mark.parametrize(("statement", "constraint"), MOVES)
def test_the_database_refuses_of_a_move(statement, constraint):
    duo = duo_at(State.ACTIVE)
    move(duo, duo.ana)

    assert refused(statement) == constraint


@pytest.mark.parametrize(("statement", "constraint"), ENDINGS)
def test_the_database_refuses_of_an_ending(statement, constraint):
    duo_at(State.CLOSING)

    assert refused(statement) == constraint


def test_every_rule_of_the_models_is_refused_once():
    rules = {
        constraint.name
        for model in apps.get_app_config("followup").get_models()
        for constraint in model._meta.constraints
    }

    assert rules <= {name for _statement, name in [*QUESTIONS, *MOVES, *ENDINGS]}
