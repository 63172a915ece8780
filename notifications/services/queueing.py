"""What is to be told becomes a row; the queue is only nudged. And what the team says of what nobody could be told."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person, User
from core import events
from core.jobs import nudge
from core.states import move
from notifications.channels import get_channel
from notifications.errors import ContextTooLarge, NotFailed, NotToTell
from notifications.models import Delivery, Message
from notifications.states import FAILED, DeliveryState

CONTEXT_LIMIT = 64 * 1024  # characters of JSON


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

    `context` holds ids, so it is small. Raises ContextTooLarge. The same `dedupe_key` a second time adds nothing and gives False: saying a thing once is the point
    of the key.
    """
    if len(json.dumps(context)) > CONTEXT_LIMIT:
        raise ContextTooLarge
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
    is_ours = Message.objects.filter(public_id=message.public_id).exists()
    if is_ours and message.due_at <= now:
        nudge("notifications.plan")
    return is_ours


@transaction.atomic
def resend(*, delivery_id: int, by: User, now: datetime) -> Message:
    """Tell anew what failed, as a new message. Raises NotFailed, also when somebody saw to it before."""
    told = _failed(delivery_id, now).message
    key = f"{told.dedupe_key[:90]}:again:{now:%Y%m%d%H%M%S%f}"
    queue_message(
        kind=told.kind,
        dedupe_key=key,
        context=told.context,
        now=now,
        person=told.person,
        user=told.user,
        organisation_id=told.organisation_id,
    )
    events.record("notifications.message_resent", subject=told, by=by, at=now)
    return Message.objects.get(dedupe_key=key)


@transaction.atomic
def dismiss(*, delivery_id: int, by: User, now: datetime) -> Delivery:
    """Nothing more has to be done about what failed. Raises NotFailed, also when somebody saw to it before."""
    failed = _failed(delivery_id, now)
    events.record("notifications.message_dismissed", subject=failed.message, by=by, at=now)
    return failed


def _failed(delivery_id: int, now: datetime) -> Delivery:
    """One that failed, from now on seen to."""
    failed = Delivery.objects.select_for_update().get(pk=delivery_id)
    if failed.state not in FAILED or failed.seen_to_at is not None:
        raise NotFailed
    failed.seen_to_at = now
    failed.save(update_fields=["seen_to_at"])
    return failed


@transaction.atomic
def mark_told(*, delivery_id: int, by: User, now: datetime) -> Delivery:
    """Somebody was told by the team: what no worker sends, or what failed. Raises NotToTell for any other, and the second time."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state in FAILED and delivery.seen_to_at is None:
        delivery.seen_to_at = now
    elif get_channel(delivery.channel).lanes or delivery.state != DeliveryState.CREATED:
        raise NotToTell
    else:
        move(delivery.mark_sent, at=now)
    delivery.save()
    events.record(
        "notifications.told_by_hand",
        subject=delivery.message,
        by=by,
        at=now,
        person_id=delivery.message.person_id,
    )
    return delivery
