"""A series is one invitation: what arrives at a real mail server is parsed, and its recurrence written out."""

from datetime import UTC, date, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from groups.calendars import rule_of
from groups.models import Gathering
from groups.peer_messages import CANCELLED, MOVED, PLANNED
from notifications.models import Message
from notifications.services import deliver_due
from tests.clock import NOW
from tests.groups.peers import formed, plan
from tests.groups.test_gatherings import cancel, change
from tests.notifications.builders import ends

pytestmark = pytest.mark.django_db

AUTUMN, SPRING = date(2026, 10, 15), date(2026, 3, 19)


@pytest.fixture(scope="module")
def circle(kept):
    return formed()


def arrived(circle, post):
    """The calendars that Mia was sent, in order, each as (method, events)."""
    deliver_due(now=NOW)
    address = circle.mia.person.contact_email
    found = []
    for mail, to in zip(post.mails, post.recipients, strict=True):
        for part in mail.walk() if address in to else ():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                assert part.get_param("method") == calendar["method"]
                assert calendar.walk("VTIMEZONE")
                found.append((str(calendar["method"]), calendar.walk("VEVENT")))
    return found


def lasting(start, event):
    """On the clock of the world: two hours are two hours, also in a night of 25."""
    return start.astimezone(UTC), start.astimezone(UTC) + event["duration"].dt


def written_out(calendars):
    """What a calendar program shows after these, by RFC 5546: planned moment → (start, end), of one series."""
    shown, uids, sequences = {}, set(), {}
    for method, events in calendars:
        for event in events:
            uids.add(str(event["uid"]))
            if "recurrence-id" in event:
                planned = event["recurrence-id"].dt
                assert event["sequence"] > sequences.get(planned, -1) or method == "REQUEST"
                sequences[planned] = event["sequence"]
                if method == "CANCEL":
                    shown.pop(planned, None)
                else:
                    shown[planned] = lasting(event["dtstart"].dt, event)
                continue
            assert method == "REQUEST"
            start = event["dtstart"].dt
            moments = [start, *(each.dt for each in event["rdate"].dts)] if "rdate" in event else []
            if "rrule" in event:
                rule = event["rrule"].to_ical().decode()
                naive = rrulestr(rule, dtstart=start.replace(tzinfo=None))
                moments = [each.replace(tzinfo=start.tzinfo) for each in naive]
            gone = {each.dt for each in event["exdate"].dts} if "exdate" in event else set()
            shown = {each: lasting(each, event) for each in moments if each not in gone}
    assert len(uids) == 1
    return shown


def as_planned(circle):
    rows = circle.group.gatherings.filter(state="planned").order_by("starts_at")
    return [(each.starts_at, each.ends_at) for each in rows]


@pytest.mark.parametrize(
    ("first", "rhythm", "begins", "rule"),
    [
        (SPRING, "weekly", time(19), b"FREQ=WEEKLY;COUNT=4"),
        (AUTUMN, "two_weeks", time(19), b"FREQ=WEEKLY;COUNT=4;INTERVAL=2"),
        (AUTUMN, "monthly", time(19), b"FREQ=MONTHLY;COUNT=4;BYDAY=3TH"),
        (date(2026, 4, 30), "monthly", time(19), b"FREQ=MONTHLY;COUNT=4;BYDAY=-1TH"),
        (date(2026, 3, 15), "weekly", time(2, 30), None),
        (date(2026, 10, 18), "weekly", time(2, 30), b"FREQ=WEEKLY;COUNT=4"),
        (date(2026, 10, 25), "weekly", time(1, 30), b"FREQ=WEEKLY;COUNT=4"),
    ],
)
def test_a_series_is_one_invitation_at_the_hour_of_the_clock(
    circle, post, first, rhythm, begins, rule
):
    plan(circle, day=first, rhythm=rhythm, times=4, begins=begins)

    calendars = arrived(circle, post)

    [(method, [master])] = calendars
    assert method == "REQUEST"
    assert master.get("rrule") is None if rule is None else master["rrule"].to_ical() == rule
    assert sorted(written_out(calendars).values()) == as_planned(circle)


def test_what_is_moved_and_cancelled_later_follows_by_its_planned_moment(circle, post):
    rows = plan(circle, day=SPRING, rhythm="weekly", times=5)
    arrived(circle, post)
    moved = change(circle, rows[1], day=date(2026, 3, 27))
    arrived(circle, post)
    change(circle, moved, day=date(2026, 3, 28))
    arrived(circle, post)
    cancel(circle, rows[2])
    arrived(circle, post)
    cancel(circle, rows[3], and_later=True)

    calendars = arrived(circle, post)

    assert [method for method, _events in calendars] == [
        *("REQUEST", "REQUEST", "REQUEST", "CANCEL", "CANCEL")
    ]
    assert [len(events) for _method, events in calendars] == [1, 1, 1, 1, 2]
    assert [events[0]["sequence"] for _method, events in calendars] == [0, 1, 2, 1, 1]
    assert sorted(written_out(calendars).values()) == as_planned(circle)
    assert Message.objects.filter(kind=CANCELLED, person=circle.mia.person).count() == 2
    assert Message.objects.filter(kind=MOVED, person=circle.mia.person).count() == 2


def test_what_changed_before_the_mail_went_out_is_in_it_already(circle, post):
    rows = plan(circle, day=SPRING, rhythm="weekly", times=4)
    cancel(circle, rows[0])
    change(circle, rows[1], day=date(2026, 3, 27), minutes=30)
    change(circle, rows[2], day=date(2026, 4, 3))

    calendars = arrived(circle, post)

    assert sorted(written_out(calendars).values()) == as_planned(circle)
    first = next(events for _method, events in calendars if "rrule" in events[0])
    assert len(first) == 3
    assert ends(PLANNED, circle.mia.person) == [("sent", "")]


def test_a_single_one_and_a_series_from_before_keep_a_uid_of_their_own(circle, post):
    plan(circle, day=date(2026, 5, 5), rhythm="weekly", times=1)
    plan(circle, day=date(2026, 6, 9), rhythm="weekly", times=2)
    Gathering.objects.filter(day__month=6).update(planned_at=None)

    single, old = arrived(circle, post)

    assert (single[0], old[0]) == ("REQUEST", "PUBLISH")
    ids = {str(each.public_id) for each in circle.group.gatherings.all()}
    told = {
        str(event["uid"]).removeprefix("gathering-").split("@")[0] for event in single[1] + old[1]
    }
    assert told == ids


def test_the_rest_of_a_series_leaves_what_was_before_and_other_series(circle):
    rows = plan(circle, day=SPRING, rhythm="weekly", times=3)
    other = plan(circle, day=date(2026, 4, 10), rhythm="weekly", times=2, begins=time(10))
    [alone] = plan(circle, day=date(2026, 7, 10))

    cancel(circle, rows[1], and_later=True)
    cancel(circle, alone, and_later=True)

    stands = set(Gathering.objects.filter(state="planned").values_list("pk", flat=True))
    assert stands == {rows[0].pk, *(each.pk for each in other)}


def test_days_that_follow_no_rhythm_have_no_rule(circle):
    [row] = plan(circle, day=SPRING)
    start = row.local_start

    assert rule_of([start, start + timedelta(days=3), start + timedelta(days=5)]) is None
