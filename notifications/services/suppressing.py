"""Addresses that take nothing more: somebody of the team hears that one works again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import events
from notifications.channels import get_channel
from notifications.channels.base import MAIL
from notifications.errors import NotDead
from notifications.habits import hash_of
from notifications.models import DeadAddress
from notifications.readers import Reader


@transaction.atomic
def lift(*, reader: Reader, by: User | None, now: datetime, channel: str = MAIL) -> DeadAddress:
    """Send to the address that they have now again. Raises NotDead when nothing is known against it, also the second time."""
    dead = (
        DeadAddress.objects.select_for_update()
        .filter(
            channel=channel,
            hash=hash_of(channel, get_channel(channel).address(reader)),
            lifted_at=None,
        )
        .order_by("pk")
        .first()
    )
    if dead is None:
        raise NotDead
    dead.lifted_at, dead.lifted_by = now, by
    dead.save(update_fields=["lifted_at", "lifted_by"])
    events.record(
        "notifications.address_lifted",
        subject=dead,
        by=by,
        at=now,
        person_id=reader.person.pk if reader.person is not None else None,
    )
    return dead
