"""What the two say, each for themselves, and what follows from it."""

from datetime import timedelta

import pytest
import time_machine

from core.models import Event
from followup.errors import AlreadyAnswered, AnswerUnknown, LinkInvalid, NoteTooLong, QuestionClosed
from followup.links import check_in_link, read_check_in_token
from followup.messages import ASKED as ASKED_KINDS
from followup.messages import ENDED, REMINDER, TEAM, THANKS
from followup.models import CheckIn, Closure
from followup.models.check_ins import Kind
from followup.selectors import list_to_call, list_to_review
from groups.selectors import count_live_seats
from groups.services import change_timings
from groups.states import State
from notifications.models import Message
from notifications.rendering import build_mail
from organisations.models import Enrolment, Role
from organisations.services import give_role, leave_programme
from tests.clock import NOW, later
from tests.followup.builders import (
    ASKED,
    MEETING,
    REVIEW,
    asked,
    click_both,
    duo_at,
    introduced,
    meet_and_ask,
    planned,
    rest,
    say,
    sign_both,
    stop,
    sweep,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped_clock():
    """A link holds the second in which it was made: one that is made again to be compared has to be of the same."""
    with time_machine.travel(NOW, tick=False):
        yield


def lead_changes(duo, **days):
    give_role(
        user=duo.cora,
        organisation=duo.scene.programme.organisation,
        name=Role.Name.LEAD,
        by=None,
        now=NOW,
    )
    change_timings(
        programme_id=duo.scene.programme.pk, by=duo.cora, now=NOW, expected_version=0, **days
    )


def mail_to(kind, person):
    return build_mail(Message.objects.get(kind=kind, person=person))


# Asking


def test_nobody_is_asked_before_the_hours_of_the_programme_are_over():
    duo = planned()
    sweep(MEETING + timedelta(minutes=1))
    sweep(ASKED - timedelta(minutes=2))

    assert duo.question(duo.ana).state == "planned"


def test_both_are_asked_after_the_hours_of_the_programme():
    duo = asked()

    assert [duo.question(each).state for each in (duo.ana, duo.ben)] == ["asked"] * 2


def test_a_programme_may_ask_sooner():
    duo = introduced()
    lead_changes(duo, click_after_hours=1)

    meet_and_ask(duo)

    assert duo.question(duo.ana).due_at == MEETING + timedelta(hours=1)


def test_two_turns_of_the_sweep_ask_once():
    asked()
    sweep(ASKED + timedelta(minutes=1))
    sweep(ASKED + timedelta(minutes=2))

    assert CheckIn.objects.count() == 2


@pytest.mark.usefixtures("stopped_clock")
def test_the_question_names_the_way_to_answer_and_nothing_of_the_other():
    duo = asked()
    say(duo, duo.ben, "unsure", note="Too loud for me")

    body = mail_to(ASKED_KINDS[Kind.CLICK], duo.ana).body

    assert check_in_link(duo.question(duo.ana)) in body
    assert "loud" not in body


def test_who_is_silent_is_reminded_once():
    duo = asked()
    for minutes in range(3):
        sweep(ASKED + timedelta(days=3, minutes=minutes))

    assert Message.objects.filter(kind=REMINDER, person=duo.ana).count() == 1


def test_who_answered_is_not_reminded():
    duo = asked()
    say(duo, duo.ana, "yes")
    sweep(ASKED + timedelta(days=3))

    assert not Message.objects.filter(kind=REMINDER, person=duo.ana).exists()


def test_a_programme_says_when_it_reminds_and_how_long_it_waits():
    duo = introduced()
    lead_changes(duo, remind_after_days=1, answer_days=2)
    meet_and_ask(duo)

    sweep(ASKED + timedelta(days=1))
    sweep(ASKED + timedelta(days=2))

    assert duo.question(duo.ana).reminded_at == ASKED + timedelta(days=1)
    assert duo.question(duo.ana).state == "missed"


def test_who_does_not_answer_stands_on_the_desk():
    duo = asked()
    say(duo, duo.ana, "yes")
    sweep(ASKED + timedelta(days=7))

    assert [each.seat for each in list_to_call(by=duo.cora)] == [duo.seat(duo.ben)]


# Two words of equal weight


def test_one_yes_is_not_enough():
    duo = asked()
    say(duo, duo.ana, "yes")
    sign_both(duo)

    assert duo.now_is().state == State.INTRODUCED


def test_two_yeses_wait_for_the_agreement():
    duo = asked()
    click_both(duo)

    assert (duo.now_is().state, bool(duo.now_is().clicked_at)) == (State.INTRODUCED, True)


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_one_no_of_either_ends_it_and_frees_both_seats(who):
    duo = asked()

    say(duo, getattr(duo, who), "no")

    assert duo.now_is().state == State.CLOSED
    assert count_live_seats(enrolment_id=duo.scene.volunteer.pk) == 0
    assert count_live_seats(enrolment_id=duo.scene.seeker.pk) == 0


def test_after_a_no_both_wait_since_they_waited_before():
    duo = asked()
    before = dict(Enrolment.objects.values_list("pk", "waiting_since"))

    say(duo, duo.ben, "no")

    rows = Enrolment.objects.values_list("pk", "waiting_since", "state")
    assert {(pk, since, state) for pk, since, state in rows} == {
        (pk, since, "active") for pk, since in before.items()
    }


def test_after_a_no_both_read_the_same_neutral_words():
    duo = asked()
    say(duo, duo.ben, "no", note="I did not like it")

    texts = [mail_to(ENDED, each).body.splitlines() for each in (duo.ana, duo.ben)]

    assert texts[0][2] == texts[1][2]
    assert "like" not in str(texts)


def test_after_a_no_the_other_cannot_answer_any_more():
    duo = asked()
    say(duo, duo.ben, "no")

    with pytest.raises(QuestionClosed):
        say(duo, duo.ana, "yes")


def test_not_sure_puts_it_on_the_desk_and_changes_nothing():
    duo = asked()
    say(duo, duo.ana, "unsure")

    assert duo.now_is().state == State.INTRODUCED
    assert [each.seat for each in list_to_call(by=duo.cora)] == [duo.seat(duo.ana)]
    assert Message.objects.filter(kind=TEAM, user=duo.cora).exists()


def test_after_not_sure_one_may_answer_again():
    duo = asked()
    say(duo, duo.ana, "unsure")
    say(duo, duo.ana, "yes", by=duo.cora, way="coordinator")

    with pytest.raises(AlreadyAnswered):
        say(duo, duo.ana, "no")


def test_what_was_said_stands_in_no_event():
    duo = asked()
    say(duo, duo.ana, "no", note="Private")

    assert not [
        e for e in Event.objects.filter(kind="followup.answered") if "no" in e.data.values()
    ]


@pytest.mark.parametrize("said", ["", "maybe", "YES"])
def test_another_word_is_refused(said):
    duo = asked()

    with pytest.raises(AnswerUnknown):
        say(duo, duo.ana, said)


def test_a_note_that_is_too_long_is_refused():
    duo = asked()

    with pytest.raises(NoteTooLong):
        say(duo, duo.ana, "yes", note="x" * 1001)


# Links


def test_a_link_answers_without_a_login():
    duo = asked()
    token = check_in_link(duo.question(duo.ana)).rstrip("/").rsplit("/", 1)[1]

    say(duo, duo.ana, "yes", by=None, way="link")

    assert read_check_in_token(token).said == "yes"


@pytest.mark.parametrize("token", ["", "x", "1:2:3", "é"])
def test_what_was_never_a_link_is_refused(token):
    with pytest.raises(LinkInvalid):
        read_check_in_token(token)


# The review


def test_the_review_comes_after_the_weeks_of_the_programme():
    duo = introduced()
    lead_changes(duo, trial_weeks=2)
    meet_and_ask(duo)
    click_both(duo)
    sign_both(duo)

    assert duo.now_is().review_on == (ASKED + timedelta(weeks=2)).date()


def test_on_the_day_of_the_review_both_are_asked_and_it_stands_on_the_desk():
    duo = duo_at(State.TRIAL)
    sweep(REVIEW)

    assert duo.question(duo.ana, Kind.REVIEW).state == "asked"
    assert list(list_to_review(by=duo.cora, on=REVIEW.date())) == [duo.group]


def test_before_that_day_nobody_is_asked():
    duo = duo_at(State.TRIAL)
    sweep(later(weeks=6))

    assert not list_to_review(by=duo.cora, on=later(weeks=6).date())
    assert not CheckIn.objects.filter(kind=Kind.REVIEW).exists()


def test_one_yes_to_the_review_is_not_enough():
    duo = duo_at(State.TRIAL)
    sweep(REVIEW)

    say(duo, duo.ana, "yes", kind=Kind.REVIEW, now=REVIEW)

    assert duo.now_is().state == State.TRIAL


# Breaks


def test_during_a_break_nothing_is_asked():
    duo = duo_at(State.TRIAL)
    rest(duo, duo.ana, starts=0, until=10)
    sweep(REVIEW)

    assert duo.question(duo.ana, Kind.REVIEW).state == "planned"


def test_after_the_break_it_is_asked():
    duo = duo_at(State.TRIAL)
    rest(duo, duo.ana, starts=0, until=10)
    sweep(REVIEW)
    sweep(REVIEW + timedelta(days=11))

    assert duo.question(duo.ana, Kind.REVIEW).state == "asked"


def test_who_is_asked_before_a_break_has_time_after_it():
    duo = duo_at(State.TRIAL)
    sweep(REVIEW)
    rest(duo, duo.ana, starts=0, until=20)
    sweep(REVIEW + timedelta(days=8))
    sweep(REVIEW + timedelta(days=15, minutes=2))

    assert duo.question(duo.ana, Kind.REVIEW).state == "asked"


# After the end


@pytest.mark.usefixtures("stopped_clock")
def test_thanks_come_with_the_question_what_now():
    duo = duo_at(State.CLOSED)

    bodies = [mail_to(THANKS, each).body for each in (duo.ana, duo.ben)]
    links = [check_in_link(duo.question(each, Kind.NEXT)) for each in (duo.ana, duo.ben)]

    assert [link in body for link, body in zip(links, bodies, strict=True)] == [True, True]
    assert Closure.objects.get(group=duo.group).reason == "goal"


@pytest.mark.parametrize(
    ("said", "state"), [("yes", "active"), ("no", "paused"), ("unsure", "active")]
)
def test_who_wants_a_rest_gets_a_break(said, state):
    duo = duo_at(State.CLOSED)

    say(duo, duo.ana, said, kind=Kind.NEXT, by=None, way="link")

    assert Enrolment.objects.get(pk=duo.scene.seeker.pk).state == state


def test_who_asked_to_stop_is_not_told_that_it_stops():
    duo = asked()
    stop(duo, duo.ana)

    told = Message.objects.filter(kind="followup.closing").values_list("person", flat=True)
    assert list(told) == [duo.ben.pk]


def test_who_leaves_the_programme_leaves_the_pair_and_the_team_ends_it_well():
    duo = duo_at(State.ACTIVE)
    leave_programme(enrolment_id=duo.scene.seeker.pk, by=duo.ana.user, now=REVIEW)

    sweep(REVIEW + timedelta(minutes=5))

    assert duo.now_is().state == State.CLOSING
    assert Closure.objects.get(group=duo.group).started_by == duo.seat(duo.ana)
