"""How somebody hears from us, read and changed by a program of theirs."""

import pytest
import time_machine

from core.models import Event
from notifications.models import Choice, Habit
from tests.api.callers import Caller, refusal
from tests.clock import NOW, later
from tests.people import make_person
from tests.teams import make_coordinator, make_user

pytestmark = pytest.mark.django_db

USUAL = {"quiet_from": None, "quiet_until": None, "zone": "Europe/Brussels", "digest": "none"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ana():
    return make_person(user=make_user())


@pytest.fixture
def caller(ana):
    return Caller(ana.user)


def test_what_can_be_chosen_is_told(caller):
    mail = {"mail": True}

    assert caller.get("my_choices").json() == {
        "chosen": {"matching": mail, "meetings": mail, "care": mail, "waiting": mail},
        **USUAL,
        "paused_until": None,
    }


def test_what_is_chosen_is_told_again(caller):
    said = {"quiet_from": "22:00:00", "quiet_until": "07:00:00", "digest": "weekly"}

    told = caller.put("my_choices", chosen={"care": {"mail": False}}, **(USUAL | said)).json()

    assert told == caller.get("my_choices").json()
    assert {name: told[name] for name in said} == said
    assert (told["chosen"]["care"], told["chosen"]["waiting"]) == ({"mail": False}, {"mail": True})


def test_what_is_not_named_stays(caller, ana):
    caller.put("my_choices", chosen={"care": {"mail": False}}, **USUAL)
    caller.put("my_choices", **USUAL)

    assert Choice.objects.get(person=ana).wanted is False


def test_the_same_twice_is_noted_once(caller, ana):
    for _time in range(2):
        caller.put("my_choices", chosen={"care": {"mail": False}}, **USUAL)

    (event,) = Event.objects.filter(kind="notifications.choices_set")
    assert (event.by, event.person_id) == (ana.user, ana.pk)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"chosen": {"weather": {"mail": True}}}, "topic_unknown"),
        ({"chosen": {"care": {"pigeon": True}}}, "channel_unknown"),
        ({"chosen": {"care": {"mail": "yes"}}}, "invalid"),
        ({"chosen": {"care": True}}, "invalid"),
        ({"chosen": []}, "invalid"),
        ({"quiet_from": "22:00"}, "quiet_hours_half"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "quiet_hours_same"),
        ({"quiet_from": "08:00", "quiet_until": "07:00"}, "quiet_hours_too_long"),
        ({"quiet_from": "25:00"}, "invalid"),
        ({"zone": "Mars/Crater"}, "zone_unknown"),
        ({"zone": "../../etc/passwd"}, "zone_unknown"),
        ({"zone": 1}, "invalid"),
        ({"digest": "hourly"}, "invalid"),
        ({"person": 1}, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(caller, said, code):
    answer = caller.put("my_choices", **(USUAL | {"chosen": {"care": {"mail": False}}} | said))

    assert refusal(answer) == (400, code)
    assert (Choice.objects.count(), Habit.objects.count()) == (0, 0)


def test_a_pause_begins_and_ends(caller):
    until = later(days=3).isoformat().replace("+00:00", "Z")

    begun = caller.put("my_pause", until=until).json()["paused_until"]
    ended = caller.delete("my_pause").json()["paused_until"]

    assert (NOW.fromisoformat(begun), ended) == (later(days=3), None)


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2026-03-01T00:00:00Z", "pause_in_past"),
        ("2028-03-01T00:00:00Z", "pause_too_long"),
        ("0001-01-01T00:00:00Z", "pause_in_past"),
        ("9999-12-31T23:59:59Z", "invalid"),
        ("soon", "invalid"),
    ],
)
def test_a_pause_that_cannot_be_is_refused(caller, until, code):
    assert refusal(caller.put("my_pause", until=until)) == (400, code)


def test_somebody_of_a_team_chooses_about_its_work(programme):
    cora = make_coordinator(programme.organisation)

    assert Caller(cora).get("my_choices").json()["chosen"] == {"team": {"mail": True}}
