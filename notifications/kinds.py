"""The catalogue of what can be told. Apps register their kinds; this app knows none of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from notifications.models import Message
from notifications.topics import Topic

Context = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `template` names the files `<template>.subject.txt` and `<template>.txt`. `prepare` gives the text's context from what is
    true at the moment of sending, or None when the message is no longer true (then it is not sent). `sample` is a context for
    previews and tests.

    A context may hold `calendars`: method and text of each calendar that the mail carries besides its words; and `topics`, when the
    mail is about others than that of its kind.

    `required`: something hangs on it that only this message tells, so it can go another way but cannot be switched off. `urgent`:
    it does not wait for the morning. Neither is ever part of a summary.

    `by`: it goes by this channel, whatever was chosen about its topic; for what is itself about what was chosen.
    """

    code: str
    owner: str
    template: str
    prepare: Callable[[Message], Context | None]
    sample: Callable[[], Context]
    topic: Topic
    required: bool = False
    urgent: bool = False
    by: str = ""


_kinds: dict[str, Kind] = {}


def _nothing() -> Context:
    return {}


# How a message goes whose kind no app registered: planned like any other, it fails where it cannot be written.
PLAIN = Kind("", "", "", lambda _message: None, _nothing, Topic.TEAM, required=True)


def register(kind: Kind) -> None:
    """Add a kind; called once by its app in `AppConfig.ready`."""
    _kinds[kind.code] = kind


def find_kind(code: str) -> Kind | None:
    return _kinds.get(code)


def get_kind(code: str) -> Kind:
    """Raises KeyError for a kind that no app registered."""
    return _kinds[code]


def all_kinds() -> Iterator[Kind]:
    return iter(sorted(_kinds.values(), key=lambda kind: kind.code))
