"""Forming groups: from waiting people to groups with reasons and a bound.

The parts are imported on first use, so that a web process does not load the solver at its start.
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "form_groups": "solve",
    "form_greedily": "solve",
    "Board": "judging",
    "verify": "verifying",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"matching.engine.grouping.{_WHERE[name]}"), name)
