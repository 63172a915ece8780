"""What a volunteer needs before a first meeting: seen, by whom, on which day. No file is kept."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction

from accounts.errors import TextTooLong
from accounts.models import User
from core import events
from core.errors import InvalidInput, NotFoundHere
from core.text import one_line
from organisations.errors import (
    EndsBeforeSeen,
    ExtractTooOld,
    IssuedAfterSeen,
    NoteVersionUnknown,
    SeenInFuture,
)
from organisations.models import Clearance, Enrolment, InfoNote, Organisation
from organisations.models.enrolments import CLEARANCE_TEXT_LIMIT, ClearanceKind
from organisations.permissions import ensure_coordinates

EXTRACT_AGE = relativedelta(months=1)
SHOWN_BEFORE = relativedelta(years=1)


@transaction.atomic
def record_clearance(
    *,
    enrolment_id: int,
    kind: str,
    seen_on: date,
    by: User,
    now: datetime,
    valid_until: date | None = None,
    filed_at: str = "",
    reference: str = "",
    issued_on: date | None = None,
    note_version: int | None = None,
) -> Clearance:
    """Note that something was seen; seeing it again replaces the older note.

    `filed_at` and `reference` are a few words; `note_version` counts for the information note only, None is the one of today.
    Raises InvalidInput for impossible days, ExtractTooOld, NoteVersionUnknown, TextTooLong.
    """
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
    ensure_coordinates(by, enrolment.organisation_id)
    if kind not in ClearanceKind.values:
        raise InvalidInput(field="kind")
    if seen_on > now.date():
        raise SeenInFuture
    if valid_until is not None and valid_until < seen_on:
        raise EndsBeforeSeen
    if issued_on is not None:
        _ensure_fresh(enrolment, kind, issued_on, seen_on)
    note = _note(enrolment, note_version) if kind == ClearanceKind.INFO_NOTE else None
    said = {
        "seen_on": seen_on,
        "valid_until": valid_until,
        "filed_at": _few_words(filed_at, "filed_at"),
        "reference": _few_words(reference, "reference"),
        "issued_on": issued_on,
    }
    return keep_clearance(enrolment, kind, by=by, now=now, info_note=note, **said)


def _ensure_fresh(enrolment: Enrolment, kind: str, issued_on: date, seen_on: date) -> None:
    """Raises IssuedAfterSeen; ExtractTooOld unless the organisation saw an extract of this person in the year before."""
    if issued_on > seen_on:
        raise IssuedAfterSeen
    if kind != ClearanceKind.EXTRACT or issued_on >= seen_on - EXTRACT_AGE:
        return
    shown_before = Clearance.objects.filter(
        enrolment__person_id=enrolment.person_id,
        enrolment__organisation_id=enrolment.organisation_id,
        kind=kind,
        seen_on__range=(seen_on - SHOWN_BEFORE, seen_on),
    )
    if not shown_before.exists():
        raise ExtractTooOld


def _few_words(text: str, field: str) -> str:
    said = one_line(text)
    if len(said) > CLEARANCE_TEXT_LIMIT:
        raise TextTooLong(field=field, limit=CLEARANCE_TEXT_LIMIT, length=len(said))
    return said


def _note(enrolment: Enrolment, version: int | None) -> InfoNote | None:
    """The version of the note; the organisation is locked, so that no newer one comes in between."""
    Organisation.objects.select_for_update(no_key=True).get(pk=enrolment.organisation_id)
    notes = InfoNote.objects.filter(organisation_id=enrolment.organisation_id)
    if version is None:
        return notes.order_by("-version").first()
    note = notes.filter(version=version).first()
    if note is None:
        raise NoteVersionUnknown
    return note


def keep_clearance(
    enrolment: Enrolment,
    kind: str,
    *,
    by: User,
    now: datetime,
    info_note: InfoNote | None = None,
    **said: object,
) -> Clearance:
    """Write what was checked, over what was noted before. The caller holds the enrolment."""
    clearance, _created = Clearance.objects.update_or_create(
        enrolment=enrolment,
        kind=kind,
        defaults={"seen_by": by, "info_note": info_note, "told_at": None, **said},
    )
    events.record(
        "organisations.clearance_recorded",
        subject=clearance,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
        clearance=kind,
        **({"note_version": info_note.version} if info_note else {}),
    )
    return clearance


@transaction.atomic
def take_back_clearance(*, enrolment_id: int, kind: str, by: User, now: datetime) -> None:
    """What was noted by mistake, or no longer holds, counts no more; the event log keeps that it was. Raises NotFoundHere."""
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
    ensure_coordinates(by, enrolment.organisation_id)
    clearance = Clearance.objects.filter(enrolment=enrolment, kind=kind).first()
    if clearance is None:
        raise NotFoundHere
    events.record(
        "organisations.clearance_taken_back",
        subject=clearance,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
        clearance=kind,
    )
    clearance.delete()
