"""What must hold, the database holds too: each rule refused once in raw SQL."""

import pytest
from django.db import IntegrityError, connection

from notifications.states import State
from tests.notifications.builders import message_at, queue
from tests.teams import make_user

pytestmark = pytest.mark.django_db

REFUSED = [
    (
        "UPDATE notifications_message SET person_id = NULL WHERE id = %(sent)s",
        "message_has_exactly_one_recipient",
    ),
    (
        "UPDATE notifications_message SET user_id = %(user)s WHERE id = %(sent)s",
        "message_has_exactly_one_recipient",
    ),
    (
        "UPDATE notifications_message SET state = 'lost' WHERE id = %(queued)s",
        "message_state_is_known",
    ),
    (
        "UPDATE notifications_message SET state = 'sending' WHERE id = %(queued)s",
        "message_being_sent_has_a_lease",
    ),
    (
        "UPDATE notifications_message SET lease_until = now() WHERE id = %(queued)s",
        "message_being_sent_has_a_lease",
    ),
    (
        "UPDATE notifications_message SET sent_at = NULL WHERE id = %(sent)s",
        "message_sent_has_a_time",
    ),
    (
        "UPDATE notifications_message SET sent_at = now() WHERE id = %(queued)s",
        "message_sent_has_a_time",
    ),
    (
        "INSERT INTO notifications_attempt (message_id, number, at, outcome, detail)"
        " SELECT message_id, number, at, 'sent', '' FROM notifications_attempt",
        "one_row_per_try",
    ),
]


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(statement, constraint):
    rows = {
        "queued": message_at(State.QUEUED).pk,
        "sent": message_at(State.SENT).pk,
        "user": make_user().pk,
    }

    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement, rows)
    assert refusal.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize("column", ["dedupe_key", "public_id"])
def test_a_key_belongs_to_one_message(column):
    first, second = queue(), queue()

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=column):
        cursor.execute(
            f"UPDATE notifications_message SET {column} ="
            f" (SELECT {column} FROM notifications_message WHERE id = %s) WHERE id = %s",
            [first.pk, second.pk],
        )
