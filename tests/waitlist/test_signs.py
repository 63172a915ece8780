"""A sign of life every four weeks, never two within them, and never into silence for ever."""

import pytest

from accounts.services import withdraw_consent
from core.models import Event, JobSlot
from matching import services as matching
from notifications.models import Message
from notifications.services import mark_told, queue_message
from organisations.models import Enrolment
from organisations.services import (
    change_programme,
    leave_programme,
    pause_enrolment,
    resume_enrolment,
)
from organisations.states import State
from tests.clock import NOW, earlier, later
from tests.people import make_person
from tests.teams import enrolment_at
from tests.waitlist.builders import (
    answer,
    deliver,
    live,
    sign_mails,
    signs,
    sweep,
    waiting_scene,
)
from waitlist import services
from waitlist.models import Sign
from waitlist.selectors import list_to_speak_to
from waitlist.services import signs as sending
from waitlist.states import SignState

pytestmark = pytest.mark.django_db


def change(scene, **settings):
    change_programme(programme_id=scene.programme.pk, by=None, now=NOW, **settings)


def talk(scene, weeks):
    services.note_contact(enrolment_id=scene.seeker.pk, by=scene.cora, now=later(weeks=weeks))


def told_something(scene, at, **how):
    queue_message(
        kind="matching.proposal_closed",
        person=scene.ana,
        dedupe_key=f"closed:{at}",
        context={"answer": 0},
        organisation_id=how.pop("organisation_id", scene.programme.organisation_id),
        now=at,
        **how,
    )


@pytest.mark.parametrize(("weeks", "count"), [(3.9, 0), (4, 1)])
def test_it_comes_after_four_weeks(weeks, count):
    scene = waiting_scene()

    sweep(later(weeks=weeks))

    assert len(signs(scene.seeker)) == count


@pytest.mark.parametrize(
    ("setting", "weeks", "count"), [(2, 2, 1), (8, 7, 0), (8, 8, 1), (0, 9, 0)]
)
def test_the_programme_says_how_often(setting, weeks, count):
    scene = waiting_scene(sign_after_weeks=setting)

    sweep(later(weeks=weeks))

    assert len(signs(scene.seeker)) == count


def test_both_sides_get_one():
    scene = waiting_scene()

    sweep(later(weeks=4))

    assert len(signs(scene.volunteer)) == 1


@pytest.mark.parametrize(("weeks", "count"), [(7.9, 1), (8, 2)])
def test_never_two_within_four_weeks(weeks, count):
    scene = waiting_scene()
    live(4, 5, 6, weeks)

    assert len(signs(scene.seeker)) == count


def test_two_turns_of_the_sweep_at_the_same_time_are_one():
    scene = waiting_scene()
    services.sweep(now=later(weeks=4))
    Sign.objects.all().delete()

    services.sweep(now=later(weeks=4))

    assert not signs(scene.seeker)
    assert JobSlot.objects.filter(job="waitlist.sweep").count() == 1


def test_the_sign_and_its_mail_come_together():
    scene = waiting_scene()
    sweep(later(weeks=4))

    (sign,), (mail,) = signs(scene.seeker), sign_mails(scene.seeker)

    assert mail.context == {"sign": sign.pk}
    assert mail.expires_at == later(weeks=8)


def test_it_stands_in_the_event_log_without_words():
    scene = waiting_scene()
    sweep(later(weeks=4))

    event = Event.objects.get(kind="waitlist.sign_sent", person_id=scene.ana.pk)

    assert (event.data, event.by, event.organisation_id) == (
        {},
        None,
        scene.programme.organisation_id,
    )


@pytest.mark.parametrize(
    "state", [State.APPLIED, State.INTAKE, State.PAUSED, State.LEFT, State.DECLINED]
)
def test_who_is_not_looked_for_gets_none(state):
    scene = waiting_scene()
    dee = enrolment_at(state, make_person("Dee"), scene.programme, by=scene.cora)
    Message.objects.all().delete()

    sweep(later(weeks=5))

    assert not signs(dee)


def test_who_took_consent_back_gets_none():
    scene = waiting_scene()
    withdraw_consent(person=scene.ana, purpose="service", by=scene.ana.user, now=NOW)

    sweep(later(weeks=5))

    assert not signs(scene.seeker)


def test_who_has_a_proposal_or_a_buddy_gets_none():
    scene = waiting_scene(answer_days=60)
    proposal = scene.draft()
    matching.approve_proposal(proposal_id=proposal.pk, by=scene.cora, now=NOW)

    sweep(later(weeks=5))

    assert not Sign.objects.exists()


def test_a_programme_that_makes_no_pairs_sends_none():
    waiting_scene(model_of_support="peer")

    sweep(later(weeks=5))

    assert not Sign.objects.exists()


# Something else was told meanwhile


@pytest.mark.parametrize(("weeks", "count"), [(1, 0), (0.5, 0)])
def test_after_something_else_was_told_it_waits_again(weeks, count):
    scene = waiting_scene()
    told_something(scene, later(weeks=weeks))

    sweep(later(weeks=4))

    assert len(signs(scene.seeker)) == count


def test_four_weeks_after_that_it_comes():
    scene = waiting_scene()
    told_something(scene, later(weeks=1))

    sweep(later(weeks=5))

    assert len(signs(scene.seeker)) == 1


def test_what_another_organisation_told_does_not_count():
    scene = waiting_scene()
    told_something(scene, later(weeks=3), organisation_id=0)

    sweep(later(weeks=4))

    assert len(signs(scene.seeker)) == 1


def test_what_never_arrived_does_not_count():
    scene = waiting_scene()
    told_something(scene, later(weeks=3), expires_at=later(weeks=3))
    deliver(later(weeks=3))

    sweep(later(weeks=4))

    assert len(signs(scene.seeker)) == 1


def test_a_talk_counts():
    scene = waiting_scene()
    talk(scene, 3)

    sweep(later(weeks=6.9))
    early = len(signs(scene.seeker))
    sweep(later(weeks=7))

    assert (early, len(signs(scene.seeker))) == (0, 1)


def test_who_just_came_back_from_a_break_waits_again():
    scene = waiting_scene()
    who = {"enrolment_id": scene.seeker.pk, "by": scene.cora}
    pause_enrolment(**who, now=later(weeks=1))
    resume_enrolment(**who, now=later(weeks=5))

    sweep(later(weeks=6))
    early = len(signs(scene.seeker))
    sweep(later(weeks=9))

    assert (early, len(signs(scene.seeker))) == (0, 1)


def test_who_came_from_an_older_list_is_not_written_to_on_the_first_day():
    scene = waiting_scene()
    type(scene.seeker).objects.filter(pk=scene.seeker.pk).update(waiting_since=earlier(weeks=90))

    sweep(later(days=1))

    assert not signs(scene.seeker)


def test_a_sign_that_waits_is_not_sent_when_something_else_was_told():
    scene = waiting_scene()
    sweep(later(weeks=4))
    proposal = matching.propose_pair(
        volunteer_id=scene.volunteer.pk,
        seeker_id=scene.seeker.pk,
        by=scene.cora,
        now=later(weeks=4),
    )
    matching.approve_proposal(proposal_id=proposal.pk, by=scene.cora, now=later(weeks=4))

    deliver(later(weeks=4, minutes=5))

    assert [mail.failure for mail in sign_mails(scene.seeker)] == ["no_longer_true"]


@pytest.mark.parametrize("stop", [pause_enrolment, leave_programme])
def test_a_sign_that_waits_is_not_sent_to_who_stopped(stop):
    scene = waiting_scene()
    sweep(later(weeks=4))
    stop(enrolment_id=scene.seeker.pk, by=scene.cora, now=later(weeks=4))

    deliver(later(weeks=4))

    assert [mail.failure for mail in sign_mails(scene.seeker)] == ["no_longer_true"]


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


def test_without_email_it_is_to_be_told_by_phone_once(emma):
    live(4, 8, 12, 16)

    assert [(mail.state, mail.failure) for mail in sign_mails(emma.emma)] == [
        ("suppressed", "no_email")
    ]


def test_after_it_was_told_the_next_one_comes(emma):
    live(4)
    mark_told(message_id=sign_mails(emma.emma)[0].pk, by=emma.cora, now=later(weeks=5))

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

    assert sign_mails(emma.emma)[0].failure == "told_by_hand"
    assert [contact.note for contact in emma.emma.contacts.all()] == ["Wants to wait."]
