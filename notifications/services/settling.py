"""What becomes of a delivery after a try: the table of `docs/explanation/delivery.md`, as code."""

import logging
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Value, When

from notifications.channels import get_channel
from notifications.channels.base import Outcome, Result
from notifications.habits import hash_of, read_known
from notifications.kinds import find_kind
from notifications.models import Attempt, DeadAddress, Delivery
from notifications.readers import reader_of
from notifications.routing import after_quiet
from notifications.services.devices import forget_device
from notifications.services.resting import let_rest
from notifications.states import DeliveryState

log = logging.getLogger(__name__)

PATIENCE_MIN = (1, 5, 15, 60, 180, 360, 720)
UNKNOWN_MIN = (5, 60)
AWAY_AT_MOST = timedelta(hours=72)


def settle(*, delivery: Delivery, token: uuid.UUID, result: Result | str, now: datetime) -> None:
    """Write what came of a try. A text says why nothing was sent. Who lost the lease writes nothing."""
    is_ours = _settle(delivery, token, result, now)
    if is_ours and isinstance(result, Result) and result.dead:
        # Afterwards: two lanes that hold a delivery to one device each would wait for each other's.
        bury(delivery, why=result.detail[:40], now=now)


@transaction.atomic
def _settle(delivery: Delivery, token: uuid.UUID, result: Result | str, now: datetime) -> bool:
    mine = (
        Delivery.objects.select_for_update()
        .filter(pk=delivery.pk, claim=token, state=DeliveryState.SENDING)
        .order_by("pk")
        .first()
    )
    if mine is None:
        log.warning("delivery %s: the lease was lost before the end", delivery.pk)
        return False
    mine.message = delivery.message
    if isinstance(result, str):
        note(mine, "cancelled", result, now)
        mine.cancel(failure=result)
    else:
        note(mine, result.outcome.value, result.detail, now)
        _take(mine, result, now)
    mine.save()
    return True


def note(mine: Delivery, outcome: str, detail: str, now: datetime) -> None:
    Attempt.objects.create(
        delivery=mine, number=mine.tries.count() + 1, at=now, outcome=outcome, detail=detail[:40]
    )


def _take(mine: Delivery, result: Result, now: datetime) -> None:
    detail = result.detail[:40]
    if result.outcome == Outcome.SENT:
        mine.mark_sent(at=now)
    elif result.outcome == Outcome.PERMANENT:
        mine.refuse(failure=detail)
    elif result.outcome == Outcome.TECHNICAL:
        mine.give_up(failure=detail)
    elif result.outcome == Outcome.BUSY:
        _wait_for_the_channel(mine, detail, now)
    else:
        pauses = UNKNOWN_MIN if result.outcome == Outcome.UNKNOWN else PATIENCE_MIN
        _again(mine, pauses, mine.tries.filter(outcome=result.outcome).count(), detail, now)


def _again(mine: Delivery, pauses: tuple[int, ...], times: int, detail: str, now: datetime) -> None:
    if times > len(pauses):
        mine.give_up(failure=detail)
    else:
        due_at = now + spread(pauses[times - 1], mine)
        mine.try_again(due_at=_by_day(mine, due_at), failure=detail)


def spread(minutes: float, delivery: Delivery) -> timedelta:
    """So many minutes ±20 %: which side is the message's own, so that a crowd does not come back at one moment."""
    side = (delivery.message.public_id.int % 401 - 200) / 1000
    return timedelta(minutes=minutes * (1 + side))


def _wait_for_the_channel(mine: Delivery, detail: str, now: datetime) -> None:
    """The provider takes nothing from anybody: this costs the message no try, but not for ever."""
    until = let_rest(mine.channel, now)
    first = mine.tries.order_by("number").values_list("at", flat=True)[0]
    if first + AWAY_AT_MOST <= now:
        mine.give_up(failure=detail)
    else:
        mine.attempts -= 1
        mine.try_again(due_at=until, failure=detail)


def _by_day(mine: Delivery, due_at: datetime) -> datetime:
    """Another try rings no more at night than the first, unless it is urgent or would come too late."""
    kind, expires_at = find_kind(mine.message.kind), mine.message.expires_at
    if not get_channel(mine.channel).rings or (kind is not None and kind.urgent):
        return due_at
    reader = reader_of(mine.message)
    morning = after_quiet(read_known([reader]).habits_of(reader), due_at)
    return due_at if expires_at is not None and morning >= expires_at else morning


def bury(delivery: Delivery, *, why: str, now: datetime) -> None:
    """Nothing more goes to this address until somebody lifts it or it changes. A device is forgotten: it comes back as a new one."""
    if delivery.device_id is not None:
        forget_device(device_id=delivery.device_id)
        return
    address = get_channel(delivery.channel).address(reader_of(delivery.message))
    row = DeadAddress(
        channel=delivery.channel, hash=hash_of(delivery.channel, address), since=now, why=why
    )
    DeadAddress.objects.bulk_create([row], ignore_conflicts=True)


def put_back(*, token: uuid.UUID) -> None:
    """What was claimed and not tried waits again, as before."""
    Delivery.objects.filter(claim=token, state=DeliveryState.SENDING).update(
        state=Case(
            When(attempts=0, then=Value(DeliveryState.CREATED)),
            default=Value(DeliveryState.TEMPORARY),
        ),
        claim=None,
        lease_until=None,
    )
