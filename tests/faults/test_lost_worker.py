"""Workers and the queue die in the middle of their work: nothing is lost, and what is doubled is known."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app
from django.conf import settings

from notifications import services
from notifications.models import Delivery, Message
from notifications.services.delivering import BATCH, LEASE_S
from notifications.states import DeliveryState, MessageState
from organisations.messages import NEWCOMER
from organisations.states import State
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme
from tests.waiting import wait_until

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

MANY = 500
KILLED_AT = 100


def real_now():
    """The workers read the real clock, so these tests pass it in."""
    return datetime.now(UTC)


@pytest.fixture
def queue_messages(queue):
    """Queue so many messages to Cora, each about another happening."""
    programme = make_programme()
    cora = make_coordinator(programme.organisation)
    newcomer = enrolment_at(State.APPLIED, make_person(), programme, by=cora)
    Message.objects.all().delete()

    def queue_them(number: int) -> None:
        for each in range(number):
            services.queue_message(
                kind=NEWCOMER,
                dedupe_key=f"happening:{each}",
                context={"enrolment": newcomer.pk},
                user=cora,
                now=real_now(),
            )

    return queue_them


def in_state(state):
    rows = Delivery.objects.filter(state=state)
    return set(rows.values_list("message", flat=True))


def all_sent(*, but=frozenset()):
    every = set(Message.objects.values_list("pk", flat=True))
    return in_state(DeliveryState.SENT) | but == every


def after_the_lease():
    return real_now() + timedelta(seconds=LEASE_S + 1)


def test_no_message_is_lost_when_worker_and_queue_die(queue, sink, start_worker, queue_messages):
    worker = start_worker(of_post=True)
    # The worst moment: the mail server has the mail, and the worker never hears so.
    sink.at(KILLED_AT, worker.kill)
    queue_messages(MANY)
    wait_until(worker.is_gone, 300)
    queue.kill()
    cut_off = in_state(DeliveryState.SENDING)
    sent = in_state(DeliveryState.SENT)

    queue.start()
    start_worker(of_post=True)
    services.sweep(now=real_now())
    wait_until(lambda: all_sent(but=cut_off), 300)
    services.deliver_due(now=after_the_lease())

    arrived = Counter(sink.headers("X-Kompaan-Dedupe"))
    twice = [key for key, times in arrived.items() if times > 1]
    assert len(sent) < MANY / 2
    assert all_sent()
    assert len(arrived) == MANY
    assert 1 <= len(twice) <= settings.MAIL_LANES
    assert len(cut_off) <= BATCH * settings.MAIL_LANES
    assert max(arrived.values()) == 2


def test_a_message_that_was_cut_off_waits_for_its_lease_and_is_recognised_by_its_id(
    sink, start_worker, queue_messages
):
    worker = start_worker(of_post=True)
    sink.at(1, worker.kill)
    queue_messages(1)
    wait_until(worker.is_gone, 60)

    services.deliver_due(now=real_now())
    before_its_end = len(sink.mails)
    services.deliver_due(now=after_the_lease())

    first, second = sink.headers("Message-ID")
    assert before_its_end == 1
    assert first == second


def test_a_queue_that_is_down_is_no_error(queue, queue_messages):
    queue.kill()

    queue_messages(1)

    assert Message.objects.filter(state=MessageState.QUEUED).count() == 1


def test_a_queue_that_is_down_costs_nobody_time(queue, queue_messages):
    queue.kill()
    before = time.monotonic()

    queue_messages(3)

    assert time.monotonic() - before < 3


def tasks_of_the_workers():
    answers = current_app.control.inspect().registered() or {}
    return {task for tasks in answers.values() for task in tasks}


def test_a_worker_knows_what_beat_asks_and_lives_through_a_restart_of_the_queue(
    queue, sink, start_worker, queue_messages
):
    planned = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    start_worker(of_post=True)
    start_worker()
    queue_messages(1)
    wait_until(all_sent, 60)
    wait_until(lambda: planned <= tasks_of_the_workers(), 60)

    queue.kill()
    queue_messages(3)  # no worker hears of the new ones: the sweep finds them
    queue.start()
    services.sweep(now=real_now())
    wait_until(all_sent, 60)
    queue_messages(5)

    wait_until(all_sent, 60)
    assert len(sink.mails) == 5


def test_without_any_queue_the_command_delivers(queue, sink, queue_messages):
    queue.kill()
    queue_messages(1)

    services.deliver_due(now=real_now())

    assert all_sent()
