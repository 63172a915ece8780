"""A lane of a channel: claim some, hand over one after the other, note what became of each. At no moment is a transaction open while a
provider is spoken to.

1. Claim: some deliveries that are due, or whose lease ran out, → SENDING, with a token and a lease (`FOR UPDATE SKIP LOCKED`).
2. Each in its turn: lengthen the lease, make the text from what is true now, hand it over.
3. Settle: guarded by the token. Who lost the lease writes nothing.
A crash between 2 and 3 is the one place where something can go out twice; `docs/explanation/delivery.md` says what is promised.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from core.jobs import nudge, take_turn
from notifications.channels import all_channels, get_channel
from notifications.channels.base import TRIED, Channel, Outcome, Result, Send
from notifications.models import Attempt, Delivery, Message
from notifications.rendering import write
from notifications.services.lanes import lane_of
from notifications.services.planning import plan_due
from notifications.services.resting import had_trouble, is_fine_again, rests
from notifications.services.settling import put_back, settle
from notifications.states import NO_LONGER_TRUE, TOO_LATE, WAITING, DeliveryState, MessageState

log = logging.getLogger(__name__)

BATCH = 20
LEASE_S = 60  # longer than a provider may take for one; for mail all steps of EMAIL_TIMEOUT
SHIFT_S = 30  # then others get the thread
MOST_TRIES = 20  # of any kind; only a delivery that kills workers gets there
SWEEP_EVERY_S = 20

Clock = Callable[[], datetime]


def hand_over(*, channel: str, clock: Clock) -> int:
    """Hand over what is due on a lane of this channel, if one is free; gives how many. What is left after a shift is nudged anew."""
    known = get_channel(channel)
    done = 0
    with lane_of(known) as is_ours:
        if not is_ours:
            return 0
        ends = clock() + timedelta(seconds=SHIFT_S)
        with known.open() as send:
            while clock() < ends and not rests(channel, clock()):
                tried = _hand_over_some(known, send, clock)
                if not tried:
                    break
                done += tried
    now = clock()
    # Who came while we were leaving found no lane free.
    if _room(known, now) and not rests(channel, now) and _due(known, now).exists():
        nudge("notifications.hand_over", channel=channel)
    return done


def _hand_over_some(channel: Channel, send: Send, clock: Clock) -> int:
    is_trial = had_trouble(channel.code)
    token = uuid.uuid4()
    claimed = _claim(channel, token, 1 if is_trial else BATCH, clock())
    for number, delivery in enumerate(claimed, start=1):
        if not _take_in_hand(delivery, token, clock()):
            continue
        result = _send(delivery, send, clock())
        settle(delivery=delivery, token=token, result=result, now=clock())
        if isinstance(result, Result) and result.outcome == Outcome.BUSY:
            put_back(token=token)
            return number
        if is_trial and isinstance(result, Result) and result.outcome in TRIED:
            is_fine_again(channel.code)
    return len(claimed)


def _due(channel: Channel, now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(_is_due(now), channel=channel.code)


def _is_due(now: datetime) -> Q:
    waits = Q(state__in=WAITING, due_at__lte=now)
    return waits | Q(state=DeliveryState.SENDING, lease_until__lt=now)


@transaction.atomic
def _claim(channel: Channel, token: uuid.UUID, most: int, now: datetime) -> list[Delivery]:
    if channel.per_day:
        _alone_in(channel)
    most = min(most, _room(channel, now))
    rows = _due(channel, now).select_for_update(skip_locked=True).order_by("due_at", "pk")
    mine = list(rows.values_list("pk", flat=True)[:most])
    Delivery.objects.filter(pk__in=mine).update(
        state=DeliveryState.SENDING, claim=token, lease_until=now + timedelta(seconds=LEASE_S)
    )
    shown = Delivery.objects.filter(pk__in=mine).select_related(
        "message__person__user", "message__user__person", "device"
    )
    return list(shown.order_by("due_at", "pk"))


def _alone_in(channel: Channel) -> None:
    """Until the end of the transaction: the limit of a day is exact, whoever claims beside us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"limit:{channel.code}"])


def _room(channel: Channel, now: datetime) -> int:
    """How many may still be tried today (the day of the installation's clock)."""
    if not channel.per_day:
        return BATCH
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tried = Attempt.objects.filter(at__gte=today, delivery__channel=channel.code, outcome__in=TRIED)
    under_way = Delivery.objects.filter(
        channel=channel.code, state=DeliveryState.SENDING, lease_until__gte=now
    )
    return max(0, min(BATCH, channel.per_day - tried.count() - under_way.count()))


def _take_in_hand(delivery: Delivery, token: uuid.UUID, now: datetime) -> bool:
    """Its turn: a whole lease from now on, and one try more. False when another worker has it by now."""
    mine = Delivery.objects.filter(pk=delivery.pk, claim=token, state=DeliveryState.SENDING)
    taken = mine.update(lease_until=now + timedelta(seconds=LEASE_S), attempts=F("attempts") + 1)
    delivery.attempts += taken
    return bool(taken)


def _send(delivery: Delivery, send: Send, now: datetime) -> Result | str:
    """What the provider said, or why nothing was sent."""
    message = delivery.message
    if message.expires_at is not None and message.expires_at <= now:
        return TOO_LATE
    if delivery.attempts > MOST_TRIES:
        return Result(Outcome.TECHNICAL, "worker_lost")
    try:
        written = write(message)
        parcel = written and get_channel(delivery.channel).write(delivery, written)
    except Exception as error:
        log.exception("delivery %s cannot be written", delivery.pk)
        return Result(Outcome.TECHNICAL, type(error).__name__)
    return NO_LONGER_TRUE if written is None else send(parcel)


def deliver_due(*, now: datetime) -> int:
    """Plan and hand over all that is due, here and without any queue. Gives how many were handed over."""
    while plan_due(now=now):
        pass
    return sum(hand_over(channel=each.code, clock=lambda: now) for each in all_channels())


def sweep(*, now: datetime) -> None:
    """Nudge workers for all that is due: what the queue lost, what is to be tried again, what a dead worker left behind.

    Two beats at once do it once.
    """
    if not take_turn(job="notifications.sweep", now=now, every_s=SWEEP_EVERY_S):
        return
    if Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now).exists():
        nudge("notifications.plan")
    for channel in all_channels():
        if channel.lanes and not rests(channel.code, now) and _due(channel, now).exists():
            for _lane in range(channel.lanes):
                nudge("notifications.hand_over", channel=channel.code)
