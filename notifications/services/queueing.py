"""What is to be told becomes a row; the queue is only nudged."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person, User
from core import events
from core.jobs import nudge
from notifications.errors import NotFailed, NotToTell
from notifications.models import Message
from notifications.states import NO_EMAIL, TOLD, State


def queue_message(
    *,
    kind: str,
    dedupe_key: str,
    context: dict[str, Any],
    now: datetime,
    person: Person | None = None,
    user: User | None = None,
    organisation_id: int | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Queue one message in the caller's transaction; a worker is nudged after commit.

    `context` holds ids. The same `dedupe_key` a second time adds nothing and gives False: saying a thing once is the point
    of the key.
    """
    message = Message(
        person=person,
        user=user,
        organisation_id=organisation_id,
        kind=kind,
        context=context,
        dedupe_key=dedupe_key,
        created_at=now,
        due_at=due_at or now,
        expires_at=expires_at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    ours = Message.objects.filter(public_id=message.public_id).values_list("pk", flat=True)
    for message_id in ours:  # one, or none when the key was there before
        if message.due_at <= now:
            nudge("notifications.deliver", message_id=message_id)
    return bool(ours)


@transaction.atomic
def resend_message(*, message_id: int, by: User, now: datetime) -> Message:
    """Send a failed message again, as a new row. Raises NotFailed."""
    failed = Message.objects.select_for_update().get(pk=message_id)
    if failed.state != State.FAILED:
        raise NotFailed
    key = f"{failed.dedupe_key[:90]}:again:{now:%Y%m%d%H%M%S%f}"
    queue_message(
        kind=failed.kind,
        dedupe_key=key,
        context=failed.context,
        now=now,
        person=failed.person,
        user=failed.user,
        organisation_id=failed.organisation_id,
    )
    events.record("notifications.message_resent", subject=failed, by=by, at=now)
    return Message.objects.get(dedupe_key=key)


@transaction.atomic
def mark_told(*, message_id: int, by: User, now: datetime) -> Message:
    """Somebody without e-mail was told by phone or letter. Raises NotToTell for any other message."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.state != State.SUPPRESSED or message.failure != NO_EMAIL:
        raise NotToTell
    message.failure = TOLD
    message.save(update_fields=["failure"])
    events.record(
        "notifications.told_by_hand", subject=message, by=by, at=now, person_id=message.person_id
    )
    return message
