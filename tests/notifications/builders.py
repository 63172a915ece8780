"""Messages for tests, reached by walking the services, and a mail server that answers as it is told."""

import asyncio
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Mail
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from accounts import services as accounts
from accounts.models import Person
from notifications import services
from notifications.channels import get_channel
from notifications.channels.base import Outcome, Result
from notifications.kinds import Kind
from notifications.models import Delivery, Habit, Message
from notifications.models.choices import Digest
from notifications.services import delivering
from notifications.services.settling import settle
from notifications.states import DeliveryState, MessageState
from notifications.topics import Topic
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


HELLO_KIND = Kind(HELLO, "tests", "tests/hello", prepare_hello, sample_hello, Topic.CARE)


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


def deliver(message: Message, now: datetime = NOW) -> Delivery:
    """All that is due goes out; gives the one delivery of this message."""
    services.deliver_due(now=now)
    return message.deliveries.select_related("message").get()


def plan(message: Message, now: datetime = NOW) -> Delivery:
    services.plan_due(now=now)
    return message.deliveries.select_related("message").get()


def again(row: Any) -> Any:
    """The row as it is now."""
    return type(row).objects.get(pk=row.pk)


def take(delivery: Delivery, now: datetime = NOW) -> UUID:
    """A worker takes what is due of its channel, and this one in hand; gives its token."""
    token = uuid4()
    claimed = delivering._claim(get_channel(delivery.channel), token, 20, now)
    for each in claimed:
        delivering._take_in_hand(each, token, now)
    return token


def take_and_die(message: Message, now: datetime = NOW) -> Delivery:
    """A worker takes the message and is never heard of again."""
    delivery = plan(message, now)
    take(delivery, now)
    return again(delivery)


def settled(result: Result | str, message: Message | None = None, now: datetime = NOW) -> Delivery:
    """A delivery of which a try came to this."""
    delivery = plan(message or queue(), now)
    token = take(delivery, now)
    settle(delivery=delivery, token=token, result=result, now=now)
    return again(delivery)


_RESULTS = {
    DeliveryState.SENT: Result(Outcome.SENT),
    DeliveryState.DELIVERED: Result(Outcome.SENT),
    DeliveryState.TEMPORARY: Result(Outcome.TEMPORARY, "smtp_450"),
    DeliveryState.PERMANENT: Result(Outcome.PERMANENT, "smtp_550"),
    DeliveryState.CANCELLED: "no_longer_true",
}


def delivery_at(state: str, person: Person | None = None, **more: Any) -> Delivery:
    """A delivery that walked to `state`."""
    message = queue(person, **more)
    if state == DeliveryState.CREATED:
        return plan(message)
    if state == DeliveryState.SENDING:
        return take_and_die(message)
    if state == DeliveryState.GATHERED:
        Habit.objects.create(person=message.person, digest=Digest.DAILY)
        return plan(message)
    if state == DeliveryState.TECHNICAL:
        delivery = settled(Result(Outcome.SENT), message)
        delivery.give_up(failure="lost")
        delivery.save()
        return delivery
    delivery = settled(_RESULTS[DeliveryState(state)], message)
    if state == DeliveryState.DELIVERED:
        delivery.mark_delivered()
        delivery.save()
    return delivery


def message_at(state: str, person: Person | None = None, **more: Any) -> Message:
    """A message that walked to `state`."""
    if state == MessageState.SUPPRESSED:
        more["expires_at"] = NOW
    message = queue(person, **more)
    if state != MessageState.QUEUED:
        services.plan_due(now=NOW)
    return again(message)


def told(delivery: Delivery) -> list[tuple[str, str]]:
    """(outcome, detail) of each try."""
    return list(delivery.tries.order_by("number").values_list("outcome", "detail"))


def ends(kind: str, who: Person) -> list[tuple[str, str]]:
    """State and failure of each delivery of this kind to somebody."""
    rows = Delivery.objects.filter(message__kind=kind, message__person=who)
    return list(rows.order_by("pk").values_list("state", "failure"))


WELL_LATER = later(days=3)  # after any pause and any lease


class Post:
    """The other end of SMTP: keeps every mail that it was given, and says what the test wants it to say."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.recipients: list[list[str]] = []
        self.answers = {"mail": "250 fine", "rcpt": "250 fine", "data": "250 kept"}
        self.hangs_up = self.is_silent = False
        self.calls = 0
        self.ends_lines_after = 0  # mails on one line; 0 for never
        self.over = asyncio.Event()

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        session.taken = 0
        self.calls += 1
        return responses

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.ends_lines_after and session.taken >= self.ends_lines_after:
            return "421 that is enough"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answers["mail"]

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.answers["rcpt"].startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answers["rcpt"]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        session.taken += 1
        self.mails.append(message_from_bytes(envelope.original_content))
        self.recipients.append(envelope.rcpt_tos)
        if self.hangs_up:
            server.transport.abort()
        if self.is_silent:
            await self.over.wait()
        return self.answers["data"]
