"""What an import looks like before it is brought in, or what became of it: counts, columns, rows to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from organisations.imports.faults import words_of
from organisations.models import Import
from organisations.models.imports import RowState


@dataclass(frozen=True)
class Preview:
    """`known` is heading → field, `unknown` are headings whose text goes to the remarks, `counts` is state → rows."""

    known: dict[str, str]
    unknown: list[str]
    counts: dict[str, int]
    facts: dict[str, Any]


def preview_of(batch: Import) -> Preview:
    counted = batch.rows.values_list("state").annotate(Count("pk")).order_by("state")
    return Preview(
        known=dict(batch.columns.get("known", [])),
        unknown=batch.columns.get("unknown", []),
        counts=dict.fromkeys(RowState.values, 0) | dict(counted),
        facts=batch.columns,
    )


def told_of_rows(batch: Import, *states: str) -> Iterator[tuple[int, list[str]]]:
    """Row number and sentences, for the rows in these states. Nothing of what stands in the row."""
    rows = batch.rows.filter(state__in=states).order_by("number")
    for number, faults in rows.values_list("number", "faults").iterator():
        yield (
            number,
            [f"{fault['field']}: {words_of(fault)}".removeprefix(": ") for fault in faults],
        )
