"""The catalogue of what can be told. Apps register their kinds; this app knows none of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from notifications.models import Message

Context = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `template` names the files `<template>.subject.txt` and `<template>.txt`. `prepare` gives the text's context from what is
    true at the moment of sending, or None when the message is no longer true (then it is not sent). `sample` is a context for
    previews and tests.

    A context may hold `calendars`: method and text of each calendar that the mail carries besides its words.
    """

    code: str
    owner: str
    template: str
    prepare: Callable[[Message], Context | None]
    sample: Callable[[], Context]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; called once by its app in `AppConfig.ready`."""
    _kinds[kind.code] = kind


def get_kind(code: str) -> Kind:
    """Raises KeyError for a kind that no app registered."""
    return _kinds[code]


def all_kinds() -> Iterator[Kind]:
    return iter(sorted(_kinds.values(), key=lambda kind: kind.code))
