"""What must hold of choices and cards, the database holds too: each rule refused once in raw SQL."""

import pytest
from django.db import IntegrityError, connection

from matching.states import ChoiceState
from tests.matching.choices import choice_at

pytestmark = pytest.mark.django_db

_SEAT = (
    "INSERT INTO groups_seat (enrolment_id, number, state, held_at, freed_at)"
    " SELECT seeker_id, 1, 'freed', now(), now() FROM matching_choice LIMIT 1;"
)
_AGAIN = "(SELECT max(id) FROM groups_seat)"
CHOICES = [
    ("UPDATE matching_choice SET state = 'lost', closed_at = now()", "choice_state_is_known"),
    ("UPDATE matching_choice SET closed_at = now()", "a_choice_that_is_over_has_an_end"),
    ("UPDATE matching_choice SET state = 'made'", "a_choice_that_is_over_has_an_end"),
    (
        _SEAT
        + "INSERT INTO matching_choice (public_id, programme_id, programme_version_id, seeker_id, seat_id, state,"
        " offered_at, deadline_at, way, question) SELECT gen_random_uuid(), programme_id, programme_version_id,"
        f" seeker_id, {_AGAIN}, state, offered_at, deadline_at, '', '' FROM matching_choice",
        "one_open_choice_per_person",
    ),
    (
        _SEAT + "INSERT INTO matching_card (choice_id, proposal_id, number, seat_id, is_chosen)"
        f" SELECT choice_id, proposal_id, 3, {_AGAIN}, false FROM matching_card LIMIT 1",
        "one_card_per_proposal",
    ),
    ("UPDATE matching_card SET number = 1", "one_card_per_number"),
    ("UPDATE matching_card SET number = number + 2", "cards_are_numbered_1_to_3"),
    ("UPDATE matching_card SET is_chosen = true", "one_chosen_card_per_choice"),
]


@pytest.mark.parametrize(("statement", "constraint"), CHOICES)
def test_the_database_refuses(statement, constraint):
    choice_at(ChoiceState.OPEN, 2)

    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement)

    assert refusal.value.__cause__.diag.constraint_name == constraint
