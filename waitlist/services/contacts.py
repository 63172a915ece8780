"""Nobody waits unseen: somebody of the team spoke to a person."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.text import lines
from organisations.models import Enrolment
from organisations.permissions import ensure_coordinates
from organisations.states import LIVE
from waitlist.errors import ContactNoteTooLong, NotWaitingHere
from waitlist.models import Contact
from waitlist.services.rows import record

NOTE_LIMIT = 1000


@transaction.atomic
def note_contact(*, enrolment_id: int, by: User, now: datetime, note: str = "") -> Contact:
    """Somebody of the team spoke to this person; `note` is for the team only.

    Takes no lock: it only adds a row, and who must be spoken to is asked of the newest one. Two coordinators at once write two
    true rows. Raises NotFoundHere, NotWaitingHere, ContactNoteTooLong.
    """
    enrolment = Enrolment.objects.select_related("person").get(pk=enrolment_id)
    ensure_coordinates(by, enrolment.organisation_id)
    if enrolment.state not in LIVE:
        raise NotWaitingHere
    said = lines(note)
    if len(said) > NOTE_LIMIT:
        raise ContactNoteTooLong
    contact = Contact.objects.create(enrolment=enrolment, by=by, at=now, note=said or None)
    record("spoken", enrolment, by=by, now=now)
    return contact
