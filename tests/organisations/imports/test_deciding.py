"""The coordinator decides about a row, or stops."""

import pytest

from core.errors import NotFoundHere
from organisations import services
from organisations.errors import ImportClosed, RowClosed
from organisations.models import ImportRow
from organisations.models.imports import ImportState
from tests.clock import NOW
from tests.organisations.imports.builders import (
    ANA,
    BEN,
    FAULTY,
    again,
    applied,
    brought_in,
    csv_of,
    read,
    started,
    states,
)
from tests.teams import make_coordinator, make_organisation

pytestmark = pytest.mark.django_db

ANNA = ANA.replace("Ana", "Anna")


def decide(batch, number, by, *, take):
    row = batch.rows.get(number=number)
    return services.decide_row(row_id=row.pk, take=take, by=by, now=NOW).state


def test_somebody_who_only_looks_the_same_is_taken(programme, cora):
    batch = read(programme, ANA, ANNA)

    decide(batch, 3, cora, take=True)

    assert states(applied(batch, only_good=False)) == ["imported", "imported"]


def test_somebody_who_is_the_same_is_left_out(programme, cora):
    batch = read(programme, ANA, ANNA)

    decide(batch, 3, cora, take=False)

    assert states(applied(batch, only_good=False)) == ["imported", "skipped"]


def test_a_faulty_row_may_be_left_out(programme, cora):
    batch = read(programme, ANA, FAULTY)

    decide(batch, 3, cora, take=False)

    assert states(applied(batch, only_good=False)) == ["imported", "skipped"]


def test_a_good_row_may_be_left_out_and_taken_again(programme, cora):
    batch = read(programme, ANA)
    decide(batch, 2, cora, take=False)

    assert decide(batch, 2, cora, take=True) == "good"


def test_a_faulty_row_cannot_be_taken(programme, cora):
    batch = read(programme, FAULTY)

    with pytest.raises(RowClosed):
        decide(batch, 2, cora, take=True)


def test_a_faulty_row_that_was_left_out_cannot_be_taken(programme, cora):
    batch = read(programme, FAULTY)
    decide(batch, 2, cora, take=False)

    with pytest.raises(RowClosed):
        decide(batch, 2, cora, take=True)


@pytest.mark.parametrize("take", [True, False])
def test_about_a_known_row_there_is_nothing_to_decide(programme, cora, take):
    brought_in(programme, ANA)
    batch = read(programme, ANA, BEN)

    with pytest.raises(RowClosed):
        decide(batch, 2, cora, take=take)


def test_after_the_end_nothing_is_decided(programme, cora):
    batch = brought_in(programme, ANA)

    with pytest.raises(ImportClosed):
        decide(batch, 2, cora, take=False)


def test_another_organisation_decides_nothing(programme):
    zoe = make_coordinator(make_organisation())
    batch = read(programme, ANA, ANNA)

    with pytest.raises(NotFoundHere):
        decide(batch, 3, zoe, take=True)


def test_a_row_that_does_not_exist_is_not_found(cora):
    with pytest.raises(NotFoundHere):
        services.decide_row(row_id=0, take=True, by=cora, now=NOW)


@pytest.mark.parametrize("reach", [lambda p: started(p, csv_of(ANA)), lambda p: read(p, ANA)])
def test_stopping_forgets_what_was_read(programme, cora, reach):
    batch = reach(programme)

    services.cancel_import(import_id=batch.pk, by=cora, now=NOW)

    batch = again(batch)
    assert (batch.state, batch.file) == (ImportState.CANCELLED, None)
    assert not ImportRow.objects.exists()


def test_what_is_asked_for_can_still_be_stopped(programme, cora):
    batch = read(programme, ANA)
    services.request_apply(import_id=batch.pk, only_good=True, by=cora, now=NOW)
    services.cancel_import(import_id=batch.pk, by=cora, now=NOW)

    services.apply_rows(import_id=batch.pk, now=NOW)

    assert again(batch).state == ImportState.CANCELLED


def test_what_is_done_cannot_be_stopped(programme, cora):
    batch = brought_in(programme, ANA)

    with pytest.raises(ImportClosed):
        services.cancel_import(import_id=batch.pk, by=cora, now=NOW)


def test_another_organisation_stops_nothing(programme):
    zoe = make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        services.cancel_import(import_id=read(programme, ANA).pk, by=zoe, now=NOW)


def test_an_import_that_does_not_exist_is_not_found(cora):
    with pytest.raises(NotFoundHere):
        services.cancel_import(import_id=0, by=cora, now=NOW)
