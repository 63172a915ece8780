"""Claim, send, note what became of it. At no moment is a transaction open while the mail server is spoken to.

1. Claim: one guarded UPDATE, QUEUED (or a lease that ran out) → SENDING, with a token and a lease.
2. Prepare the text from what is true now, and hand it to the mail server.
3. Finish: one UPDATE guarded by the token. Who lost the lease writes nothing.
A crash between 2 and 3 is the one place where a mail can go out twice; `docs/explanation/delivery.md` says what is promised.
"""

import logging
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from core.jobs import nudge, take_turn
from notifications.delivery import Outcome, Result, hand_over
from notifications.models import Attempt, Message
from notifications.rendering import address_of, build_mail
from notifications.states import NO_EMAIL, State

log = logging.getLogger(__name__)

LEASE_S = 60  # longer than the mail server may take (EMAIL_TIMEOUT for each of its steps)
SWEEP_EVERY_S = 20
SWEEP_BATCH = 500
PATIENCE_MIN = (1, 5, 15, 60, 180, 360, 720, 1440)


def deliver_message(*, message_id: int, now: datetime) -> None:
    """Deliver one message if it is due and nobody else has it."""
    token = _claim(message_id, now)
    if token is None:
        return
    message = Message.objects.select_related("person__user", "user").get(pk=message_id)
    result = _send(message, now)
    _finish(message, token, result, now)


def _due(now: datetime) -> Q:
    return Q(state=State.QUEUED, due_at__lte=now) | Q(state=State.SENDING, lease_until__lt=now)


def _claim(message_id: int, now: datetime) -> uuid.UUID | None:
    token = uuid.uuid4()
    claimed = Message.objects.filter(_due(now), pk=message_id).update(
        state=State.SENDING,
        claim=token,
        lease_until=now + timedelta(seconds=LEASE_S),
        attempts=F("attempts") + 1,
    )
    return token if claimed == 1 else None


def _send(message: Message, now: datetime) -> Result | str:
    """What the mail server said, or why nothing was sent."""
    if message.expires_at is not None and message.expires_at <= now:
        return "too_late"
    if not address_of(message):
        return NO_EMAIL
    if message.attempts > len(PATIENCE_MIN):
        return Result(Outcome.PERMANENT, "worker_lost")
    try:
        mail = build_mail(message)
    except Exception as error:
        log.exception("message %s cannot be written", message.pk)
        return Result(Outcome.PERMANENT, type(error).__name__)
    return "no_longer_true" if mail is None else hand_over(mail)


@transaction.atomic
def _finish(message: Message, token: uuid.UUID, result: Result | str, now: datetime) -> None:
    mine = (
        Message.objects.select_for_update()
        .filter(pk=message.pk, claim=token, state=State.SENDING)
        .order_by("pk")
        .first()
    )
    if mine is None:
        log.warning("message %s: the lease was lost before the end", message.pk)
        return
    if isinstance(result, str):
        mine.suppress(why=result)
        outcome, detail = "suppressed", result
    else:
        outcome, detail = result.outcome.value, result.detail
        _take(mine, result, now)
    mine.save()
    Attempt.objects.create(
        message=mine, number=mine.attempts, at=now, outcome=outcome, detail=detail[:40]
    )


def _take(mine: Message, result: Result, now: datetime) -> None:
    if result.outcome == Outcome.SENT:
        mine.mark_sent(at=now)
    elif result.outcome == Outcome.PERMANENT or mine.attempts >= len(PATIENCE_MIN):
        mine.give_up(failure=result.detail[:40])
    else:
        mine.try_again(due_at=now + pause_after(mine), failure=result.detail[:40])


def pause_after(message: Message) -> timedelta:
    """1, 5, 15 minutes, 1, 3, 6, 12, 24 hours, each ±20 %: which side is the message's own, so that a crowd spreads out."""
    minutes = PATIENCE_MIN[message.attempts - 1]
    side = (message.public_id.int % 401 - 200) / 1000
    return timedelta(minutes=minutes * (1 + side))


def sweep(*, now: datetime) -> int:
    """Nudge workers for all that is due: what the queue lost, what is to be tried again, what a dead worker left behind.

    Two beats at once do it once. Gives how many were nudged.
    """
    if not take_turn(job="notifications.sweep", now=now, every_s=SWEEP_EVERY_S):
        return 0
    due = list_due(now=now, limit=SWEEP_BATCH)
    for message_id in due:
        nudge("notifications.deliver", message_id=message_id)
    return len(due)


def list_due(*, now: datetime, limit: int) -> list[int]:
    rows = Message.objects.filter(_due(now)).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def deliver_due(*, now: datetime, limit: int = SWEEP_BATCH) -> int:
    """Deliver what is due here and now, without any queue. Gives how many were looked at."""
    due = list_due(now=now, limit=limit)
    for message_id in due:
        deliver_message(message_id=message_id, now=now)
    return len(due)
