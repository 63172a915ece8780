"""What a channel is, and what can become of one handing over."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from notifications.models import Delivery
    from notifications.readers import Reader
    from notifications.rendering import Written

MAIL, SMS, CHAT, PUSH, LETTER, HAND = "mail", "sms", "chat", "push", "letter", "hand"


class Outcome(StrEnum):
    SENT = "sent"
    TEMPORARY = "temporary"  # it was not accepted now; trying again is right
    BUSY = "busy"  # the provider takes nothing from anybody now, or is away: the channel rests
    UNKNOWN = "unknown"  # the line ended before the answer: it may have been accepted
    PERMANENT = "permanent"  # it will never be accepted
    TECHNICAL = "technical"  # it is our own fault: it cannot be made


# What counts as a try: a provider that is away takes none, and what comes back later is no try.
TRIED = (Outcome.SENT, Outcome.TEMPORARY, Outcome.UNKNOWN, Outcome.PERMANENT)


@dataclass(frozen=True)
class Result:
    """`dead`: nothing more can go to this address, whatever it says."""

    outcome: Outcome
    detail: str = ""
    dead: bool = False


class Use(StrEnum):
    """When a channel is used by somebody who chose nothing."""

    MAIN = "main"  # the first of these that reaches them
    ADDED = "added"  # besides, as soon as it reaches them
    CHOSEN = "chosen"  # only when they ask for it


Send = Callable[[Any], Result]


def _nobody() -> AbstractContextManager[Send]:
    def send(_parcel: Any) -> Result:
        return Result(Outcome.PERMANENT, "by_hand")

    return nullcontext(send)


@dataclass(frozen=True)
class Channel:
    """One way to tell something.

    `address` gives where it goes for a reader, "" when it does not reach them. `write` makes what is handed over, from words in
    the reader's language. `open` gives a function that hands over one after the other on one line and never raises for what a
    provider or a network can do; it connects at the first one. `lanes`: on how many lines at once, over all workers; with none,
    people hand it over. `rings`: it may wake somebody, so it keeps quiet hours. `per_day`: at most so many tries a day; 0 for no limit.
    """

    code: str
    label: str | Promise
    address: "Callable[[Reader], str]"
    write: "Callable[[Delivery, Written], Any]" = lambda _delivery, written: written
    open: Callable[[], AbstractContextManager[Send]] = _nobody
    lanes: int = 0
    rings: bool = False
    per_day: int = 0
    use: Use = Use.MAIN
    to_devices: bool = False  # one delivery for each device of the reader
