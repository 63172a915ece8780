"""People of a group act at once: real threads, real PostgreSQL. Each race has a control in which the guard is out."""

from contextlib import suppress
from datetime import time
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from groups import services
from groups.errors import GatheringFull, GroupFull, LeadBusy
from groups.models import Attendance, Gathering, Wait
from groups.peer_selectors import count_members
from groups.services import leaving
from groups.states import WaitState
from organisations.services import leave_programme
from tests.clock import NOW
from tests.groups.peers import again, formed, hold, leave, make_circle, plan, say, somebody
from tests.groups.test_waits import wait
from tests.racing import at_once, goes_wrong, unexpected, without_locks

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2


def _without(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def no_trigger():
    """The database's own guard on members is out, so that only the locks of the service are left to look at."""
    _without("ALTER TABLE groups_seat DISABLE TRIGGER never_more_members_than_most")
    yield
    _without("ALTER TABLE groups_seat ENABLE TRIGGER never_more_members_than_most")


def two_join(circle=None):
    """One place is left, and two come."""
    circle = circle or formed(members=4)
    seats = [hold(somebody(circle.programme, name)) for name in ("Rosa", "Sami")]
    return circle, [
        lambda seat=seat: services.join_group(
            group_id=circle.group.pk, seat=seat, by=circle.cora, now=NOW
        )
        for seat in seats
    ]


def test_the_last_place_is_taken_once():
    for _round in range(ROUNDS):
        circle, steps = two_join()

        results = at_once(*steps)

        assert not unexpected(results)
        assert [type(each) for each in results].count(GroupFull) == 1
        assert count_members(circle.group) == 5


def test_without_the_lock_the_database_still_keeps_the_last_place(monkeypatch):
    circle, steps = two_join()
    without_locks(monkeypatch)

    at_once(*steps)

    assert count_members(circle.group) == 5


def test_without_lock_and_trigger_there_are_too_many(monkeypatch, no_trigger):
    def race():
        circle, steps = two_join()

        def somebody_is_too_many():
            at_once(*steps)
            return count_members(circle.group) > 5

        return somebody_is_too_many

    assert goes_wrong(monkeypatch, race)


def two_plan():
    """Finn leads two groups, and both plan the same evening."""
    circle = formed()
    other = again(circle, "Rosa", "Sami", "Tess")
    return [lambda: plan(circle), lambda: plan(other)]


def test_a_facilitator_is_in_one_of_two_gatherings_at_once():
    for _round in range(ROUNDS):
        Gathering.objects.all().delete()
        results = at_once(*two_plan())

        assert not unexpected(results)
        assert [type(each) for each in results].count(LeadBusy) == 1
        assert Gathering.objects.count() == 1


def test_without_the_exclusion_they_are_in_both():
    """Two groups, two locks: nothing but the database looks at both."""
    constraint = next(
        each
        for each in Gathering._meta.constraints
        if each.name == "nobody_leads_two_gatherings_at_once"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Gathering, constraint)
    try:
        at_once(*two_plan())
        assert Gathering.objects.count() == 2
    finally:
        Gathering.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Gathering, constraint)


def one_stops_and_waits():
    """Rosa stops in the programme while Cora lets her wait for a place."""
    circle = formed(members=5)
    rosa = somebody(circle.programme, "Rosa")
    return rosa, [
        lambda: leave_programme(enrolment_id=rosa.pk, by=rosa.person.user, now=NOW),
        lambda: wait(circle, rosa),
    ]


def waits_after_all(rosa):
    return Wait.objects.filter(enrolment=rosa, state=WaitState.WAITING).exists()


def test_who_stops_waits_for_nothing():
    for _round in range(ROUNDS):
        rosa, steps = one_stops_and_waits()

        stopped, waited = at_once(*steps)

        assert not isinstance(stopped, Exception)
        assert not unexpected([waited])
        assert not waits_after_all(rosa)


def test_without_locks_and_triggers_who_stops_may_wait_on(monkeypatch):
    triggers = (
        ("groups_wait", "who_left_waits_for_no_group"),
        ("organisations_enrolment", "who_left_is_in_no_group"),
    )
    _without(*(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in triggers))

    def race():
        rosa, steps = one_stops_and_waits()

        def rosa_waits_on():
            at_once(*steps)
            return waits_after_all(rosa)

        return rosa_waits_on

    try:
        assert goes_wrong(monkeypatch, race)
    finally:
        _without(*(f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in triggers))


def who_leads_and_the_back_up_leave():
    """Finn, who leads, and Bea, the back-up, leave at once; something is planned."""
    circle = formed()
    plan(circle)
    return circle, [lambda: leave(circle, circle.finn), lambda: leave(circle, circle.bea)]


def led_by_who_left(circle):
    return Gathering.objects.filter(group=circle.group, lead__isnull=False).exists()


def test_when_both_who_lead_leave_at_once_nobody_who_left_leads():
    for _round in range(ROUNDS):
        circle, steps = who_leads_and_the_back_up_leave()

        results = at_once(*steps)

        assert not [each for each in results if isinstance(each, Exception)]
        assert not led_by_who_left(circle)


def test_without_the_lock_somebody_who_left_leads(monkeypatch):
    def race():
        circle, steps = who_leads_and_the_back_up_leave()

        def who_left_leads():
            at_once(*steps)
            return led_by_who_left(circle)

        return who_left_leads

    assert goes_wrong(monkeypatch, race)


def crosswise(monkeypatch):
    """Finn and Gil lead two groups each and stop at once; Pia and Quin are back-ups of both, in the other order. Each hands over one group
    before either goes on to the second."""
    first = make_circle()
    programme = first.programme
    names = ("Gil", "Pia", "Quin")
    gil, pia, quin = (somebody(programme, n, "volunteer", capacity=3) for n in names)
    circles = [
        again(first, "Ada", "Bo", "Cleo", finn=first.finn, bea=pia),
        again(first, "Dia", "Eli", "Fay", finn=gil, bea=quin),
        again(first, "Gia", "Hal", "Ivy", finn=gil, bea=pia),
        again(first, "Jan", "Kim", "Lou", finn=first.finn, bea=quin),
    ]
    for circle, begins in zip(circles, (9, 12, 15, 18), strict=True):
        plan(circle, begins=time(begins))
    hand_over, meeting = leaving._hand_over, Barrier(2)

    def and_wait(*args):
        hand_over(*args)
        with suppress(BrokenBarrierError):
            meeting.wait(1)  # as long as a thread may need to get so far

    monkeypatch.setattr(leaving, "_hand_over", and_wait)
    return [lambda who=who: stop(who) for who in (first.finn, gil)]


def stop(who):
    leave_programme(enrolment_id=who.pk, by=who.person.user, now=NOW)


def test_two_who_lead_several_groups_stop_at_once(monkeypatch):
    assert not unexpected(at_once(*crosswise(monkeypatch)))


def test_who_does_not_lock_all_first_waits_for_the_other_for_ever(monkeypatch):
    steps = crosswise(monkeypatch)
    monkeypatch.setattr(leaving, "_lock_who_and_where", lambda _groups: None)

    [error] = unexpected(at_once(*steps))

    assert "deadlock" in str(error)


def one_left_one_comes():
    """Mia left a full group: her place is offered to Rosa, who waits, while Sami comes in by himself."""
    circle = formed(members=5)
    wait(circle, somebody(circle.programme, "Rosa"))
    seat = hold(somebody(circle.programme, "Sami"))
    leave(circle, circle.mia)
    return circle, [
        lambda: services.offer_places(group_id=circle.group.pk, now=NOW),
        lambda: services.join_group(group_id=circle.group.pk, seat=seat, by=circle.cora, now=NOW),
    ]


def is_promised_twice(circle):
    return count_members(circle.group) + offers(circle) > 5


def test_the_place_of_who_left_is_not_offered_and_taken():
    for _round in range(ROUNDS):
        circle, steps = one_left_one_comes()

        results = at_once(*steps)

        assert not unexpected(results)
        assert count_members(circle.group) + offers(circle) == 5


def test_without_the_lock_the_place_of_who_left_is_promised_twice(monkeypatch):
    def race():
        circle, steps = one_left_one_comes()

        def promised_twice():
            at_once(*steps)
            return is_promised_twice(circle)

        return promised_twice

    assert goes_wrong(monkeypatch, race)


def two_offers():
    """One place came free, two wait, and two workers offer it."""
    circle = formed(members=5)
    for name in ("Rosa", "Sami"):
        wait(circle, somebody(circle.programme, name))
    leave(circle, circle.mia)
    return circle, [
        lambda: services.offer_places(group_id=circle.group.pk, now=NOW) for _worker in range(2)
    ]


def offers(circle):
    return Wait.objects.filter(group=circle.group, state=WaitState.OFFERED).count()


def test_a_free_place_is_offered_once():
    for _round in range(ROUNDS):
        circle, steps = two_offers()

        results = at_once(*steps)

        assert not unexpected(results)
        assert offers(circle) == 1


def last_chair():
    circle = formed()
    [gathering] = plan(circle)
    Gathering.objects.filter(pk=gathering.pk).update(most=1)
    return gathering, [lambda who=who: say(gathering, circle, who) for who in circle.members[:2]]


def test_the_last_chair_of_a_gathering_is_taken_once():
    for _round in range(ROUNDS):
        Gathering.objects.all().delete()
        gathering, steps = last_chair()

        results = at_once(*steps)

        assert not unexpected(results)
        assert [type(each) for each in results].count(GatheringFull) == 1
        assert Attendance.objects.filter(gathering=gathering, said="yes").count() == 1


def test_without_lock_and_trigger_two_sit_on_it(monkeypatch):
    """Locks in the service are out, and so is the trigger."""
    _without("ALTER TABLE groups_attendance DISABLE TRIGGER never_more_come_than_places")

    def race():
        Gathering.objects.all().delete()
        gathering, steps = last_chair()

        def two_sit_on_it():
            at_once(*steps)
            return Attendance.objects.filter(gathering=gathering, said="yes").count() == 2

        return two_sit_on_it

    try:
        assert goes_wrong(monkeypatch, race)
    finally:
        _without("ALTER TABLE groups_attendance ENABLE TRIGGER never_more_come_than_places")


def test_without_the_lock_a_free_place_is_not_offered_in_order(monkeypatch):
    def race():
        circle, steps = two_offers()

        def it_went_wrong():
            results = at_once(*steps)
            return bool(unexpected(results)) or offers(circle) != 1

        return it_went_wrong

    assert goes_wrong(monkeypatch, race)
