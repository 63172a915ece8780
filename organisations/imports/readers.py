"""From the bytes of a file to rows of text: what kind of file it is, how it is written, and where its headings stand.

Everything is decided by the content, never by the file's name. Nothing in a file is carried out: a formula is read as the text
that it is.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings

from organisations.errors import (
    FileBroken,
    FileEmpty,
    FileLocked,
    FileTooLarge,
    FileTypeUnknown,
    HeadingsMissing,
    RowUnreadable,
    TooManyColumns,
    TooManyRows,
)
from organisations.imports.columns import Layout, count_known, layout_of
from organisations.imports.workbooks import Sheet, ensure_workbook, open_workbook

MAX_ROWS, MAX_COLUMNS = 100_000, 200
HEADINGS_WITHIN = 30  # rows above the headings: a title, a logo, an empty line
SEPARATORS = (";", ",", "\t")
_ALIVE_EVERY = 500
_OLE = b"\xd0\xcf\x11\xe0"  # the container of old .xls files, and of XLSX files with a password
_OTHER_KINDS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
# How Belgian letters are written in the three encodings that old programs use: Windows, DOS, Macintosh.
_OLD_ENCODINGS = ("cp1252", "cp850", "mac_roman")
_USUAL = frozenset(
    "éèëêàâäáãåçîïíìôöóòõûüùúñøæœßÿýšžćčÉÈËÊÀÂÄÁÅÇÎÏÍÔÖÓØÛÜÙÚÑŠŽ€°–—’‘“”«»…·•²³ºª½&\xa0"
)

Record = tuple[int, Sequence[str]]


def _nothing(_count: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number in the sheet, and its cells as text."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """`facts` say how the file was read, for the preview."""

    layout: Layout
    lines: Sequence[Line]
    facts: dict[str, Any]


def ensure_readable(content: bytes) -> None:
    """Refuse what needs no reading to be refused: size, kind, password, a small file that unpacks to a huge one.

    Raises FileTooLarge, FileEmpty, FileTypeUnknown, FileLocked, FileBomb, FileBroken.
    """
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise FileTooLarge(megabytes=settings.UPLOAD_LIMIT_BYTES // 1024**2)
    if not content.strip():
        raise FileEmpty
    if content.startswith(_OLE):
        raise FileLocked if "EncryptedPackage".encode("utf-16-le") in content else FileTypeUnknown
    if content.startswith(_OTHER_KINDS):
        raise FileTypeUnknown
    if _is_zip(content):
        ensure_workbook(content)


def read_table(content: bytes, *, alive: Callable[[int], None] = _nothing) -> Table:
    """The rows of a CSV or XLSX file. `alive` is called now and then with the number of rows so far.

    Raises, besides those of `ensure_readable`: HeadingsMissing, TooManyRows, TooManyColumns.
    """
    ensure_readable(content)
    if not _is_zip(content):
        return _read_csv(content, alive)
    with open_workbook(content) as sheets:
        return _read_sheets(sheets, alive)


def _is_zip(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def _read_sheets(sheets: Sequence[Sheet], alive: Callable[[int], None]) -> Table:
    """The first sheet with headings that we know; the others are named."""
    for sheet in sheets:
        if _heading_row(list(islice(sheet.rows(), HEADINGS_WITHIN))) is not None:
            others = [other.name for other in sheets if other is not sheet]
            return _table(sheet.rows(), {"sheet": sheet.name, "other_sheets": others}, alive)
    raise HeadingsMissing


def _read_csv(content: bytes, alive: Callable[[int], None]) -> Table:
    text, encoding = decoded(content)
    said = text[:5].lower()
    separator = text[4] if said.startswith("sep=") and said[4:] in SEPARATORS else _separator(text)
    return _table(_records(text, separator), {"encoding": encoding, "separator": separator}, alive)


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was in. Raises FileTypeUnknown for what is no text."""
    encoding = _encoding(content)
    try:
        text = content.decode(encoding, "strict" if encoding.startswith("utf") else "replace")
    except UnicodeDecodeError as error:
        raise FileBroken from error
    strange = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 11, 12, 13))
    if strange > len(text) / 100 or text.lstrip().startswith("<"):
        raise FileTypeUnknown
    return text, encoding


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:1000]
    if start[1::2].count(0) > len(start) / 3:
        return "utf-16-le"
    if start[::2].count(0) > len(start) / 3:
        return "utf-16-be"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return max(_OLD_ENCODINGS, key=lambda name: _likelihood(content, name))
    return "utf-8-sig"


def _likelihood(content: bytes, encoding: str) -> int:
    """How many of the signs beyond ASCII are usual ones, less those that are not. Of equals, the first encoding wins."""
    signs = bytes(range(128, 256)).decode(encoding, "replace")
    return sum(
        content.count(code) * (1 if sign in _USUAL else -1) for code, sign in enumerate(signs, 128)
    )


def _separator(text: str) -> str:
    """The separator with which most headings are known; of equals, the one that gives most columns."""

    def known(separator: str) -> tuple[int, int]:
        rows = list(csv.reader(text[:20_000].splitlines()[:HEADINGS_WITHIN], delimiter=separator))
        return max(((count_known(row), len(row)) for row in rows), default=(0, 0))

    return max(SEPARATORS, key=known)


def _records(text: str, separator: str) -> Iterator[Record]:
    """Strict: an open quote would else swallow all rows that follow."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        raise RowUnreadable(line=reader.line_num) from error


def _table(records: Iterable[Record], facts: dict[str, Any], alive: Callable[[int], None]) -> Table:
    lines = _filled(records, alive)
    heading = _heading_row([(line.number, line.cells) for line in lines[:HEADINGS_WITHIN]])
    if heading is None:
        raise HeadingsMissing
    layout = layout_of(lines[heading].cells)
    facts = facts | {"heading_row": lines[heading].number} | layout.described()
    return Table(layout, lines[heading + 1 :], facts)


def _filled(records: Iterable[Record], alive: Callable[[int], None]) -> list[Line]:
    """The rows in which something stands, without the empty cells at their end. Raises TooManyRows, TooManyColumns."""
    lines: list[Line] = []
    for number, row in records:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise TooManyColumns(most=MAX_COLUMNS)
        if cells:
            lines.append(Line(number, tuple(cells)))
        if len(lines) > MAX_ROWS + 1:
            raise TooManyRows(most=MAX_ROWS)
        if number % _ALIVE_EVERY == 0:
            alive(len(lines))
    return lines


def _heading_row(records: Sequence[Record]) -> int | None:
    """Which of these rows holds the headings: the first with most of ours, a name among them."""
    named = [n for n, (_number, cells) in enumerate(records) if layout_of(cells).has_names]
    return max(named, key=lambda n: count_known(records[n][1]), default=None)
