"""Two coordinators or two workers at once: real threads, real PostgreSQL."""

from threading import Barrier, Event

import pytest
from django.db import IntegrityError
from django.db.models.query import QuerySet

from accounts.models import Person
from organisations import services
from organisations.errors import ImportBusy
from organisations.models import ImportRow
from organisations.models.imports import ImportState
from organisations.services.imports import applying
from tests.clock import NOW
from tests.organisations.imports.builders import ANA, BEN, CEM, again, read, states
from tests.racing import at_once
from tests.teams import make_programme

pytestmark = pytest.mark.django_db(transaction=True)


def asked_for(programme, *rows):
    batch = read(programme, *rows)
    return services.request_apply(import_id=batch.pk, only_good=True, by=None, now=NOW)


def bring_in(batch):
    return lambda: services.apply_rows(import_id=batch.pk, now=NOW)


def test_two_lists_that_share_a_row_bring_it_in_once():
    for _round in range(3):
        programme = make_programme()
        one, other = asked_for(programme, ANA, BEN), asked_for(programme, ANA, CEM)

        at_once(bring_in(one), bring_in(other))

        assert {again(one).state, again(other).state} == {ImportState.DONE}
        assert sorted(states(one) + states(other)) == ["imported"] * 3 + ["skipped"]


def test_without_the_lock_the_database_lets_only_one_of_them_through(monkeypatch):
    def plain(self, *_args, **_more):
        return self.extra(where=["pg_sleep(0.05) IS NOT NULL"])

    programme = make_programme()
    one, other = asked_for(programme, ANA, BEN), asked_for(programme, ANA, CEM)
    known, both = applying.known_before, Barrier(2)

    def known_to_both(digests):
        found = known(digests)
        both.wait()
        return found

    monkeypatch.setattr(QuerySet, "select_for_update", plain)
    monkeypatch.setattr(applying, "known_before", known_to_both)
    at_once(bring_in(one), bring_in(other))

    assert sorted([again(one).state, again(other).state]) == [ImportState.DONE, ImportState.FAILED]
    assert Person.objects.filter(name_to_use="Ana").count() == 1


def test_two_workers_bring_a_list_in_once():
    batch = asked_for(make_programme(), ANA, BEN)

    at_once(bring_in(batch), bring_in(batch))

    assert (again(batch).state, Person.objects.count()) == (ImportState.DONE, 2)


def test_two_workers_read_a_list_once():
    programme = make_programme()
    batch = read(programme)
    batch = services.start_import(
        programme_id=programme.pk,
        file_name="x.csv",
        content=b"Voornaam;Rol\nAna;zoekt\nBen;zoekt",
        side="",
        by=None,
        now=NOW,
    )

    at_once(*[lambda: services.read_import(import_id=batch.pk, now=NOW)] * 2)

    assert (again(batch).state, len(states(batch))) == (ImportState.PREVIEW, 2)


def test_stopping_while_people_are_stored_is_told_at_once(monkeypatch):
    batch = asked_for(make_programme(), ANA)
    storing, told = Event(), Event()
    mark = applying._mark

    def slowly(*facts):
        storing.set()
        told.wait(10)
        mark(*facts)

    def stop():
        storing.wait(10)
        try:
            services.cancel_import(import_id=batch.pk, by=None, now=NOW)
        finally:
            told.set()

    monkeypatch.setattr(applying, "_mark", slowly)
    _applied, refusal = at_once(bring_in(batch), stop)

    assert isinstance(refusal, ImportBusy)
    assert again(batch).state == ImportState.DONE


def test_a_row_cannot_be_brought_in_twice():
    batch = asked_for(make_programme(), ANA)
    services.apply_rows(import_id=batch.pk, now=NOW)
    row = batch.rows.get()

    with pytest.raises(IntegrityError, match="a_row_is_brought_in_once"):
        ImportRow.objects.create(
            batch=batch, number=99, digest=row.digest, state="imported", enrolment_id=1
        )
