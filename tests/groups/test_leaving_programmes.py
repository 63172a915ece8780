"""Who stops in a programme, or takes back their consent, leaves its groups and waits for none; in no other programme anything changes."""

from datetime import time

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from accounts.services import give_consent, withdraw_consent
from core.errors import InvalidInput
from groups import services
from groups.errors import NotReadyForGroup
from groups.models import Attendance, Gathering, Leaving
from groups.models.groups import SeatRole
from groups.states import SeatState, WaitState
from notifications.models import Message
from organisations.models.enrolments import Side
from organisations.services import leave_programme, move_as_asked, pause_enrolment
from organisations.services.merging import merge_people
from organisations.states import State
from tests.clock import NOW
from tests.groups.peers import again, formed, leave, plan, say, somebody
from tests.groups.test_waits import full_with_line, offer, wait, wait_of
from tests.teams import enrolment_at, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def full(kept):
    return full_with_line()


def by_page(who):
    leave_programme(enrolment_id=who.pk, by=who.person.user, now=NOW)


def by_link(who):
    move_as_asked(enrolment_id=who.pk, to=State.LEFT, by=None, now=NOW)


def by_consent(who):
    withdraw_consent(person=who.person, purpose="service", by=who.person.user, now=NOW)


STOPS = pytest.mark.parametrize("stop", [by_page, by_link, by_consent])


@STOPS
def test_whoever_stops_leaves_the_group_and_who_waits_gets_the_place(full, stop):
    say(plan(full)[0], full, full.mia)

    stop(full.mia)

    assert full.seat(full.mia).state == SeatState.FREED
    assert Leaving.objects.get().why is None
    assert not Attendance.objects.exists()
    told = {row.person or row.user for row in Message.objects.filter(kind="groups.left")}
    assert told >= {full.finn.person, full.bea.person, full.cora}
    assert offer(full) == 1
    assert wait_of(full.rosa).state == WaitState.OFFERED


@STOPS
def test_whoever_stops_waits_no_more_and_what_was_offered_goes_to_the_next(full, stop):
    leave(full, full.mia)
    offer(full)

    stop(full.rosa)

    assert wait_of(full.rosa).state == WaitState.GONE
    assert wait_of(full.rosa).seat.state == SeatState.FREED
    offer(full)
    assert wait_of(full.sami).state == WaitState.OFFERED


def test_when_a_facilitator_stops_the_back_up_leads_each_of_their_groups(full):
    other = again(full, "Tess", "Uma", "Vic")
    plan(full)
    plan(other, begins=time(10))

    by_page(full.finn)

    assert {each.seat(full.bea).role for each in (full, other)} == {SeatRole.LEAD}
    assert {row.lead for row in Gathering.objects.all()} == {full.bea.person}


def test_only_the_groups_of_that_programme_are_left(full):
    elsewhere = formed(programme=make_programme(name="Elders"))
    there = enrolment_at(
        State.ACTIVE, full.mia.person, elsewhere.programme, side=Side.SEEKER, by=elsewhere.cora
    )
    services.join_group(
        group_id=elsewhere.group.pk,
        seat=services.hold_seat(enrolment_id=there.pk, now=NOW),
        by=elsewhere.cora,
        now=NOW,
    )

    by_page(full.mia)

    assert elsewhere.seat(there).state == SeatState.TAKEN
    by_consent(there)
    assert elsewhere.seat(there).state == SeatState.FREED


def test_a_break_keeps_place_and_turn(full):
    for who in (full.mia, full.rosa):
        pause_enrolment(enrolment_id=who.pk, by=who.person.user, now=NOW)

    assert full.seat(full.mia).state == SeatState.TAKEN
    assert wait_of(full.rosa).state == WaitState.WAITING


def test_nobody_waits_who_paused_stopped_or_did_not_agree(full):
    paused, stopped, silent = (somebody(full.programme, name) for name in ("Tess", "Uma", "Vic"))
    pause_enrolment(enrolment_id=paused.pk, by=full.cora, now=NOW)
    by_page(stopped)
    by_consent(silent)

    for who in (paused, stopped, silent):
        with pytest.raises(NotReadyForGroup):
            wait(full, who)
    give_consent(person=silent.person, purpose="service", how="page", by=None, now=NOW)
    assert wait(full, silent).state == WaitState.WAITING


def test_taking_back_another_consent_ends_nothing(full):
    with pytest.raises(InvalidInput):
        withdraw_consent(person=full.mia.person, purpose="photo", by=None, now=NOW)

    assert full.seat(full.mia).state == SeatState.TAKEN


@pytest.mark.parametrize(
    ("statement", "who", "rule"),
    [
        (
            "UPDATE organisations_enrolment SET state = 'left' WHERE id = %s",
            "mia",
            "who_left_is_in_no_group",
        ),
        (
            "UPDATE organisations_enrolment SET state = 'left' WHERE id = %s",
            "rosa",
            "who_left_is_in_no_group",
        ),
        (
            "UPDATE groups_seat SET state = 'taken' WHERE enrolment_id = %s",
            "gone",
            "who_left_comes_into_no_group",
        ),
        (
            "UPDATE groups_wait SET state = 'waiting' WHERE enrolment_id = %s",
            "gone",
            "who_left_comes_into_no_group",
        ),
    ],
)
def test_the_database_keeps_who_left_out(full, statement, who, rule):
    full.gone = somebody(full.programme, "Tess")
    wait(full, full.gone, goes_first=True)
    leave(full, full.members[1])
    offer(full)
    services.answer_offer(wait_id=wait_of(full.gone).pk, yes=True, by=full.cora, now=NOW)
    by_page(full.gone)

    with pytest.raises(IntegrityError) as refusal, connection.cursor() as cursor:
        cursor.execute(statement, [getattr(full, who).pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refusal.value.__cause__.diag.constraint_name == rule


def test_two_files_of_one_person_wait_on_as_one(full):
    """Rosa is there twice, and the file that goes is the one that waits."""
    twin = somebody(full.programme, "Rosa")
    Person.objects.filter(pk=full.rosa.person_id).update(user=None)

    merge_people(kept_id=twin.person_id, other_id=full.rosa.person_id, by=full.cora, now=NOW)

    stays = twin.person.enrolments.get(state=State.ACTIVE)
    assert stays.waits.get(group=full.group).state == WaitState.WAITING


def test_two_files_that_wait_for_one_group_wait_once(full):
    twin = somebody(full.programme, "Rosa")
    wait(full, twin)
    Person.objects.filter(pk=full.rosa.person_id).update(user=None)

    merge_people(kept_id=twin.person_id, other_id=full.rosa.person_id, by=full.cora, now=NOW)

    assert full.group.waits.filter(enrolment__person=twin.person, state="waiting").count() == 1


def test_the_pages_tell_it_before(full):
    client = Client(headers={"accept-language": "nl"})

    client.force_login(full.finn.person.user)
    leads = client.get(reverse("organisations:change_own", args=[full.finn.public_id, "leave"]))
    data = client.get(reverse("accounts:my_data"))
    client.force_login(full.cora)
    team = client.get(reverse("organisations:sure", args=[full.rosa.public_id, "leave"]))
    other = client.get(reverse("organisations:sure", args=[full.rosa.public_id, "decline"]))
    client.force_login(somebody(full.programme, "Tess").person.user)
    none = client.get(reverse("accounts:my_data"))

    assert "de reserve begeleidt ze vanaf dan" in leads.content.decode()
    assert "stop je ook in deze groepen" in data.content.decode()
    assert "niet meer wachten op een plaats" in team.content.decode()
    for page in (other, none):
        assert "stop je ook" not in page.content.decode()
        assert "stopt de persoon ook" not in page.content.decode()
