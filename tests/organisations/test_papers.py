"""Papers of a volunteer: what is noted of them, when they end, who is told, and the information note in versions."""

from datetime import date, timedelta

import pytest

from accounts.errors import TextTooLong
from core.errors import ChangedMeanwhile, InvalidInput, NotAllowed, NotFoundHere
from notifications.models import Message
from organisations import services
from organisations.clearance_selectors import list_ending, must_read_note
from organisations.errors import (
    ExtractTooOld,
    IssuedAfterSeen,
    NoteEndsInPast,
    NoteTextMissing,
    NoteVersionUnknown,
)
from organisations.messages import PAPERS_END
from organisations.models import Clearance, Enrolment
from organisations.models.enrolments import Side
from organisations.selectors import is_cleared
from organisations.services.info_notes import NOTE_LIMIT
from organisations.states import State
from tests.clock import NOW, later
from tests.notifications.builders import deliver
from tests.people import make_person
from tests.teams import (
    enrolment_at,
    make_coordinator,
    make_organisation,
    make_programme,
    make_user,
)

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
WEEK = timedelta(weeks=1)


@pytest.fixture
def programme():
    return make_programme(required_clearances=["extract", "info_note"])


@pytest.fixture
def ben():
    return make_person("Ben", user=make_user())


@pytest.fixture
def volunteer(programme, cora, ben):
    return enrolment_at(State.ACTIVE, ben, programme, side=Side.VOLUNTEER, by=cora)


def record(volunteer, by, kind="extract", seen_on=TODAY, now=NOW, **more):
    return services.record_clearance(
        enrolment_id=volunteer.pk, kind=kind, seen_on=seen_on, by=by, now=now, **more
    )


def publish(lea, organisation, text="Lees dit", **more):
    return services.publish_note(
        organisation_id=organisation.pk, texts={"nl": text}, by=lea, now=NOW, **more
    )


def test_where_a_paper_lies_and_its_number_are_kept(volunteer, cora):
    noted = record(volunteer, cora, "agreement", filed_at=" Map  3 ", reference="P-12")

    assert (noted.filed_at, noted.reference, noted.seen_by) == ("Map 3", "P-12", cora)


def test_no_more_than_a_few_words_are_kept(volunteer, cora):
    with pytest.raises(TextTooLong):
        record(volunteer, cora, "agreement", filed_at="x" * 121)


def test_an_extract_is_at_most_a_month_old(volunteer, cora):
    with pytest.raises(ExtractTooOld):
        record(volunteer, cora, issued_on=TODAY - timedelta(days=32))

    assert record(volunteer, cora, issued_on=TODAY - timedelta(days=20)).issued_on is not None


def test_an_older_extract_is_enough_for_who_showed_one_in_the_past_year(volunteer, cora):
    record(volunteer, cora, seen_on=date(2025, 6, 1))

    noted = record(volunteer, cora, issued_on=date(2025, 12, 1))

    assert noted.seen_on == TODAY


def test_a_paper_is_not_issued_after_it_was_seen(volunteer, cora):
    with pytest.raises(IssuedAfterSeen):
        record(volunteer, cora, "insurance", issued_on=TODAY + timedelta(days=1))


def test_what_was_noted_by_mistake_is_taken_back(volunteer, cora):
    record(volunteer, cora)

    services.take_back_clearance(enrolment_id=volunteer.pk, kind="extract", by=cora, now=NOW)

    assert not Clearance.objects.exists()
    with pytest.raises(NotFoundHere):
        services.take_back_clearance(enrolment_id=volunteer.pk, kind="extract", by=cora, now=NOW)


def ending(cora, on=TODAY):
    return [each.kind for each in list_ending(by=cora, on=on)]


def test_what_ends_within_the_weeks_of_the_programme_is_listed(volunteer, cora):
    record(volunteer, cora, valid_until=TODAY + 6 * WEEK)

    assert (ending(cora), ending(cora, TODAY + timedelta(days=1))) == ([], ["extract"])


def test_how_long_before_is_a_setting(programme, volunteer, cora):
    record(volunteer, cora, valid_until=TODAY + 3 * WEEK)
    services.change_programme(programme_id=programme.pk, by=None, now=NOW, clearance_notice_weeks=2)

    assert ending(cora) == []


def test_with_no_weeks_it_is_listed_when_it_has_ended(programme, volunteer, cora):
    record(volunteer, cora, valid_until=TODAY)
    services.change_programme(programme_id=programme.pk, by=None, now=NOW, clearance_notice_weeks=0)

    assert (ending(cora), ending(cora, TODAY + timedelta(days=1))) == ([], ["extract"])


def test_only_what_the_programme_requires_is_listed(volunteer, cora):
    record(volunteer, cora, "training", valid_until=TODAY)

    assert ending(cora, TODAY + WEEK) == []


def test_who_stopped_is_not_listed(volunteer, cora):
    record(volunteer, cora, valid_until=TODAY)
    services.leave_programme(enrolment_id=volunteer.pk, by=cora, now=NOW)

    assert ending(cora, TODAY + WEEK) == []


def test_another_organisation_sees_no_papers(volunteer, cora):
    record(volunteer, cora, valid_until=TODAY)

    assert ending(make_coordinator(make_organisation()), TODAY + WEEK) == []


def told():
    return Message.objects.filter(kind=PAPERS_END)


def test_the_team_is_told_once_of_each_paper(volunteer, cora):
    record(volunteer, cora, valid_until=TODAY + WEEK)

    first = services.remind_of_endings(now=NOW)
    again = services.remind_of_endings(now=later(days=1))

    assert (first, again, told().count()) == (1, 0, 1)
    assert told().get().user == cora


def test_who_renewed_a_paper_is_told_anew(volunteer, cora):
    record(volunteer, cora, valid_until=TODAY + WEEK)
    services.remind_of_endings(now=NOW)
    record(volunteer, cora, valid_until=TODAY + 2 * WEEK)

    assert services.remind_of_endings(now=later(days=1)) == 1


def test_a_mail_about_papers_that_were_renewed_is_not_sent(volunteer, cora):
    record(volunteer, cora, valid_until=TODAY + WEEK)
    services.remind_of_endings(now=NOW)
    record(volunteer, cora)

    assert deliver(told().get()).state == "cancelled"


def test_a_note_is_published_in_versions(programme, lea):
    versions = [publish(lea, programme.organisation).version for _each in range(2)]

    assert versions == [1, 2]


def test_only_the_lead_publishes(programme, cora):
    with pytest.raises(NotAllowed):
        publish(cora, programme.organisation)


def test_a_note_without_words_is_refused(programme, lea):
    with pytest.raises(NoteTextMissing):
        publish(lea, programme.organisation, text="  ")


def test_who_wrote_over_an_older_version_is_told(programme, lea):
    publish(lea, programme.organisation)

    with pytest.raises(ChangedMeanwhile):
        publish(lea, programme.organisation, expected_version=0)


def test_a_note_cannot_have_ended_before(programme, lea):
    with pytest.raises(NoteEndsInPast):
        publish(lea, programme.organisation, earlier_until=date(2026, 3, 1))


def test_a_volunteer_takes_note_of_the_version_of_today(programme, volunteer, lea, ben):
    publish(lea, programme.organisation)

    taken = services.take_note(enrolment_id=volunteer.pk, version=1, by=ben.user, now=NOW)

    assert (taken.info_note.version, taken.seen_on, taken.seen_by) == (1, TODAY, ben.user)


def test_nobody_takes_note_of_what_changed_meanwhile(programme, volunteer, lea, ben):
    publish(lea, programme.organisation)
    publish(lea, programme.organisation)

    with pytest.raises(ChangedMeanwhile):
        services.take_note(enrolment_id=volunteer.pk, version=1, by=ben.user, now=NOW)


def test_nobody_takes_note_for_somebody_else(programme, volunteer, lea, cora):
    publish(lea, programme.organisation)

    with pytest.raises(NotFoundHere):
        services.take_note(enrolment_id=volunteer.pk, version=1, by=cora, now=NOW)


def test_the_team_notes_which_version_was_given(programme, volunteer, lea, cora):
    publish(lea, programme.organisation)
    publish(lea, programme.organisation)

    assert record(volunteer, cora, "info_note", note_version=1).info_note.version == 1
    with pytest.raises(NoteVersionUnknown):
        record(volunteer, cora, "info_note", note_version=3)


def test_an_earlier_version_stays_good_enough_unless_the_lead_says_until_when(
    programme, volunteer, lea, cora
):
    record(volunteer, cora)
    publish(lea, programme.organisation)
    record(volunteer, cora, "info_note")

    publish(lea, programme.organisation)
    assert is_cleared(enrolment=volunteer, on=TODAY + 52 * WEEK)

    publish(lea, programme.organisation, earlier_until=TODAY + WEEK)
    assert is_cleared(enrolment=volunteer, on=TODAY + WEEK)
    assert not is_cleared(enrolment=volunteer, on=TODAY + 2 * WEEK)


def test_a_volunteer_has_a_note_to_read_until_it_was_noted(programme, volunteer, lea, ben):
    to_read = Enrolment.objects.filter(must_read_note(on=TODAY))
    assert not to_read.exists()
    publish(lea, programme.organisation)
    assert list(to_read.all()) == [volunteer]

    services.take_note(enrolment_id=volunteer.pk, version=1, by=ben.user, now=NOW)

    assert not to_read.exists()


@pytest.mark.parametrize(
    ("texts", "refused"),
    [({"xx": "Lees dit"}, InvalidInput), ({"nl": "x" * (NOTE_LIMIT + 1)}, TextTooLong)],
)
def test_a_note_in_no_language_or_too_long_is_refused(programme, lea, texts, refused):
    with pytest.raises(refused):
        services.publish_note(
            organisation_id=programme.organisation_id, texts=texts, by=lea, now=NOW
        )


def test_nobody_takes_note_of_what_is_not_there(volunteer, ben):
    with pytest.raises(NotFoundHere):
        services.take_note(enrolment_id=volunteer.pk, version=1, by=ben.user, now=NOW)
