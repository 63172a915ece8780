"""Nobody waits unseen: who was not spoken to for long is on the list until somebody spoke to them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import translation

from core.errors import NotFoundHere
from core.models import Event
from organisations.models import Enrolment
from organisations.selectors import list_moments
from organisations.services import change_programme, pause_enrolment
from organisations.states import State
from tests.clock import NOW, earlier, later
from tests.matching.builders import another_seeker, make_scene
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation
from tests.waitlist.builders import introduce, live, seeker_since, waiting_scene
from waitlist import services
from waitlist.errors import ContactNoteTooLong, NotWaitingHere
from waitlist.models import Contact
from waitlist.selectors import (
    first_to_speak_to,
    get_waiting,
    is_overdue,
    list_contacts,
    list_to_speak_to,
)

pytestmark = pytest.mark.django_db


def due(scene, weeks):
    """The list; the desk and the files tell the same."""
    now = later(weeks=weeks)
    rows = list(list_to_speak_to(by=scene.cora, now=now))
    assert first_to_speak_to(by=scene.cora, now=now, most=50) == rows
    for each in Enrolment.objects.filter(programme=scene.programme):
        waiting = get_waiting(enrolment_id=each.pk)
        alone = waiting if waiting and is_overdue(waiting, now=now) else None
        listed = [(row.is_silent, row.spoken_at) for row in rows if row == each]
        assert listed == ([(alone.is_silent, alone.spoken_at)] if alone else [])
    return rows


def talk(scene, weeks=12, **said):
    return services.note_contact(
        enrolment_id=scene.seeker.pk, by=scene.cora, now=later(weeks=weeks), **said
    )


def test_who_waits_twelve_weeks_without_a_word_is_on_the_list():
    scene = make_scene()

    assert due(scene, 12) == [scene.seeker, scene.volunteer]


def test_a_minute_earlier_nobody_is():
    assert due(make_scene(), 12 - 1 / 10080) == []


@pytest.mark.parametrize(
    ("setting", "weeks", "listed"), [(3, 2.9, 0), (3, 3, 2), (30, 29, 0), (0, 200, 0)]
)
def test_the_programme_says_after_how_many_weeks(setting, weeks, listed):
    assert len(due(make_scene(speak_after_weeks=setting, sign_after_weeks=0), weeks)) == listed


def test_a_changed_number_of_weeks_counts_at_once():
    scene = make_scene()
    change_programme(programme_id=scene.programme.pk, by=None, now=NOW, speak_after_weeks=20)

    assert due(scene, 19) == []


def test_a_talk_takes_somebody_off_the_list():
    scene = make_scene()
    talk(scene)

    assert due(scene, 12) == [scene.volunteer]


@pytest.mark.parametrize(("weeks", "listed"), [(23.9, False), (24, True)])
def test_after_as_many_weeks_again_they_are_back(weeks, listed):
    scene = make_scene()
    talk(scene)

    assert (scene.seeker in due(scene, weeks)) is listed


def test_the_list_tells_when_somebody_spoke_last():
    scene = make_scene()
    talk(scene, weeks=1)
    talk(scene, weeks=2)

    assert [each.spoken_at for each in due(scene, 20)] == [later(weeks=2), None]


def test_who_waits_longest_comes_first():
    scene = make_scene()
    cem = seeker_since(scene, earlier(weeks=1))

    assert due(scene, 12)[0] == cem


def test_who_does_not_answer_comes_before():
    scene = waiting_scene(signs_before_call=1)
    cem = seeker_since(scene, earlier(weeks=1), email="", phone="0470123456", reach_by="phone")
    live(4, 8)

    assert due(scene, 12) == [scene.seeker, scene.volunteer, cem]


def test_who_is_silent_is_on_the_list_before_the_weeks_are_over():
    scene = waiting_scene(signs_before_call=1)
    live(4, 8)

    assert due(scene, 8) == [scene.seeker, scene.volunteer]


def test_without_signs_nobody_is_silent():
    scene = waiting_scene(signs_before_call=1)
    live(4, 8)
    change_programme(programme_id=scene.programme.pk, by=None, now=NOW, sign_after_weeks=0)

    assert due(scene, 8) == []


def test_who_has_a_buddy_does_not_wait():
    scene = make_scene()
    introduce(scene, scene.seeker, NOW)

    assert due(scene, 40) == []


def test_who_has_a_break_does_not_wait():
    scene = make_scene()
    pause_enrolment(enrolment_id=scene.seeker.pk, by=scene.cora, now=NOW)

    assert due(scene, 40) == [scene.volunteer]


def test_a_team_reads_its_own_list_only():
    make_scene()
    zoe = make_coordinator(make_organisation())

    assert list(list_to_speak_to(by=zoe, now=later(weeks=20))) == []


@pytest.mark.parametrize("who", [None, AnonymousUser()])
def test_nobody_else_reads_the_list(who):
    make_scene()

    assert list(list_to_speak_to(by=who, now=later(weeks=20))) == []


def test_the_list_costs_two_queries(django_assert_num_queries):
    scene = make_scene()
    another_seeker(scene)

    with django_assert_num_queries(2):
        rows = list_to_speak_to(by=scene.cora, now=later(weeks=20))
        names = [(e.person.name_to_use, e.programme.name, e.unanswered) for e in rows]

    assert len(names) == 3


# Noting a talk


def test_a_talk_says_who_when_and_what():
    scene = make_scene()
    talk(scene, note=" Called. \n Likes  mornings ")

    row = Contact.objects.get()

    assert (row.by, row.at, row.note) == (scene.cora, later(weeks=12), "Called.\nLikes mornings")


def test_talks_stand_newest_first():
    scene = make_scene()
    first, second = talk(scene, weeks=1), talk(scene, weeks=2)

    assert list(list_contacts(enrolment=scene.seeker)) == [second, first]


def test_a_note_cannot_be_read_in_the_database():
    talk(make_scene(), note="Called")

    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM waitlist_contact")
        assert "Called" not in cursor.fetchone()[0]


def test_the_event_holds_no_words():
    scene = make_scene()
    talk(scene, note="Called")

    event = Event.objects.get(kind="waitlist.spoken")

    assert (event.person_id, event.by, event.data) == (scene.ana.pk, scene.cora, {})


def test_a_talk_stands_in_the_timeline():
    scene = make_scene()
    talk(scene)

    with translation.override("en"):
        told = list_moments(enrolment=scene.seeker)[0].text

    assert told == "Somebody of the team spoke to this person"


def test_a_note_that_is_too_long_is_refused():
    with pytest.raises(ContactNoteTooLong):
        talk(make_scene(), note="x" * 1001)


@pytest.mark.parametrize("state", State)
def test_everybody_who_takes_part_may_have_been_spoken_to(state):
    scene = make_scene()
    dee = enrolment_at(state, make_person("Dee"), scene.programme, by=scene.cora)
    who = {"enrolment_id": dee.pk, "by": scene.cora, "now": NOW}

    if state in (State.LEFT, State.DECLINED):
        with pytest.raises(NotWaitingHere):
            services.note_contact(**who)
    else:
        assert services.note_contact(**who).note is None


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_only_the_team_notes_a_talk(who):
    scene = make_scene()
    by = {"stranger": make_coordinator(make_organisation()), "member": scene.ana.user}[who]

    with pytest.raises(NotFoundHere):
        services.note_contact(enrolment_id=scene.seeker.pk, by=by, now=NOW)

    assert not Contact.objects.exists()
