"""From what is due to the ways by which it goes out, some messages at a time. Two planners at once share the work and never do it twice."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from core.jobs import nudge
from notifications.channels import get_channel
from notifications.channels.base import Channel
from notifications.habits import Known, read_known
from notifications.kinds import PLAIN, find_kind
from notifications.models import Delivery, Message
from notifications.readers import Reader, reader_of
from notifications.routing import Way, ways_of
from notifications.states import TOO_LATE, DeliveryState, MessageState

BATCH = 200


@transaction.atomic
def plan_due(*, now: datetime, limit: int = BATCH) -> int:
    """Plan what is due, the oldest first; gives how many messages were looked at. Channels are nudged after commit."""
    due = (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=MessageState.QUEUED, due_at__lte=now)
        .select_related("person__user", "person__place__postal", "user__person")
        .order_by("due_at", "pk")
    )
    messages = list(due[:limit])
    if not messages:
        return 0
    readers = {message.pk: reader_of(message) for message in messages}
    known = read_known(readers.values())
    deliveries = [
        delivery
        for message in messages
        for delivery in _plan(message, readers[message.pk], known, now)
    ]
    Message.objects.bulk_update(messages, ["state", "why"])
    Delivery.objects.bulk_create(deliveries)
    due_now = {each.channel for each in deliveries if each.due_at <= now}
    for channel in sorted(each for each in due_now if get_channel(each).lanes):
        nudge("notifications.hand_over", channel=channel)
    return len(messages)


def _plan(message: Message, reader: Reader, known: Known, now: datetime) -> Iterable[Delivery]:
    if message.expires_at is not None and message.expires_at <= now:
        message.suppress(why=TOO_LATE)
        return
    reaching = known.reaching(reader)
    kind = find_kind(message.kind) or PLAIN
    ways = ways_of(kind, known.habits_of(reader), reaching, now=now, expires_at=message.expires_at)
    if isinstance(ways, str):
        message.suppress(why=ways)
        return
    message.plan()
    channels = {each.code: each for each in reaching}
    for way in ways:
        yield from _deliveries(message, channels[way.channel], way, reader, known, now)


def _deliveries(
    message: Message, channel: Channel, way: Way, reader: Reader, known: Known, now: datetime
) -> Iterable[Delivery]:
    for device in known.devices_of(reader) if channel.to_devices else [None]:
        yield Delivery(
            message=message,
            channel=channel.code,
            device=device,
            state=DeliveryState.GATHERED if way.gathered else DeliveryState.CREATED,
            created_at=now,
            due_at=way.at,
        )
