"""Every rule of `notifications.routing`, both ways. No database: the function is pure."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from notifications.channels.base import HAND, LETTER, MAIL, PUSH, SMS, Channel, Use
from notifications.kinds import Kind
from notifications.models.choices import Digest
from notifications.routing import NOT_WANTED, PAUSED, Habits, Way, after_quiet, ways_of
from notifications.summaries import last_summary, next_summary
from notifications.topics import Topic

BRUSSELS = ZoneInfo("Europe/Brussels")
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # a Monday
NIGHT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
MORNING = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)  # eight on the clock of Brussels
WEEK_LATER = NOON + timedelta(days=7)
CHANNELS = {
    MAIL: Channel(MAIL, "mail", lambda reader: "x", lanes=1, rings=True),
    SMS: Channel(SMS, "sms", lambda reader: "x", lanes=1, rings=True),
    PUSH: Channel(PUSH, "push", lambda reader: "x", lanes=1, use=Use.ADDED),
    LETTER: Channel(LETTER, "letter", lambda reader: "x", use=Use.CHOSEN),
    HAND: Channel(HAND, "hand", lambda reader: "x"),
}
PLAIN = Kind("x", "", "", lambda message: None, dict, Topic.CARE)
REQUIRED, URGENT = replace(PLAIN, required=True), replace(PLAIN, urgent=True)
SUMMARY = replace(PLAIN, by=MAIL)
NOBODY = Habits(BRUSSELS)
QUIET = Habits(BRUSSELS, quiet=(time(21), time(8)))
DAILY = Habits(BRUSSELS, digest=Digest.DAILY)
WEEKLY = Habits(BRUSSELS, digest=Digest.WEEKLY)
PAUSE = Habits(BRUSSELS, paused_until=WEEK_LATER)


def chose(**wanted):
    return Habits(
        BRUSSELS, chosen={(Topic.CARE, channel): said for channel, said in wanted.items()}
    )


def route(kind, habits, *reaching, now=NOON, expires_at=None):
    """`reaching`: what reaches them besides the team."""
    channels = [CHANNELS[each] for each in (*reaching, HAND)]
    return ways_of(kind, habits, channels, now=now, expires_at=expires_at)


def channels_of(ways):
    return [way.channel for way in ways]


ALL = (MAIL, SMS, PUSH, LETTER)


@pytest.mark.parametrize(
    ("reaching", "goes_by"),
    [
        ((), [HAND]),
        ((MAIL,), [MAIL]),
        ((SMS,), [SMS]),
        ((MAIL, SMS), [MAIL]),
        ((PUSH,), [PUSH, HAND]),
        (ALL, [MAIL, PUSH]),
        ((LETTER,), [HAND]),
    ],
)
def test_who_chose_nothing_hears_by_the_first_way_and_by_what_comes_with_it(reaching, goes_by):
    assert channels_of(route(PLAIN, NOBODY, *reaching)) == goes_by


@pytest.mark.parametrize(
    ("habits", "goes_by"),
    [
        (chose(sms=True), [MAIL, SMS, PUSH]),
        (chose(mail=False, sms=True), [SMS, PUSH]),
        (chose(mail=True, push=False), [MAIL]),
        (chose(letter=True, mail=False, push=False), [LETTER]),
        (chose(mail=False), [PUSH]),
        (chose(hand=True), [MAIL, PUSH]),
        (Habits(BRUSSELS, chosen={(Topic.WAITING, MAIL): False}), [MAIL, PUSH]),
    ],
)
def test_what_was_chosen_about_a_topic_goes_over_what_goes_by_itself(habits, goes_by):
    assert channels_of(route(PLAIN, habits, *ALL)) == goes_by


@pytest.mark.parametrize(
    ("habits", "reaching"),
    [(chose(mail=False), (MAIL,)), (chose(mail=False), (MAIL, SMS)), (chose(hand=False), ())],
)
def test_what_nobody_wants_is_not_sent(habits, reaching):
    assert route(PLAIN, habits, *reaching) == NOT_WANTED


@pytest.mark.parametrize(
    ("habits", "reaching", "goes_by"),
    [
        (chose(mail=False), (MAIL,), [MAIL]),
        (chose(mail=False, sms=False, push=False), ALL, [MAIL]),
        (chose(mail=False, push=False, sms=True), ALL, [SMS]),
        (chose(hand=False), (), [HAND]),
    ],
)
def test_what_is_required_only_changes_its_way(habits, reaching, goes_by):
    assert channels_of(route(REQUIRED, habits, *reaching)) == goes_by


def test_urgent_alone_does_not_pass_over_a_no():
    assert route(URGENT, chose(mail=False), MAIL) == NOT_WANTED


@pytest.mark.parametrize(
    ("habits", "reaching", "goes_by"),
    [(chose(mail=False), ALL, [MAIL]), (NOBODY, ALL, [MAIL]), (NOBODY, (SMS,), [SMS])],
)
def test_a_kind_with_a_channel_goes_by_it_or_else_by_the_first(habits, reaching, goes_by):
    assert channels_of(route(SUMMARY, habits, *reaching)) == goes_by


@pytest.mark.parametrize(
    ("kind", "at"), [(PLAIN, WEEK_LATER), (REQUIRED, NOON), (URGENT, NOON), (SUMMARY, WEEK_LATER)]
)
def test_in_a_pause_waits_what_can_wait(kind, at):
    assert route(kind, PAUSE, MAIL) == [Way(MAIL, at)]


@pytest.mark.parametrize(("kind", "told"), [(PLAIN, PAUSED), (REQUIRED, [Way(MAIL, NOON)])])
def test_what_is_too_late_after_a_pause_is_not_told(kind, told):
    assert route(kind, PAUSE, MAIL, expires_at=WEEK_LATER) == told


def test_a_pause_that_is_over_holds_up_nothing():
    over = Habits(BRUSSELS, paused_until=NOON - timedelta(hours=1))

    assert route(PLAIN, over, MAIL) == [Way(MAIL, NOON)]


def test_a_pause_that_ends_in_quiet_hours_lasts_until_they_end():
    habits = replace(QUIET, paused_until=NIGHT)

    assert route(PLAIN, habits, MAIL) == [Way(MAIL, MORNING)]


@pytest.mark.parametrize(
    ("kind", "at"), [(PLAIN, MORNING), (REQUIRED, MORNING), (URGENT, NIGHT), (SUMMARY, MORNING)]
)
def test_at_night_waits_what_is_not_urgent(kind, at):
    assert route(kind, QUIET, MAIL, now=NIGHT) == [Way(MAIL, at)]


def test_by_day_nothing_waits():
    assert route(PLAIN, QUIET, MAIL) == [Way(MAIL, NOON)]


def test_what_does_not_ring_does_not_wait_for_the_morning():
    assert route(PLAIN, QUIET, MAIL, PUSH, now=NIGHT) == [Way(MAIL, MORNING), Way(PUSH, NIGHT)]


@pytest.mark.parametrize(
    ("expires_at", "at"), [(MORNING, NIGHT), (MORNING + timedelta(minutes=1), MORNING)]
)
def test_what_would_come_too_late_by_waiting_for_the_morning_does_not_wait(expires_at, at):
    assert route(PLAIN, QUIET, MAIL, now=NIGHT, expires_at=expires_at) == [Way(MAIL, at)]


@pytest.mark.parametrize(
    ("kind", "gathered"), [(PLAIN, True), (REQUIRED, False), (URGENT, False), (SUMMARY, False)]
)
def test_a_summary_tells_what_can_wait(kind, gathered):
    assert route(kind, DAILY, MAIL) == [Way(MAIL, NOON, gathered=gathered)]


def test_a_summary_is_made_of_mails_only():
    assert route(PLAIN, DAILY, MAIL, PUSH) == [Way(MAIL, NOON, gathered=True), Way(PUSH, NOON)]


def test_who_wants_no_mail_has_nothing_in_a_summary():
    habits = replace(chose(mail=False, sms=True), digest=Digest.DAILY)

    assert route(PLAIN, habits, MAIL, SMS) == [Way(SMS, NOON)]


@pytest.mark.parametrize(
    ("habits", "days", "gathered"), [(DAILY, 2, True), (WEEKLY, 2, False), (WEEKLY, 8, True)]
)
def test_what_would_come_too_late_in_a_summary_goes_by_itself(habits, days, gathered):
    ways = route(PLAIN, habits, MAIL, expires_at=NOON + timedelta(days=days))

    assert ways == [Way(MAIL, NOON, gathered=gathered)]


def brussels(day, hour, minute=0, fold=0, month=3):
    return datetime(2026, month, day, hour, minute, fold=fold, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        ((21, 8), brussels(2, 20, 59), brussels(2, 20, 59)),
        ((21, 8), brussels(2, 21), brussels(3, 8)),
        ((21, 8), brussels(3, 7, 59), brussels(3, 8)),
        ((21, 8), brussels(3, 8), brussels(3, 8)),
        ((13, 15), brussels(3, 12, 59), brussels(3, 12, 59)),
        ((13, 15), brussels(3, 13), brussels(3, 15)),
        ((13, 15), brussels(3, 15), brussels(3, 15)),
        ((0, 7), brussels(3, 0), brussels(3, 7)),
        ((22, 0), brussels(3, 23), brussels(4, 0)),
        # The clock goes from two to three on 29 March, and from three to two on 25 October.
        ((21, 8), brussels(28, 22), brussels(29, 8)),
        ((21, 8), brussels(24, 22, month=10), brussels(25, 8, month=10)),
        ((1, 2), brussels(29, 1, 30), brussels(29, 3)),
    ],
)
def test_quiet_hours_begin_and_end_on_the_clock(quiet, at, until):
    habits = Habits(BRUSSELS, quiet=(time(quiet[0]), time(quiet[1])))

    assert after_quiet(habits, at.astimezone(UTC)) == until.astimezone(UTC)


def test_in_the_hour_that_comes_twice_quiet_hours_end_after_now_and_not_before():
    habits = Habits(BRUSSELS, quiet=(time(23), time(2, 30)))
    second = brussels(25, 2, 15, fold=1, month=10).astimezone(UTC)

    assert after_quiet(habits, second) == second + timedelta(minutes=15)


def test_the_hours_are_those_of_who_reads():
    habits = Habits(ZoneInfo("America/New_York"), quiet=(time(21), time(8)))

    assert after_quiet(habits, MORNING) == datetime(2026, 3, 3, 13, 0, tzinfo=UTC)


CLOCKS = ("Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
AROUND_A_CHANGE = st.one_of(
    st.datetimes(datetime(2026, 3, 7), datetime(2026, 4, 6)),
    st.datetimes(datetime(2026, 10, 3), datetime(2026, 11, 3)),
).map(lambda naive: naive.replace(tzinfo=UTC))
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 29, 30, 31, 59)))


def is_quiet(habits, at):
    begins, ends = habits.quiet
    hour = at.astimezone(habits.zone).time()
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


@given(at=AROUND_A_CHANGE, zone=st.sampled_from(CLOCKS), begins=HOURS, ends=HOURS)
@example(
    at=datetime(2026, 3, 29, 0, 30, tzinfo=UTC), zone=CLOCKS[0], begins=time(23), ends=time(2, 30)
)
@example(
    at=datetime(2026, 10, 25, 1, 15, tzinfo=UTC), zone=CLOCKS[0], begins=time(23), ends=time(2, 30)
)
def test_waiting_for_the_morning_is_never_quiet_never_long_and_done_once(at, zone, begins, ends):
    lasts = (ends.hour * 60 + ends.minute - begins.hour * 60 - begins.minute) % (24 * 60)
    assume(0 < lasts <= 20 * 60)  # what the service takes
    habits = Habits(ZoneInfo(zone), quiet=(begins, ends))

    until = after_quiet(habits, at)

    assert not is_quiet(habits, until)
    assert timedelta(0) <= until - at <= timedelta(hours=24)
    assert after_quiet(habits, until) == until
    assert (until == at) is not is_quiet(habits, at)


@given(
    at=AROUND_A_CHANGE,
    zone=st.sampled_from(CLOCKS),
    digest=st.sampled_from((Digest.DAILY, Digest.WEEKLY)),
)
def test_summaries_come_at_nine_on_the_clock_one_after_the_other(at, zone, digest):
    zone = ZoneInfo(zone)
    last, following = last_summary(digest, zone, at), next_summary(digest, zone, at)

    assert last <= at < following
    assert (last.hour, following.hour, last.minute, following.minute) == (9, 9, 0, 0)
    assert last_summary(digest, zone, following) == following
    assert digest == Digest.DAILY or (last.weekday(), following.weekday()) == (0, 0)


@pytest.mark.parametrize(
    ("first", "hours"),
    [(brussels(28, 9), 23), (brussels(24, 9, month=10), 25), (brussels(2, 9), 24)],
)
def test_between_two_summaries_is_a_day_of_the_calendar(first, hours):
    following = next_summary(Digest.DAILY, BRUSSELS, first.astimezone(UTC))

    assert following.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=hours)
