"""What must hold, the database holds too: each rule refused once in raw SQL. And the life cycle of an import."""

import pytest
from django.db import IntegrityError, connection

from core.states import WrongMove, move
from organisations.models import Import
from organisations.models.imports import ImportState
from tests.clock import NOW
from tests.organisations.imports.builders import ANA, BEN, brought_in
from tests.teams import make_organisation, make_programme

pytestmark = pytest.mark.django_db

REFUSED = [
    ("UPDATE organisations_import SET state = 'lost'", "import_state_is_known"),
    (
        "UPDATE organisations_importrow SET state = 'lost', enrolment_id = NULL",
        "import_row_state_is_known",
    ),
    (
        "UPDATE organisations_importrow SET enrolment_id = NULL",
        "who_was_brought_in_has_an_enrolment",
    ),
    ("UPDATE organisations_importrow SET state = 'good'", "who_was_brought_in_has_an_enrolment"),
    ("UPDATE organisations_importrow SET digest = 'x'", "a_row_is_brought_in_once"),
    ("UPDATE organisations_importrow SET number = 2", "one_row_per_line"),
    (
        "UPDATE organisations_import SET organisation_id = %(other)s",
        "import_programme_of_its_organisation",
    ),
]


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(statement, constraint):
    brought_in(make_programme(), ANA, BEN)
    other = make_organisation()

    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement, {"other": other.pk})

    assert refusal.value.__cause__.diag.constraint_name == constraint


S = ImportState
MOVES = {
    "show": ({S.READING: S.PREVIEW}, {"columns": {}}),
    "begin": ({S.PREVIEW: S.APPLYING}, {"only_good": True, "rows": 1}),
    "finish": ({S.APPLYING: S.DONE}, {"at": NOW, "rows": 1}),
    "fail": ({S.READING: S.FAILED, S.APPLYING: S.FAILED}, {"code": "x", "facts": {}, "at": NOW}),
    "cancel": (
        {S.READING: S.CANCELLED, S.PREVIEW: S.CANCELLED, S.APPLYING: S.CANCELLED},
        {"at": NOW},
    ),
}
WAY = {
    S.READING: (),
    S.PREVIEW: ("show",),
    S.APPLYING: ("show", "begin"),
    S.DONE: ("show", "begin", "finish"),
    S.FAILED: ("fail",),
    S.CANCELLED: ("cancel",),
}


def import_at(state: ImportState) -> Import:
    batch = Import()
    for name in WAY[state]:
        move(getattr(batch, name), **MOVES[name][1])
    return batch


@pytest.mark.parametrize("start", ImportState)
@pytest.mark.parametrize("name", MOVES)
def test_an_import_moves_only_where_its_life_cycle_goes(start, name):
    allowed, facts = MOVES[name]
    batch = import_at(start)

    if start in allowed:
        move(getattr(batch, name), **facts)
    else:
        with pytest.raises(WrongMove):
            move(getattr(batch, name), **facts)

    assert batch.state == allowed.get(start, start)
