""" "Still interested?": who may answer when, and what follows."""

from itertools import product

import pytest
from django.core import signing
from django.db import transaction

from core.errors import DomainError, NotFoundHere
from core.models import Event
from groups.selectors import count_live_seats
from matching import services as matching
from organisations.models import Enrolment
from organisations.services import leave_programme
from organisations.states import State
from tests.clock import later
from tests.teams import make_coordinator, make_organisation
from tests.waitlist.builders import answer, introduce, sign_at, signs
from waitlist import services
from waitlist.errors import (
    ContactNoteTooLong,
    LinkInvalid,
    NothingAsked,
    NotWaitingHere,
    SignClosed,
    WishUnknown,
)
from waitlist.links import read_sign_token, sign_link
from waitlist.models import Contact, Sign
from waitlist.states import SignState

pytestmark = pytest.mark.django_db


def state_of(scene):
    return Enrolment.objects.get(pk=scene.seeker.pk).state


@pytest.mark.parametrize("state", SignState)
def test_a_sign_walks_to_each_state(state):
    assert sign_at(state)[1].state == state


HEARD = {SignState.RENEWED, SignState.ENDED}
WAY = {
    SignState.ASKED: HEARD | {SignState.MISSED, SignState.CLOSED},
    SignState.MISSED: HEARD,
    SignState.RENEWED: HEARD,
    SignState.ENDED: HEARD,
    SignState.CLOSED: set(),
}


@pytest.mark.parametrize("state", SignState)
def test_a_sign_moves_only_where_its_life_cycle_goes(state):
    moves = Sign(state=state).get_available_state_transitions()

    assert {move.target for move in moves} == WAY[state]


@pytest.mark.parametrize(
    ("said", "state", "enrolment"),
    [
        ("yes", SignState.RENEWED, State.ACTIVE),
        ("pause", SignState.ENDED, State.PAUSED),
        ("leave", SignState.ENDED, State.LEFT),
    ],
)
def test_a_word_moves_sign_and_enrolment(said, state, enrolment):
    scene, sign = sign_at(SignState.ASKED)

    told = answer(scene, sign, said)

    assert (told.state, told.wish, state_of(scene)) == (state, said, enrolment)
    assert told.answered_at == later(weeks=4, days=1)


def test_a_yes_keeps_the_waiting_time():
    scene, sign = sign_at(SignState.ASKED)
    before = Enrolment.objects.get(pk=scene.seeker.pk).waiting_since

    answer(scene, sign, "yes")

    assert Enrolment.objects.get(pk=scene.seeker.pk).waiting_since == before


@pytest.mark.parametrize("said", ["yes", "pause"])
def test_saying_the_same_again_changes_nothing_more(said):
    scene, sign = sign_at(SignState.ASKED)
    answer(scene, sign, said)
    before = state_of(scene)

    answer(scene, sign, said)

    assert state_of(scene) == before


def test_a_no_by_mistake_is_taken_back():
    scene, sign = sign_at(SignState.ENDED)

    answer(scene, sign, "yes")

    assert state_of(scene) == State.ACTIVE


def test_after_a_yes_a_break_is_still_possible():
    scene, sign = sign_at(SignState.RENEWED)

    answer(scene, sign, "pause")

    assert state_of(scene) == State.PAUSED


def test_a_late_answer_is_heard():
    scene, sign = sign_at(SignState.MISSED)

    answer(scene, sign, "yes", now=later(weeks=9))

    assert Sign.objects.get(pk=sign.pk).state == SignState.RENEWED


def test_a_move_of_the_enrolment_stands_in_the_event_log():
    scene, _sign = sign_at(SignState.ENDED)

    kinds = Event.objects.filter(person_id=scene.ana.pk).order_by("-pk").values_list("kind")[:2]

    assert [kind for (kind,) in kinds] == [
        "waitlist.answered",
        "organisations.enrolment_paused",
    ]


# Refusals


def test_a_word_that_is_none_of_these_is_refused():
    scene, sign = sign_at(SignState.ASKED)

    with pytest.raises(WishUnknown):
        answer(scene, sign, "maybe")


@pytest.mark.parametrize("said", ["yes", "pause", "leave"])
def test_what_never_arrived_is_not_answered(said):
    scene, sign = sign_at(SignState.CLOSED)

    with pytest.raises(SignClosed):
        answer(scene, sign, said)


@pytest.mark.parametrize("said", ["yes", "pause"])
def test_who_stopped_does_not_come_back_by_an_old_mail(said):
    scene, sign = sign_at(SignState.ASKED)
    leave_programme(enrolment_id=scene.seeker.pk, by=scene.ana.user, now=later(weeks=4))

    with pytest.raises(SignClosed):
        answer(scene, sign, said)


def test_who_stopped_may_say_so_again():
    scene, sign = sign_at(SignState.ASKED)
    leave_programme(enrolment_id=scene.seeker.pk, by=scene.ana.user, now=later(weeks=4))

    assert answer(scene, sign, "leave").wish == "leave"


@pytest.mark.parametrize("said", ["pause", "leave"])
def test_who_has_somebody_by_now_does_not_leave_by_an_old_mail(said):
    scene, sign = sign_at(SignState.ASKED)
    introduce(scene, scene.seeker, later(weeks=4))

    with pytest.raises(SignClosed):
        answer(scene, sign, said)

    assert (state_of(scene), count_live_seats(enrolment_id=scene.seeker.pk)) == (State.ACTIVE, 1)


def test_who_is_asked_about_a_proposal_does_not_leave_by_an_old_mail():
    scene, sign = sign_at(SignState.ASKED)
    draft = matching.propose_pair(
        volunteer_id=scene.volunteer.pk,
        seeker_id=scene.seeker.pk,
        by=scene.cora,
        now=later(weeks=4),
    )
    matching.approve_proposal(proposal_id=draft.pk, by=scene.cora, now=later(weeks=4))

    with pytest.raises(SignClosed):
        answer(scene, sign, "leave")


def test_without_a_sign_there_is_nothing_to_answer():
    scene, sign = sign_at(SignState.ASKED)
    sign.delete()

    with pytest.raises(NothingAsked):
        services.answer_latest(
            enrolment_id=scene.seeker.pk, said="yes", by=scene.ana.user, way="page", now=later()
        )


def test_the_newest_sign_is_answered():
    scene, _first = sign_at(SignState.MISSED)

    services.answer_latest(
        enrolment_id=scene.seeker.pk,
        said="yes",
        by=scene.ana.user,
        way="page",
        now=later(weeks=9),
    )

    assert [sign.state for sign in signs(scene.seeker)] == [SignState.MISSED, SignState.RENEWED]


# Who may


def everybody(scene):
    return {
        "herself": scene.ana.user,
        "another": scene.ben.user,
        "coordinator": scene.cora,
        "stranger": make_coordinator(make_organisation()),
        "nobody": None,
    }


def is_allowed(step):
    with transaction.atomic():
        try:
            step()
        except DomainError:
            return False
        finally:
            transaction.set_rollback(True)
    return True


EVERYBODY = ("herself", "another", "coordinator", "stranger", "nobody")
MAY = {
    ("page", "herself"),
    ("api", "herself"),
    ("coordinator", "coordinator"),
    *(("link", who) for who in EVERYBODY),
}
ALLOWED = {state: MAY if state != SignState.CLOSED else set() for state in SignState}


@pytest.mark.parametrize("state", SignState)
def test_only_the_person_or_their_team_answers_and_only_what_arrived(state):
    scene, sign = sign_at(state)
    people, words = everybody(scene), ("yes", "pause", "leave")

    def give(said, way, who):
        return lambda: answer(scene, sign, said, by=people[who], way=way, now=later(weeks=9))

    allowed = {
        (said, way, who)
        for said, way, who in product(words, ("page", "api", "link", "coordinator"), people)
        if is_allowed(give(said, way, who))
    }

    assert sign.state == state
    assert allowed == {(said, *each) for said in words for each in ALLOWED[state]}


@pytest.mark.parametrize("who", ["another", "stranger", "nobody"])
def test_for_others_it_is_not_there(who):
    scene, sign = sign_at(SignState.ASKED)

    with pytest.raises(NotFoundHere):
        answer(scene, sign, "yes", by=everybody(scene)[who])


# Told to the team


def test_what_was_told_by_phone_is_a_talk_too():
    scene, sign = sign_at(SignState.ASKED)

    answer(scene, sign, "leave", by=scene.cora, way="coordinator", note=" Moved\n to  France ")

    contact = Contact.objects.get(enrolment=scene.seeker)
    assert (contact.note, contact.by, state_of(scene)) == ("Moved\nto France", scene.cora, "left")


def test_a_note_that_is_too_long_changes_nothing():
    scene, sign = sign_at(SignState.ASKED)

    with pytest.raises(ContactNoteTooLong):
        answer(scene, sign, "yes", by=scene.cora, way="coordinator", note="x" * 1001)

    assert Sign.objects.get(pk=sign.pk).state == SignState.ASKED


def test_of_who_does_not_take_part_nothing_is_noted():
    scene, sign = sign_at(SignState.ASKED)
    leave_programme(enrolment_id=scene.seeker.pk, by=scene.cora, now=later(weeks=4))

    with pytest.raises(NotWaitingHere):
        answer(scene, sign, "leave", by=scene.cora, way="coordinator")


# The link


def test_a_link_leads_to_its_sign():
    _scene, sign = sign_at(SignState.ASKED)
    token = sign_link(sign).rstrip("/").rsplit("/", 1)[1]

    assert read_sign_token(token) == sign


@pytest.mark.parametrize("spoilt", ["", "x", "a:b:c"])
def test_a_changed_link_is_refused(spoilt):
    _scene, sign = sign_at(SignState.ASKED)
    token = sign_link(sign).rstrip("/").rsplit("/", 1)[1]

    with pytest.raises(LinkInvalid):
        read_sign_token(spoilt or token + "x")


def test_a_link_of_another_kind_is_refused():
    _scene, sign = sign_at(SignState.ASKED)

    with pytest.raises(LinkInvalid):
        read_sign_token(signing.dumps(sign.pk, salt="matching.answer"))


def test_a_link_to_what_is_gone_is_refused():
    _scene, sign = sign_at(SignState.ASKED)
    token = sign_link(sign).rstrip("/").rsplit("/", 1)[1]
    sign.delete()

    with pytest.raises(LinkInvalid):
        read_sign_token(token)
