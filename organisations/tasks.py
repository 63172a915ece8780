"""One line each: the work is in the services."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from organisations import services


@shared_task(name="organisations.read_import")
def read_import(*, import_id: int, **_: Any) -> None:
    services.read_import(import_id=import_id, now=timezone.now())


@shared_task(name="organisations.apply_import")
def apply_import(*, import_id: int, **_: Any) -> None:
    services.apply_rows(import_id=import_id, now=timezone.now())


@shared_task(name="organisations.remind_of_endings")
def remind_of_endings(**_: Any) -> None:
    services.remind_of_endings(now=timezone.now())


@shared_task(name="organisations.sweep_imports")
def sweep_imports(**_: Any) -> None:
    services.sweep_imports(now=timezone.now())
