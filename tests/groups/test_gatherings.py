"""When a group meets: planned, moved, cancelled, held; and what people are told of it."""

from datetime import date, time, timedelta

import pytest

from core.errors import ChangedMeanwhile, NotFoundHere
from core.states import WrongMove
from groups import services
from groups.errors import (
    CallLinkUnusable,
    DayNotAhead,
    HourNotThere,
    LeadBusy,
    LengthImpossible,
    PlaceBusy,
    SeriesImpossible,
    WhereMissing,
)
from groups.models import Attendance, Gathering
from groups.peer_messages import CANCELLED, MOVED, PLANNED, REMINDER
from groups.states import GatheringState, State
from notifications.models import Message
from notifications.services import deliver_due
from tests.clock import NOW
from tests.groups.peers import (
    AFTER,
    DAY,
    EVENING,
    STARTS,
    again,
    formed,
    held,
    join,
    make_place,
    plan,
    say,
    somebody,
    speaker,
    sweep,
)
from tests.notifications.builders import ends
from tests.teams import make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def circle(kept):
    return formed()


def change(circle, gathering, who=None, **how):
    facts = {
        "day": DAY,
        "begins": time(20),
        "minutes": 90,
        "place_id": circle.place.pk,
        "expected_version": gathering.version,
        "now": NOW,
        **speaker(circle, who),
    }
    return services.move_gathering(gathering_id=gathering.pk, **(facts | how))


def cancel(circle, gathering, who=None, **how):
    facts = {"expected_version": gathering.version, "now": NOW, **speaker(circle, who)}
    return services.cancel_gathering(gathering_id=gathering.pk, **(facts | how))


def told(kind, who):
    return Message.objects.filter(kind=kind, person=who.person)


def local(gatherings):
    return [each.local_start.strftime("%d/%m %H:%M %z") for each in gatherings]


def test_a_gathering_is_at_its_hour_on_the_clock(circle):
    [gathering] = plan(circle)

    assert gathering.starts_at == STARTS
    assert (gathering.day, gathering.begins, gathering.zone) == (DAY, EVENING, "Europe/Brussels")
    assert gathering.lead == circle.finn.person


def test_a_series_keeps_its_hour_when_the_clock_changes(circle):
    spring = plan(circle, day=date(2026, 3, 19), rhythm="weekly", times=3)
    autumn = plan(circle, day=date(2026, 10, 15), rhythm="two_weeks", times=2)

    assert local(spring) == ["19/03 19:00 +0100", "26/03 19:00 +0100", "02/04 19:00 +0200"]
    assert local(autumn) == ["15/10 19:00 +0200", "29/10 19:00 +0100"]


def test_a_series_through_the_night_of_the_change_goes_on(circle):
    """02:30 does not exist on 29 March; it begins an hour later that night, and only then."""
    nights = plan(circle, day=date(2026, 3, 22), begins=time(2, 30), rhythm="weekly", times=3)

    assert local(nights) == ["22/03 02:30 +0100", "29/03 03:30 +0200", "05/04 02:30 +0200"]


def test_an_hour_that_the_clock_shows_twice_is_the_first(circle):
    [night] = plan(circle, day=date(2026, 10, 25), begins=time(2, 30))

    assert local([night]) == ["25/10 02:30 +0200"]


def test_a_single_hour_that_does_not_exist_is_refused(circle):
    with pytest.raises(HourNotThere):
        plan(circle, day=date(2026, 3, 29), begins=time(2, 30))


def test_a_monthly_series_keeps_its_weekday(circle):
    series = plan(circle, rhythm="monthly", until=date(2026, 6, 30))

    assert [each.day for each in series] == [
        date(2026, 3, 12),
        date(2026, 4, 9),
        date(2026, 5, 14),
        date(2026, 6, 11),
    ]
    assert len({each.series for each in series}) == 1


def test_the_fifth_weekday_is_the_last_of_the_month(circle):
    series = plan(circle, day=date(2026, 4, 30), rhythm="monthly", times=3)

    assert [each.day for each in series] == [
        date(2026, 4, 30),
        date(2026, 5, 28),
        date(2026, 6, 25),
    ]


def test_a_monthly_series_goes_on_in_the_next_year(circle):
    series = plan(circle, day=date(2026, 12, 10), rhythm="monthly", times=2)

    assert series[1].day == date(2027, 1, 14)


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({"day": date(2026, 3, 2), "begins": time(9)}, DayNotAhead),
        ({"day": date(2025, 3, 2)}, DayNotAhead),
        ({"day": date(2030, 3, 2)}, DayNotAhead),
        ({"minutes": 5}, LengthImpossible),
        ({"rhythm": "weekly"}, SeriesImpossible),
        ({"rhythm": "weekly", "times": 54}, SeriesImpossible),
        ({"rhythm": "weekly", "until": date(2026, 3, 1)}, SeriesImpossible),
        ({"place_id": None}, WhereMissing),
        ({"place_id": 0}, WhereMissing),
        ({"call_link": "http://call.example.org"}, CallLinkUnusable),
    ],
)
def test_what_cannot_be_planned_is_refused(circle, how, refusal):
    with pytest.raises(refusal):
        plan(circle, **how)

    assert not Gathering.objects.exists()


def test_a_room_of_another_organisation_is_not_there(circle):
    with pytest.raises(NotFoundHere):
        plan(circle, place_id=make_place(make_programme()).pk)


def test_a_call_needs_no_room(circle):
    [call] = plan(circle, call_link="https://call.example.org/x")

    assert (call.place, call.where) == (None, "https://call.example.org/x")


def test_a_member_plans_nothing(circle):
    with pytest.raises(NotFoundHere):
        plan(circle, circle.mia)


def test_nothing_is_planned_for_a_group_that_ended(circle):
    services.end_group(group_id=circle.group.pk, by=circle.cora, now=NOW)

    with pytest.raises(WrongMove):
        plan(circle)


def test_a_facilitator_is_not_in_two_gatherings_at_once(circle):
    other = again(circle, "Rosa", "Sami", "Tess")
    plan(circle)

    with pytest.raises(LeadBusy) as refusal:
        plan(other, begins=time(20, 30), rhythm="weekly", times=2)

    assert "2026" in str(refusal.value)
    assert Gathering.objects.count() == 1


def test_one_after_the_other_is_fine(circle):
    other = again(circle, "Rosa", "Sami", "Tess")
    plan(circle)

    plan(other, begins=time(21))

    assert Gathering.objects.count() == 2


def test_a_room_is_not_used_twice_at_once(circle):
    zeno = somebody(circle.programme, "Zeno", "volunteer")
    other = again(circle, "Rosa", "Sami", "Tess", finn=zeno)
    plan(circle)

    with pytest.raises(PlaceBusy):
        plan(other, place_id=circle.place.pk)


def test_what_was_cancelled_keeps_nobody_busy(circle):
    cancel(circle, plan(circle)[0])

    plan(circle)


def test_everybody_is_told_of_a_series_once(circle):
    plan(circle, rhythm="weekly", times=3)

    assert [told(PLANNED, who).count() for who in (circle.mia, circle.finn)] == [1, 1]


def test_a_moved_gathering_is_told_once_by_its_new_version(circle, mailoutbox):
    [gathering] = plan(circle)
    gathering = change(circle, gathering, circle.finn)
    change(circle, gathering, circle.finn, begins=time(18))

    deliver_due(now=NOW)

    mine = [mail for mail in mailoutbox if mail.to == [circle.mia.person.contact_email]]
    assert [mail.body.count("18:00") for mail in mine if "19:" in mail.body] == [1]
    assert ends(PLANNED, circle.mia.person) == [("cancelled", "no_longer_true")]
    assert sorted(ends(MOVED, circle.mia.person)) == [("cancelled", "no_longer_true"), ("sent", "")]


def test_who_said_yes_is_asked_again_when_it_is_moved(circle):
    [gathering] = plan(circle)
    say(gathering, circle, circle.mia)

    change(circle, gathering)

    assert Attendance.objects.get(gathering=gathering).said == ""


def test_a_move_on_an_old_page_is_refused(circle):
    [gathering] = plan(circle)
    change(circle, gathering)

    with pytest.raises(ChangedMeanwhile):
        change(circle, gathering)
    with pytest.raises(ChangedMeanwhile):
        cancel(circle, gathering)


def test_moving_to_an_hour_of_another_group_is_refused(circle):
    other = again(circle, "Rosa", "Sami", "Tess")
    plan(circle)
    [gathering] = plan(other, begins=time(14))

    with pytest.raises(LeadBusy):
        change(other, gathering, begins=EVENING)


def test_what_was_cancelled_is_not_moved(circle):
    gathering = cancel(circle, plan(circle)[0])

    with pytest.raises(WrongMove):
        change(circle, gathering)


def test_what_was_cancelled_is_told_once_and_not_reminded(circle):
    [gathering] = plan(circle)
    sweep(STARTS - timedelta(days=2, hours=12))
    cancel(circle, gathering, circle.finn)

    deliver_due(now=STARTS - timedelta(hours=47))

    assert ends(CANCELLED, circle.mia.person) == [("sent", "")]
    assert ends(REMINDER, circle.mia.person) == [("cancelled", "no_longer_true")]


def test_reminders_are_due_48_hours_and_1_hour_before(circle):
    plan(circle)
    sweep(STARTS - timedelta(days=2, hours=12))
    sweep(STARTS - timedelta(days=2, hours=11))

    due = told(REMINDER, circle.mia).order_by("due_at").values_list("due_at", flat=True)
    assert list(due) == [STARTS - timedelta(hours=48), STARTS - timedelta(hours=1)]


def test_who_said_no_is_not_reminded(circle):
    [gathering] = plan(circle)
    sweep(STARTS - timedelta(days=2, hours=12))
    say(gathering, circle, circle.mia, comes=False)

    deliver_due(now=STARTS - timedelta(hours=47))

    assert ends(REMINDER, circle.mia.person) == [("cancelled", "no_longer_true")]


def test_who_comes_in_late_is_reminded_too(circle):
    plan(circle)
    soon = STARTS - timedelta(days=1)
    sweep(soon - timedelta(hours=30))
    rosa = somebody(circle.programme, "Rosa")

    join(circle, rosa, now=soon)

    assert told(REMINDER, rosa).count() == 1  # the first of the two is over


def test_a_moved_gathering_is_reminded_of_anew(circle):
    [gathering] = plan(circle)
    sweep(STARTS - timedelta(days=2, hours=12))
    change(circle, gathering, begins=time(20), now=STARTS - timedelta(days=2, hours=10))
    sweep(STARTS - timedelta(days=2, hours=9))

    deliver_due(now=STARTS - timedelta(hours=46))

    assert told(REMINDER, circle.mia).filter(state="queued").count() == 2
    assert sorted(ends(REMINDER, circle.mia.person)) == [
        ("cancelled", "no_longer_true"),
        ("sent", ""),
    ]


def test_with_its_first_gathering_a_group_is_under_way(circle):
    gathering = held(circle)

    assert gathering.state == GatheringState.HELD
    assert circle.now_is().state == State.ACTIVE


def test_two_sweeps_in_one_turn_do_it_once(circle):
    plan(circle)
    sweep(AFTER)

    services.sweep_gatherings(now=AFTER)

    assert circle.now_is().state == State.ACTIVE


def test_nobody_of_another_organisation_moves_it(circle):
    [gathering] = plan(circle)
    zoe = formed().cora

    with pytest.raises(NotFoundHere):
        change(circle, gathering, by=zoe)


def test_the_mail_brings_the_moment_into_the_calendar(circle, mailoutbox):
    plan(circle)
    deliver_due(now=NOW)

    mail = next(
        mail for mail in mailoutbox if "When you meet" in str(mail.subject) or "19:00" in mail.body
    )
    part = next(
        part for part in mail.message().walk() if part.get_content_type() == "text/calendar"
    )
    text = part.get_payload(decode=True).decode()
    assert part.get_param("method") == "REQUEST"
    assert "DTSTART;TZID=Europe/Brussels:20260312T190000" in text
    assert "BEGIN:VTIMEZONE" in text
    assert "SEQUENCE:0" in text


def test_that_it_is_off_takes_it_out_of_the_calendar(circle, mailoutbox):
    cancel(circle, plan(circle)[0])
    deliver_due(now=NOW)

    texts = [
        part.get_payload(decode=True).decode()
        for mail in mailoutbox
        for part in mail.message().walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert {("METHOD:CANCEL" in text, "SEQUENCE:1" in text) for text in texts} == {(True, True)}
