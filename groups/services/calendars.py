"""The secret address of somebody's calendar: made, and ended."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction

from accounts.models import Person, User
from core import events
from core.errors import NotFoundHere
from groups.models import CalendarFeed


@transaction.atomic
def make_calendar_address(*, person_id: int, by: User, now: datetime) -> str:
    """The secret of a new address, which is shown this once; the one before stops working. Raises NotFoundHere for another's person."""
    person = _own(person_id, by)
    _end(person, now)
    secret = token_urlsafe(24)
    feed = CalendarFeed.objects.create(person=person, digest=digest_of(secret), made_at=now)
    events.record("groups.calendar_made", subject=feed, by=by, at=now, person_id=person.pk)
    return secret


@transaction.atomic
def end_calendar_address(*, person_id: int, by: User, now: datetime) -> None:
    """The address stops working. Raises NotFoundHere when there is none."""
    person = _own(person_id, by)
    if not _end(person, now):
        raise NotFoundHere
    events.record("groups.calendar_ended", subject=person, by=by, at=now, person_id=person.pk)


def _own(person_id: int, by: User) -> Person:
    person = Person.objects.select_for_update(no_key=True).filter(pk=person_id, user_id=by.pk)
    found = person.order_by("pk").first()
    if found is None:
        raise NotFoundHere
    return found


def _end(person: Person, now: datetime) -> int:
    return CalendarFeed.objects.filter(person=person, ended_at=None).update(ended_at=now)


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
