"""What the database holds of groups of peers, whoever writes the rows."""

import pytest
from django.db import IntegrityError, connection

from groups import services
from tests.clock import NOW
from tests.groups.peers import (
    form,
    formed,
    leave,
    make_circle,
    make_place,
    make_theme,
    plan,
    say,
    somebody,
)
from tests.groups.test_waits import wait
from tests.teams import make_programme

pytestmark = pytest.mark.django_db

GATHERING = "UPDATE groups_gathering SET "
SEAT = "UPDATE groups_seat SET "
REFUSED = [
    (SEAT + "role = 'king' WHERE id = %(finn)s", "seat_role_is_known"),
    (SEAT + "role = 'lead' WHERE id = %(bea)s", "one_facilitator_per_group"),
    (SEAT + "role = 'backup' WHERE id = %(finn)s", "one_back_up_per_group"),
    (SEAT + "role = 'lead' WHERE id = %(mia)s", "only_a_volunteer_leads_a_group"),
    (SEAT + "role = 'member' WHERE id = %(bea)s", "never_more_members_than_most"),
    (
        "UPDATE groups_peergroup SET least = 1 WHERE group_id = %(group)s",
        "a_group_has_least_wished_and_most_in_order",
    ),
    (
        "UPDATE groups_peergroup SET least = 2, wished = 2, most = 2 WHERE group_id = %(group)s",
        "most_holds_all_members",
    ),
    (
        "UPDATE groups_peergroup SET theme_id = %(strange_theme)s WHERE group_id = %(group)s",
        "theme_and_room_are_the_programmes_own",
    ),
    (
        "UPDATE groups_peergroup SET place_id = %(strange_place)s WHERE group_id = %(group)s",
        "theme_and_room_are_the_programmes_own",
    ),
    (GATHERING + "state = 'lost'", "gathering_state_is_known"),
    (
        GATHERING + "minutes = 5, ends_at = starts_at + interval '5 minutes'",
        "a_gathering_takes_15_minutes_to_12_hours",
    ),
    (GATHERING + "ends_at = starts_at - interval '1 minute'", "a_gathering_ends_after_it_begins"),
    (
        GATHERING + "ends_at = starts_at + interval '1 minute'",
        "a_gathering_takes_as_long_as_it_says",
    ),
    (GATHERING + "begins = '20:00'", "a_gathering_is_when_its_clock_says"),
    (GATHERING + "zone = 'Europe/London'", "a_gathering_is_when_its_clock_says"),
    (GATHERING + "place_id = NULL", "a_gathering_is_at_a_place_or_by_a_call"),
    (
        "INSERT INTO groups_gathering (public_id, group_id, state, day, begins, minutes, zone, starts_at, ends_at,"
        " lead_id, call_link, version, reminded_version, created_at) SELECT gen_random_uuid(), group_id, state, day, begins,"
        " minutes, zone, starts_at, ends_at, lead_id, 'x', 1, 0, now() FROM groups_gathering",
        "nobody_leads_two_gatherings_at_once",
    ),
    (
        "INSERT INTO groups_gathering (public_id, group_id, state, day, begins, minutes, zone, starts_at, ends_at,"
        " place_id, version, reminded_version, created_at) SELECT gen_random_uuid(), group_id, state, day, begins,"
        " minutes, zone, starts_at, ends_at, place_id, 1, 0, now() FROM groups_gathering",
        "no_room_for_two_gatherings_at_once",
    ),
    (
        "UPDATE groups_gathering SET series = gen_random_uuid(), planned_at = starts_at;"
        " INSERT INTO groups_gathering (public_id, group_id, state, day, begins, minutes, zone, starts_at, ends_at,"
        " call_link, version, reminded_version, created_at, series, planned_at) SELECT gen_random_uuid(), group_id, state, day,"
        " begins, minutes, zone, starts_at, ends_at, 'x', 1, 0, now(), series, planned_at FROM groups_gathering",
        "a_series_has_one_gathering_at_a_moment",
    ),
    ("UPDATE groups_attendance SET said = 'may'", "what_was_said_is_known"),
    (
        "INSERT INTO groups_attendance (gathering_id, seat_id, said, way)"
        " SELECT gathering_id, seat_id, '', '' FROM groups_attendance",
        "one_word_per_person_and_gathering",
    ),
    (
        "INSERT INTO groups_attendance (gathering_id, seat_id, said, way)"
        " SELECT id, %(left)s, 'no', '' FROM groups_gathering",
        "who_comes_is_in_the_group",
    ),
    (
        "UPDATE groups_gathering SET most = 1; INSERT INTO groups_attendance (gathering_id, seat_id, said, way)"
        " SELECT id, %(noor)s, 'yes', '' FROM groups_gathering",
        "never_more_come_than_places",
    ),
    ("UPDATE groups_wait SET state = 'lost'", "wait_state_is_known"),
    ("UPDATE groups_wait SET state = 'offered'", "an_offered_place_has_a_seat_and_a_deadline"),
    (
        "INSERT INTO groups_wait (public_id, group_id, enrolment_id, state, since, goes_first)"
        " SELECT gen_random_uuid(), group_id, enrolment_id, state, since, false FROM groups_wait",
        "one_waits_once_for_a_group",
    ),
    (
        "INSERT INTO groups_calendarfeed (person_id, digest, made_at)"
        " SELECT person_id, 'x', now() FROM groups_calendarfeed",
        "one_calendar_address_per_person",
    ),
]


@pytest.fixture(scope="module")
def facts(kept):
    """A full group of three with Mia, Noor and Omar; Pia left it, Rosa waits for it; Mia comes to its gathering."""
    circle = formed(members=4, wished_members=4, most_members=4)
    mia, noor, _omar, pia = circle.members
    seats = {"left": circle.seat(pia).pk}
    leave(circle, pia)
    circle.group.peer.__class__.objects.filter(group=circle.group).update(wished=3, most=3)
    wait(circle, somebody(circle.programme, "Rosa"))
    say(plan(circle)[0], circle, mia)
    services.make_calendar_address(person_id=mia.person_id, by=mia.person.user, now=NOW)
    strange = make_programme()
    people = {"mia": mia, "noor": noor, "finn": circle.finn, "bea": circle.bea}
    return {
        "group": circle.group.pk,
        "strange_theme": make_theme(strange).pk,
        "strange_place": make_place(strange).pk,
        **seats,
        **{name: circle.seat(who).pk for name, who in people.items()},
    }


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(facts, statement, constraint):
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement % facts)

    assert refusal.value.__cause__.diag.constraint_name == constraint


def test_who_leads_takes_no_place_of_a_member(kept):
    assert form(make_circle(wished_members=3, most_members=3)).group.people()
