"""Spreadsheets for tests, and imports that walk the services."""

import io
from typing import Any

from openpyxl import Workbook

from accounts.models import User
from organisations import services
from organisations.imports.columns import layout_of
from organisations.imports.values import Checked, Checker
from organisations.models import Import, ImportRow, Programme
from tests.clock import NOW

HEADINGS = "Voornaam;Familienaam;Rol;Postcode;E-mail;GSM;Geboortejaar"
ANA = "Ana;Peeters;zoekt;9000;ana@example.org;0470 12 34 56;1985"
BEN = "Ben;Maes;vrijwilliger;2000;ben@example.org;;1990"
CEM = "Cem;Yilmaz;zoekt;1000;cem@example.org;;1979"
FAULTY = "Dora;Claes;zoekt;9000;not-an-address;;"


def csv_of(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\r\n".join([headings, *rows]).encode()


def xlsx_of(*rows: list[Any], **sheets: list[list[Any]]) -> bytes:
    """A workbook with `rows` in its first sheet, and further sheets by name."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def checked(side: str = "seeker", **cells: str) -> Checked:
    """One row with a heading for each cell: `checked(Voornaam="Ana", GSM="0470 12 34 56")`."""
    headings = [name.replace("_", " ") for name in cells]
    return Checker(layout=layout_of(headings), side=side, now=NOW).check(list(cells.values()))


def started(
    programme: Programme, content: bytes, by: User | None = None, *, side: str = ""
) -> Import:
    return services.start_import(
        programme_id=programme.pk,
        file_name="people.csv",
        content=content,
        side=side,
        by=by,
        now=NOW,
    )


def read(programme: Programme, *rows: str, by: User | None = None, **more: str) -> Import:
    """An import in PREVIEW with these rows under the usual headings."""
    batch = started(programme, csv_of(*rows), by, **more)
    services.read_import(import_id=batch.pk, now=NOW)
    return again(batch)


def applied(batch: Import, *, only_good: bool = True, by: User | None = None) -> Import:
    services.request_apply(import_id=batch.pk, only_good=only_good, by=by, now=NOW)
    services.apply_rows(import_id=batch.pk, now=NOW)
    return again(batch)


def brought_in(programme: Programme, *rows: str, by: User | None = None) -> Import:
    return applied(read(programme, *rows, by=by), by=by)


def again(batch: Import) -> Import:
    return Import.objects.get(pk=batch.pk)


def states(batch: Import) -> list[str]:
    return list(batch.rows.order_by("number").values_list("state", flat=True))


def only_row(batch: Import) -> ImportRow:
    return batch.rows.get()


def codes(batch: Import) -> list[str]:
    return [fault["code"] for row in batch.rows.order_by("number") for fault in row.faults]
