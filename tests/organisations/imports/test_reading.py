"""A file is handed in and read: what each row is."""

import pytest

from core.errors import InvalidInput, NotFoundHere
from core.models import Event
from organisations import services
from organisations.errors import AlreadyImported, FileEmpty, FileTypeUnknown, ProgrammeClosed
from organisations.models import Import, ImportRow
from organisations.models.imports import ImportState
from organisations.states import State
from tests.clock import NOW
from tests.organisations.imports.builders import (
    ANA,
    BEN,
    CEM,
    FAULTY,
    HEADINGS,
    again,
    brought_in,
    codes,
    csv_of,
    only_row,
    read,
    started,
    states,
    xlsx_of,
)
from tests.people import make_person
from tests.teams import enrolment_at, make_coordinator, make_organisation, make_programme, make_user

pytestmark = pytest.mark.django_db


def test_a_file_waits_to_be_read(programme):
    batch = started(programme, csv_of(ANA))

    assert (batch.state, batch.rows_total) == (ImportState.READING, 0)


def test_a_file_is_read_up_to_the_preview(programme):
    batch = read(programme, ANA, BEN)

    assert (batch.state, batch.rows_done, batch.rows_total) == (ImportState.PREVIEW, 2, 2)


def test_a_workbook_is_read_like_text(programme):
    batch = started(programme, xlsx_of(HEADINGS.split(";"), ANA.split(";")))

    services.read_import(import_id=batch.pk, now=NOW)

    assert states(batch) == ["good"]


def test_the_file_itself_is_forgotten_once_it_is_read(programme):
    assert read(programme, ANA).file is None


def test_the_preview_tells_how_the_file_was_read(programme):
    columns = read(programme, ANA).columns

    assert (columns["separator"], columns["heading_row"], columns["unknown"]) == (";", 1, [])


def test_the_event_log_holds_numbers_only(programme):
    batch = read(programme, ANA)

    events = Event.objects.filter(subject_id=batch.pk, kind__startswith="organisations.import")
    assert [event.data for event in events.order_by("pk")] == [{}, {"rows": 1}]


def test_values_are_checked_and_keep_their_types(programme):
    values = only_row(read(programme, ANA)).values

    assert (values["birth_year"], values["phone"], values["languages"]) == (
        1985,
        "+32470123456",
        {},
    )


def test_what_a_row_says_is_not_readable_in_the_database(programme):
    row = only_row(read(programme, ANA))

    raw = ImportRow.objects.extra(select={"raw": "values::text"}).values_list("raw", flat=True)
    assert "Peeters" not in raw.get(pk=row.pk)


def test_a_faulty_row_is_told_with_its_number(programme):
    batch = read(programme, ANA, FAULTY)

    assert batch.rows.get(state="faulty").number == 3
    assert codes(batch) == ["email_invalid"]


def test_the_default_side_of_the_file_counts(programme):
    batch = read(programme, "Ana;Peeters;;9000;ana@example.org;;", side="volunteer")

    assert only_row(batch).values["side"] == "volunteer"


def test_a_row_that_was_brought_in_before_is_known(programme):
    brought_in(programme, ANA)

    batch = read(programme, BEN, ANA)

    assert (states(batch), codes(batch)) == (["good", "known"], ["known_row"])


def test_another_programme_of_the_organisation_does_not_know_the_row_but_the_person(programme):
    brought_in(programme, ANA)

    batch = read(make_programme(programme.organisation), ANA)

    assert (states(batch), codes(batch)) == (["doubtful"], ["looks_like_person"])


def test_the_same_row_twice_in_a_file_is_known_the_second_time(programme):
    batch = read(programme, ANA, BEN, ANA)

    assert (states(batch), codes(batch)) == (["good", "good", "known"], ["same_row"])


def test_somebody_who_stands_twice_in_a_file_is_doubtful_the_second_time(programme):
    batch = read(programme, ANA, ANA.replace("Ana", "Anna"))

    row = batch.rows.get(state="doubtful")
    assert row.faults[0]["params"] == {
        "row": 2,
        "same": ["email", "phone", "postcode", "birth_year"],
    }


def test_somebody_whom_the_organisation_knows_is_doubtful(programme):
    ana = make_person("Ana", family_name="Peeters", email="ana@example.org")
    enrolment_at(State.LEFT, ana, programme)

    row = only_row(read(programme, ANA))

    assert (row.state, row.duplicate_of) == ("doubtful", ana.pk)


def test_somebody_with_a_login_is_known_by_its_address(programme):
    ana = make_person("Ana", family_name="Peeters", user=make_user("ana@example.org"))
    enrolment_at(State.APPLIED, ana, programme)

    assert only_row(read(programme, ANA)).duplicate_of == ana.pk


def test_people_of_another_organisation_change_nothing(programme):
    ana = make_person("Ana", family_name="Peeters", email="ana@example.org", phone="0470123456")
    enrolment_at(State.ACTIVE, ana, make_programme())
    brought_in(make_programme(), ANA)

    assert states(read(programme, ANA)) == ["good"]


def test_a_faulty_row_makes_no_other_doubtful(programme):
    batch = read(programme, FAULTY, FAULTY.replace("not-an-address", "dora@example.org"))

    assert states(batch) == ["faulty", "good"]


def test_reading_takes_as_many_queries_for_many_rows_as_for_few(
    programme, django_assert_max_num_queries
):
    rows = [f"Person{n};Maes{n * 7919};zoekt;;p{n}@example.org;;" for n in range(400)]
    batch = started(programme, csv_of(*rows))

    with django_assert_max_num_queries(25):
        services.read_import(import_id=batch.pk, now=NOW)

    assert again(batch).rows_done == 400


def test_progress_is_told_and_kept(programme, monkeypatch):
    told = []
    batch = started(programme, csv_of(*[f"P{n};;zoekt;;p{n}@example.org;;" for n in range(1100)]))

    services.read_import(import_id=batch.pk, now=NOW, progress=lambda *now: told.append(now))

    assert told == [(500, 1100), (1000, 1100), (1100, 1100)]
    assert again(batch).rows_done == 1100


def test_a_sheet_of_headings_only_has_no_rows(programme):
    batch = read(programme)

    assert (batch.state, batch.rows_total) == (ImportState.PREVIEW, 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Rijbewijs;Schoenmaat\nB;42", "headings_missing"),
        (b"<html>Voornaam</html>", "file_type_unknown"),
        (b'Voornaam;Naam\nAna;"Maes', "row_unreadable"),
        (xlsx_of(["Schoenmaat"]), "headings_missing"),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_a_stable_code(programme, content, code):
    batch = started(programme, content)

    services.read_import(import_id=batch.pk, now=NOW)

    batch = again(batch)
    assert (batch.state, batch.failure, batch.file) == (ImportState.FAILED, code, None)


def test_a_failure_keeps_its_facts(programme):
    batch = started(programme, b'Voornaam;Naam\nAna;"Maes')

    services.read_import(import_id=batch.pk, now=NOW)

    assert again(batch).columns == {"failure": {"line": 2}}


def test_a_fault_of_ours_ends_the_import_and_logs_no_names(programme, monkeypatch, caplog):
    def fail(*_, **__):
        raise RuntimeError(ANA)

    batch = started(programme, csv_of(ANA))
    monkeypatch.setattr("organisations.services.imports.reading.Checker", fail)

    services.read_import(import_id=batch.pk, now=NOW)

    assert again(batch).failure == "fault"
    assert "RuntimeError" in caplog.text
    assert "Peeters" not in caplog.text


@pytest.mark.parametrize(("content", "error"), [(b"", FileEmpty), (b"%PDF-1.4", FileTypeUnknown)])
def test_a_file_that_is_wrong_at_first_sight_is_refused_at_once(programme, content, error):
    with pytest.raises(error):
        started(programme, content)

    assert not Import.objects.exists()


def test_the_same_file_is_refused_once_it_was_brought_in(programme):
    brought_in(programme, ANA)

    with pytest.raises(AlreadyImported):
        started(programme, csv_of(ANA))


def test_the_same_file_may_be_handed_in_again_while_nothing_was_brought_in(programme):
    read(programme, ANA)

    assert started(programme, csv_of(ANA)).state == ImportState.READING


def test_the_same_file_may_be_for_another_programme(programme):
    brought_in(programme, ANA)

    assert started(make_programme(), csv_of(ANA)).state == ImportState.READING


def test_an_unknown_side_is_refused(programme):
    with pytest.raises(InvalidInput):
        started(programme, csv_of(ANA), side="friend")


def test_a_closed_programme_takes_no_file():
    with pytest.raises(ProgrammeClosed):
        started(make_programme(is_open=False), csv_of(ANA))


def test_another_organisation_hands_in_nothing(programme):
    zoe = make_coordinator(make_organisation())

    with pytest.raises(NotFoundHere):
        started(programme, csv_of(ANA), zoe)


def test_only_the_name_of_the_file_is_kept(programme):
    batch = services.start_import(
        programme_id=programme.pk,
        file_name="../lijst\r\n2026.csv",
        content=csv_of(ANA),
        side="",
        by=make_coordinator(programme.organisation),
        now=NOW,
    )

    assert batch.file_name == "lijst 2026.csv"


def test_a_worker_is_nudged_after_commit(
    programme, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr("core.jobs._send", lambda task, ids: sent.append((task, ids)))

    with django_capture_on_commit_callbacks(execute=True):
        batch = started(programme, csv_of(CEM))

    assert sent == [("organisations.read_import", {"import_id": batch.pk})]


def test_the_command_line_needs_no_worker(programme, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as nudges:
        services.start_import(
            programme_id=programme.pk,
            file_name="x.csv",
            content=csv_of(CEM),
            side="",
            by=None,
            now=NOW,
            nudged=False,
        )

    assert nudges == []
