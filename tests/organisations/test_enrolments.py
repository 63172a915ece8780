"""Who may enrol whom, and what is refused."""

import pytest

from core.errors import ChangedMeanwhile, InvalidInput, NotFoundHere
from notifications.models import Message
from organisations import services
from organisations.errors import (
    AlreadyEnrolled,
    CapacityOutOfRange,
    ConsentMissing,
    ProgrammeClosed,
)
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.selectors import list_enrolments
from organisations.states import State
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation, make_programme, make_user

pytestmark = pytest.mark.django_db


def apply(programme, person=None, side=Side.SEEKER, **wishes):
    return services.apply(
        person=person or make_person(),
        programme_id=programme.pk,
        side=side,
        by=None,
        now=NOW,
        **wishes,
    )


def test_the_team_hears_of_somebody_new_once():
    programme = make_programme()
    make_coordinator(programme.organisation)

    apply(programme)

    assert Message.objects.filter(kind="organisations.newcomer").count() == 1


def test_the_same_side_twice_is_refused():
    programme, ana = make_programme(), make_person()
    apply(programme, ana)

    with pytest.raises(AlreadyEnrolled):
        apply(programme, ana)


def test_one_person_may_be_volunteer_and_seeker():
    programme, ana = make_programme(), make_person()
    apply(programme, ana, Side.SEEKER)

    apply(programme, ana, Side.VOLUNTEER)

    assert ana.enrolments.count() == 2


def test_somebody_who_left_may_come_back():
    programme, ana = make_programme(), make_person()
    enrolment_at(State.LEFT, ana, programme)

    assert apply(programme, ana).state == State.APPLIED


def test_a_closed_programme_takes_nobody():
    with pytest.raises(ProgrammeClosed):
        apply(make_programme(is_open=False))


@pytest.mark.parametrize("capacity", [0, -1, 51, 10**6])
def test_an_impossible_capacity_is_refused(capacity):
    with pytest.raises(CapacityOutOfRange):
        apply(make_programme(), side=Side.VOLUNTEER, capacity=capacity)


@pytest.mark.parametrize(
    "wish", [{"side": "friend"}, {"goals": ["gold"]}, {"months": 0}, {"months": 5000}]
)
def test_an_unknown_wish_is_refused_and_nobody_is_enrolled(wish):
    with pytest.raises(InvalidInput):
        apply(make_programme(), **wish)

    assert not Enrolment.objects.exists()


def test_nobody_becomes_ready_without_consent():
    programme, ana = make_programme(), make_person(consent=False)

    with pytest.raises(ConsentMissing):
        enrolment_at(State.ACTIVE, ana, programme)


def test_a_coordinator_elsewhere_finds_nothing():
    programme = make_programme()
    enrolment = enrolment_at(State.APPLIED, make_person(), programme)
    zoe = make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        services.activate_enrolment(enrolment_id=enrolment.pk, by=zoe, now=NOW)


def test_a_coordinator_elsewhere_sees_an_empty_list():
    enrolment_at(State.APPLIED, make_person(), make_programme())
    zoe = make_coordinator(make_organisation())

    assert not list_enrolments(by=zoe).exists()


def test_people_pause_themselves():
    ana = make_person(user=make_user())
    enrolment = enrolment_at(State.ACTIVE, ana, make_programme())

    paused = services.pause_enrolment(enrolment_id=enrolment.pk, by=ana.user, now=NOW)

    assert paused.state == State.PAUSED


def test_people_do_not_make_themselves_ready():
    ana = make_person(user=make_user())
    enrolment = enrolment_at(State.APPLIED, ana, make_programme())

    with pytest.raises(NotFoundHere):
        services.activate_enrolment(enrolment_id=enrolment.pk, by=ana.user, now=NOW)


def test_a_change_on_an_old_page_is_refused():
    programme = make_programme()
    cora = make_coordinator(programme.organisation)
    enrolment = enrolment_at(State.APPLIED, make_person(), programme, by=cora)
    services.change_enrolment(
        enrolment_id=enrolment.pk, by=cora, now=NOW, expected_version=1, months=6
    )

    with pytest.raises(ChangedMeanwhile):
        services.change_enrolment(
            enrolment_id=enrolment.pk, by=cora, now=NOW, expected_version=1, months=12
        )


def test_a_note_is_for_the_team_only():
    ana = make_person(user=make_user())
    enrolment = enrolment_at(State.APPLIED, ana, make_programme())

    with pytest.raises(NotFoundHere):
        services.change_enrolment(enrolment_id=enrolment.pk, by=ana.user, now=NOW, note="x")
