"""What must hold, the database holds too: each rule refused once in raw SQL."""

import pytest
from django.db import IntegrityError, connection

from notifications.models import Choice, DeadAddress, Device, Habit
from notifications.states import DeliveryState
from tests.clock import NOW
from tests.notifications.builders import delivery_at, queue
from tests.teams import make_user

pytestmark = pytest.mark.django_db

_SENT = "WHERE id = %(sent)s"
_CREATED = "WHERE id = %(created)s"
REFUSED = [
    (
        "UPDATE notifications_message SET person_id = NULL WHERE id = %(message)s",
        "message_has_exactly_one_recipient",
    ),
    (
        "UPDATE notifications_message SET user_id = %(user)s WHERE id = %(message)s",
        "message_has_exactly_one_recipient",
    ),
    (
        "UPDATE notifications_message SET state = 'lost' WHERE id = %(message)s",
        "message_state_is_known",
    ),
    (
        "UPDATE notifications_message SET state = 'suppressed' WHERE id = %(message)s",
        "message_suppressed_says_why",
    ),
    (
        "UPDATE notifications_message SET why = 'x' WHERE id = %(message)s",
        "message_suppressed_says_why",
    ),
    (f"UPDATE notifications_delivery SET state = 'lost' {_CREATED}", "delivery_state_is_known"),
    (
        f"UPDATE notifications_delivery SET state = 'sending' {_CREATED}",
        "delivery_being_sent_has_a_lease",
    ),
    (
        f"UPDATE notifications_delivery SET lease_until = now() {_CREATED}",
        "delivery_being_sent_has_a_lease",
    ),
    (f"UPDATE notifications_delivery SET sent_at = NULL {_SENT}", "delivery_sent_has_a_time"),
    (
        "INSERT INTO notifications_delivery (message_id, channel, state, created_at, due_at, attempts, failure)"
        f" SELECT message_id, channel, 'created', due_at, due_at, 0, '' FROM notifications_delivery {_SENT}",
        "one_delivery_per_message_and_way",
    ),
    (
        "INSERT INTO notifications_attempt (delivery_id, number, at, outcome, detail)"
        " SELECT delivery_id, number, at, 'sent', '' FROM notifications_attempt",
        "one_row_per_try",
    ),
    ("UPDATE notifications_habit SET person_id = NULL", "habit_has_one_owner"),
    ("UPDATE notifications_habit SET quiet_from = '21:00'", "quiet_hours_begin_and_end"),
    ("UPDATE notifications_habit SET digest = 'yearly'", "digest_is_known"),
    ("UPDATE notifications_choice SET user_id = %(user)s", "choice_has_one_owner"),
    (
        "INSERT INTO notifications_choice (person_id, topic, channel, wanted)"
        " SELECT person_id, topic, channel, true FROM notifications_choice",
        "one_choice_per_topic_and_channel",
    ),
    (
        "INSERT INTO notifications_deadaddress (channel, hash, since, why)"
        " SELECT channel, hash, since, why FROM notifications_deadaddress",
        "one_dead_address_at_a_time",
    ),
]


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(statement, constraint):
    sent = delivery_at(DeliveryState.SENT)
    ana = sent.message.person
    Habit.objects.create(person=ana)
    Choice.objects.create(person=ana, topic="care", channel="mail", wanted=False)
    DeadAddress.objects.create(channel="mail", hash="x", since=NOW, why="smtp_550")
    rows = {
        "sent": sent.pk,
        "message": sent.message_id,
        "created": delivery_at(DeliveryState.CREATED).pk,
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


def test_rows_about_people_are_written_by_their_ids_in_logs():
    cora = make_user()
    rows = [
        Habit.objects.create(user=cora),
        Choice.objects.create(user=cora, topic="team", channel="mail", wanted=True),
        DeadAddress.objects.create(channel="mail", hash="x", since=NOW, why="smtp_550"),
        Device.objects.create(user=cora, endpoint="https://push.example/1", created_at=NOW),
    ]

    assert [str(row).split(" ")[0] for row in rows] == ["habit", "choice", "dead", "device"]
    assert all(str(row.pk) in str(row) for row in rows)
