"""What must hold, the database holds too: each rule refused once in raw SQL."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from tests.waitlist.builders import sign_at
from waitlist.states import SignState

pytestmark = pytest.mark.django_db

_COPY = (
    "INSERT INTO waitlist_sign (public_id, enrolment_id, state, sent_at, sent_on, wish, way)"
    " SELECT gen_random_uuid(), enrolment_id, {state}, sent_at, {day}, '', '' FROM waitlist_sign"
)
RULES = [
    ("UPDATE waitlist_sign SET state = 'lost'", "sign_state_is_known"),
    (
        _COPY.format(state="'asked'", day="sent_on + 1"),
        "one_open_sign_of_life_per_person",
    ),
    (_COPY.format(state="'missed'", day="sent_on"), "one_sign_of_life_a_day"),
    ("UPDATE waitlist_sign SET state = 'renewed'", "an_answered_sign_has_a_wish_and_a_time"),
    (
        "UPDATE waitlist_sign SET state = 'renewed', wish = 'leave', answered_at = now()",
        "an_answered_sign_has_a_wish_and_a_time",
    ),
    ("UPDATE waitlist_sign SET wish = 'yes'", "an_answered_sign_has_a_wish_and_a_time"),
    (
        "INSERT INTO waitlist_forecast (programme_id, side, made_at, steps)"
        " SELECT programme_id, side, made_at, steps FROM waitlist_forecast",
        "one_forecast_per_programme_and_side",
    ),
]


@pytest.mark.parametrize(("statement", "constraint"), RULES)
def test_the_database_refuses(statement, constraint):
    sign_at(SignState.ASKED)

    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement)

    assert refusal.value.__cause__.diag.constraint_name == constraint


def test_every_rule_of_the_models_is_refused_once():
    rules = {
        constraint.name
        for model in apps.get_app_config("waitlist").get_models()
        for constraint in model._meta.constraints
    }

    assert rules <= {name for _statement, name in RULES}
