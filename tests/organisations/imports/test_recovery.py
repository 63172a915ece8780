"""Workers that die, come twice or come too late, and messages that the queue loses."""

import pytest
from django.db import connection

from accounts.models import Person
from organisations import services
from organisations.models import Import
from organisations.models.imports import ImportState
from organisations.services.imports import applying, claims, reading
from tests.clock import NOW, later
from tests.organisations.imports.builders import (
    ANA,
    BEN,
    again,
    applied,
    csv_of,
    read,
    started,
    states,
)

pytestmark = pytest.mark.django_db

AFTER_THE_LEASE = later(seconds=claims.LEASE_S + 1)


@pytest.fixture
def sent(monkeypatch, django_capture_on_commit_callbacks):
    """What a sweep nudges workers to do."""
    nudges: list[tuple[str, dict[str, int]]] = []
    monkeypatch.setattr("core.jobs._send", lambda task, ids: nudges.append((task, ids)))

    def sweep(now=NOW):
        with django_capture_on_commit_callbacks(execute=True):
            services.sweep_imports(now=now)
        return nudges

    return sweep


def die(*_, **__):
    """A worker that is killed here leaves without a word, like this."""
    raise SystemExit


def lost_at(monkeypatch, place, name, work, **more):
    with monkeypatch.context() as patch:
        patch.setattr(place, name, die)
        with pytest.raises(SystemExit):
            work(**more)


def asked_for(programme, *rows):
    batch = read(programme, *rows)
    return services.request_apply(import_id=batch.pk, only_good=True, by=None, now=NOW)


def test_a_file_that_the_queue_lost_is_found(programme, sent):
    batch = started(programme, csv_of(ANA))

    assert sent() == [("organisations.read_import", {"import_id": batch.pk})]


def test_a_request_that_the_queue_lost_is_found(programme, sent):
    batch = asked_for(programme, ANA)

    assert sent() == [("organisations.apply_import", {"import_id": batch.pk})]


def test_two_beats_sweep_once(programme, sent):
    started(programme, csv_of(ANA))
    sent()

    assert len(sent()) == 1


def test_a_worker_at_work_is_left_alone(programme, sent, monkeypatch):
    batch = started(programme, csv_of(ANA))
    lost_at(monkeypatch, reading, "read_table", services.read_import, import_id=batch.pk, now=NOW)

    assert sent() == []


def test_a_worker_that_died_while_reading_is_followed_by_another(programme, sent, monkeypatch):
    batch = started(programme, csv_of(ANA, BEN))
    lost_at(monkeypatch, reading, "_show", services.read_import, import_id=batch.pk, now=NOW)
    Import.objects.filter(pk=batch.pk).update(lease_until=NOW)
    assert sent(AFTER_THE_LEASE)

    services.read_import(import_id=batch.pk, now=AFTER_THE_LEASE)

    assert (again(batch).state, states(batch)) == (ImportState.PREVIEW, ["good", "good"])


def test_a_worker_that_died_while_writing_leaves_nobody_and_is_followed_by_another(
    programme, monkeypatch
):
    batch = asked_for(programme, ANA, BEN)
    lost_at(monkeypatch, applying, "_mark", services.apply_rows, import_id=batch.pk, now=NOW)
    assert Person.objects.count() == 0

    Import.objects.filter(pk=batch.pk).update(lease_until=NOW)
    services.apply_rows(import_id=batch.pk, now=AFTER_THE_LEASE)

    assert (again(batch).state, Person.objects.count()) == (ImportState.DONE, 2)


def test_the_same_message_twice_does_it_once(programme):
    batch = applied(read(programme, ANA))

    services.apply_rows(import_id=batch.pk, now=NOW)
    services.read_import(import_id=batch.pk, now=NOW)

    assert Person.objects.count() == 1


def test_after_three_lost_workers_it_is_given_up(programme, monkeypatch):
    batch = started(programme, csv_of(ANA))
    Import.objects.filter(pk=batch.pk).update(attempts=claims.MAX_ATTEMPTS)

    services.read_import(import_id=batch.pk, now=NOW)

    assert (again(batch).state, again(batch).failure) == (ImportState.FAILED, "worker_lost")


def test_what_is_stopped_while_a_worker_reads_is_not_read_further(programme, monkeypatch):
    batch = started(programme, csv_of(ANA))
    read_table = reading.read_table

    def stopped_meanwhile(content, **more):
        services.cancel_import(import_id=batch.pk, by=None, now=NOW)
        return read_table(content, **more)

    monkeypatch.setattr(reading, "read_table", stopped_meanwhile)
    services.read_import(import_id=batch.pk, now=NOW)

    assert (again(batch).state, states(batch)) == (ImportState.CANCELLED, [])


def test_what_is_stopped_before_a_file_turns_out_wrong_stays_stopped(programme, monkeypatch):
    batch = started(programme, b"Schoenmaat\n42")
    read_table = reading.read_table

    def stopped_meanwhile(content, **more):
        services.cancel_import(import_id=batch.pk, by=None, now=NOW)
        return read_table(content, **more)

    monkeypatch.setattr(reading, "read_table", stopped_meanwhile)
    services.read_import(import_id=batch.pk, now=NOW)

    assert again(batch).state == ImportState.CANCELLED


def test_what_is_stopped_while_people_are_prepared_brings_in_nobody(programme, monkeypatch):
    batch = asked_for(programme, ANA)
    prepared = applying._prepared

    def stopped_meanwhile(*facts):
        yield from prepared(*facts)
        services.cancel_import(import_id=batch.pk, by=None, now=NOW)

    monkeypatch.setattr(applying, "_prepared", stopped_meanwhile)
    services.apply_rows(import_id=batch.pk, now=NOW)

    assert (again(batch).state, Person.objects.count()) == (ImportState.CANCELLED, 0)


def test_previews_that_nobody_looks_at_are_forgotten_after_a_month(programme, sent):
    batch = read(programme, ANA)

    sent(later(days=31))

    assert (again(batch).state, states(batch)) == (ImportState.CANCELLED, [])


def test_a_preview_of_last_week_is_kept(programme, sent):
    batch = read(programme, ANA)

    sent(later(days=7))

    assert again(batch).state == ImportState.PREVIEW


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_in_the_middle_is_tried_again(programme, monkeypatch):
    def end_the_session(*_):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    batch = asked_for(programme, ANA)
    with monkeypatch.context() as patch:
        patch.setattr(applying, "_mark", end_the_session)
        services.apply_rows(import_id=batch.pk, now=NOW)
    assert (again(batch).state, Person.objects.count()) == (ImportState.APPLYING, 0)

    Import.objects.filter(pk=batch.pk).update(lease_until=NOW)
    services.apply_rows(import_id=batch.pk, now=AFTER_THE_LEASE)

    assert (again(batch).state, Person.objects.count()) == (ImportState.DONE, 1)
