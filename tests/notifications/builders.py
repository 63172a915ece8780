"""Messages for tests, reached by walking the services, and a mail server that answers as it is told."""

import asyncio
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Mail
from itertools import count
from typing import Any

from accounts import services as accounts
from accounts.models import Person
from notifications import services
from notifications.kinds import Kind
from notifications.models import Message
from notifications.services import delivering
from notifications.states import State
from tests.clock import NOW, later

HELLO = "tests.hello"
TEMPLATES = {
    "tests/hello.subject.txt": "Hello {{ name }}",
    "tests/hello.txt": "Dear {{ name }},\n\nCome & see:\n{{ link }}\n",
}
_number = count(1)


def prepare_hello(message: Message) -> dict[str, Any] | None:
    """No longer true once the context says that it is over; cannot be written when it says that it is broken."""
    if message.context.get("over"):
        return None
    if message.context.get("broken"):
        raise ZeroDivisionError
    return sample_hello() | message.context


def sample_hello() -> dict[str, Any]:
    return {"name": "Ana", "link": "http://127.0.0.1:8000/people/"}


HELLO_KIND = Kind(HELLO, "tests", "tests/hello", prepare_hello, sample_hello)


def make_reader(name: str = "Ana", **details: Any) -> Person:
    """Somebody who only registered: a mail needs no profile."""
    details = {"email": f"reader{next(_number)}@example.org"} | details
    return accounts.register_person(name_to_use=name, by=None, now=NOW, **details)


def queue(person: Person | None = None, *, kind: str = HELLO, **more: Any) -> Message:
    """A message that waits to be sent to `person`, or to somebody new."""
    key = more.pop("dedupe_key", None) or f"hello:{next(_number)}"
    if "user" not in more:
        more["person"] = person or make_reader()
    services.queue_message(
        kind=kind, dedupe_key=key, context=more.pop("context", {}), now=more.pop("now", NOW), **more
    )
    return Message.objects.get(dedupe_key=key)


def deliver(message: Message, now: datetime = NOW) -> Message:
    services.deliver_message(message_id=message.pk, now=now)
    return Message.objects.get(pk=message.pk)


def take_and_die(message: Message, now: datetime = NOW) -> Message:
    """A worker takes the message and is never heard of again."""
    delivering._claim(message.pk, now)
    return Message.objects.get(pk=message.pk)


def message_at(state: State, person: Person | None = None, **more: Any) -> Message:
    """A message that walked to `state`."""
    if state == State.FAILED:
        return deliver(queue(person, kind="tests.nobody_knows", **more))
    if state == State.SUPPRESSED:
        return deliver(queue(person, expires_at=NOW, **more))
    message = queue(person, **more)
    if state == State.SENDING:
        return take_and_die(message)
    return deliver(message) if state == State.SENT else message


def told(message: Message) -> list[tuple[str, str]]:
    """(outcome, detail) of each try."""
    return list(message.tries.order_by("number").values_list("outcome", "detail"))


WELL_LATER = later(days=3)  # after any pause and any lease


class Post:
    """The other end of SMTP: keeps every mail that it was given, and says what the test wants it to say."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.recipients: list[list[str]] = []
        self.answers = {"mail": "250 fine", "rcpt": "250 fine", "data": "250 kept"}
        self.hangs_up = self.is_silent = False
        self.over = asyncio.Event()

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answers["mail"]

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.answers["rcpt"].startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answers["rcpt"]

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.original_content))
        self.recipients.append(envelope.rcpt_tos)
        if self.hangs_up:
            server.transport.abort()
        if self.is_silent:
            await self.over.wait()
        return self.answers["data"]
