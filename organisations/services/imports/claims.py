"""Who works on an import: one worker at a time, by a token and a lease.

A worker that dies leaves a lease that runs out; `sweep_imports` then gives the import to another, three times at most. Who lost
the lease, or whose import was cancelled, notices at the next sign of life and writes nothing more.
"""

import logging
import traceback
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from core import events
from core.states import move
from organisations.errors import FileRefused
from organisations.models import Import
from organisations.models.imports import ImportState

log = logging.getLogger(__name__)

LEASE_S = 120
MAX_ATTEMPTS = 3
BATCH = 500  # rows between two signs of life
Progress = Callable[[int, int], None]  # (done, of how many)


def quietly(_done: int, _total: int) -> None:
    """For whoever need not hear of progress: it is in the row as well."""


class Lost(Exception):
    """The import was cancelled, or another worker has it."""


def waiting(now: datetime) -> Q:
    """Nobody works on it, or who did is lost."""
    return Q(lease_until=None) | Q(lease_until__lt=now)


def carry_out(
    *, import_id: int, state: ImportState, now: datetime, work: Callable[[Import, uuid.UUID], None]
) -> None:
    """Do `work` on an import in `state` if nobody else does; what goes wrong ends the import with a stable code."""
    token = _claim(import_id, state, now)
    if token is None:
        return
    batch = Import.objects.defer("file").select_related("programme", "by").get(pk=import_id)
    if batch.attempts > MAX_ATTEMPTS:
        _end_badly(batch, token, "worker_lost", now)
        return
    try:
        work(batch, token)
    except Lost:
        log.info("import %s was cancelled or taken over", import_id)
    except FileRefused as error:
        _end_badly(batch, token, error.code, now, **error.params)
    except (OperationalError, InterfaceError) as error:
        # The database went away or chose us in a deadlock: the lease runs out and the sweep gives it to another.
        log.warning("import %s was interrupted: %s", import_id, type(error).__name__)
    except Exception as error:  # noqa: BLE001  (logged below, without the words of the error: a row may stand in them)
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("import %s failed: %s\n%s", import_id, type(error).__name__, where)
        _end_badly(batch, token, "fault", now)


def _claim(import_id: int, state: ImportState, now: datetime) -> uuid.UUID | None:
    token = uuid.uuid4()
    claimed = Import.objects.filter(waiting(now), pk=import_id, state=state).update(
        claim=token,
        lease_until=now + timedelta(seconds=LEASE_S),
        attempts=F("attempts") + 1,
        rows_done=0,
    )
    return token if claimed == 1 else None


def sign_of_life(*, batch: Import, token: uuid.UUID, **progress: int) -> None:
    """Renew the lease and say how far it is (`rows_done`, `rows_total`). Raises Lost."""
    until = timezone.now() + timedelta(seconds=LEASE_S)  # noqa: TID251  (real time passes while a file is read)
    renewed = Import.objects.filter(pk=batch.pk, claim=token).update(lease_until=until, **progress)
    if renewed != 1:
        raise Lost


def lock_mine(*, batch: Import, token: uuid.UUID) -> Import:
    """The import, locked. Raises Lost."""
    mine = (
        Import.objects.select_for_update(of=("self",))
        .defer("file")
        .filter(pk=batch.pk, claim=token)
    )
    for each in mine.select_related("programme", "by"):
        return each
    raise Lost


@transaction.atomic
def _end_badly(batch: Import, token: uuid.UUID, code: str, now: datetime, **facts: Any) -> None:
    try:
        mine = lock_mine(batch=batch, token=token)
    except Lost:
        return
    move(mine.fail, code=code, facts={"failure": facts}, at=now)
    mine.save()
    mine.rows.all().delete()
    record("failed", mine, by=None, now=now, code=code)


def record(happening: str, batch: Import, *, by: User | None, now: datetime, **data: Any) -> None:
    events.record(
        f"organisations.import_{happening}",
        subject=batch,
        by=by,
        at=now,
        organisation_id=batch.organisation_id,
        **data,
    )
