"""One line each: the work is in the services."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from matching import services


@shared_task(name="matching.execute_run")
def execute_run(*, run_id: int, **_: Any) -> None:
    services.execute_run(run_id=run_id, now=timezone.now())


@shared_task(name="matching.execute_part")
def execute_part(*, part_id: int, **_: Any) -> None:
    run_id = services.execute_part(part_id=part_id, now=timezone.now())
    if run_id is not None:
        services.execute_run(run_id=run_id, now=timezone.now())


@shared_task(name="matching.execute_forming")
def execute_forming(*, forming_id: int, **_: Any) -> None:
    services.execute_forming(forming_id=forming_id, now=timezone.now())


@shared_task(name="matching.sweep_runs")
def sweep_runs(**_: Any) -> None:
    services.sweep_runs(now=timezone.now())
    services.sweep_formings(now=timezone.now())


@shared_task(name="matching.sweep_proposals")
def sweep_proposals(**_: Any) -> None:
    services.remind_and_expire(now=timezone.now())
    services.sweep_choices(now=timezone.now())
    services.remind_and_dissolve(now=timezone.now())
