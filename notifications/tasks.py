"""One line each: the work is in the services."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from notifications import services


@shared_task(name="notifications.plan")
def plan(**_: Any) -> None:
    while services.plan_due(now=timezone.now()):
        pass


@shared_task(name="notifications.hand_over")
def hand_over(*, channel: str, **_: Any) -> None:
    services.hand_over(channel=channel, clock=timezone.now)


@shared_task(name="notifications.sweep")
def sweep(**_: Any) -> None:
    services.sweep(now=timezone.now())


@shared_task(name="notifications.send_digests")
def send_digests(**_: Any) -> None:
    services.send_digests(now=timezone.now())


@shared_task(name="notifications.watch")
def watch(**_: Any) -> None:
    services.watch(now=timezone.now())
