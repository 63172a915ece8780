"""People who want summaries, what is gathered for them, and what they got."""

from datetime import UTC, datetime, timedelta
from itertools import count

from notifications import services
from notifications.messages import DIGEST
from notifications.models import Message
from notifications.readers import reader_of_person
from notifications.rendering import write
from notifications.states import DeliveryState
from tests.clock import NOW, earlier
from tests.notifications.builders import make_reader, plan, queue

# `NOW` is ten o'clock on a Monday on the clock of Brussels.
TUESDAY_NINE = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
NEXT_MONDAY_NINE = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
_key = count(1)


def choose(reader, digest, now=NOW, zone="Europe/Brussels"):
    services.set_choices(
        reader=reader,
        chosen={},
        quiet_from=None,
        quiet_until=None,
        zone=zone,
        digest=digest,
        by=None,
        now=now,
    )


def who_wants(digest, **more):
    person = make_reader()
    choose(reader_of_person(person), digest, now=earlier(days=30), **more)
    return person


def gather(person, now=NOW, **context):
    """Something that waits for the next summary."""
    link = f"http://127.0.0.1:8000/{next(_key)}/"
    message = queue(person, now=now, context={"link": link, **context})
    assert plan(message, now).state == DeliveryState.GATHERED
    return message


def summaries():
    return list(Message.objects.filter(kind=DIGEST).order_by("pk"))


def text_of(message):
    written = write(message)
    return "" if written is None else written.text
