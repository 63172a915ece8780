"""Many people at once, as an organisation brings them from its own list: the same rows as `register_person` and the services
beside it write, in some thirty statements instead of ten for each person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from accounts.catalogues import DAY_PARTS, INTERESTS, SPOKEN
from accounts.models import (
    Person,
    PersonInterest,
    PersonLanguage,
    Place,
    PostalPlace,
    Profile,
    User,
)
from accounts.models.people import Attitude, Level
from accounts.services.people import Details, checked_details
from accounts.services.places import TYPED_LIMIT
from core.errors import InvalidInput
from core.models import Event
from core.states import move
from core.text import one_line

BATCH = 2000


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to register, already checked; made by `new_person`."""

    details: Details
    typed: str = ""
    address: str = ""
    postal: PostalPlace | None = None
    languages: Mapping[str, int] = field(default_factory=dict)
    interests: Sequence[str] = ()
    day_parts: int = 0


def new_person(
    *,
    now: datetime,
    typed: str = "",
    address: str = "",
    postal: PostalPlace | None = None,
    languages: Mapping[str, int] | None = None,
    interests: Sequence[str] = (),
    day_parts: Sequence[str] = (),
    **details: Any,
) -> NewPerson:
    """Check everything about one person and write nothing. `details`: see `checked_details`, whose errors it raises.

    `postal` is where `typed` was found; `languages` is code → level, `interests` and `day_parts` are codes. Raises
    InvalidInput for a code that is not in its list.
    """
    spoken = dict(languages or {})
    if any(code not in SPOKEN or level not in Level.values for code, level in spoken.items()):
        raise InvalidInput(field="languages")
    if any(code not in INTERESTS for code in interests):
        raise InvalidInput(field="interests")
    if any(code not in DAY_PARTS for code in day_parts):
        raise InvalidInput(field="day_parts")
    return NewPerson(
        details=checked_details(now=now, **details),
        typed=one_line(typed)[:TYPED_LIMIT],
        address=address,
        postal=postal,
        languages=spoken,
        interests=list(dict.fromkeys(interests)),
        day_parts=DAY_PARTS.mask(day_parts),
    )


@transaction.atomic
def register_people(*, rows: Sequence[NewPerson], by: User | None, now: datetime) -> list[Person]:
    """Register all of them, in their order, with profile, place, languages and interests, and an event each.

    Without consent and without a login: they said nothing to the service yet.
    """
    by_id = by.pk if by else None
    people = [Person(created_at=now, created_by_id=by_id, **vars(row.details)) for row in rows]
    _store(Person, people)
    # Ids, not objects: setting a related object costs more than all the rest of a row.
    known = [(person.pk, row) for person, row in zip(people, rows, strict=True)]
    _store(Profile, [Profile(person_id=pk, day_parts=row.day_parts) for pk, row in known])
    _store(Place, [_place(pk, row, row.postal, now) for pk, row in known if row.postal])
    _store(
        PersonLanguage,
        (
            PersonLanguage(person_id=pk, language=code, level=level)
            for pk, row in known
            for code, level in row.languages.items()
        ),
    )
    _store(
        PersonInterest,
        (
            PersonInterest(person_id=pk, interest=code, attitude=Attitude.LIKE)
            for pk, row in known
            for code in row.interests
        ),
    )
    _store(Event, (_registered(pk, by_id, now) for pk, _row in known))
    return people


def _place(person_id: int, row: NewPerson, postal: PostalPlace, now: datetime) -> Place:
    """Found at once: only a postcode or municipality was given, and that is answered offline."""
    place = Place(person_id=person_id, version=0)
    place.ask(typed=row.typed, address=row.address, at=now)
    move(place.find, cell=postal.cell, postal=postal)
    return place


def _registered(person_id: int, by_id: int | None, now: datetime) -> Event:
    return Event(
        kind="accounts.person_registered",
        subject_type=Person._meta.label_lower,
        subject_id=person_id,
        by_id=by_id,
        at=now,
        person_id=person_id,
        data={},
    )


def _store(model: type[models.Model], rows: Iterable[Any]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)
