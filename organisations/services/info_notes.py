"""The information note: published by the lead in versions, taken note of by each volunteer."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce, Least

from accounts.errors import TextTooLong
from accounts.models import User
from core import events
from core.errors import ChangedMeanwhile, InvalidInput, NotFoundHere
from core.text import lines
from organisations.clearance_selectors import current_note
from organisations.errors import NoteEndsInPast, NoteTextMissing
from organisations.models import Clearance, Enrolment, InfoNote, Organisation
from organisations.models.enrolments import ClearanceKind
from organisations.permissions import ensure_leads
from organisations.services.clearances import keep_clearance

NOTE_LIMIT = 10_000
_LANGUAGES = [code for code, _name in settings.LANGUAGES]


@transaction.atomic
def publish_note(
    *,
    organisation_id: int,
    texts: dict[str, str],
    by: User | None,
    now: datetime,
    expected_version: int | None = None,
    earlier_until: date | None = None,
) -> InfoNote:
    """The next version of the note. Who took note of an earlier one need not again, or only until `earlier_until`.

    Raises NotAllowed, ChangedMeanwhile, NoteTextMissing, NoteEndsInPast, TextTooLong.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    ensure_leads(by, organisation_id)
    before = current_note(organisation_id=organisation_id)
    version = before.version if before else 0
    if expected_version is not None and expected_version != version:
        raise ChangedMeanwhile
    if earlier_until is not None and earlier_until < now.date():
        raise NoteEndsInPast
    note = InfoNote.objects.create(
        organisation=organisation,
        version=version + 1,
        texts=_texts(texts),
        created_at=now,
        created_by=by,
    )
    if earlier_until is not None:
        _end_earlier(organisation_id, earlier_until)
    events.record(
        "organisations.info_note_published",
        subject=note,
        by=by,
        at=now,
        organisation_id=organisation_id,
        version=note.version,
    )
    return note


def _texts(texts: dict[str, str]) -> dict[str, str]:
    if not isinstance(texts, dict) or any(code not in _LANGUAGES for code in texts):
        raise InvalidInput(field="texts")
    said = {}
    for code, text in texts.items():
        if len(text) > NOTE_LIMIT:
            raise TextTooLong(field="texts", limit=NOTE_LIMIT, length=len(text))
        if lines(text):
            said[code] = lines(text)
    if not said:
        raise NoteTextMissing
    return said


def _end_earlier(organisation_id: int, until: date) -> None:
    Clearance.objects.filter(
        enrolment__organisation_id=organisation_id, kind=ClearanceKind.INFO_NOTE
    ).update(valid_until=Least(Coalesce("valid_until", until), until), told_at=None)


@transaction.atomic
def take_note(*, enrolment_id: int, version: int, by: User, now: datetime) -> Clearance:
    """A volunteer read the information note of today, and says so. Raises NotFoundHere, ChangedMeanwhile."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .get(pk=enrolment_id)
    )
    if enrolment.person.user_id != by.pk or not enrolment.is_volunteer:
        raise NotFoundHere
    Organisation.objects.select_for_update(no_key=True).get(pk=enrolment.organisation_id)
    note = current_note(organisation_id=enrolment.organisation_id)
    if note is None:
        raise NotFoundHere
    if note.version != version:
        raise ChangedMeanwhile
    return keep_clearance(
        enrolment,
        ClearanceKind.INFO_NOTE,
        by=by,
        now=now,
        info_note=note,
        seen_on=now.date(),
        valid_until=None,
        filed_at="",
        reference="",
        issued_on=None,
    )
