"""A sign of life every four weeks, never two within them, and never into silence for ever."""

import pytest

from accounts.services import withdraw_consent
from core.models import Event, JobSlot
from matching import services as matching
from notifications.models import Message
from notifications.services import queue_message
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
    deliver,
    live,
    sign_mails,
    signs,
    sweep,
    talk,
    waiting_scene,
)
from waitlist import services
from waitlist.models import Sign

pytestmark = pytest.mark.django_db


def change(scene, **settings):
    change_programme(programme_id=scene.programme.pk, by=None, now=NOW, **settings)


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

    assert [mail.deliveries.get().failure for mail in sign_mails(scene.seeker)] == [
        "no_longer_true"
    ]


@pytest.mark.parametrize("stop", [pause_enrolment, leave_programme])
def test_a_sign_that_waits_is_not_sent_to_who_stopped(stop):
    scene = waiting_scene()
    sweep(later(weeks=4))
    stop(enrolment_id=scene.seeker.pk, by=scene.cora, now=later(weeks=4))

    deliver(later(weeks=4))

    assert [mail.deliveries.get().failure for mail in sign_mails(scene.seeker)] == [
        "no_longer_true"
    ]
