"""A promise to everybody who waits: after so many weeks somebody of the team looks."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import events
from core.text import lines
from matching.errors import LookNoteTooLong, NotWaiting
from matching.models import Look
from organisations.models import Enrolment
from organisations.permissions import ensure_coordinates
from organisations.states import State

LOOKED_AT = "matching.looked_at"
NOTE_LIMIT = 1000


@transaction.atomic
def note_look(*, enrolment_id: int, by: User, now: datetime, note: str = "") -> Look:
    """Somebody of the team looked at a person who waits; `note` says what was done or found, for the team only.

    Takes no lock: a look only adds a row, and whether somebody must be looked at is asked of the newest one. Two coordinators
    at once write two true rows, and the person is off the list once. Raises NotWaiting, LookNoteTooLong, NotFoundHere.
    """
    enrolment = Enrolment.objects.get(pk=enrolment_id)
    ensure_coordinates(by, enrolment.organisation_id)
    if enrolment.state != State.ACTIVE:
        raise NotWaiting
    said = lines(note)
    if len(said) > NOTE_LIMIT:
        raise LookNoteTooLong
    look = Look.objects.create(enrolment=enrolment, by=by, at=now, note=said or None)
    events.record(
        LOOKED_AT,
        subject=look,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
    )
    return look
