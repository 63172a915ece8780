"""Summaries: at nine on the clock of who reads, once, with what is still true."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from notifications import kinds, services
from notifications.kinds import get_kind
from notifications.messages import DIGEST
from notifications.models import Habit, Message
from notifications.models.choices import Digest
from notifications.readers import reader_of_person
from notifications.rendering import build_mail, render, write
from notifications.services import digests
from notifications.states import DeliveryState, MessageState
from notifications.topics import Topic
from tests.clock import NOW, earlier, later
from tests.notifications.builders import (
    HELLO,
    HELLO_KIND,
    again,
    deliver,
    ends,
    make_reader,
    plan,
    queue,
)
from tests.notifications.summing_up import (
    MINUTE,
    NEXT_MONDAY_NINE,
    TUESDAY_NINE,
    choose,
    gather,
    summaries,
    text_of,
    who_wants,
)
from tests.teams import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("digest", "at"), [(Digest.DAILY, TUESDAY_NINE), (Digest.WEEKLY, NEXT_MONDAY_NINE)]
)
def test_a_summary_comes_at_its_moment_and_not_before(digest, at):
    gather(who_wants(digest))

    told = [services.send_digests(now=each) for each in (NOW, at - 6 * MINUTE, at, later(days=8))]

    assert told == [0, 0, 1, 0]


def test_the_moment_is_on_the_clock_of_who_reads():
    gather(who_wants(Digest.DAILY, zone="America/New_York"))
    nine = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)

    assert [services.send_digests(now=each) for each in (nine - 6 * MINUTE, nine)] == [0, 1]


@pytest.mark.parametrize(
    ("gathered_at", "at"),
    [
        (datetime(2026, 3, 28, 8, 0, 1, tzinfo=UTC), datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 7, 0, 1, tzinfo=UTC), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_change_of_the_clock_keeps_the_hour(gathered_at, at):
    gather(who_wants(Digest.DAILY), now=gathered_at)

    assert [services.send_digests(now=each) for each in (at - 6 * MINUTE, at)] == [0, 1]


def test_without_anything_to_tell_there_is_no_summary():
    who_wants(Digest.DAILY)

    assert (services.send_digests(now=TUESDAY_NINE), summaries()) == (0, [])


def test_a_summary_tells_what_was_gathered_with_the_link_of_each():
    ana = who_wants(Digest.DAILY)
    told = [gather(ana, name=name) for name in ("One", "Two")]
    gather(who_wants(Digest.DAILY), name="Ben's")

    services.send_digests(now=TUESDAY_NINE)

    text = text_of(Message.objects.get(kind=DIGEST, person=ana))
    assert [
        f"Hello {name}\n{each.context['link']}" in text
        for each, name in zip(told, ("One", "Two"), strict=True)
    ] == [True, True]
    assert "Ben's" not in text


def test_a_summary_goes_out_by_mail(mailoutbox):
    ana = who_wants(Digest.DAILY)
    gather(ana)
    services.send_digests(now=TUESDAY_NINE)

    delivery = deliver(summaries()[0], TUESDAY_NINE)

    assert (delivery.state, delivery.channel, len(mailoutbox)) == (DeliveryState.SENT, "mail", 1)


def test_what_is_no_longer_true_or_too_late_is_left_out():
    ana = who_wants(Digest.DAILY)
    gather(ana, name="True", over="")
    over = gather(ana, name="Over")
    Message.objects.filter(pk=over.pk).update(context={"over": True})
    late = gather(ana, name="Late")
    Message.objects.filter(pk=late.pk).update(expires_at=TUESDAY_NINE)
    services.send_digests(now=TUESDAY_NINE)

    text = text_of(summaries()[0])

    assert [f"Hello {name}" in text for name in ("True", "Over", "Late")] == [True, False, False]


def test_when_nothing_is_left_no_summary_is_sent():
    ana = who_wants(Digest.DAILY)
    message = gather(ana)
    services.send_digests(now=TUESDAY_NINE)
    Message.objects.filter(pk=message.pk).update(context={"over": True})

    deliver(summaries()[0], TUESDAY_NINE)

    assert ends(DIGEST, ana) == [(DeliveryState.CANCELLED, "no_longer_true")]


def test_the_same_twice_is_told_once():
    ana = who_wants(Digest.DAILY)
    for _time in range(2):
        gather(ana, link="http://127.0.0.1:8000/same/")
    services.send_digests(now=TUESDAY_NINE)

    assert text_of(summaries()[0]).count("/same/") == 1


def test_calendars_go_along():
    ana = who_wants(Digest.DAILY)
    gather(ana, calendars=[["REQUEST", "BEGIN:VCALENDAR"]])
    services.send_digests(now=TUESDAY_NINE)

    assert len(write(summaries()[0]).calendars) == 1


def test_a_summary_is_about_what_it_tells():
    ana = who_wants(Digest.DAILY)
    gather(ana)
    services.send_digests(now=TUESDAY_NINE)

    assert write(summaries()[0]).topics == (Topic.CARE,)


def test_the_sample_can_be_written():
    kind = get_kind(DIGEST)

    assert "…" in render(kind, kind.sample(), "en").text


def test_what_one_summary_told_the_next_does_not_tell():
    ana = who_wants(Digest.DAILY)
    first = gather(ana)
    services.send_digests(now=TUESDAY_NINE)
    second = gather(ana, now=TUESDAY_NINE + MINUTE)
    services.send_digests(now=TUESDAY_NINE + timedelta(days=1))

    one, two = [each.context["deliveries"] for each in summaries()]
    assert (one, two) == ([first.deliveries.get().pk], [second.deliveries.get().pk])


def test_what_comes_just_after_the_moment_waits_for_the_next():
    ana = who_wants(Digest.DAILY)
    gather(ana, now=TUESDAY_NINE + MINUTE)

    late = TUESDAY_NINE + timedelta(hours=2)
    assert [services.send_digests(now=each) for each in (late, late + timedelta(days=1))] == [0, 1]


def test_a_beat_that_was_late_tells_all_there_is_by_then():
    ana = who_wants(Digest.DAILY)
    gather(ana)
    gather(ana, now=TUESDAY_NINE + MINUTE)

    services.send_digests(now=TUESDAY_NINE + timedelta(hours=2))

    assert len(summaries()[0].context["deliveries"]) == 2


def test_who_changes_to_another_summary_hears_at_its_moment():
    ana = who_wants(Digest.WEEKLY)
    gather(ana)
    choose(reader_of_person(ana), Digest.DAILY, now=TUESDAY_NINE + MINUTE)

    soon, following = TUESDAY_NINE + timedelta(hours=1), TUESDAY_NINE + timedelta(days=1)
    assert [services.send_digests(now=each) for each in (soon, following)] == [0, 1]


def test_who_wants_no_summary_any_more_gets_a_last_one():
    ana = who_wants(Digest.WEEKLY)
    gather(ana)
    choose(reader_of_person(ana), Digest.NONE)

    told = [services.send_digests(now=each) for each in (later(minutes=5), later(minutes=10))]

    assert (told, len(summaries())) == ([1, 0], 1)


def test_each_last_summary_is_one_of_its_own():
    ana = who_wants(Digest.WEEKLY)
    for hours in (1, 2):
        gather(ana, now=later(hours=hours))
        choose(reader_of_person(ana), Digest.NONE, now=later(hours=hours))
        services.send_digests(now=later(hours=hours, minutes=5))
        choose(reader_of_person(ana), Digest.WEEKLY, now=later(hours=hours, minutes=6))

    assert len(summaries()) == 2


def test_a_summary_waits_for_the_end_of_a_pause():
    ana = who_wants(Digest.DAILY)
    gather(ana)
    services.pause(reader=reader_of_person(ana), until=later(days=3), by=None, now=NOW)

    assert [services.send_digests(now=later(days=each)) for each in (1, 2, 3)] == [0, 0, 1]


def test_a_summary_is_not_gathered_for_the_next():
    ana = who_wants(Digest.DAILY)
    gather(ana)
    services.send_digests(now=TUESDAY_NINE)

    assert plan(summaries()[0], TUESDAY_NINE).state == DeliveryState.CREATED


def test_a_no_about_a_topic_stops_no_summary_about_others():
    ana = who_wants(Digest.DAILY)
    gather(ana)
    services.send_digests(now=TUESDAY_NINE)
    services.switch_mail(
        reader=reader_of_person(ana), topics=[Topic.WAITING], wanted=False, now=TUESDAY_NINE
    )
    services.plan_due(now=TUESDAY_NINE)

    assert again(summaries()[0]).state == MessageState.PLANNED


def test_a_login_and_its_person_get_one_summary():
    user = make_user()
    ana = make_reader(user=user, email="")
    choose(reader_of_person(ana), Digest.DAILY, now=earlier(days=30))
    gather(ana)
    plan(queue(user=user))

    services.send_digests(now=TUESDAY_NINE)

    (summary,) = summaries()
    assert (summary.person, len(summary.context["deliveries"])) == (ana, 2)


def test_a_login_of_the_team_gets_a_summary_too():
    user = make_user()
    Habit.objects.create(user=user, digest=Digest.DAILY)
    plan(queue(user=user))

    services.send_digests(now=TUESDAY_NINE)

    assert summaries()[0].user == user


def test_the_mail_of_a_summary_can_be_made():
    gather(who_wants(Digest.DAILY))
    services.send_digests(now=TUESDAY_NINE)

    assert "List-Unsubscribe" in build_mail(summaries()[0]).extra_headers


def test_a_kind_that_is_needed_is_never_in_a_summary(monkeypatch):
    monkeypatch.setitem(kinds._kinds, HELLO, replace(HELLO_KIND, required=True))

    assert plan(queue(who_wants(Digest.DAILY))).state == DeliveryState.CREATED


def test_the_same_moment_again_tells_nothing_a_second_time():
    """Something that was written late, for a moment that is told already, waits for the next."""
    ana = who_wants(Digest.DAILY)
    gather(ana)
    services.send_digests(now=TUESDAY_NINE)
    late = gather(ana)
    Habit.objects.update(digest_at=None)

    assert digests.queue_digests(now=TUESDAY_NINE + MINUTE) == 0
    assert late.deliveries.get().sent_at is None
