"""From the headings of a sheet to the fields that they stand for."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.places.names import plain
from core.text import one_line
from organisations.imports.headings import HEADINGS

HEADING_LIMIT = 100
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")  # "Geboortedatum (dd/mm/jjjj)"


@dataclass(frozen=True)
class Layout:
    """Which columns hold which field, the best column first, and in which language the headings are."""

    headings: Sequence[str]
    fields: dict[str, list[int]]
    language: str

    @property
    def has_names(self) -> bool:
        return not self.fields.keys().isdisjoint({"name_to_use", "full_name", "family_first"})

    @property
    def unknown(self) -> list[int]:
        """Columns that stand for no field; what they say goes to the note."""
        used = {column for columns in self.fields.values() for column in columns}
        return [column for column in range(len(self.headings)) if column not in used]

    def described(self) -> dict[str, Any]:
        """For the preview: which heading was taken for what, and which were not understood."""
        known = sorted(
            (column, field) for field, columns in self.fields.items() for column in columns
        )
        return {
            "known": [[self.headings[column], field] for column, field in known],
            "unknown": [self.headings[column] for column in self.unknown],
            "language": self.language,
        }


def count_known(cells: Iterable[str]) -> int:
    """How many different headings of ours stand in this row."""
    return len({_key(cell) for cell in cells if _found(cell)})


def layout_of(cells: Sequence[str]) -> Layout:
    """Read a row of headings. A heading that is empty is called by the number of its column."""
    found = {column: _found(cell) for column, cell in enumerate(cells)}
    fields: dict[str, list[tuple[int, int]]] = {}
    for column, meanings in found.items():
        for field, rank in list(meanings.values())[:1]:
            fields.setdefault(field, []).append((rank, column))
    columns = {field: [column for _rank, column in sorted(own)] for field, own in fields.items()}
    return Layout(
        headings=[one_line(cell)[:HEADING_LIMIT] or str(n) for n, cell in enumerate(cells, 1)],
        fields=_with_name(columns),
        language=_language(found.values()),
    )


def _key(cell: str) -> str:
    return re.sub(r"( \d+)+$", "", plain(_ASIDE.sub(" ", cell)))


def _found(cell: str) -> dict[str, tuple[str, int]]:
    """Language → what the heading means in it."""
    if len(cell) > HEADING_LIMIT:
        return {}
    key = _key(cell)
    return {language: table[key] for language, table in HEADINGS.items() if key in table}


def _with_name(fields: dict[str, list[int]]) -> dict[str, list[int]]:
    """ "Naam" and "Nom" are the family name beside a first name, and the whole name alone."""
    whole = fields.pop("name", [])
    if whole:
        meant = "family_name" if "name_to_use" in fields else "full_name"
        fields[meant] = fields.get(meant, []) + whole
    return fields


def _language(found: Iterable[dict[str, Any]]) -> str:
    """The language of most headings; those that are the same in several count for none of them. Dutch when in doubt."""
    votes = Counter(next(iter(meanings)) for meanings in found if len(meanings) == 1)
    return max(HEADINGS, key=lambda language: votes[language])
