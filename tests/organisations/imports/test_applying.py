"""The good rows become people, all of them or none."""

from datetime import UTC, datetime

import pytest

from accounts.models import Consent, Person
from core.errors import NotFoundHere
from core.models import Event
from notifications.models import Message
from notifications.rendering import build_mail
from organisations import services
from organisations.errors import (
    ConsentMissing,
    ImportClosed,
    NothingToImport,
    ProgrammeClosed,
    RowsFaulty,
)
from organisations.models import Enrolment
from organisations.models.imports import ImportState
from organisations.states import State
from tests.clock import NOW, later
from tests.organisations.imports.builders import (
    ANA,
    BEN,
    CEM,
    FAULTY,
    again,
    applied,
    brought_in,
    codes,
    csv_of,
    read,
    started,
    states,
)
from tests.teams import make_coordinator, make_organisation

pytestmark = pytest.mark.django_db

WIDE = "Voornaam;Rol;Gemeente;E-mail;Talen;Hobby;Wanneer;Sinds;Opmerking;Rijbewijs;Straat"
ROW = "Ana;zoekt;9000 Gent;ana@example.org;Frans (beetje);walking;zaterdag voormiddag;3/2/2024;rustig;B;Veldstraat 1"


def wide(programme, row=ROW):
    """The enrolment that one row of many columns became."""
    batch = started(programme, csv_of(row, headings=WIDE))
    services.read_import(import_id=batch.pk, now=NOW)
    return Enrolment.objects.get(pk=applied(again(batch)).rows.get().enrolment_id)


def test_good_rows_become_people_in_the_programme(programme, cora):
    batch = brought_in(programme, ANA, BEN, by=cora)

    assert (batch.state, batch.rows_done, states(batch)) == (ImportState.DONE, 2, ["imported"] * 2)
    assert sorted(Person.objects.values_list("name_to_use", "family_name")) == [
        *(("Ana", "Peeters"), ("Ben", "Maes")),
    ]


def test_each_row_knows_its_enrolment(programme):
    batch = brought_in(programme, ANA, BEN)

    found = [
        Enrolment.objects.get(pk=row.enrolment_id).person.name_to_use
        for row in batch.rows.order_by("number")
    ]
    assert found == ["Ana", "Ben"]


def test_the_side_is_that_of_the_row(programme):
    brought_in(programme, ANA, BEN)

    assert dict(Enrolment.objects.values_list("person__name_to_use", "side")) == {
        "Ana": "seeker",
        "Ben": "volunteer",
    }


def test_place_languages_interests_and_times_come_along(programme):
    person = wide(programme).person

    assert (person.place.postal.postcode, person.place.address) == ("9000", "Veldstraat 1")
    assert list(person.languages.values_list("language", "level")) == [("fr", 1)]
    assert list(person.interests.values_list("interest", flat=True)) == ["walking"]
    assert person.profile.day_parts == 1 << 15


def test_remarks_and_other_columns_are_in_the_note(programme):
    assert wide(programme).note == "rustig\nRijbewijs: B"


def test_somebody_who_registered_long_ago_waits_since_then(programme):
    enrolment = wide(programme)

    assert enrolment.applied_at == enrolment.waiting_since == datetime(2024, 2, 3, 11, tzinfo=UTC)


def test_the_waiting_time_is_kept_when_somebody_becomes_ready(programme, cora):
    enrolment = wide(programme)
    services_consent(enrolment.person, cora)

    ready = services.activate_enrolment(enrolment_id=enrolment.pk, by=cora, now=later(days=1))

    assert ready.waiting_since == datetime(2024, 2, 3, 11, tzinfo=UTC)


def services_consent(person, by):
    from accounts.services import give_consent

    give_consent(person=person, purpose="service", how="paper", by=by, now=NOW)


def test_somebody_who_registered_today_does_not_wait_from_the_future(programme):
    enrolment = wide(programme, ROW.replace("3/2/2024", "2/3/2026"))

    assert enrolment.waiting_since == NOW


def test_without_a_day_somebody_registered_now_and_waits_once_ready(programme):
    brought_in(programme, ANA)

    enrolment = Enrolment.objects.get()
    assert (enrolment.applied_at, enrolment.waiting_since) == (NOW, None)


def test_nobody_has_agreed_so_nobody_becomes_ready(programme, cora):
    brought_in(programme, ANA)
    enrolment = Enrolment.objects.get()

    with pytest.raises(ConsentMissing):
        services.activate_enrolment(enrolment_id=enrolment.pk, by=cora, now=NOW)

    assert (enrolment.state, Consent.objects.count()) == (State.APPLIED, 0)


def test_both_registrations_are_in_the_log_with_who_did_it(programme, cora):
    brought_in(programme, ANA, by=cora)

    kinds = Event.objects.filter(person_id=Person.objects.get().pk, by=cora).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "accounts.person_registered",
        "organisations.enrolment_applied",
    ]


def test_the_team_hears_of_a_whole_list_once(programme, cora):
    brought_in(programme, ANA, BEN, CEM)

    [message] = Message.objects.all()
    assert (message.kind, message.user) == ("organisations.people_imported", cora)


@pytest.mark.parametrize(("rows", "told"), [([ANA], "1 person"), ([ANA, BEN], "2 people")])
def test_the_mail_says_how_many_and_nobody_s_name(programme, cora, settings, rows, told):
    brought_in(programme, *rows)
    cora.language = "en"
    cora.save()

    mail = build_mail(Message.objects.get())

    assert told in mail.body
    assert "Ana" not in mail.body


def test_no_mail_is_written_about_an_import_that_is_gone(programme, cora):
    brought_in(programme, ANA).delete()

    assert build_mail(Message.objects.get()) is None


def test_what_the_rows_said_is_forgotten_at_the_end(programme):
    batch = brought_in(programme, ANA, FAULTY)

    assert [row.values for row in batch.rows.all()] == [{}, {}]


def test_other_rows_are_left_out_and_keep_their_reason(programme):
    batch = brought_in(programme, ANA, FAULTY, ANA, ANA.replace("Ana", "Anna"))

    assert states(batch) == ["imported", "skipped", "skipped", "skipped"]
    assert codes(batch) == ["email_invalid", "same_row", "looks_like_row"]


@pytest.mark.parametrize("other", [FAULTY, ANA.replace("Ana", "Anna")])
def test_all_or_nothing_is_refused_while_there_are_rows_to_look_at(programme, other):
    batch = read(programme, ANA, other)

    with pytest.raises(RowsFaulty):
        applied(batch, only_good=False)

    assert (again(batch).state, Person.objects.count()) == (ImportState.PREVIEW, 0)


def test_the_refusal_counts_the_rows(programme):
    with pytest.raises(RowsFaulty) as refusal:
        applied(read(programme, ANA, FAULTY), only_good=False)

    assert refusal.value.params == {"faulty": 1, "doubtful": 0}


def test_all_or_nothing_brings_in_a_list_that_is_right(programme):
    assert states(applied(read(programme, ANA, BEN), only_good=False)) == ["imported"] * 2


def test_known_rows_do_not_stand_in_the_way(programme):
    brought_in(programme, ANA)

    batch = applied(read(programme, ANA, BEN), only_good=False)

    assert states(batch) == ["skipped", "imported"]


def test_a_list_without_a_good_row_is_refused(programme):
    with pytest.raises(NothingToImport):
        applied(read(programme, FAULTY))


def test_bringing_in_twice_is_refused(programme):
    batch = brought_in(programme, ANA)

    with pytest.raises(ImportClosed):
        services.request_apply(import_id=batch.pk, only_good=True, by=None, now=NOW)


def test_a_file_that_is_not_read_yet_is_not_brought_in(programme):
    batch = started(programme, csv_of(ANA))

    with pytest.raises(ImportClosed):
        services.request_apply(import_id=batch.pk, only_good=True, by=None, now=NOW)


def test_a_programme_that_closed_meanwhile_takes_nobody(programme):
    batch = read(programme, ANA)
    programme.is_open = False
    programme.save()

    with pytest.raises(ProgrammeClosed):
        applied(batch)


def test_another_organisation_brings_in_nothing(programme):
    zoe = make_coordinator(make_organisation())
    batch = read(programme, ANA)

    with pytest.raises(NotFoundHere):
        services.request_apply(import_id=batch.pk, only_good=True, by=zoe, now=NOW)


def test_a_row_of_two_lists_is_brought_in_once(programme):
    first, second = read(programme, ANA), read(programme, ANA, BEN)
    applied(first)

    second = applied(second)

    assert (states(second), codes(second)) == (["skipped", "imported"], ["known_row"])
    assert Person.objects.filter(name_to_use="Ana").count() == 1


def test_writing_takes_as_many_queries_for_many_rows_as_for_few(
    programme, django_assert_max_num_queries
):
    rows = [f"Person{n};Maes{n * 7919};zoekt;;p{n}@example.org;;" for n in range(400)]
    batch = read(programme, *rows)
    services.request_apply(import_id=batch.pk, only_good=True, by=None, now=NOW)

    with django_assert_max_num_queries(40):
        services.apply_rows(import_id=batch.pk, now=NOW)

    assert again(batch).rows_done == 400


def test_progress_is_told_while_people_are_prepared(programme):
    told = []
    rows = [f"P{n};Q{n * 7919};zoekt;;p{n}@example.org;;" for n in range(600)]
    batch = read(programme, *rows)
    services.request_apply(import_id=batch.pk, only_good=True, by=None, now=NOW)

    services.apply_rows(import_id=batch.pk, now=NOW, progress=lambda *now: told.append(now))

    assert told == [(500, 600), (600, 600)]


def test_a_worker_is_nudged_to_bring_in(programme, django_capture_on_commit_callbacks, monkeypatch):
    batch, sent = read(programme, ANA), []
    monkeypatch.setattr("core.jobs._send", lambda task, ids: sent.append((task, ids)))

    with django_capture_on_commit_callbacks(execute=True):
        services.request_apply(import_id=batch.pk, only_good=True, by=None, now=NOW)

    assert sent == [("organisations.apply_import", {"import_id": batch.pk})]


def test_a_fault_in_the_middle_leaves_nobody_behind(programme, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    batch = read(programme, ANA, BEN)
    monkeypatch.setattr("organisations.services.imports.applying._mark", fail)

    batch = applied(batch)

    assert (batch.state, batch.failure) == (ImportState.FAILED, "fault")
    assert (Person.objects.count(), Enrolment.objects.count()) == (0, 0)
