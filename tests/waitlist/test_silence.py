"""Who does not answer: the mails stop, the desk knows, and a word is enough to begin anew; also without e-mail."""

import pytest

from notifications.models import Message
from notifications.services import mark_told
from organisations.models import Enrolment
from organisations.states import State
from tests.clock import later
from tests.people import make_person
from tests.teams import enrolment_at
from tests.waitlist.builders import (
    answer,
    deliver,
    live,
    sign_mails,
    signs,
    sweep,
    talk,
    waiting_scene,
)
from waitlist import services
from waitlist.selectors import list_to_speak_to
from waitlist.services import signs as sending
from waitlist.states import SignState

pytestmark = pytest.mark.django_db


# Nobody answers


def test_without_an_answer_until_the_next_it_is_missed():
    scene = waiting_scene()
    live(4, 8)

    assert [sign.state for sign in signs(scene.seeker)] == [SignState.MISSED, SignState.ASKED]


def test_after_three_without_an_answer_the_mails_stop_and_the_desk_knows():
    scene = waiting_scene(speak_after_weeks=0)
    live(4, 8, 12, 15.9)
    early = list(list_to_speak_to(by=scene.cora, now=later(weeks=15.9)))

    live(16, 20, 24)

    silent = list_to_speak_to(by=scene.cora, now=later(weeks=24))
    assert early == []
    assert len(signs(scene.seeker)) == 3
    assert [(each, each.unanswered, each.is_silent) for each in silent] == [
        (scene.seeker, 3, True),
        (scene.volunteer, 3, True),
    ]


@pytest.mark.parametrize("number", [1, 2])
def test_the_programme_says_after_how_many_the_team_calls(number):
    scene = waiting_scene(speak_after_weeks=0, signs_before_call=number)
    live(*range(4, 30, 4))

    assert len(signs(scene.seeker)) == number
    assert scene.seeker in list_to_speak_to(by=scene.cora, now=later(weeks=30))


def test_after_a_talk_the_mails_begin_again():
    scene = waiting_scene(signs_before_call=1, speak_after_weeks=0)
    live(4, 8)
    talk(scene, 9)
    gone = scene.seeker not in list_to_speak_to(by=scene.cora, now=later(weeks=9))

    live(13)

    assert gone
    assert len(signs(scene.seeker)) == 2


def test_an_answer_also_late_begins_the_count_anew():
    scene = waiting_scene(signs_before_call=1, speak_after_weeks=0)
    live(4, 8)

    answer(scene, signs(scene.seeker)[0], "yes", now=later(weeks=9))

    assert scene.seeker not in list_to_speak_to(by=scene.cora, now=later(weeks=9))
    live(12)
    assert len(signs(scene.seeker)) == 2


def test_who_is_silent_is_still_looked_for():
    scene = waiting_scene(signs_before_call=1)
    live(4, 8, 12)

    assert Enrolment.objects.get(pk=scene.seeker.pk).state == State.ACTIVE


def test_a_mail_that_could_not_be_sent_is_no_silence():
    scene = waiting_scene(speak_after_weeks=0, signs_before_call=1)
    sweep(later(weeks=4))
    Message.objects.filter(person=scene.ana).update(kind="tests.nobody_knows")
    deliver(later(weeks=4))
    Message.objects.filter(person=scene.ana).update(kind="waitlist.sign_of_life")

    sweep(later(weeks=8))

    assert [sign.state for sign in signs(scene.seeker)] == [SignState.CLOSED, SignState.ASKED]


def test_as_long_as_its_mail_is_on_the_way_it_stays_open():
    scene = waiting_scene()
    sweep(later(weeks=4))

    sweep(later(weeks=9))

    assert [sign.state for sign in signs(scene.seeker)] == [SignState.ASKED]


def test_what_was_answered_or_told_meanwhile_is_left_alone():
    scene = waiting_scene()
    live(4)
    sign = answer(scene, signs(scene.seeker)[0], "yes")

    sending._end(sign.pk, later(weeks=9))
    sending._send(scene.seeker.pk, later(weeks=5))

    assert [each.state for each in signs(scene.seeker)] == [SignState.RENEWED]


# Somebody without e-mail


@pytest.fixture
def emma():
    scene = waiting_scene(speak_after_weeks=0)
    emma = make_person("Emma", email="", phone="0470123456", reach_by="phone")
    scene.emma = enrolment_at(State.ACTIVE, emma, scene.programme, by=scene.cora)
    Message.objects.all().delete()
    return scene


def ways(enrolment):
    """By which channel the signs went, and how far."""
    return [
        (each.channel, each.state)
        for mail in sign_mails(enrolment)
        for each in mail.deliveries.all()
    ]


def test_without_email_it_is_to_be_told_by_phone_once(emma):
    live(4, 8, 12, 16)

    assert ways(emma.emma) == [("hand", "created")]


def test_after_it_was_told_the_next_one_comes(emma):
    live(4)
    to_tell = sign_mails(emma.emma)[0].deliveries.get()
    mark_told(delivery_id=to_tell.pk, by=emma.cora, now=later(weeks=5))

    live(8)

    assert [sign.state for sign in signs(emma.emma)] == [SignState.CLOSED, SignState.ASKED]


def test_what_they_said_by_phone_takes_it_off_the_list(emma):
    live(4)

    services.answer_latest(
        enrolment_id=emma.emma.pk,
        said="yes",
        by=emma.cora,
        way="coordinator",
        now=later(weeks=5),
        note="Wants to wait.",
    )

    assert ways(emma.emma) == [("hand", "sent")]
    assert [contact.note for contact in emma.emma.contacts.all()] == ["Wants to wait."]
