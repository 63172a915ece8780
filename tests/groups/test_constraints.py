"""What must hold, the database holds too: the rules of groups and seats that `test_seats` does not break."""

import pytest
from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, transaction

from groups.services import hold_seat
from matching.states import ProposalState
from organisations.services import change_enrolment
from tests.clock import NOW
from tests.groups import test_peer_constraints as peers
from tests.groups import test_seats
from tests.groups import test_together_constraints as together
from tests.matching.builders import make_scene, proposal_at

pytestmark = pytest.mark.django_db

REFUSED = [
    ("UPDATE groups_group SET closed_at = now()", "a_closed_group_has_an_end"),
    (
        "UPDATE groups_seat SET state = 'held' WHERE group_id IS NOT NULL",
        "a_held_seat_is_in_no_group",
    ),
    (
        "INSERT INTO groups_seat (enrolment_id, group_id, number, state, role, held_at)"
        " SELECT enrolment_id, group_id, 2, 'taken', 'member', now() FROM groups_seat"
        " WHERE enrolment_id = %(volunteer)s",
        "one_seat_per_member",
    ),
]


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(statement, constraint):
    scene, _agreed = proposal_at(ProposalState.AGREED, make_scene(capacity=2))

    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement, {"volunteer": scene.volunteer.pk})

    assert refusal.value.__cause__.diag.constraint_name == constraint


def test_every_rule_of_the_models_is_refused_once():
    rules = {
        constraint.name
        for model in apps.get_app_config("groups").get_models()
        for constraint in model._meta.constraints
    }

    assert rules <= {
        name
        for _statement, name in [*REFUSED, *test_seats.REFUSED, *together.REFUSED, *peers.REFUSED]
    }


@pytest.mark.django_db(transaction=True)
def test_a_new_seat_waits_for_a_change_of_the_capacity():
    scene = make_scene(capacity=2)
    elsewhere = connection.copy()

    take = (
        "INSERT INTO groups_seat (enrolment_id, number, state, held_at)"
        " VALUES (%s, 2, 'held', now())"
    )
    with transaction.atomic(), elsewhere.cursor() as cursor:
        change_enrolment(enrolment_id=scene.volunteer.pk, by=scene.cora, now=NOW, capacity=1)
        cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            cursor.execute(take, [scene.volunteer.pk])
    elsewhere.close()

    assert hold_seat(enrolment_id=scene.volunteer.pk, now=NOW).number == 1
