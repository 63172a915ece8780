"""One row of a sheet while it is being read: its texts by field, and what was found wrong or not understood."""

import re
from collections.abc import Sequence
from typing import Any

from core.errors import DomainError
from core.text import lines, one_line
from organisations.errors import CellBroken, CellIsFormula
from organisations.imports.columns import Layout
from organisations.imports.words import NOTHING, plain

SHOWN = 200  # characters of a faulty cell that are kept
_ERROR = re.compile(r"#(?:[\w/À-ÿ]+[!?]|N/[A-Z]{1,2})")  # "#REF!", "#N/A", "#NAAM?"
_FORMULA, _MENTION = ("=", "＝"), ("@", "＠")
_NAMES = ("name_to_use", "family_name", "full_name", "family_first")
# Several columns stand for one value: a fault is told of the value.
_VALUE_OF = {
    "full_name": "name_to_use",
    "family_first": "name_to_use",
    "postcode": "place",
    "municipality": "place",
    "street": "address",
    "house_number": "address",
    "birth": "birth_year",
    "message_language": "language",
}
# What people put in several columns of the same kind belongs together.
_JOINED = {"note": "\n", "interests": "; ", "languages": "; ", "day_parts": "; "}


def _tidy(text: str) -> str:
    """As `lines`; nearly all cells are plain ASCII, in which there is nothing to take out."""
    return " ".join(text.split()) if text.isascii() and text.isprintable() else lines(text)


class Row:
    """`faults` make a row faulty; `notes` only tell what was not understood. `extra` is what columns without a field say,
    `unclear` what was not understood in the others: both end up in the note, nothing is lost."""

    def __init__(self, layout: Layout, cells: Sequence[str]) -> None:
        self.layout = layout
        self.faults: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.extra: list[str] = []
        self.unclear: list[str] = []
        self._texts: dict[str, str] = {}
        self._cells = [*cells, *[""] * (len(layout.headings) - len(cells))]
        for field, columns in layout.fields.items():
            self._texts[field] = self._read(field, columns)
        beyond = range(len(layout.headings), len(self._cells))
        for column in [*layout.unknown, *beyond]:
            self._keep(column, self._clean("", column))

    def text(self, field: str) -> str:
        return self._texts.get(field, "")

    def raw(self, value: str) -> str:
        """What was typed for a value, shortened."""
        fields = [field for field in self.layout.fields if _VALUE_OF.get(field, field) == value]
        typed = [self._cells[column] for field in fields for column in self.layout.fields[field]]
        return one_line(" ".join(typed))[:SHOWN]

    def refuse(self, error: DomainError, field: str = "") -> None:
        """Note a fault; of several about the same value the first counts. Never holds what was typed."""
        about = field or error.field or ""
        if about not in {fault["field"] for fault in self.faults} or not about:
            self.faults.append({"field": about, "code": error.code, "params": dict(error.params)})

    def note(self, code: str, field: str, text: str = "") -> None:
        """Tell that `text` was not understood, and keep it in the note."""
        self.notes.append({"field": field, "code": code, "params": {"text": text} if text else {}})
        if text:
            self.unclear.append(f"{self._heading(self.layout.fields[field][0])}: {text}")

    def _read(self, field: str, columns: Sequence[int]) -> str:
        texts = {column: self._clean(field, column) for column in columns}
        filled = {column: text for column, text in texts.items() if text}
        if field in _JOINED:
            return _JOINED[field].join(filled.values())
        first = next(iter(filled.values()), "")
        for column, text in filled.items():
            if text != first:
                self._keep(column, text)
        return first

    def _keep(self, column: int, text: str) -> None:
        if text:
            self.extra.append(f"{self._heading(column)}: {text}")

    def _heading(self, column: int) -> str:
        headings = self.layout.headings
        return headings[column] if column < len(headings) else str(column + 1)

    def _clean(self, field: str, column: int) -> str:
        """The text of a cell, or "" for an empty one, for a dash, and for a formula, which is a fault."""
        text = _tidy(self._cells[column])
        if not text:
            return ""
        if text.startswith(_FORMULA) or (text.startswith(_MENTION) and field not in ("", "note")):
            self.refuse(CellIsFormula(), _VALUE_OF.get(field, field))
            return ""
        if _ERROR.fullmatch(text):
            self.refuse(CellBroken(), _VALUE_OF.get(field, field))
            return ""
        if not text.strip(" -–—/?.…*") or (field not in _NAMES and plain(text) in NOTHING):
            return ""
        return (
            text if field in ("", "note", "interests", "languages", "day_parts") else one_line(text)
        )
