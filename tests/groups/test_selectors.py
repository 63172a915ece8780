"""Free places are counted, never stored."""

import pytest

from groups import services
from groups.errors import SeatTaken
from groups.models.groups import Kind
from groups.selectors import free_seats, list_groups_of
from matching.states import ProposalState
from organisations.models import Enrolment
from organisations.services import change_enrolment
from tests.clock import NOW
from tests.matching.builders import make_scene, proposal_at

pytestmark = pytest.mark.django_db


def free_of(enrolment):
    return Enrolment.objects.annotate(free=free_seats()).get(pk=enrolment.pk).free


@pytest.mark.parametrize(
    ("state", "free"),
    [
        (ProposalState.DRAFT, 3),
        (ProposalState.OFFERED, 2),
        (ProposalState.AGREED, 2),
        (ProposalState.DECLINED, 3),
    ],
)
def test_a_place_is_in_use_from_the_offer_until_it_ends(state, free):
    scene, _proposal = proposal_at(state, make_scene(capacity=3))

    assert free_of(scene.volunteer) == free


def test_whoever_takes_fewer_people_than_they_have_has_no_free_place():
    scene, _proposal = proposal_at(ProposalState.AGREED, make_scene(capacity=2))
    services.hold_seat(enrolment_id=scene.volunteer.pk, now=NOW)

    change_enrolment(enrolment_id=scene.volunteer.pk, by=scene.cora, now=NOW, capacity=1)

    assert free_of(scene.volunteer) == 0


def test_a_group_that_ended_is_not_among_somebodys_groups():
    scene, proposal = proposal_at(ProposalState.AGREED)

    services.close_group(group_id=proposal.group_id, by=scene.cora, now=NOW)

    assert not list_groups_of(person_id=scene.ana.pk).exists()


def test_nobody_sits_twice_in_a_group():
    scene = make_scene()
    seat = services.hold_seat(enrolment_id=scene.volunteer.pk, now=NOW)

    with pytest.raises(SeatTaken):
        services.form_group(
            kind=Kind.PAIR, programme_id=scene.programme.pk, seats=[seat, seat], by=None, now=NOW
        )
