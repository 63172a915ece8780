"""One line each: the work is in the services."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from groups import services


@shared_task(name="groups.sweep_breaks")
def sweep_breaks(**_: Any) -> None:
    services.sweep_breaks(now=timezone.now())


@shared_task(name="groups.sweep_gatherings")
def sweep_gatherings(**_: Any) -> None:
    services.sweep_gatherings(now=timezone.now())


@shared_task(name="groups.sweep_places")
def sweep_places(**_: Any) -> None:
    services.sweep_places(now=timezone.now())


@shared_task(name="groups.offer_places")
def offer_places(*, group_id: int, **_: Any) -> None:
    services.offer_places(group_id=group_id, now=timezone.now())
