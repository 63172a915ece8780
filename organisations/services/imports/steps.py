"""What a coordinator does with a spreadsheet: hand it in, decide about rows, have it brought in, or stop."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import PurePath

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from core.errors import InvalidInput, NotFoundHere
from core.jobs import nudge, take_turn
from core.states import move
from core.text import one_line
from organisations.errors import (
    AlreadyImported,
    ImportBusy,
    ImportClosed,
    NothingToImport,
    ProgrammeClosed,
    RowClosed,
    RowsFaulty,
)
from organisations.imports.faults import DOUBTS
from organisations.imports.readers import ensure_readable
from organisations.models import Import, ImportRow, Programme
from organisations.models.enrolments import Side
from organisations.models.imports import ImportState, RowState
from organisations.permissions import ensure_coordinates
from organisations.services.imports.claims import record, waiting

FILE_NAME_LIMIT = 200
SWEEP_EVERY_S = 30
FORGET_AFTER = timedelta(days=30)
READ, APPLY = "organisations.read_import", "organisations.apply_import"


@transaction.atomic
def start_import(
    *,
    programme_id: int,
    file_name: str,
    content: bytes,
    side: str,
    by: User | None,
    now: datetime,
    nudged: bool = True,
) -> Import:
    """Take a file in; a worker reads it. `side` stands for rows that say none, "" for no such default.

    `by` is None for the operator's command line, which reads at once itself (`nudged` False). Raises NotFoundHere,
    ProgrammeClosed, AlreadyImported, and the errors of `ensure_readable`.
    """
    programme = Programme.objects.get(pk=programme_id)
    _ensure_allowed(by, programme)
    if side not in ("", *Side.values):
        raise InvalidInput(field="side")
    ensure_readable(content)
    digest = sha256(content).hexdigest()
    if programme.imports.filter(file_digest=digest, state=ImportState.DONE).exists():
        raise AlreadyImported
    batch = Import.objects.create(
        organisation_id=programme.organisation_id,
        programme=programme,
        by=by,
        side=side,
        file_name=one_line(PurePath(file_name).name)[:FILE_NAME_LIMIT],
        file_digest=digest,
        file=content,
        created_at=now,
    )
    record("started", batch, by=by, now=now)
    if nudged:
        nudge(READ, import_id=batch.pk)
    return batch


def _ensure_allowed(by: User | None, programme: Programme) -> None:
    if by is not None:
        ensure_coordinates(by, programme.organisation_id)
    if not programme.is_open:
        raise ProgrammeClosed


@transaction.atomic
def request_apply(
    *, import_id: int, only_good: bool, by: User | None, now: datetime, nudged: bool = True
) -> Import:
    """Have the good rows brought in; a worker does it. With `only_good` False only when there are no other rows to look at.

    Raises NotFoundHere, ImportClosed, ProgrammeClosed, RowsFaulty, NothingToImport.
    """
    batch = _locked(import_id, by)
    _ensure_allowed(by, batch.programme)
    faulty, doubtful, good = (
        batch.rows.filter(state=state).count()
        for state in (RowState.FAULTY, RowState.DOUBTFUL, RowState.GOOD)
    )
    if batch.state == ImportState.PREVIEW:
        if not only_good and (faulty or doubtful):
            raise RowsFaulty(faulty=faulty, doubtful=doubtful)
        if not good:
            raise NothingToImport
    move(batch.begin, refusal=ImportClosed, only_good=only_good, rows=good)
    batch.save(update_fields=["state", "only_good", "rows_total", "rows_done", "attempts"])
    record("requested", batch, by=by, now=now, rows=good)
    if nudged:
        nudge(APPLY, import_id=batch.pk)
    return batch


def _locked(import_id: int, by: User | None) -> Import:
    """The import, locked, if it is for this person."""
    batch = _imports().select_for_update(of=("self",)).get(pk=import_id)
    if by is not None:
        ensure_coordinates(by, batch.organisation_id)
    return batch


def _imports() -> QuerySet[Import]:
    return Import.objects.defer("file").select_related("programme")


@transaction.atomic
def decide_row(*, row_id: int, take: bool, by: User, now: datetime) -> ImportRow:
    """Bring in a row that looks like somebody known, or leave out any row that is still open; can be decided again.

    Raises NotFoundHere, ImportClosed, RowClosed (a faulty row cannot be taken, a row known from before neither).
    """
    row = ImportRow.objects.filter(pk=row_id).order_by("pk").first()
    if row is None:
        raise NotFoundHere
    batch = _locked(row.batch_id, by)
    if batch.state != ImportState.PREVIEW:
        raise ImportClosed
    row.refresh_from_db()
    row.state = _decided(row, take)
    row.save(update_fields=["state"])
    record("row_decided", batch, by=by, now=now, row=row.number, take=take)
    return row


def _decided(row: ImportRow, take: bool) -> RowState:
    is_faulty = any(fault["code"] not in DOUBTS for fault in row.faults)
    if row.state == RowState.KNOWN or (take and is_faulty):
        raise RowClosed
    return RowState.GOOD if take else RowState.SKIPPED


@transaction.atomic
def cancel_import(*, import_id: int, by: User | None, now: datetime) -> Import:
    """Stop: nothing is brought in, and what was read is forgotten. Raises NotFoundHere, ImportClosed, ImportBusy."""
    found = _imports().filter(pk=import_id).order_by("pk").first()
    if found is None:
        raise NotFoundHere
    if by is not None:
        ensure_coordinates(by, found.organisation_id)
    # While the people are being stored the row is locked for seconds: a person is told so instead of waiting.
    free = _imports().select_for_update(of=("self",), skip_locked=True).filter(pk=import_id)
    batch = free.order_by("pk").first()
    if batch is None:
        raise ImportBusy
    move(batch.cancel, refusal=ImportClosed, at=now)
    batch.save(update_fields=["state", "file", "finished_at", "claim", "lease_until"])
    batch.rows.all().delete()
    record("cancelled", batch, by=by, now=now)
    return batch


def sweep_imports(*, now: datetime) -> None:
    """Take up what the queue or a worker lost, and forget previews that nobody looked at for a month."""
    if not take_turn(job="organisations.sweep_imports", now=now, every_s=SWEEP_EVERY_S):
        return
    for state, task in ((ImportState.READING, READ), (ImportState.APPLYING, APPLY)):
        lost = Import.objects.filter(waiting(now), state=state).order_by("pk")
        for import_id in lost.values_list("pk", flat=True)[:50]:
            nudge(task, import_id=import_id)
    old = Q(state=ImportState.PREVIEW, created_at__lt=now - FORGET_AFTER)
    for import_id in Import.objects.filter(old).order_by("pk").values_list("pk", flat=True)[:50]:
        cancel_import(import_id=import_id, by=None, now=now)
