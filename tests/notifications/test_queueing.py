"""What is to be told becomes one row, with a nudge after commit; the sweep finds the rest."""

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from core.models import Event
from notifications import services, tasks
from notifications.errors import NotFailed, NotToTell
from notifications.models import Message
from notifications.selectors import (
    count_by_state,
    first_to_see_to,
    list_failed,
    list_to_tell_by_hand,
    oldest_waiting_since,
)
from notifications.services.delivering import SWEEP_EVERY_S, list_due
from notifications.states import State
from tests.clock import NOW, earlier, later
from tests.notifications.builders import (
    WELL_LATER,
    deliver,
    make_reader,
    message_at,
    queue,
    take_and_die,
)
from tests.people import make_person
from tests.teams import make_organisation, make_user

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("state", State)
def test_only_what_failed_is_sent_again(cora, state):
    message = message_at(state)

    if state == State.FAILED:
        services.resend_message(message_id=message.pk, by=cora, now=NOW)
    else:
        with pytest.raises(NotFailed):
            services.resend_message(message_id=message.pk, by=cora, now=NOW)

    assert Message.objects.count() == (2 if state == State.FAILED else 1)


def test_what_is_sent_again_tells_the_same_to_the_same(cora):
    ana = make_reader()
    failed = message_at(State.FAILED, ana, context={"answer": 7}, organisation_id=3)

    again = services.resend_message(message_id=failed.pk, by=cora, now=later(days=1))

    assert (again.person, again.kind, again.context, again.organisation_id, again.due_at) == (
        ana,
        failed.kind,
        {"answer": 7},
        3,
        later(days=1),
    )


def test_what_failed_stays_as_it_was(cora):
    failed = message_at(State.FAILED)

    services.resend_message(message_id=failed.pk, by=cora, now=NOW)

    assert Message.objects.get(pk=failed.pk).state == State.FAILED


def test_sending_again_is_written_in_the_log(cora):
    failed = message_at(State.FAILED)

    services.resend_message(message_id=failed.pk, by=cora, now=NOW)

    event = Event.objects.get(kind="notifications.message_resent")
    assert (event.subject_id, event.by) == (failed.pk, cora)


def test_a_double_click_sends_again_once(cora):
    failed = message_at(State.FAILED, dedupe_key="x" * 120)

    first = services.resend_message(message_id=failed.pk, by=cora, now=NOW)
    second = services.resend_message(message_id=failed.pk, by=cora, now=NOW)

    assert first == second


def letter(**more):
    """To somebody who has no e-mail."""
    return deliver(queue(make_reader(email="", reach_by="letter"), organisation_id=3, **more))


def test_who_was_told_by_hand_leaves_the_list(cora):
    message = letter()

    services.mark_told(message_id=message.pk, by=cora, now=NOW)

    assert list(list_to_tell_by_hand(organisations=[3])) == []


def test_telling_by_hand_is_written_in_the_log(cora):
    message = letter()

    services.mark_told(message_id=message.pk, by=cora, now=NOW)

    event = Event.objects.get(kind="notifications.told_by_hand")
    assert (event.person_id, event.by) == (message.person_id, cora)


def test_somebody_is_told_by_hand_once(cora):
    message = letter()
    services.mark_told(message_id=message.pk, by=cora, now=NOW)

    with pytest.raises(NotToTell):
        services.mark_told(message_id=message.pk, by=cora, now=NOW)


@pytest.mark.parametrize("state", State)
def test_what_goes_by_email_is_not_told_by_hand(cora, state):
    message = message_at(state)

    with pytest.raises(NotToTell):
        services.mark_told(message_id=message.pk, by=cora, now=NOW)


def test_the_sweep_nudges_for_all_that_is_due(django_capture_on_commit_callbacks):
    queue()
    queue()
    queue(due_at=later(hours=1))

    with django_capture_on_commit_callbacks() as nudges:
        found = services.sweep(now=NOW)

    assert (found, len(nudges)) == (2, 2)


def test_the_sweep_finds_what_a_dead_worker_left_behind():
    take_and_die(queue())

    assert services.sweep(now=later(minutes=5)) == 1


def test_two_beats_at_once_sweep_once():
    queue()

    assert [services.sweep(now=NOW), services.sweep(now=later(seconds=1))] == [1, 0]


def test_the_next_beat_sweeps_again():
    queue()
    services.sweep(now=NOW)

    assert services.sweep(now=later(seconds=SWEEP_EVERY_S)) == 1


@time_machine.travel(later(hours=1), tick=False)
def test_the_task_of_the_sweep_sweeps(django_capture_on_commit_callbacks):
    queue()

    with django_capture_on_commit_callbacks() as nudges:
        tasks.sweep(of_a_later_release=1)

    assert len(nudges) == 1


@pytest.mark.parametrize("state", State)
def test_only_what_waits_or_was_left_behind_is_due(state):
    message = message_at(state)

    due = list_due(now=WELL_LATER, limit=9)

    assert (due == [message.pk]) == (state in (State.QUEUED, State.SENDING))


def test_what_waits_longest_is_due_first_and_only_so_many():
    now, before = queue(), queue(due_at=earlier(hours=1))
    queue()

    assert list_due(now=NOW, limit=2) == [before.pk, now.pk]


def test_a_team_sees_what_failed_of_its_own_newest_first():
    message_at(State.FAILED, organisation_id=4)
    message_at(State.SENT, organisation_id=3)
    old = message_at(State.FAILED, organisation_id=3)
    new = message_at(State.FAILED, organisation_id=3)

    assert list(list_failed(organisations=[3])) == [new, old]


def test_a_team_sees_whom_to_tell_by_hand_oldest_first():
    message_at(State.SUPPRESSED, organisation_id=3)
    new = letter(now=NOW, dedupe_key="new")
    old = letter(now=earlier(days=1), dedupe_key="old")

    assert list(list_to_tell_by_hand(organisations=[3])) == [old, new]


def test_messages_are_counted_by_state():
    message_at(State.SENT)
    message_at(State.SENT)
    message_at(State.FAILED)

    assert count_by_state() == {"sent": 2, "failed": 1}


def test_what_waits_longest_says_since_when():
    message_at(State.SENT)
    queue(due_at=earlier(hours=2))
    queue()

    assert oldest_waiting_since() == earlier(hours=2)


def test_nothing_waits():
    assert oldest_waiting_since() is None


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
        message_at("failed", ana, now=earlier(hours=hours), **ours)
        deliver(queue(emma, now=earlier(hours=hours), **ours))

    with django_assert_num_queries(1):
        told = first_to_see_to(organisations=[ours["organisation_id"]], at_most=2)
        who = {each.person for each in told["to_tell"]}

    assert [each.created_at for each in told["failed"]] == [earlier(hours=1), earlier(hours=2)]
    assert [each.created_at for each in told["to_tell"]] == [earlier(hours=3), earlier(hours=2)]
    assert who == {emma}
