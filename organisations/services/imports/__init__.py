"""Bringing in the spreadsheet that an organisation keeps today: hand in, read, decide, bring in."""

from organisations.services.imports.applying import apply_rows
from organisations.services.imports.reading import read_import
from organisations.services.imports.steps import (
    cancel_import,
    decide_row,
    request_apply,
    start_import,
    sweep_imports,
)

__all__ = [
    "apply_rows",
    "cancel_import",
    "decide_row",
    "read_import",
    "request_apply",
    "start_import",
    "sweep_imports",
]
