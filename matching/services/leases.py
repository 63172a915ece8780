"""What a worker has is claimed by a guarded UPDATE with a token, and kept by signs of life: a lease that runs out is given to another.

The same for a search, a part of one and a forming of groups. `rows` is always a query for one row.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from matching.engine.errors import EngineError
from matching.errors import RunCancelled

log = logging.getLogger(__name__)

LEASE_S = 120
MAX_ATTEMPTS = 3
Row = TypeVar("Row", bound=Model)


def claim(rows: QuerySet[Row], *, now: datetime, **fields: Any) -> uuid.UUID | None:
    """Take the row if it is still to be had; the token is ours alone."""
    token = uuid.uuid4()
    until = now + timedelta(seconds=LEASE_S)
    taken = rows.update(claim=token, lease_until=until, attempts=F("attempts") + 1, **fields)
    return token if taken == 1 else None


def promise(rows: QuerySet[Row], *, seconds: int, percent: int) -> None:
    """A sign of life, good for so long. Raises RunCancelled when the row is no longer ours."""
    until = timezone.now() + timedelta(seconds=seconds)  # noqa: TID251  (real time passes while the engine searches)
    if rows.update(lease_until=until, progress=percent) != 1:
        raise RunCancelled


def still_mine(rows: QuerySet[Row]) -> Row:
    """The row, locked. Raises RunCancelled when it is no longer ours."""
    mine = rows.select_for_update(of=("self",), no_key=True).order_by("pk").first()
    if mine is None:
        raise RunCancelled
    return mine


def read_one_moment() -> None:
    """What this transaction reads is as it was at one moment, however long it takes. In a test, which is in a transaction already, it
    stays as it is."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def carry_out(what: str, work: Callable[[], None], end_badly: Callable[[str], None]) -> bool:
    """Do the work, and tell whether it is done; what goes wrong ends it with a code."""
    try:
        work()
    except RunCancelled:
        log.info("%s was cancelled or taken over", what)
    except EngineError as error:
        log.error("%s: %s", what, error.code)
        end_badly(error.code)
    except Exception:
        log.exception("%s failed", what)
        end_badly("fault")
    else:
        return True
    return False
