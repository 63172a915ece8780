"""Bringing in a list from the command line, and the tasks of the queue."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.models import Person
from core.models import JobSlot
from organisations import services, tasks
from organisations.models import Import
from organisations.models.imports import ImportState
from tests.clock import NOW
from tests.organisations.imports.builders import ANA, BEN, FAULTY, csv_of, read, started, xlsx_of
from tests.teams import make_organisation, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme(name="Buddies Gent")


def run(tmp_path, *rows, headings=None, programme="Buddies Gent", **options):
    file = tmp_path / "people.csv"
    file.write_bytes(csv_of(*rows, headings=headings) if headings else csv_of(*rows))
    return say(file, programme=programme, **options)


def say(file, **options):
    out = io.StringIO()
    with translation.override("en"):
        call_command("import_people", file, stdout=out, **options)
    return out.getvalue()


def test_a_list_is_brought_in(tmp_path, programme):
    said = run(tmp_path, ANA, BEN)

    assert said.endswith("2 people brought in.\n")
    assert Person.objects.count() == 2


def test_a_programme_may_be_named_by_its_uuid(tmp_path, programme):
    assert "1 people" in run(tmp_path, ANA, programme=str(programme.public_id))


def test_progress_stands_on_one_line(tmp_path, programme):
    said = run(tmp_path, ANA, BEN)

    assert "\r2 of 2 rows read\n" in said
    assert "\r2 of 2 rows ready\n" in said


def test_the_preview_tells_what_the_columns_stand_for(tmp_path, programme):
    said = run(
        tmp_path, "Ana;zoekt;0470123456;B", headings="Voornaam;Rol;GSM;Rijbewijs", dry_run=True
    )

    assert "Voornaam → name_to_use" in said
    assert "To the remarks: Rijbewijs" in said


def test_other_sheets_are_named(tmp_path, programme):
    file = tmp_path / "people.xlsx"
    file.write_bytes(xlsx_of(["Voornaam", "Rol"], ["Ana", "zoekt"], Oud=[["x"]]))

    assert "Not read: sheet Oud" in say(file, programme="Buddies Gent")


def test_each_faulty_row_is_told_with_its_number_and_words(tmp_path, programme):
    said = run(tmp_path, ANA, FAULTY, dry_run=True)

    assert "row 3: email: This is not a complete e-mail address." in said
    assert "1 good, 1 faulty" in said


def test_a_dry_run_leaves_nothing_behind(tmp_path, programme):
    said = run(tmp_path, ANA, dry_run=True)

    assert said.endswith("Nothing was brought in.\n")
    assert (Person.objects.count(), Import.objects.get().state) == (0, ImportState.CANCELLED)


def test_a_list_with_a_faulty_row_brings_in_nobody(tmp_path, programme):
    with pytest.raises(CommandError, match="Nothing was brought in"):
        run(tmp_path, ANA, FAULTY)

    assert (Person.objects.count(), Import.objects.get().state) == (0, ImportState.CANCELLED)


def test_only_the_good_rows_may_be_asked_for(tmp_path, programme):
    assert "1 people" in run(tmp_path, ANA, FAULTY, only_good=True)


def test_the_side_may_be_given_for_all_rows(tmp_path, programme):
    run(tmp_path, "Ana;0470123456", headings="Voornaam;GSM", side="volunteer")

    assert Person.objects.get().enrolments.get().side == "volunteer"


def test_an_empty_list_says_so(tmp_path, programme):
    assert "No rows." in run(tmp_path, dry_run=True)


def test_a_file_that_cannot_be_read_is_told_in_words(tmp_path, programme):
    with pytest.raises(CommandError, match="no column with names"):
        run(tmp_path, "42", headings="Schoenmaat")


def test_a_file_that_is_not_there_is_told(tmp_path, programme):
    with pytest.raises(CommandError, match="No such file"):
        say(tmp_path / "nothing.csv", programme="Buddies Gent")


def test_an_unknown_programme_is_told(tmp_path):
    with pytest.raises(CommandError, match="no programme"):
        run(tmp_path, ANA, programme="Nobody")


def test_two_programmes_of_one_name_are_told_apart_by_uuid(tmp_path, programme):
    other = make_programme(make_organisation("Others"), name="Buddies Gent")

    with pytest.raises(CommandError, match=str(other.public_id)):
        run(tmp_path, ANA)


def test_an_import_that_a_worker_took_is_left_to_it(tmp_path, programme, monkeypatch):
    monkeypatch.setattr("organisations.services.read_import", lambda **_: None)

    with pytest.raises(CommandError, match="somebody else"):
        run(tmp_path, ANA)


def test_a_worker_reads():
    batch = started(make_programme(), csv_of(ANA))

    tasks.read_import(import_id=batch.pk, an_argument_of_tomorrow=1)

    assert Import.objects.get(pk=batch.pk).state == ImportState.PREVIEW


def test_a_worker_brings_in():
    batch = read(make_programme(), ANA)
    services.request_apply(import_id=batch.pk, only_good=True, by=None, now=NOW)

    tasks.apply_import(import_id=batch.pk, an_argument_of_tomorrow=1)

    assert Import.objects.get(pk=batch.pk).state == ImportState.DONE


def test_beat_sweeps():
    tasks.sweep_imports(an_argument_of_tomorrow=1)

    assert JobSlot.objects.filter(job="organisations.sweep_imports").exists()
