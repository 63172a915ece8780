"""Workers take the same rows: real threads, real PostgreSQL, a real mail server.

The controls take the guard away and show that the race is really run: then a mail goes out twice.
"""

from threading import Barrier, Event

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection

from core.models import JobSlot
from notifications import services
from notifications.channels import get_channel
from notifications.models import Attempt, ChannelRest, Delivery
from notifications.services import delivering, planning
from notifications.services.lanes import lane_of
from notifications.services.resting import let_rest
from tests.clock import NOW, later
from tests.notifications.builders import deliver, make_reader, plan, queue, take_and_die
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def send(now=NOW):
    return services.hand_over(channel="mail", clock=lambda: now)


def test_workers_that_take_the_same_deliveries_send_each_once(post):
    ana = make_reader()
    for _round in range(ROUNDS):
        plan(queue(ana))
        plan(queue(ana))
        at_once(*[send] * 4)

    keys = [mail["Message-ID"] for mail in post.mails]
    count = 2 * ROUNDS
    assert (len(keys), len(set(keys)), Attempt.objects.count()) == (count, count, count)


def test_workers_that_find_the_delivery_of_a_dead_one_send_one_mail(post):
    take_and_die(queue())

    at_once(*[lambda: send(later(minutes=5))] * 4)

    assert len(post.mails) == 1


def test_without_the_guard_both_workers_send_it(post, monkeypatch):
    plan(queue())
    both_looked = Barrier(2)

    def claim_without_a_guard(channel, token, _most, now):
        found = list(delivering._due(channel, now).select_related("message__person__user"))
        if not found:
            return []
        both_looked.wait(10)
        Delivery.objects.update(claim=token, state="sending", lease_until=later(minutes=1))
        return found

    monkeypatch.setattr(delivering, "_claim", claim_without_a_guard)
    monkeypatch.setattr(delivering, "_take_in_hand", lambda *_: True)
    at_once(send, send)

    assert len(post.mails) == 2


def test_planners_at_once_plan_each_message_once():
    ana = make_reader()
    for _round in range(ROUNDS):
        for _message in range(4):
            queue(ana)
        planned = at_once(*[lambda: services.plan_due(now=NOW, limit=3)] * 3)
        assert sum(planned) <= 4
        services.plan_due(now=NOW)

    assert Delivery.objects.count() == 4 * ROUNDS


def test_without_the_lock_planners_plan_the_same_and_the_database_refuses(monkeypatch):
    queue()
    both_looked = Barrier(2)
    known = planning.read_known

    def wait(readers):
        both_looked.wait(10)
        return known(readers)

    monkeypatch.setattr(planning, "read_known", wait)
    monkeypatch.setattr(
        planning.Message.objects.all().__class__, "select_for_update", lambda rows, **_: rows
    )
    refused = at_once(*[lambda: tells_of(services.plan_due, now=NOW)] * 2)

    assert sorted(refused) == ["IntegrityError", "fine"]
    assert Delivery.objects.count() == 1


def tells_of(act, **facts):
    try:
        act(**facts)
    except IntegrityError as error:
        return type(error).__name__
    return "fine"


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


def test_beats_at_the_same_moment_sweep_once(monkeypatch):
    nudged = []
    monkeypatch.setattr(delivering, "nudge", lambda *a, **_: nudged.append(a))
    queue()

    at_once(*[lambda: services.sweep(now=NOW)] * 4)

    assert (nudged, JobSlot.objects.count()) == ([("notifications.plan",)], 1)


def test_who_finds_the_provider_busy_at_once_makes_it_rest_once():
    at_once(*[lambda: let_rest("mail", NOW)] * 4)

    assert ChannelRest.objects.get().times == 1


@pytest.mark.parametrize("lanes", [1, 3])
def test_no_more_lines_than_lanes(mail_again, lanes):
    mail_again(MAIL_LANES=lanes)
    all_asked = Barrier(5)

    def ask():
        with lane_of(get_channel("mail")) as is_ours:
            all_asked.wait(10)
            return is_ours

    assert sum(at_once(*[ask] * 5)) == lanes


def test_a_lane_is_free_again_afterwards(mail_again):
    mail_again(MAIL_LANES=1)

    taken = [at_once(lambda: lane_is_ours())[0] for _turn in range(3)]

    assert taken == [True] * 3


def lane_is_ours():
    with lane_of(get_channel("mail")) as is_ours:
        return is_ours


def test_a_worker_without_a_lane_goes_away_at_once(post, mail_again):
    mail_again(MAIL_LANES=1)
    plan(queue())
    other_is_gone, lane_is_taken = Event(), Event()

    def hold():
        with lane_of(get_channel("mail")) as is_ours:
            lane_is_taken.set()
            other_is_gone.wait(10)
            return is_ours

    def come():
        lane_is_taken.wait(10)
        done = send()
        other_is_gone.set()
        return done

    assert at_once(hold, come) == [True, 0]
    assert post.mails == []


def test_the_limit_of_a_day_holds_when_lanes_ask_at_once(post, mail_again):
    mail_again(MAIL_PER_DAY=3)
    ana = make_reader()
    for _message in range(12):
        plan(queue(ana))

    at_once(*[send] * 4)

    assert len(post.mails) == 3


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
