"""One line each: the work is in the services."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts import services


@shared_task(name="accounts.geocode")
def geocode(*, place_id: int, version: int, **_: Any) -> None:
    services.geocode_place(place_id=place_id, version=version, now=timezone.now())


@shared_task(name="accounts.sweep_places")
def sweep_places(**_: Any) -> None:
    services.sweep_places(now=timezone.now())
