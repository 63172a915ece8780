"""The API reads the clock: here it shows the time of the builders."""

import pytest
import time_machine

from organisations.states import State
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_programme


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def programme():
    return make_programme(required_clearances=["training"])


@pytest.fixture
def enrol(programme, cora):
    """`enrol("Ana")`, at a state and with wishes."""

    def enrolled(name="Ana", state=State.ACTIVE, side="seeker", now=NOW, place="9000", **wishes):
        person = make_person(name, place=place)
        return enrolment_at(state, person, programme, side=side, by=cora, now=now, **wishes)

    return enrolled
