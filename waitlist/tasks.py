"""One line each: the work is in the services."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from waitlist import services


@shared_task(name="waitlist.sweep")
def sweep(**_: Any) -> None:
    services.sweep(now=timezone.now())
