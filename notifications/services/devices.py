"""The browsers in which somebody wants to see messages. A browser has one owner: who registers it last."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from core import events
from notifications.channels.base import PUSH
from notifications.errors import DeviceUnreadable, NoPushService, TooManyDevices
from notifications.models import Delivery, Device
from notifications.push_keys import are_keys, is_push_service
from notifications.states import ARRIVED

MOST_DEVICES = 10
_ENDPOINT = Device._meta.get_field("endpoint").max_length or 0
_NAME = Device._meta.get_field("name").max_length or 0


@transaction.atomic
def add_device(
    *, endpoint: str, p256dh: str, auth: str, name: str, by: User, now: datetime
) -> Device:
    """Show the messages of `by` in this browser; the same browser again takes its new keys.

    What still waits for who had this browser before is not shown in it. Raises NoPushService, DeviceUnreadable, TooManyDevices.
    """
    if len(endpoint) > _ENDPOINT or not is_push_service(endpoint):
        raise NoPushService
    if not are_keys(p256dh, auth):
        raise DeviceUnreadable
    User.objects.select_for_update().get(pk=by.pk)
    for device in Device.objects.filter(endpoint=endpoint).exclude(user=by).order_by("pk"):
        forget_device(device_id=device.pk)
    others = Device.objects.filter(user=by).exclude(endpoint=endpoint)
    if others.count() >= MOST_DEVICES:
        raise TooManyDevices
    said = {"p256dh": p256dh, "auth": auth, "name": name[:_NAME], "user": by}
    device = Device(endpoint=endpoint, created_at=now, **said)
    # In one statement: two who register one browser at once both succeed, and the last has it.
    Device.objects.bulk_create(
        [device], update_conflicts=True, unique_fields=["endpoint"], update_fields=list(said)
    )
    kept = Device.objects.get(endpoint=endpoint)
    events.record("notifications.device_added", subject=kept, by=by, at=now)
    return kept


@transaction.atomic
def remove_device(*, device: Device, by: User, now: datetime) -> None:
    """No more messages in this browser."""
    events.record("notifications.device_removed", subject=device, by=by, at=now)
    forget_device(device_id=device.pk)


@transaction.atomic
def forget_device(*, device_id: int) -> None:
    """Delete it. What it was told stays as a row without a device, of which a message has at most one: rather one that arrived. What
    still waits for it fails in its turn, so that it does not go unseen."""
    device = Device.objects.select_for_update().filter(pk=device_id).first()
    if device is None:
        return  # two messages found it gone at once
    told = Delivery.objects.filter(device=device)
    without = Delivery.objects.filter(channel=PUSH, device=None)
    arrived = told.filter(state__in=ARRIVED).values("message")
    without.filter(message__in=arrived).exclude(state__in=ARRIVED).delete()
    told.exclude(Exists(without.filter(message=OuterRef("message")))).update(device=None)
    device.delete()
