"""JSON in, with limits: what is too deep, too large or not a number is refused, not crashed on."""

import json
from collections.abc import Mapping
from math import isfinite
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    """ "1e999" is no NaN and no Infinity by name, and yet no number."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("duplicate key")
    return keys


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


class StrictJSONParser(JSONParser):
    """Refuses bodies over 256 KB, nesting over 20 levels, NaN and Infinity, halves of signs, and keys that stand twice."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise ParseError("too large", code="too_large")
        try:
            text = body.decode("utf-8")
            if _depth(text) > MAX_DEPTH:
                raise ValueError("too deep")
            if "\\u0000" in text:
                raise ValueError("nul")
            said = json.loads(
                text,
                parse_constant=_refuse_constant,
                parse_float=_finite,
                object_pairs_hook=_refuse_doubles,
            )
            if "\\ud" in text.lower():
                # Half a sign ("\ud83c" alone) can neither be stored nor be repeated in an answer.
                json.dumps(said, ensure_ascii=False).encode()
            return said
        except (ValueError, RecursionError) as error:
            raise ParseError("not JSON", code="malformed") from error
