"""A pause: what can wait waits, another end counts for what waits already, and who goes on hears at once."""

from datetime import UTC, datetime, timedelta

import pytest

from core.models import Event
from notifications import errors
from notifications.chosen import reader_of_login
from notifications.models import Habit
from notifications.readers import reader_of_person
from notifications.services import end_pause, pause
from notifications.services.choosing import LONGEST_PAUSE
from tests.clock import NOW, earlier, later
from tests.notifications.builders import again, make_reader, plan, queue
from tests.teams import make_user

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)  # eleven on the clock of Brussels


@pytest.fixture
def ana():
    return reader_of_person(make_reader())


def noted(kind):
    return list(Event.objects.filter(kind=kind))


def rest(reader, until, **who):
    return pause(reader=reader, until=until, **({"by": None, "now": NOW} | who))


def go_on(reader, now=NOW):
    return end_pause(reader=reader, by=None, now=now)


def test_in_a_pause_messages_wait(ana):
    rest(ana, later(days=3))

    assert plan(queue(ana.person)).due_at == later(days=3)
    assert len(noted("notifications.paused")) == 1


@pytest.mark.parametrize(
    ("until", "error"),
    [
        (NOW, errors.PauseInPast),
        (earlier(days=1), errors.PauseInPast),
        (NOW + LONGEST_PAUSE + timedelta(seconds=1), errors.PauseTooLong),
    ],
)
def test_a_pause_ends_within_a_year(ana, until, error):
    with pytest.raises(error) as refused:
        rest(ana, until)

    assert (refused.value.field, Habit.objects.count()) == ("until", 0)


def test_a_pause_of_a_year_is_fine(ana):
    assert rest(ana, NOW + LONGEST_PAUSE).paused_until == NOW + LONGEST_PAUSE


def test_the_same_pause_twice_is_noted_once(ana):
    for _time in range(2):
        rest(ana, later(days=3))

    assert len(noted("notifications.paused")) == 1


@pytest.mark.parametrize("days", [2, 6])
def test_another_end_of_the_pause_counts_for_what_waits_already(ana, days):
    rest(ana, later(days=4))
    waiting = plan(queue(ana.person))

    rest(ana, later(days=days))

    assert again(waiting).due_at == later(days=days)


def test_after_a_pause_that_is_over_another_moves_nothing(ana):
    rest(ana, later(days=1))
    waiting = plan(queue(ana.person))

    rest(ana, later(days=9), now=later(days=2))

    assert again(waiting).due_at == later(days=1)


def test_who_goes_on_hears_at_once_what_waited(ana):
    rest(ana, later(days=3))
    waiting, other = plan(queue(ana.person)), plan(queue())

    go_on(ana, later(hours=1))

    assert again(waiting).due_at == later(hours=1)
    assert again(other).due_at == NOW


def test_who_goes_on_at_night_hears_in_the_morning(ana, settings):
    settings.QUIET_HOURS = "21:00-08:00"
    rest(ana, later(days=3))
    waiting = plan(queue(ana.person))

    go_on(ana, EVENING)

    assert again(waiting).due_at == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)


def test_the_login_goes_on_too(db):
    user = make_user()
    reader = reader_of_login(user)
    rest(reader, later(days=3))
    waiting = plan(queue(user=user))

    go_on(reader, later(hours=1))

    assert again(waiting).due_at == later(hours=1)


@pytest.mark.parametrize("before", [None, later(hours=1)])
def test_without_a_pause_there_is_none_to_end(ana, before):
    if before:
        rest(ana, before)

    go_on(ana, later(hours=2))

    assert noted("notifications.pause_ended") == []


def test_ending_a_pause_is_noted_once(ana):
    rest(ana, later(days=3))
    for _time in range(2):
        go_on(ana)

    assert len(noted("notifications.pause_ended")) == 1
