"""What comes too late, twice or from the wrong place changes nothing."""

from datetime import timedelta

import pytest

from accounts.models import Place
from core.errors import NotFoundHere
from core.models import JobSlot
from core.states import WrongMove
from followup import services
from followup.errors import NoteTooLong, ProcedureUnknown, ReasonUnknown, TalkNotAhead
from followup.models import CheckIn, Moving
from followup.models.check_ins import Kind
from followup.services import asking, sweeping
from groups import services as groups
from groups.models import Session
from groups.states import State
from tests.clock import later
from tests.followup.builders import (
    ASKED,
    MEETING,
    REVIEW,
    Duo,
    asked,
    click_both,
    duo_at,
    finish,
    introduced,
    planned,
    rest,
    say,
    sign,
    sign_both,
    stop,
    sweep,
    write,
)
from tests.followup.test_moving import move
from tests.matching.builders import another_seeker, approve, make_scene, propose
from tests.matching.builders import say as answer

pytestmark = pytest.mark.django_db


def rows():
    return list(CheckIn.objects.order_by("pk").values())


# The sweep


def test_a_click_is_not_planned_before_the_meeting():
    duo = planned()

    asking._plan_click(duo.group.pk, MEETING - timedelta(minutes=1))

    assert Session.objects.get(group=duo.group).state == "planned"


def test_a_click_is_not_planned_without_a_meeting():
    duo = introduced()

    asking._plan_click(duo.group.pk, ASKED)

    assert not rows()


def test_a_click_is_not_planned_for_who_go_on_already():
    duo = duo_at(State.TRIAL)
    before = rows()

    asking._plan_click(duo.group.pk, ASKED)

    assert rows() == before


def test_a_review_is_planned_only_in_a_trial():
    duo = duo_at(State.ACTIVE)
    before = rows()

    asking._plan_review(duo.group.pk, REVIEW)

    assert rows() == before


@pytest.mark.parametrize("step", ["_ask", "_miss", "_remind", "_wait_longer"])
def test_what_was_answered_meanwhile_is_left_alone(step):
    duo = asked()
    say(duo, duo.ana, "yes")
    before = rows()

    getattr(asking, step)(duo.question(duo.ana).pk, ASKED)

    assert rows() == before


def test_what_is_still_waited_for_is_not_given_up():
    duo = asked()
    before = rows()

    asking._miss(duo.question(duo.ana).pk, ASKED)

    assert rows() == before


def test_two_turns_in_the_same_minute_are_one():
    duo = planned()
    services.sweep(now=MEETING)
    before = rows()
    groups.sweep_breaks(now=MEETING)

    services.sweep(now=MEETING)
    groups.sweep_breaks(now=MEETING)

    assert rows() == before
    assert JobSlot.objects.filter(job="followup.sweep").count() == 1
    assert duo.now_is().state == State.INTRODUCED


def test_nothing_is_rounded_off_when_nobody_left():
    duo = duo_at(State.ACTIVE)

    sweeping._round_off(duo.group.pk, REVIEW)

    assert duo.now_is().state == State.ACTIVE


# Breaks of a trial


def test_a_holiday_in_a_trial_ends_and_the_trial_goes_on():
    duo = duo_at(State.TRIAL)
    rest(duo, duo.ana, starts=0, until=1, now=ASKED)

    groups.sweep_breaks(now=ASKED + timedelta(days=2))

    assert duo.now_is().state == State.TRIAL
    assert not duo.group.breaks.filter(ended_at=None).exists()


def test_a_pause_in_a_trial_is_ended_by_going_on():
    duo = duo_at(State.TRIAL)
    rest(duo, duo.ana, now=ASKED)

    groups.end_breaks(group_id=duo.group.pk, by=duo.cora, now=ASKED)

    assert not duo.group.breaks.filter(ended_at=None).exists()


# Agreement and trial


def test_nobody_signs_what_is_ending():
    duo = introduced()
    write(duo, duo.ana)
    stop(duo, duo.ana)

    with pytest.raises(WrongMove):
        sign(duo, duo.ben)


def test_a_click_is_noted_only_of_who_were_introduced():
    duo = duo_at(State.TRIAL)

    with pytest.raises(WrongMove):
        groups.note_click(group=groups.lock_group(duo.group.pk), by=None, now=ASKED)


def test_a_signature_after_the_trial_began_starts_no_second_one():
    duo = duo_at(State.TRIAL)
    before = duo.now_is().review_on
    write(duo, duo.ana, version=1, now=REVIEW, costs="Half.")

    for person in (duo.ana, duo.ben):
        sign(duo, person, version=2, now=REVIEW)

    assert duo.now_is().review_on == before


# Ending


def test_a_reason_that_does_not_exist_is_refused():
    duo = asked()

    with pytest.raises(ReasonUnknown):
        stop(duo, duo.ana, reason="because")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reason": "because"}, ReasonUnknown),
        ({"procedure": "maybe"}, ProcedureUnknown),
        ({"note": "x" * 1001}, NoteTooLong),
    ],
)
def test_an_ending_that_is_not_well_told_is_refused(said, refusal):
    duo = duo_at(State.CLOSING)

    with pytest.raises(refusal):
        finish(duo, **said)

    assert duo.now_is().state == State.CLOSING


@pytest.mark.parametrize("days", [-1, 400])
def test_a_last_talk_is_still_to_come(days):
    duo = duo_at(State.CLOSING)

    with pytest.raises(TalkNotAhead):
        services.plan_last_talk(
            group_id=duo.group.pk,
            talk_on=(ASKED + timedelta(days=days)).date(),
            by=duo.cora,
            now=ASKED,
        )


# Moving


def test_who_is_ending_notes_no_move():
    duo = duo_at(State.CLOSING)

    with pytest.raises(WrongMove):
        move(duo, duo.ana)


def test_a_move_is_noted_for_every_pair_of_that_person():
    scene = make_scene(capacity=2)
    duo = introduced(scene)
    cem = another_seeker(scene)
    second = approve(propose(scene, cem), scene.cora)
    for person in (cem.person, scene.ben):
        second = answer(second, person, yes=True)

    move(duo, duo.ben)

    groups_to_decide = Moving.objects.filter(is_out_of_reach=True).values_list(
        "seat__group", flat=True
    )
    assert set(groups_to_decide) == {duo.group.pk, second.group_id}


def test_somebody_without_a_place_is_never_out_of_reach():
    duo: Duo = duo_at(State.ACTIVE)
    Place.objects.filter(person=duo.ben).delete()

    assert not move(duo, duo.ana).is_out_of_reach


def test_a_late_yes_told_to_the_team_counts():
    duo = asked()
    say(duo, duo.ana, "yes")
    sweep(ASKED + timedelta(days=8))
    sign_both(duo)

    say(duo, duo.ben, "yes", by=duo.cora, way="coordinator", now=later(days=20))

    assert duo.now_is().state == State.TRIAL


def test_a_review_told_to_the_team_settles_it():
    duo = duo_at(State.TRIAL)
    sweep(REVIEW)
    for person in (duo.ana, duo.ben):
        say(duo, person, "yes", kind=Kind.REVIEW, by=duo.cora, way="coordinator", now=REVIEW)

    assert duo.now_is().state == State.ACTIVE


def test_nothing_is_asked_before_both_signed_and_clicked():
    duo = asked()
    click_both(duo)
    sweep(REVIEW)

    assert not CheckIn.objects.filter(kind=Kind.REVIEW).exists()


def test_what_ends_cancels_the_meeting_to_come():
    duo = planned()

    stop(duo, duo.ana)

    assert Session.objects.get(group=duo.group).state == "cancelled"


def test_a_seat_of_another_pair_speaks_nowhere_else():
    duo, other = introduced(), introduced()

    with pytest.raises(NotFoundHere):
        services.start_closing(
            group_id=duo.group.pk,
            by=other.ana.user,
            seat_id=other.seat(other.ana).pk,
            way="link",
            now=ASKED,
        )
