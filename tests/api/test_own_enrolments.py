"""Somebody's own enrolments."""

import pytest

from organisations.states import State
from tests.api.callers import Caller, refusal
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_person("Ana", user=make_user())


@pytest.fixture
def caller(ana):
    return Caller(ana.user)


def ready(person, **wishes):
    return enrolment_at(State.ACTIVE, person, make_programme(), **wishes)


def test_somebody_reads_where_they_are_on_the_way(caller, ana):
    enrolment = ready(ana, goals=["company"], note="only for the team")

    told = caller.get("enrolment", enrolment.public_id).json()

    assert (told["state"], told["goals"]) == ("active", ["company"])


def test_the_note_of_the_team_stays_with_the_team(caller, ana):
    enrolment = ready(ana, note="only for the team")

    assert "only for the team" not in caller.get("enrolment", enrolment.public_id).content.decode()


def test_the_list_holds_ones_own(caller, ana):
    mine = ready(ana)
    ready(make_person("Ben"))

    told = caller.get("enrolments").json()["results"]

    assert [row["id"] for row in told] == [str(mine.public_id)]


def test_somebody_known_registers_for_a_programme(caller):
    programme = make_programme()

    answer = caller.post(
        "enrolments", programme=str(programme.public_id), side="volunteer", capacity=2, months=6
    )

    told = answer.json()
    assert (answer.status_code, told["capacity"], told["months"]) == (201, 2, 6)


def test_registering_twice_is_refused(caller, ana):
    programme = ready(ana).programme

    answer = caller.post("enrolments", programme=str(programme.public_id), side="seeker")

    assert refusal(answer) == (409, "already_enrolled")


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"side": "x"}, (400, "invalid")),
        ({"goals": ["money"]}, (400, "invalid")),
        ({"months": 0}, (400, "invalid")),
        ({"side": "volunteer", "capacity": 51}, (400, "capacity_out_of_range")),
        ({"note": "for the team"}, (400, "invalid")),
        ({"programme": "00000000-0000-4000-8000-000000000000"}, (404, "not_found")),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(caller, changes, refused):
    body = {"programme": str(make_programme().public_id), "side": "seeker"} | changes

    assert refusal(caller.post("enrolments", **body)) == refused


def test_wishes_are_changed(caller, ana):
    enrolment = ready(ana)

    told = caller.patch(
        "enrolment", enrolment.public_id, version=enrolment.version, goals=["sport"], months=None
    ).json()

    assert (told["goals"], told["months"], told["version"]) == (
        ["sport"],
        None,
        enrolment.version + 1,
    )


def test_wishes_of_something_older_are_refused(caller, ana):
    enrolment = ready(ana)

    answer = caller.patch("enrolment", enrolment.public_id, version=enrolment.version - 1)

    assert refusal(answer) == (409, "changed_meanwhile")


def test_nobody_writes_the_note_of_the_team(caller, ana):
    enrolment = ready(ana)

    answer = caller.patch("enrolment", enrolment.public_id, version=enrolment.version, note="x")

    assert refusal(answer) == (400, "invalid")


@pytest.mark.parametrize(
    ("before", "move", "after"),
    [
        (State.ACTIVE, "pause", "paused"),
        (State.PAUSED, "resume", "active"),
        (State.ACTIVE, "leave", "left"),
    ],
)
def test_somebody_moves_by_themselves(caller, ana, before, move, after):
    enrolment = enrolment_at(before, ana, make_programme())

    assert caller.post(f"enrolment_{move}", enrolment.public_id).json()["state"] == after


@pytest.mark.parametrize(
    ("before", "move"),
    [(State.PAUSED, "pause"), (State.ACTIVE, "resume"), (State.LEFT, "leave")],
)
def test_a_move_from_another_state_is_refused(caller, ana, before, move):
    enrolment = enrolment_at(before, ana, make_programme())

    assert refusal(caller.post(f"enrolment_{move}", enrolment.public_id)) == (409, "wrong_state")


def test_the_team_uses_its_own_addresses(ana):
    enrolment = ready(ana)
    cora = make_coordinator(enrolment.organisation)

    assert refusal(Caller(cora).get("enrolment", enrolment.public_id)) == (404, "not_found")
