"""What is to be told becomes one row, with a nudge after commit; the sweep finds the rest."""

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from core.models import Event
from notifications import services, tasks
from notifications.channels.base import Outcome, Result
from notifications.errors import NotFailed, NotToTell
from notifications.models import Message
from notifications.selectors import (
    first_to_see_to,
    list_failed,
    list_to_tell_by_hand,
)
from notifications.services.delivering import SWEEP_EVERY_S
from notifications.services.resting import FIRST_S, let_rest
from notifications.states import FAILED, UNDER_WAY, DeliveryState
from tests.clock import NOW, earlier, later
from tests.notifications.builders import (
    again,
    deliver,
    delivery_at,
    make_reader,
    queue,
    settled,
    take_and_die,
)
from tests.people import make_person
from tests.teams import make_organisation, make_user

pytestmark = pytest.mark.django_db

NO = Result(Outcome.PERMANENT, "smtp_550")


@pytest.fixture
def cora():
    return make_user("cora@example.org")


def say(person, key="hello:ana", **more):
    return services.queue_message(
        kind="tests.hello", person=person, dedupe_key=key, context={}, now=NOW, **more
    )


def test_the_same_thing_is_said_once():
    ana = make_reader()

    said = [say(ana), say(ana)]

    assert (said, Message.objects.count()) == ([True, False], 1)


def test_two_things_are_two_messages():
    ana = make_reader()

    assert [say(ana, "one"), say(ana, "two")] == [True, True]


def test_a_worker_is_nudged_after_commit(django_capture_on_commit_callbacks):
    ana = make_reader()

    with django_capture_on_commit_callbacks() as nudges:
        say(ana)

    assert len(nudges) == 1


@pytest.mark.parametrize("again", [{"key": "hello:ana"}, {"due_at": later(days=1), "key": "x"}])
def test_no_worker_is_nudged_for_what_was_said_or_is_not_due(
    django_capture_on_commit_callbacks, again
):
    ana = make_reader()
    say(ana)

    with django_capture_on_commit_callbacks() as nudges:
        say(ana, **again)

    assert nudges == []


def test_a_message_is_due_at_once_unless_told_otherwise():
    assert queue().due_at == NOW


@pytest.mark.parametrize("state", DeliveryState)
def test_only_what_failed_is_sent_again(cora, state):
    delivery = delivery_at(state)

    if state in FAILED:
        services.resend(delivery_id=delivery.pk, by=cora, now=NOW)
    else:
        with pytest.raises(NotFailed):
            services.resend(delivery_id=delivery.pk, by=cora, now=NOW)

    assert Message.objects.count() == (2 if state in FAILED else 1)


def test_what_is_sent_again_tells_the_same_to_the_same(cora):
    ana = make_reader()
    failed = delivery_at(DeliveryState.PERMANENT, ana, context={"answer": 7}, organisation_id=3)

    new = services.resend(delivery_id=failed.pk, by=cora, now=later(days=1))

    assert (new.person, new.kind, new.context, new.organisation_id, new.due_at) == (
        ana,
        failed.message.kind,
        {"answer": 7},
        3,
        later(days=1),
    )


def test_what_failed_stays_as_it_was(cora):
    failed = delivery_at(DeliveryState.PERMANENT)

    services.resend(delivery_id=failed.pk, by=cora, now=NOW)

    assert (again(failed).state, again(failed).seen_to_at) == (DeliveryState.PERMANENT, NOW)


def test_sending_again_is_written_in_the_log(cora):
    failed = delivery_at(DeliveryState.PERMANENT)

    services.resend(delivery_id=failed.pk, by=cora, now=NOW)

    event = Event.objects.get(kind="notifications.message_resent")
    assert (event.subject_id, event.by) == (failed.message_id, cora)


def test_a_double_click_sends_again_once(cora):
    failed = delivery_at(DeliveryState.PERMANENT, dedupe_key="x" * 120)
    services.resend(delivery_id=failed.pk, by=cora, now=NOW)

    with pytest.raises(NotFailed):
        services.resend(delivery_id=failed.pk, by=cora, now=NOW)

    assert Message.objects.count() == 2


def letter(moment=NOW, **more):
    """To somebody who has no e-mail."""
    to = make_reader(email="", reach_by="phone", phone="0470123456")
    return deliver(queue(to, organisation_id=3, **more), moment)


def test_who_was_told_by_hand_leaves_the_list(cora):
    delivery = letter()

    services.mark_told(delivery_id=delivery.pk, by=cora, now=NOW)

    assert (again(delivery).state, again(delivery).sent_at) == (DeliveryState.SENT, NOW)
    assert list(list_to_tell_by_hand(organisations=[3])) == []


def test_telling_by_hand_is_written_in_the_log(cora):
    delivery = letter()

    services.mark_told(delivery_id=delivery.pk, by=cora, now=NOW)

    event = Event.objects.get(kind="notifications.told_by_hand")
    assert (event.person_id, event.by) == (delivery.message.person_id, cora)


def test_somebody_is_told_by_hand_once(cora):
    delivery = letter()
    services.mark_told(delivery_id=delivery.pk, by=cora, now=NOW)

    with pytest.raises(NotToTell):
        services.mark_told(delivery_id=delivery.pk, by=cora, now=NOW)


@pytest.mark.parametrize("state", sorted(set(DeliveryState) - set(FAILED)))
def test_what_a_worker_sends_is_not_told_by_hand(cora, state):
    delivery = delivery_at(state)

    with pytest.raises(NotToTell):
        services.mark_told(delivery_id=delivery.pk, by=cora, now=NOW)


def test_who_could_not_be_sent_a_mail_may_be_told_by_hand_once(cora):
    delivery = delivery_at(DeliveryState.PERMANENT, organisation_id=3)

    services.mark_told(delivery_id=delivery.pk, by=cora, now=NOW)

    assert list(list_failed(organisations=[3])) == []
    with pytest.raises(NotToTell):
        services.mark_told(delivery_id=delivery.pk, by=cora, now=NOW)


@pytest.fixture
def nudged(monkeypatch):
    """Which tasks workers are nudged for, with their facts."""
    nudges = []

    def note(task, **facts):
        nudges.append((task.removeprefix("notifications."), *facts.values()))

    monkeypatch.setattr("notifications.services.delivering.nudge", note)
    return nudges


def test_the_sweep_nudges_to_plan_what_is_due(nudged):
    queue()
    queue(due_at=later(hours=1))

    services.sweep(now=NOW)

    assert nudged == [("plan",)]


def test_the_sweep_nudges_every_lane_of_a_channel_where_something_is_due(nudged, settings):
    delivery_at(DeliveryState.TEMPORARY)

    services.sweep(now=later(minutes=5))

    assert nudged == [("hand_over", "mail")] * settings.MAIL_LANES


def test_the_sweep_finds_what_a_dead_worker_left_behind(nudged):
    take_and_die(queue())

    services.sweep(now=later(minutes=5))

    assert set(nudged) == {("hand_over", "mail")}


@pytest.mark.parametrize("state", sorted(set(DeliveryState) - set(UNDER_WAY)))
def test_the_sweep_leaves_alone_what_has_ended(nudged, state):
    delivery_at(state)

    services.sweep(now=later(days=3))

    assert nudged == []


def test_a_channel_that_rests_is_not_nudged(nudged):
    delivery_at(DeliveryState.CREATED)
    let_rest("mail", NOW)

    services.sweep(now=later(seconds=FIRST_S - 1))

    assert nudged == []


def test_what_the_team_tells_is_not_nudged(nudged):
    letter()

    services.sweep(now=NOW)

    assert nudged == []


def test_two_beats_at_once_sweep_once(nudged):
    queue()

    services.sweep(now=NOW)
    services.sweep(now=later(seconds=1))

    assert nudged == [("plan",)]


def test_the_next_beat_sweeps_again(nudged):
    queue()
    services.sweep(now=NOW)

    services.sweep(now=later(seconds=SWEEP_EVERY_S))

    assert nudged == [("plan",)] * 2


@time_machine.travel(later(hours=1), tick=False)
def test_the_task_of_the_sweep_sweeps(django_capture_on_commit_callbacks):
    queue()

    with django_capture_on_commit_callbacks() as nudges:
        tasks.sweep(of_a_later_release=1)

    assert len(nudges) == 1


def test_a_team_sees_what_failed_of_its_own_newest_first():
    delivery_at(DeliveryState.PERMANENT, organisation_id=4)
    delivery_at(DeliveryState.SENT, organisation_id=3)
    old = delivery_at(DeliveryState.TECHNICAL, organisation_id=3)
    new = delivery_at(DeliveryState.PERMANENT, organisation_id=3)

    assert list(list_failed(organisations=[3])) == [new, old]


def test_a_team_sees_whom_to_tell_by_hand_oldest_first():
    delivery_at(DeliveryState.CREATED, organisation_id=3)
    old = letter(now=earlier(days=1), moment=earlier(days=1))
    new = letter(now=NOW)

    assert list(list_to_tell_by_hand(organisations=[3])) == [old, new]


def test_a_message_that_was_queued_in_a_transaction_that_failed_is_never_sent():
    def fail():
        with transaction.atomic():
            queue()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    services.deliver_due(now=NOW)

    assert (Message.objects.count(), mail.outbox) == (0, [])


def test_the_first_of_both_lists_come_together_each_in_its_own_order(django_assert_num_queries):
    ana, emma = make_reader(), make_person("Emma", email="", phone="0470123456", reach_by="phone")
    ours = {"organisation_id": make_organisation().pk}
    for hours in (3, 2, 1):
        settled(NO, queue(ana, now=earlier(hours=hours), **ours), earlier(hours=hours))
        deliver(queue(emma, now=earlier(hours=hours), **ours), earlier(hours=hours))

    with django_assert_num_queries(1):
        told = first_to_see_to(organisations=[ours["organisation_id"]], at_most=2)
        who = {each.message.person for each in told["to_tell"]}

    assert [each.created_at for each in told["failed"]] == [earlier(hours=1), earlier(hours=2)]
    assert [each.created_at for each in told["to_tell"]] == [earlier(hours=3), earlier(hours=2)]
    assert who == {emma}
