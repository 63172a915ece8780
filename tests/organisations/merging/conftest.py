"""A person who stands in the books twice."""

import pytest

from organisations.states import State
from tests.clock import earlier
from tests.people import make_person
from tests.teams import enrolment_at


@pytest.fixture
def two(programme, cora):
    """Ana twice: once as she registered, once as she phoned."""
    ana = make_person("Ana", family_name="Peeters", birth_year=1985, email="ana@example.org")
    again = make_person("Ana", family_name="Peters", email="", phone="0470123456", reach_by="phone")
    return (
        enrolment_at(State.APPLIED, ana, programme, by=cora),
        enrolment_at(State.ACTIVE, again, programme, by=cora, now=earlier(days=30)),
    )
