"""Who comes into a group is invited to what is planned, and what is planned leaves the calendars of who loses their group: parsed
from mails that arrived at a real mail server."""

from datetime import date, time

import pytest
from icalendar import Calendar

from groups import services
from groups.models import Wait
from groups.peer_messages import CANCELLED, ENDED, GROUP_FORMED, LEAD_THANKED, PLANNED, REGROUPED
from notifications.models import Message
from notifications.rendering import build_mail
from notifications.services import deliver_due
from tests.clock import NOW
from tests.groups.peers import again, formed, join, plan, somebody, sweep_gatherings
from tests.groups.test_gatherings import cancel, change
from tests.groups.test_regrouping import merge
from tests.groups.test_waits import wait
from tests.notifications.test_series import SPRING, as_planned, written_out

pytestmark = pytest.mark.django_db

ALONE = date(2026, 6, 2)


@pytest.fixture(scope="module")
def circle(kept):
    return formed(most_members=6)


def post_of(who, post, now=NOW):
    """The mails that somebody was sent, in order, each as (words, calendars); a calendar is (method, events)."""
    deliver_due(now=now)
    found = []
    for mail, to in zip(post.mails, post.recipients, strict=True):
        if who.person.contact_email in to:
            parts = list(mail.walk())
            words = next(each for each in parts if each.get_content_type() == "text/plain")
            calendars = [
                (each.get_param("method"), Calendar.from_ical(each.get_payload(decode=True)))
                for each in parts
                if each.get_content_type() == "text/calendar"
            ]
            assert all(method == each["method"] for method, each in calendars)
            told = [(method, each.walk("VEVENT")) for method, each in calendars]
            found.append((words.get_payload(decode=True).decode(), told))
    return found


def uids(calendars):
    """One for each calendar: a program takes one thing at a time."""
    found = [{str(event["uid"]) for event in events} for _method, events in calendars]
    assert all(len(each) == 1 for each in found)
    return [each.pop() for each in found]


def kinds_of(who):
    return sorted(Message.objects.filter(person=who.person).values_list("kind", flat=True))


def test_who_comes_from_the_line_is_invited_to_what_is_still_planned(circle, post):
    rows = plan(circle, day=SPRING, rhythm="weekly", times=6)
    change(circle, rows[2], day=date(2026, 4, 3))
    cancel(circle, rows[4])
    [alone] = plan(circle, day=ALONE)
    now = rows[0].ends_at
    sweep_gatherings(now)
    rosa = somebody(circle.programme, "Rosa")
    wait(circle, rosa, now=now)
    services.offer_places(group_id=circle.group.pk, now=now)
    waited = Wait.objects.get(enrolment=rosa)
    services.answer_offer(wait_id=waited.pk, yes=True, by=rosa.person.user, now=now)

    words, calendars = post_of(rosa, post, now)[-1]

    assert Message.objects.filter(person=rosa.person, kind=GROUP_FORMED).count() == 1
    assert not Message.objects.filter(person=rosa.person, kind=PLANNED).exists()
    assert [method for method, _events in calendars] == ["REQUEST", "REQUEST"]
    series, single = calendars
    assert [event["dtstart"].dt for event in single[1]] == [alone.starts_at]
    assert len(set(uids(calendars))) == 2
    assert sorted([*written_out([series]).values(), (alone.starts_at, alone.ends_at)]) == (
        as_planned(circle)
    )
    assert words.count("De Kring") == 5
    cancel(circle, rows[3], and_later=True, now=now)
    [later] = post_of(rosa, post, now)[-1][1]
    assert later[0] == "CANCEL"
    shown = written_out([series, later])
    assert sorted([*shown.values(), (alone.starts_at, alone.ends_at)]) == as_planned(circle)


def test_a_series_of_which_each_was_moved_is_told_as_it_is_now(circle, post):
    for row in plan(circle, day=SPRING, rhythm="weekly", times=2):
        change(circle, row, day=row.day.replace(day=row.day.day + 1))
    rosa = somebody(circle.programme, "Rosa")
    join(circle, rosa)

    [(_words, calendars)] = post_of(rosa, post)

    assert kinds_of(rosa) == [GROUP_FORMED]
    assert sorted(written_out(calendars).values()) == as_planned(circle)


def test_what_was_cancelled_before_the_mail_went_out_is_no_part_of_it(circle, post):
    [off] = plan(circle, day=ALONE)
    [on] = plan(circle, day=ALONE.replace(day=9))
    rosa = somebody(circle.programme, "Rosa")
    join(circle, rosa)
    cancel(circle, off)

    words, calendars = post_of(rosa, post)[0]

    assert [(method, events[0]["dtstart"].dt) for method, events in calendars] == [
        ("REQUEST", on.starts_at)
    ]
    assert words.count("De Kring") == 1


def test_nothing_planned_is_no_invitation_and_much_is_no_more_questions(
    circle, post, django_assert_num_queries
):
    rosa, sami = (somebody(circle.programme, name) for name in ("Rosa", "Sami"))
    join(circle, rosa)
    [(words, calendars)] = post_of(rosa, post)
    assert calendars == []
    assert "agenda" not in words

    for day in (7, 8, 9):
        plan(circle, day=date(2026, 4, day), rhythm="two_weeks", times=10, call_link="https://a.be")
    join(circle, sami)
    joined = Message.objects.select_related("person__user", "user")
    message = joined.get(kind=GROUP_FORMED, person=sami.person)
    with django_assert_num_queries(4):  # the message's person, the seat, the gatherings, the series
        build_mail(message)


def test_the_end_of_a_group_takes_what_was_planned_out_of_calendars(circle, post):
    rows = plan(circle, day=SPRING, rhythm="weekly", times=3)
    change(circle, rows[1], day=date(2026, 3, 27))
    plan(circle, day=ALONE)
    before = [each for _words, told in post_of(circle.mia, post) for each in told]
    people = [circle.finn, circle.bea, *circle.members]

    services.end_group(group_id=circle.group.pk, by=circle.cora, now=NOW)
    words, calendars = post_of(circle.mia, post)[-1]

    told = Message.objects.filter(kind=ENDED)
    assert {row.person for row in told} == {each.person for each in people}
    assert told.count() == len(people)
    assert not Message.objects.filter(kind=CANCELLED).exists()
    assert [method for method, _events in calendars] == ["CANCEL", "CANCEL"]
    assert set(uids(calendars)) == set(uids(before))
    series = uids(calendars)[0]
    mine = [each for each in before if uids([each]) == [series]]
    assert written_out([*mine, calendars[0]]) == {}
    assert [event["sequence"] for event in calendars[0][1]] == [1, 2, 1]
    assert [event["sequence"] for event in calendars[1][1]] == [1]
    assert words.count("2026") == 4


def test_the_end_without_plans_is_told_without_a_calendar(circle, post):
    services.end_group(group_id=circle.group.pk, by=circle.cora, now=NOW)

    [(words, calendars)] = post_of(circle.finn, post)

    assert calendars == []
    assert "agenda" not in words


def test_who_goes_on_in_another_group_changes_calendars_by_one_mail(circle, post):
    other = again(
        circle, "Rosa", "Sami", "Tess", finn=somebody(circle.programme, "Zeno", "volunteer")
    )
    plan(circle, day=SPRING, rhythm="weekly", times=3)
    plan(other, day=date(2026, 3, 4), rhythm="weekly", times=4, begins=time(20))
    [before] = [each for _words, told in post_of(circle.mia, post) for each in told]

    merge(circle, other)
    _words, [gone, come] = post_of(circle.mia, post)[-1]

    assert kinds_of(circle.mia).count(REGROUPED) == 1
    assert not {ENDED, CANCELLED} & set(kinds_of(circle.mia))
    assert (gone[0], come[0]) == ("CANCEL", "REQUEST")
    assert written_out([before, gone]) == {}
    assert sorted(written_out([come]).values()) == as_planned(other)
    reminded = Message.objects.filter(person=circle.mia.person, kind="groups.gathering_reminder")
    assert reminded.count() == 2
    stays = post_of(other.mia, post)
    assert [len(told) for _words, told in stays] == [0, 1, 0]
    _words, [off] = post_of(circle.finn, post)[-1]
    assert kinds_of(circle.finn).count(LEAD_THANKED) == 1
    assert off[0] == "CANCEL"
