"""XLSX files, opened with care: an XLSX is a ZIP of XML, written by whoever sent it."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from organisations.errors import FileBomb, FileBroken, FileLocked, FileTypeUnknown

MAX_PARTS = 1_000
MAX_UNPACKED_BYTES = 200 * 1024**2
MAX_RATIO, RATIO_COUNTS_FROM = 100, 10 * 1024**2
MAX_SHEET_ROWS = 1_048_576  # what Excel itself allows; a larger number in the file is a trap
MAX_CELLS = 30_000_000
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows` reads it from the start each time."""

    name: str
    source: Any

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """(number in the sheet, cells as text). Raises FileBroken, FileBomb."""
        cells = 0
        try:
            self.source.reset_dimensions()  # what the file says of its own size is often wrong
            for number, row in enumerate(
                self.source.iter_rows(values_only=True, max_row=MAX_SHEET_ROWS), 1
            ):
                cells += len(row)
                if cells > MAX_CELLS:
                    raise FileBomb
                yield number, [_text(value) for value in row]
        except FileBomb:
            raise
        except Exception as error:  # whatever a library raises at XML that somebody made up
            raise FileBroken from error


def ensure_workbook(content: bytes) -> None:
    """Look at the list of what is in the ZIP, unpack nothing. Raises FileBroken, FileBomb, FileLocked, FileTypeUnknown."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise FileBroken from error
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES:
        raise FileBomb
    if unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * len(content):
        raise FileBomb
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise FileLocked
    if not any(part.filename.startswith("xl/") for part in parts):
        raise FileTypeUnknown


@contextmanager
def open_workbook(content: bytes) -> Iterator[Sequence[Sheet]]:
    """The visible sheets. openpyxl refuses entities (defusedxml); formulas come as text, values of other files never."""
    from openpyxl import (
        load_workbook,  # a tenth of what a process takes to start, for what few of them do
    )

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # openpyxl tells of features that it leaves out: colours, lists to choose from
        try:
            book = load_workbook(
                io.BytesIO(content), read_only=True, data_only=False, keep_links=False
            )
        except Exception as error:
            raise FileBroken from error
        try:
            yield [
                Sheet(sheet.title, sheet)
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
        finally:
            book.close()


def _text(value: Any) -> str:
    """A cell as somebody would type it; a formula starts with "="."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # Numbers and texts are Python's own; what else a cell holds is a formula over several cells.
    return "=" if type(value).__module__.startswith("openpyxl.") else str(value)
