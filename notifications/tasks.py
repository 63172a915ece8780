"""One line each: the work is in the services."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from notifications import services


@shared_task(name="notifications.deliver")
def deliver(*, message_id: int, **_: Any) -> None:
    services.deliver_message(message_id=message_id, now=timezone.now())


@shared_task(name="notifications.sweep")
def sweep(**_: Any) -> None:
    services.sweep(now=timezone.now())
