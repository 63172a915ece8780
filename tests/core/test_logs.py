"""Log lines: one JSON object each, ours and those of libraries alike."""

import json
import logging
import sys

import pytest
import structlog

from core.logs import formatter


def line(message="Something happened", *args, level=logging.WARNING, exc_info=None):
    record = logging.LogRecord("core.jobs", level, __file__, 1, message, args, exc_info)
    return formatter().format(record)


def test_a_line_says_what_where_how_bad_and_when():
    written = json.loads(line("queue unreachable: %s", "OperationalError"))

    assert written.keys() >= {"event", "logger", "level", "timestamp"}


def test_a_line_holds_its_words_with_their_facts():
    written = json.loads(line("queue unreachable: %s", "OperationalError"))

    assert (written["event"], written["logger"], written["level"]) == (
        "queue unreachable: OperationalError",
        "core.jobs",
        "warning",
    )


@pytest.mark.parametrize(
    "typed", ["two\nlines", 'a "quote"', '{"event": "forged"}', "\u2028", "\x1b[31mred", "👋"]
)
def test_what_somebody_typed_stays_in_its_line_and_its_place(typed):
    written = line("%s", typed)

    assert (json.loads(written)["event"], len(written.splitlines())) == (typed, 1)


KEYS = [
    "/answer/MTEx:1xXge0:ZzPkHDJZeDf85E1kI2UL2D0IGzD1zY0vxg-e3_n91aU",
    "/calendar/s7GhJ2kLp0QwErTyUiOpAsDfGhJkLzXc.ics",
    "/accounts/password/reset/key/3-cx5k3r-0f8a2d1c4b6e7f90a1b2c3d4e5f60718",
]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("end", ["/", "", "/again/"])
def test_a_line_holds_no_key_of_an_address(key, end):
    written = json.loads(line("Conflict: %s", key + end))

    assert written["event"] == f"Conflict: {key.rpartition('/')[0]}/…{end}"


@pytest.mark.parametrize(
    "path", ["/people/0f8fad5b-d9cb-469f-a165-70867728950e/", "/people/?q=ana", "/accounts/login/"]
)
def test_a_line_holds_what_is_no_key(path):
    assert json.loads(line("Not Found: %s", path))["event"] == f"Not Found: {path}"


def test_what_is_longer_than_a_public_id_is_none():
    path = "/people/0f8fad5b-d9cb-469f-a165-70867728950e0123456789/"

    assert json.loads(line("Not Found: %s", path))["event"] == "Not Found: /people/…/"


def test_a_line_has_the_id_of_its_request():
    with structlog.contextvars.bound_contextvars(request="abc"):
        written = json.loads(line())

    assert written["request"] == "abc"


def test_a_line_outside_a_request_has_no_id():
    assert "request" not in json.loads(line())


def test_an_error_stands_in_one_line_with_its_traceback():
    try:
        raise ZeroDivisionError("by zero")
    except ZeroDivisionError:
        written = line("failed", level=logging.ERROR, exc_info=sys.exc_info())

    assert ("ZeroDivisionError: by zero" in json.loads(written)["exception"], "\n" in written) == (
        True,
        False,
    )


def test_the_console_writes_such_lines():
    formats = [
        handler.formatter.processors
        for handler in logging.getLogger().handlers
        if handler.formatter
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
    ]

    assert len(formats) == 1
