"""Every move of an enrolment from every state: allowed exactly where the life cycle says."""

import pytest

from core.states import WrongMove
from organisations import services
from organisations.states import State
from tests.clock import NOW, later
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_programme

pytestmark = pytest.mark.django_db

MOVES = {
    "start_intake": (services.start_intake, {State.APPLIED: State.INTAKE}),
    "activate": (
        services.activate_enrolment,
        {State.APPLIED: State.ACTIVE, State.INTAKE: State.ACTIVE},
    ),
    "decline": (
        services.decline_enrolment,
        {State.APPLIED: State.DECLINED, State.INTAKE: State.DECLINED},
    ),
    "pause": (services.pause_enrolment, {State.ACTIVE: State.PAUSED}),
    "resume": (services.resume_enrolment, {State.PAUSED: State.ACTIVE}),
    "leave": (
        services.leave_programme,
        {
            State.APPLIED: State.LEFT,
            State.INTAKE: State.LEFT,
            State.ACTIVE: State.LEFT,
            State.PAUSED: State.LEFT,
        },
    ),
}


@pytest.mark.parametrize("start", State)
@pytest.mark.parametrize("move", MOVES)
def test_an_enrolment_moves_only_where_its_life_cycle_goes(start, move):
    service, allowed = MOVES[move]
    programme = make_programme()
    cora = make_coordinator(programme.organisation)
    enrolment = enrolment_at(start, make_person(), programme, by=cora)

    if start in allowed:
        service(enrolment_id=enrolment.pk, by=cora, now=NOW)
    else:
        with pytest.raises(WrongMove):
            service(enrolment_id=enrolment.pk, by=cora, now=NOW)

    assert type(enrolment).objects.get(pk=enrolment.pk).state == allowed.get(start, start)


def test_waiting_time_is_kept_over_a_pause():
    programme = make_programme()
    cora = make_coordinator(programme.organisation)
    enrolment = enrolment_at(State.PAUSED, make_person(), programme, by=cora)

    resumed = services.resume_enrolment(enrolment_id=enrolment.pk, by=cora, now=later(days=30))

    assert resumed.waiting_since == NOW
