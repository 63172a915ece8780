"""The event log: what happened, by ids, for ever."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection

from core import events
from core.models import Event, JobSlot
from tests.clock import NOW, later
from tests.teams import make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora():
    return make_user("cora@example.org")


def record(cora, by=None, **more):
    return events.record("tests.happened", subject=cora, by=by, at=NOW, **more)


def test_a_line_says_what_happened_to_what_by_whom_and_when(cora):
    line = Event.objects.get(pk=record(cora, by=cora, person_id=3, organisation_id=4, seats=2).pk)

    assert (line.kind, line.subject_type, line.subject_id, line.by, line.at) == (
        "tests.happened",
        "accounts.user",
        cora.pk,
        cora,
        NOW,
    )


def test_a_line_holds_ids_and_facts(cora):
    line = record(cora, person_id=3, organisation_id=4, seats=2)

    assert (line.person_id, line.organisation_id, line.data) == (3, 4, {"seats": 2})


def test_nobody_may_have_done_it(cora):
    assert record(cora, by=None).by is None


def test_somebody_who_is_not_logged_in_is_nobody(cora):
    assert record(cora, by=AnonymousUser()).by is None


def test_a_line_is_written_without_a_name_in_logs(cora):
    assert str(record(cora)) == f"tests.happened accounts.user:{cora.pk}"


REFUSED = [
    ("UPDATE core_event SET kind = 'tests.never'", "events_are_append_only"),
    ("UPDATE core_event SET at = now()", "events_are_append_only"),
    ("UPDATE core_event SET data = '{}'", "events_are_append_only"),
    ("UPDATE core_event SET by_id = %(other)s", "events_are_append_only"),
    ("UPDATE core_event SET by_id = NULL, subject_id = 0", "events_are_append_only"),
    ("DELETE FROM core_event", "events_are_append_only"),
    (
        "INSERT INTO core_jobslot (job, slot) SELECT job, slot FROM core_jobslot",
        "one_turn_per_job_and_slot",
    ),
]


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(cora, statement, constraint):
    record(cora, by=cora, seats=2)
    JobSlot.objects.create(job="tests.sweep", slot=NOW)

    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement, {"other": make_user().pk})
    assert refusal.value.__cause__.diag.constraint_name == constraint


def test_a_login_that_is_removed_leaves_its_lines_behind(cora):
    subject = make_organisation()
    line = events.record("tests.happened", subject=subject, by=cora, at=NOW)

    cora.delete()

    line.refresh_from_db()
    assert (line.by, line.subject_id) == (None, subject.pk)


def test_what_is_known_since_then_is_not_written_again(cora):
    told = {"kind": "tests.seen", "by": cora, "at": NOW, "since": later(hours=-1)}
    one, two, three = (
        SimpleNamespace(pk=pk, person_id=pk, organisation_id=7, _meta=cora._meta)
        for pk in (1, 2, 3)
    )
    events.record_unless_known(subjects=[one], **told)
    events.record_unless_known(subjects=[two], **told | {"by": make_user()})
    events.record_unless_known(subjects=[three], **told | {"at": later(hours=-2)})

    events.record_unless_known(subjects=[one, two, three], **told)

    seen = Event.objects.filter(kind="tests.seen", by=cora).order_by("pk")
    assert [line.person_id for line in seen] == [1, 3, 2, 3]
    assert [line.subject_type for line in seen] == ["accounts.user"] * 4
