"""A volunteer's file: complete when everything the programme asks for is seen and still valid."""

from datetime import date

import pytest

from core.errors import InvalidInput, NotFoundHere
from organisations import services
from organisations.models.enrolments import Side
from organisations.selectors import is_cleared, missing_clearances
from organisations.states import State
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme(required_clearances=["training", "agreement"])


@pytest.fixture
def volunteer(programme, cora):
    return enrolment_at(State.ACTIVE, make_person(), programme, side=Side.VOLUNTEER, by=cora)


def record(volunteer, by, kind="training", seen_on=date(2026, 1, 5), **more):
    return services.record_clearance(
        enrolment_id=volunteer.pk, kind=kind, seen_on=seen_on, by=by, now=NOW, **more
    )


def test_what_is_missing_is_named(volunteer, cora):
    record(volunteer, cora)

    assert missing_clearances(enrolment=volunteer, on=NOW.date()) == ["agreement"]


def test_a_file_is_complete_when_all_is_seen(volunteer, cora):
    record(volunteer, cora)
    record(volunteer, cora, "agreement")

    assert is_cleared(enrolment=volunteer, on=NOW.date())


def test_what_expired_counts_no_longer(volunteer, cora):
    record(volunteer, cora, "agreement", valid_until=date(2026, 2, 1))
    record(volunteer, cora)

    assert not is_cleared(enrolment=volunteer, on=date(2026, 2, 2))


def test_a_seeker_needs_no_file(programme, cora):
    seeker = enrolment_at(State.ACTIVE, make_person(), programme, by=cora)

    assert is_cleared(enrolment=seeker, on=NOW.date())


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "horoscope"},
        {"seen_on": date(2030, 1, 1)},
        {"valid_until": date(2020, 1, 1)},
    ],
)
def test_an_impossible_note_is_refused(volunteer, cora, wrong):
    with pytest.raises(InvalidInput):
        record(volunteer, cora, **wrong)


def test_another_organisation_notes_nothing(volunteer):
    zoe = make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        record(volunteer, zoe)
