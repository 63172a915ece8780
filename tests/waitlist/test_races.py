"""Two act at once: real threads, real PostgreSQL. Each race has a control without the lock."""

import pytest
from django.db import IntegrityError

from core.errors import DomainError
from core.models import JobSlot
from matching import services as matching
from notifications.models import Message
from organisations.models import Enrolment
from organisations.states import State
from tests.clock import later
from tests.racing import at_once, goes_wrong, unexpected
from tests.waitlist.builders import answer, sign_at, sign_mails, signs, waiting_scene
from waitlist import services
from waitlist.models import Contact
from waitlist.selectors import list_to_speak_to
from waitlist.services import signs as sending
from waitlist.states import SignState

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
DUE = later(weeks=4)


def send(scene):
    return lambda: sending._send(scene.seeker.pk, DUE)


def test_two_beats_at_once_write_once():
    for _round in range(ROUNDS):
        scene = waiting_scene()

        results = at_once(*[lambda: services.sweep(now=DUE)] * 4)

        assert not unexpected(results)
        assert (len(signs(scene.seeker)), len(sign_mails(scene.seeker))) == (1, 1)
        JobSlot.objects.all().delete()


def test_two_workers_with_the_same_person_write_once():
    for _round in range(ROUNDS):
        scene = waiting_scene()

        results = at_once(*[send(scene)] * 4)

        assert not unexpected(results)
        assert (len(signs(scene.seeker)), len(sign_mails(scene.seeker))) == (1, 1)


def test_without_the_lock_only_the_database_stops_the_second(monkeypatch):
    def race():
        scene = waiting_scene()

        def stopped_by_one_open_sign_of_life_per_person():
            results = at_once(*[send(scene)] * 2)
            assert len(sign_mails(scene.seeker)) == 1
            return [type(each) for each in unexpected(results)] == [IntegrityError]

        return stopped_by_one_open_sign_of_life_per_person

    assert goes_wrong(monkeypatch, race)


def test_a_worker_that_dies_leaves_nothing_half_done(monkeypatch):
    scene = waiting_scene()

    def die(*_args, **_more):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "tell_sign", die)
        with pytest.raises(SystemExit):
            sending._send(scene.seeker.pk, DUE)
    before = (signs(scene.seeker), Message.objects.count())

    sending._send(scene.seeker.pk, DUE)

    assert before == ([], 0)
    assert (len(signs(scene.seeker)), len(sign_mails(scene.seeker))) == (1, 1)


def test_an_answer_and_the_end_of_waiting_for_it_at_once_keep_the_answer():
    for _round in range(ROUNDS):
        scene, sign = sign_at(SignState.ASKED)

        results = at_once(
            lambda: answer(scene, sign, "yes"), lambda: sending._end(sign.pk, later(weeks=8))
        )

        assert not unexpected(results)
        assert signs(scene.seeker)[0].state == SignState.RENEWED


def test_a_yes_and_a_break_at_once_leave_sign_and_enrolment_in_step():
    for _round in range(ROUNDS):
        scene, sign = sign_at(SignState.ASKED)

        results = at_once(
            lambda: answer(scene, sign, "yes"), lambda: answer(scene, sign, "pause", way="link")
        )

        assert not unexpected(results)
        paused = Enrolment.objects.get(pk=scene.seeker.pk).state == State.PAUSED
        assert (signs(scene.seeker)[0].wish == "pause") == paused


def test_stopping_and_an_offer_at_once_leave_nobody_asked_who_stopped():
    for _round in range(ROUNDS):
        scene, sign = sign_at(SignState.ASKED)
        draft = matching.propose_pair(
            volunteer_id=scene.volunteer.pk, seeker_id=scene.seeker.pk, by=scene.cora, now=DUE
        )

        results = at_once(
            lambda: answer(scene, sign, "leave"),
            lambda: matching.approve_proposal(proposal_id=draft.pk, by=scene.cora, now=DUE),
        )

        assert not unexpected(results)
        assert [isinstance(each, DomainError) for each in results].count(True) == 1


def test_two_coordinators_who_spoke_at_once_are_both_right():
    scene = waiting_scene()
    then = later(weeks=12)

    results = at_once(
        *[lambda: services.note_contact(enrolment_id=scene.seeker.pk, by=scene.cora, now=then)] * 4
    )

    assert not [each for each in results if isinstance(each, Exception)]
    assert Contact.objects.count() == 4
    assert list(list_to_speak_to(by=scene.cora, now=then)) == [scene.volunteer]
