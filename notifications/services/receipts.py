"""What became of what was sent, as others tell it later. A delivery only goes forward; what was noted once is not noted again."""

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django_fsm import can_proceed

from core import events
from notifications.channels import get_channel
from notifications.channels.mail import is_dead
from notifications.errors import NotSentYet, UnknownMessage
from notifications.habits import owned_by
from notifications.kinds import find_kind
from notifications.models import Choice, Delivery
from notifications.readers import owner_of, reader_of
from notifications.receipts import Receipt, What
from notifications.services.settling import bury, note
from notifications.states import DeliveryState

log = logging.getLogger(__name__)

COMPLAINT = "complaint"


@transaction.atomic
def note_receipt(
    *,
    message: UUID,
    channel: str,
    what: What,
    at: datetime,
    now: datetime,
    status: str = "",
    about: Collection[str] = (),
) -> bool:
    """Note what was heard of a message that went out by a channel; gives whether it is news.

    Also while a worker still has it in hand: what the receipt says then counts, and the worker writes nothing. `about` are the
    addresses that the receipt names; an address that is not among them, because it changed meanwhile, stays as it is.
    Raises UnknownMessage, and NotSentYet for what no worker took yet.
    """
    delivery = _locked(message, channel)
    if delivery.tries.filter(outcome=what, detail=status).exists():
        return False
    receipt = Receipt(
        message, what, min(max(at, delivery.created_at), now), status, frozenset(about)
    )
    note(delivery, what.value, status, receipt.at)
    _STEPS[what](delivery, receipt, now)
    delivery.save()
    return True


def _locked(message: UUID, channel: str) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related(
        "message__person__user", "message__user__person"
    )
    delivery = (
        rows.filter(message__public_id=message, channel=channel, device=None)
        .exclude(state=DeliveryState.GATHERED)
        .order_by("pk")
        .first()
    )
    if delivery is None:
        log.warning("a receipt about message %s, which was not sent by %s", message, channel)
        raise UnknownMessage
    if delivery.state == DeliveryState.CREATED:
        log.warning("a receipt about delivery %s, which was not sent yet", delivery.pk)
        raise NotSentYet
    return delivery


def _arrived(delivery: Delivery, receipt: Receipt, _now: datetime) -> None:
    if can_proceed(delivery.mark_sent):
        delivery.mark_sent(at=receipt.at)
    if can_proceed(delivery.mark_delivered):
        delivery.mark_delivered()


def _came_back(delivery: Delivery, receipt: Receipt, now: datetime) -> None:
    end = delivery.give_up if receipt.status.startswith("4") else delivery.refuse
    if can_proceed(end):
        end(failure=receipt.status or receipt.what.value)
    if is_dead(receipt.status):
        _shut(delivery, receipt, receipt.status, now)


def _not_wanted(delivery: Delivery, receipt: Receipt, now: datetime) -> None:
    """Who complains got it. Nothing more goes to this address, and nothing about this topic after the address is opened again."""
    _arrived(delivery, receipt, now)
    _shut(delivery, receipt, COMPLAINT, now)
    kind = find_kind(delivery.message.kind)
    if kind is not None:
        theirs: dict[str, Any] = owned_by(owner_of(reader_of(delivery.message)))
        Choice.objects.update_or_create(
            **theirs,
            topic=kind.topic,
            channel=delivery.channel,
            defaults={"wanted": False},
        )


def _under_way(_delivery: Delivery, _receipt: Receipt, _now: datetime) -> None:
    """Their mail server still tries; nothing is to be done."""


_STEPS = {
    What.DELIVERED: _arrived,
    What.BOUNCED: _came_back,
    What.COMPLAINED: _not_wanted,
    What.DELAYED: _under_way,
}


def _shut(delivery: Delivery, receipt: Receipt, why: str, now: datetime) -> None:
    told = delivery.message
    address = get_channel(delivery.channel).address(reader_of(told))
    if not address or (receipt.about and address.lower() not in receipt.about):
        return
    bury(delivery, why=why, now=now)
    events.record(
        "notifications.address_shut",
        subject=told,
        by=None,
        at=now,
        person_id=told.person_id,
        why=why,
    )
