"""How sending goes, in figures. Each question reads a partial index of what is not settled, or the tries of some hours: how many
messages were sent long ago makes no difference."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from notifications.channels import all_channels
from notifications.models import Attempt, ChannelRest, Delivery, Message
from notifications.selectors import list_failed
from notifications.states import FAILED, WAITING, DeliveryState, MessageState

ByTwo = dict[tuple[str, str], int]
# What waits until it is planned stands beside the channels.
PLANNING = "planning"


@dataclass(frozen=True)
class Figures:
    """By channel: how many are in a state that is no end; since when the oldest is due; how tries of the last hour ended; how many
    failed that nobody saw to; and which channels rest."""

    live: ByTwo
    due_since: dict[str, datetime]
    tried: ByTwo
    failed: ByTwo
    resting: set[str]


def read_figures(*, now: datetime) -> Figures:
    """Six queries."""
    counted, due_since = _live(now)
    failed = Delivery.objects.filter(state__in=FAILED, seen_to_at=None)
    return Figures(
        live=counted,
        due_since=due_since,
        tried=_tried(Attempt.objects.filter(at__gt=now - timedelta(hours=1))),
        failed=_by_two(failed, "channel", "state"),
        resting=set(ChannelRest.objects.filter(until__gt=now).values_list("channel", flat=True)),
    )


def oldest_due(*, now: datetime) -> datetime | None:
    """Since when the longest waiting message is due that a worker should have sent; None when nothing is late."""
    return min(_live(now)[1].values(), default=None)


def _live(now: datetime) -> tuple[ByTwo, dict[str, datetime]]:
    queued = Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now)
    planned = queued.aggregate(number=Count("pk"), since=Min("due_at"))
    counted: ByTwo = {(PLANNING, MessageState.QUEUED.value): planned["number"]}
    due = {PLANNING: planned["since"]} if planned["since"] else {}
    by_workers = {channel.code for channel in all_channels() if channel.lanes}
    # One question for each of the two indexes.
    for states in (WAITING, (DeliveryState.SENDING,)):
        rows = Delivery.objects.filter(state__in=states).values_list("channel", "state")
        told = rows.annotate(Count("pk"), Min("due_at")).order_by("channel", "state")
        for channel, state, number, since in told:
            counted[channel, state] = number
            if channel in by_workers and since <= now:
                due[channel] = min(since, due.get(channel, since))
    return counted, due


def figures_of(*, organisations: Collection[int], now: datetime) -> tuple[ByTwo, ByTwo]:
    """Of some organisations: how tries of the last day ended, and how many failed that nobody saw to."""
    tried = Attempt.objects.filter(
        at__gt=now - timedelta(days=1), delivery__message__organisation_id__in=organisations
    )
    failed = list_failed(organisations=organisations)
    return _tried(tried), _by_two(failed, "channel", "state")


def _tried(rows: QuerySet[Attempt]) -> ByTwo:
    return _by_two(rows, "delivery__channel", "outcome")


def _by_two(rows: QuerySet[Attempt] | QuerySet[Delivery], *names: str) -> ByTwo:
    counted = rows.values_list(*names).annotate(Count("pk")).order_by(*names)
    return {(one, other): number for one, other, number in counted}
