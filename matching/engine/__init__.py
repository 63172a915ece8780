"""The matching engine: numbers in, proven answers out. It knows no Django and no names.

The parts are imported on first use, so that a web process does not load the solver at its start.
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "match": "solve",
    "match_region": "solve",
    "split": "regions",
    "join": "regions",
    "verify": "verifying",
    "rank": "explain",
    "check_pair": "explain",
    "explain_pair": "explain",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"matching.engine.{_WHERE[name]}"), name)
