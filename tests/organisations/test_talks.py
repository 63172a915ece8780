"""The first talk: planned, moved, cancelled, missed, and settled by what was decided."""

import pytest

from accounts.errors import TextTooLong
from core.errors import ChangedMeanwhile, InvalidInput, NotFoundHere
from core.states import WrongMove
from notifications.models import Message
from organisations import services
from organisations.errors import (
    NoteOfDecisionTooLong,
    NotInTheTeam,
    TalkInPast,
    TalkNotYet,
    TalkPhoneMissing,
    TalkPlaceMissing,
    TalkTooFar,
)
from organisations.messages import TALK_CANCELLED, TALK_PLANNED, TALK_REMINDER
from organisations.models import Enrolment, Talk
from organisations.states import State, TalkState
from tests.clock import NOW, later
from tests.notifications.builders import deliver
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation

pytestmark = pytest.mark.django_db

TUESDAY = later(days=8)


@pytest.fixture
def ana(programme, cora):
    return enrolment_at(State.APPLIED, make_person(), programme, by=cora)


def plan(enrolment, by, now=NOW, **more):
    said = {"at": TUESDAY, "way": "place", "place": "Kouter 1"} | more
    return services.plan_talk(enrolment_id=enrolment.pk, by=by, now=now, **said)


def state_of(enrolment):
    return Enrolment.objects.get(pk=enrolment.pk).state


def messages(kind):
    return Message.objects.filter(kind=kind).order_by("pk")


def test_a_plan_starts_the_intake_and_tells_the_person(ana, cora):
    talk = plan(ana, cora)

    assert (state_of(ana), talk.with_user, talk.place) == (State.INTAKE, cora, "Kouter 1")
    assert messages(TALK_PLANNED).get().person == ana.person


def test_the_person_is_reminded_the_day_before(ana, cora):
    plan(ana, cora)

    assert messages(TALK_REMINDER).get().due_at == later(days=7)


def test_another_moment_is_told_and_the_older_mail_is_not_sent(ana, cora):
    plan(ana, cora)
    moved = plan(ana, cora, at=later(days=9))

    older, newer = messages(TALK_PLANNED)

    assert (moved.version, Talk.objects.count()) == (2, 1)
    assert (deliver(older).state, deliver(newer).state) == ("cancelled", "sent")


def test_two_who_plan_at_once_do_not_overwrite_each_other(ana, cora):
    plan(ana, cora, expected_version=0)

    with pytest.raises(ChangedMeanwhile):
        plan(ana, cora, expected_version=0)


REFUSED = [
    ({"at": NOW}, TalkInPast),
    ({"at": later(days=400)}, TalkTooFar),
    ({"place": " "}, TalkPlaceMissing),
    ({"way": "video", "place": ""}, TalkPlaceMissing),
    ({"way": "phone", "place": ""}, TalkPhoneMissing),
    ({"way": "letter"}, InvalidInput),
    ({"place": "x" * 201}, TextTooLong),
]


@pytest.mark.parametrize(("wrong", "refusal"), REFUSED)
def test_an_impossible_talk_is_refused(ana, cora, wrong, refusal):
    with pytest.raises(refusal):
        plan(ana, cora, **wrong)

    assert (state_of(ana), Talk.objects.count()) == (State.APPLIED, 0)


def test_by_phone_no_place_is_needed(programme, cora):
    emma = enrolment_at(
        State.APPLIED, make_person(email="", phone="0470123456", reach_by="phone"), programme
    )

    assert plan(emma, cora, way="phone", place="").place is None


def test_only_somebody_of_the_team_holds_it(ana, cora):
    with pytest.raises(NotInTheTeam):
        plan(ana, cora, with_user=make_coordinator(make_organisation()))


def test_another_organisation_plans_nothing(ana):
    zoe = make_coordinator(make_organisation())

    for change in (plan, cancel, miss):
        with pytest.raises(NotFoundHere):
            change(ana, zoe)


@pytest.mark.parametrize("state", [State.ACTIVE, State.PAUSED, State.LEFT, State.DECLINED])
def test_only_who_waits_for_it_gets_a_talk(programme, cora, state):
    enrolment = enrolment_at(state, make_person(), programme, by=cora)

    with pytest.raises(WrongMove):
        plan(enrolment, cora)


def cancel(enrolment, by, now=NOW):
    return services.cancel_talk(enrolment_id=enrolment.pk, by=by, now=now)


def miss(enrolment, by, now=TUESDAY):
    return services.miss_talk(enrolment_id=enrolment.pk, by=by, now=now)


def test_a_cancelled_talk_is_told(ana, cora):
    plan(ana, cora)

    talk = cancel(ana, cora)

    assert (talk.state, messages(TALK_CANCELLED).count()) == (TalkState.CANCELLED, 1)
    assert deliver(messages(TALK_REMINDER).get(), later(days=7)).state == "cancelled"


def test_who_did_not_come_can_get_another_moment(ana, cora):
    plan(ana, cora)

    assert miss(ana, cora).state == TalkState.MISSED
    assert plan(ana, cora, at=later(days=20), now=TUESDAY).state == TalkState.PLANNED


def test_nobody_misses_a_talk_to_come(ana, cora):
    plan(ana, cora)

    with pytest.raises(TalkNotYet):
        miss(ana, cora, now=NOW)


@pytest.mark.parametrize("change", [cancel, miss])
def test_what_is_not_planned_is_not_ended(ana, cora, change):
    with pytest.raises(NotFoundHere):
        change(ana, cora)


DECISIONS = {
    "activate": (services.activate_enrolment, State.ACTIVE),
    "decline": (services.decline_enrolment, State.DECLINED),
}


@pytest.mark.parametrize("move", DECISIONS)
def test_a_decision_keeps_its_note_and_settles_the_talk(ana, cora, move):
    service, state = DECISIONS[move]
    plan(ana, cora)

    decided = service(enrolment_id=ana.pk, by=cora, now=TUESDAY, note="Een warm gesprek")

    assert (decided.state, decided.decision_note) == (state, "Een warm gesprek")
    assert Talk.objects.get().state == TalkState.HELD


@pytest.mark.parametrize("move", DECISIONS)
def test_a_talk_that_is_no_longer_needed_is_cancelled(ana, cora, move):
    plan(ana, cora)

    DECISIONS[move][0](enrolment_id=ana.pk, by=cora, now=NOW)

    assert Talk.objects.get().state == TalkState.CANCELLED


def test_who_stops_has_no_talk_to_come(ana, cora):
    plan(ana, cora)

    services.leave_programme(enrolment_id=ana.pk, by=cora, now=NOW)

    assert Talk.objects.get().state == TalkState.CANCELLED


@pytest.mark.parametrize("move", DECISIONS)
def test_a_note_that_is_too_long_changes_nothing(ana, cora, move):
    with pytest.raises(NoteOfDecisionTooLong):
        DECISIONS[move][0](enrolment_id=ana.pk, by=cora, now=NOW, note="x" * 2001)

    assert state_of(ana) == State.APPLIED


TALK_MOVES = {"hold": TalkState.HELD, "miss": TalkState.MISSED, "cancel": TalkState.CANCELLED}


@pytest.mark.parametrize("start", TalkState)
@pytest.mark.parametrize("move", TALK_MOVES)
def test_a_talk_moves_only_where_its_life_cycle_goes(ana, cora, start, move):
    from core.states import move as go

    talk = plan(ana, cora)
    way = {state: name for name, state in TALK_MOVES.items()}
    if start in way:
        go(getattr(talk, way[start]), at=TUESDAY)

    if start == TalkState.PLANNED:
        go(getattr(talk, move), at=TUESDAY)
        assert talk.state == TALK_MOVES[move]
    else:
        with pytest.raises(WrongMove):
            go(getattr(talk, move), at=TUESDAY)


def test_nobody_is_told_that_a_talk_of_the_past_was_cancelled(programme, cora):
    enrolment = enrolment_at(State.APPLIED, make_person(), programme, by=cora)
    plan(enrolment, cora)
    Message.objects.all().delete()

    cancel(enrolment, cora, now=later(weeks=2))

    assert not Message.objects.exists()
