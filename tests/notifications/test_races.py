"""Two workers take the same message: real threads, real PostgreSQL, a real mail server.

The control takes the guard out of the claim and shows that the race is really run: then the mail goes out twice.
"""

from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from core.models import JobSlot
from notifications import services
from notifications.models import Attempt, Message
from notifications.services import delivering
from notifications.states import State
from tests.clock import NOW, later
from tests.notifications.builders import (
    deliver,
    make_reader,
    queue,
    take_and_die,
)
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def send(message, now=NOW):
    return lambda: services.deliver_message(message_id=message.pk, now=now)


def test_workers_that_take_the_same_message_send_one_mail(post):
    ana = make_reader()
    for _round in range(ROUNDS):
        at_once(*[send(queue(ana))] * 4)

    keys = [mail["Message-ID"] for mail in post.mails]
    assert (len(keys), len(set(keys)), Attempt.objects.count()) == (ROUNDS, ROUNDS, ROUNDS)


def test_workers_that_find_the_message_of_a_dead_one_send_one_mail(post):
    message = take_and_die(queue())

    at_once(*[send(message, later(minutes=5))] * 4)

    assert len(post.mails) == 1


def test_without_the_guard_both_workers_send_it(post, monkeypatch):
    message, both_looked = queue(), Barrier(2)

    def claim_without_a_guard(message_id, now):
        is_due = Message.objects.filter(delivering._due(now), pk=message_id).exists()
        both_looked.wait()
        token = uuid4()
        Message.objects.filter(pk=message_id).update(
            state=State.SENDING, claim=token, lease_until=now + timedelta(seconds=60)
        )
        return token if is_due else None

    monkeypatch.setattr(delivering, "_claim", claim_without_a_guard)
    at_once(send(message), send(message))

    assert len(post.mails) == 2


def test_saying_the_same_at_once_says_it_once():
    ana = make_reader()

    said = at_once(
        *[
            lambda: services.queue_message(
                kind="tests.hello", person=ana, dedupe_key="hello:ana", context={}, now=NOW
            )
        ]
        * 4
    )

    assert sorted(said) == [False, False, False, True]


def test_beats_at_the_same_moment_sweep_once():
    queue()

    swept = at_once(*[lambda: services.sweep(now=NOW)] * 4)

    assert (sorted(swept), JobSlot.objects.count()) == ([0, 0, 0, 1], 1)


class Watching(EmailBackend):
    """Notes whether a transaction is open while it is spoken to."""

    open_transactions: list[bool] = []

    def send_messages(self, messages):
        self.open_transactions.append(connection.in_atomic_block)
        return super().send_messages(messages)


def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(settings, monkeypatch):
    monkeypatch.setattr(Watching, "open_transactions", [])
    settings.EMAIL_BACKEND = f"{__name__}.Watching"

    deliver(queue())

    assert Watching.open_transactions == [False]
