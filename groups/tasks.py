"""One line each: the work is in the services."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from groups import services


@shared_task(name="groups.sweep_breaks")
def sweep_breaks(**_: Any) -> None:
    services.sweep_breaks(now=timezone.now())
