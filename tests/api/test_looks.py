"""Who must be looked at, asked and answered by a program of the team."""

import pytest
import time_machine

from matching.services import note_look
from organisations.states import State
from tests.api.callers import Caller, refusal
from tests.clock import NOW, later
from tests.people import make_person
from tests.teams import enrolment_at, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(enrol):
    return enrol("Ana")


@pytest.fixture
def caller(cora):
    return Caller(cora)


@pytest.fixture(autouse=True)
def _ten_weeks_on(ana):
    with time_machine.travel(later(weeks=10), tick=False):
        yield


def names(answer):
    return [row["person"]["name_to_use"] for row in answer.json()["results"]]


def test_the_list_says_who_waits_since_when(caller, programme):
    row = caller.get("team_to_look_at").json()["results"][0]

    assert (row["person"]["name_to_use"], row["programme"]["name"]) == ("Ana", programme.name)
    assert (row["waiting_since"], row["looked_at"]) == ("2026-03-02T10:00:00+01:00", None)


def test_the_list_is_asked_by_programme(caller, programme, cora):
    other = make_programme(programme.organisation)
    enrolment_at(State.ACTIVE, make_person("Dee"), other, by=cora, now=NOW)

    assert names(caller.get("team_to_look_at", programme=str(other.public_id))) == ["Dee"]


def test_the_list_is_asked_by_side(caller):
    assert names(caller.get("team_to_look_at", side="volunteer")) == []


def test_a_look_is_noted(caller, ana):
    answer = caller.post("team_looks", ana.public_id, note="Called")

    assert (answer.status_code, answer.json()["note"]) == (201, "Called")
    assert names(caller.get("team_to_look_at")) == []


def test_a_look_needs_no_note(caller, ana):
    assert caller.post("team_looks", ana.public_id).json()["note"] == ""


def test_the_looks_at_somebody_are_read(caller, ana, cora):
    note_look(enrolment_id=ana.pk, by=cora, now=later(weeks=9), note="Called")

    assert [row["note"] for row in caller.get("team_looks", ana.public_id).json()] == ["Called"]


def test_a_note_that_is_too_long_is_refused(caller, ana):
    answer = caller.post("team_looks", ana.public_id, note="x" * 1001)

    assert refusal(answer) == (400, "look_note_too_long")


def test_who_does_not_wait_cannot_be_looked_at(caller, enrol):
    emma = enrol("Emma", state=State.APPLIED)

    assert refusal(caller.post("team_looks", emma.public_id)) == (409, "not_waiting")
