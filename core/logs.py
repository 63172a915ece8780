"""Log lines as one JSON object each, with the id of the request they belong to and without the keys in an address."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# A long part of a path that is no public id: what opens a page without a login is signed or drawn at random, and so is a new password's link.
_KEY = re.compile(r"""(?<=/)(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![^/\s]))[^/\s"']{32,}""")


def _without_keys(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Who reads the log shall not be able to answer for somebody: Django names the path of what it refused."""
    event["event"] = _KEY.sub("…", str(event["event"]))
    return event


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """One line per event; the same shape for our own lines and for those of libraries."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            _without_keys,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        foreign_pre_chain=[structlog.contextvars.merge_contextvars],
    )
