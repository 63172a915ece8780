"""A mail server on loopback that answers as a scenario wants, and remembers what it took and whether the sender could know."""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Taken:
    at: float
    was_told: bool  # the sender got our 250, as far as we know


class Sink:
    """`behave` says for the how manieth mail what happens: take, refuse_now, refuse, hang, drop (before we have it), drop_taken (after)."""

    def __init__(self) -> None:
        self.taken: dict[str, list[Taken]] = defaultdict(list)
        self.refused: set[str] = set()
        self.asked = 0
        self.behave: Callable[[int], str] = lambda _number: "take"
        self._after: tuple[int, Callable[[], None]] | None = None

    def at(self, number: int, act: Callable[[], None]) -> None:
        """Call `act` when mail number `number` from now on has been taken, before we say so."""
        self._after = (self.count + number, act)

    @property
    def count(self) -> int:
        return sum(map(len, self.taken.values()))

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        key = BytesHeaderParser().parsebytes(envelope.original_content)["Message-ID"]
        self.asked += 1
        how = self.behave(self.asked)
        if how == "refuse_now":
            return "451 4.3.0 try again"
        if how == "refuse":
            self.refused.add(key)
            return "554 5.6.0 not wanted"
        if how == "hang":
            await asyncio.sleep(30)
        if how in ("hang", "drop"):
            server.transport.abort()
            return "451 gone"
        self.taken[key].append(Taken(time.time(), how == "take"))
        if how == "drop_taken":
            server.transport.abort()
        self._act()
        return "250 kept"

    def _act(self) -> None:
        if self._after is not None and self.count >= self._after[0]:
            act, self._after = self._after[1], None
            act()

    def twice(self) -> int:
        """How many arrivals too many."""
        return sum(len(each) - 1 for each in self.taken.values())

    def untold(self) -> int:
        """How many we took without the sender hearing so."""
        return sum(not one.was_told for each in self.taken.values() for one in each)


class Server:
    def __init__(self, port: int) -> None:
        self.sink, self.port = Sink(), port
        self._controller = Controller(self.sink, hostname="127.0.0.1", port=port)

    def __enter__(self) -> "Server":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(RuntimeError):
            self._controller.stop()


def soon(act: Callable[[], None]) -> Callable[[], None]:
    """Not in the server's own loop, which must go on."""
    return lambda: threading.Thread(target=act, daemon=True).start()
