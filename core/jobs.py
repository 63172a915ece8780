"""Work for the queue: a nudge after commit, and turns that are taken only once."""

import logging
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import transaction

from core.models import JobSlot

log = logging.getLogger(__name__)


def nudge(task: str, **ids: int | str) -> None:
    """Ask a worker to run `task` once this transaction is committed.

    Only a nudge: rows say what is to be done, and a sweep finds what got lost. So a queue that is down is no error here.
    """
    transaction.on_commit(lambda: _send(task, ids), robust=True)


def _send(task: str, ids: dict[str, Any]) -> None:
    try:
        current_app.send_task(task, kwargs=ids, ignore_result=True)
    except Exception as error:  # noqa: BLE001  (whatever the queue's client raises, the sweep will do it)
        log.warning("queue unreachable, the sweep will do %s: %s", task, type(error).__name__)


def take_turn(*, job: str, now: datetime, every_s: int) -> bool:
    """Is this turn of a periodic job ours? Of all who ask within the same `every_s` seconds, one gets True."""
    slot = datetime.fromtimestamp(now.timestamp() // every_s * every_s, tz=now.tzinfo)
    _row, ours = JobSlot.objects.get_or_create(job=job, slot=slot)
    if ours:
        JobSlot.objects.filter(job=job, slot__lt=slot - timedelta(days=1)).delete()
    return ours
