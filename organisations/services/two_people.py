"""Two files that look alike are of two people: kept, not asked again, and taken back when it was wrong."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import Person, User
from core import events
from core.errors import NotFoundHere
from organisations.errors import SamePersonAlready
from organisations.models import Enrolment, TwoPeople
from organisations.permissions import ensure_coordinates, organisations_of
from organisations.two_people import in_order


@transaction.atomic
def say_two_people(
    *, organisation_id: int, one_id: int, other_id: int, by: User, now: datetime
) -> TwoPeople:
    """The people `one_id` and `other_id` are not the same; saying it twice is one row. Raises NotFoundHere, SamePersonAlready."""
    ensure_coordinates(by, organisation_id)
    if one_id == other_id:
        raise SamePersonAlready(field="other")
    _lock_both(organisation_id, one_id, other_id)
    said, is_new = TwoPeople.objects.get_or_create(
        organisation_id=organisation_id,
        **in_order(one_id, other_id),
        defaults={"said_at": now, "said_by": by},
    )
    if is_new:
        _tell("organisations.two_people_said", said, by, now)
    return said


def _lock_both(organisation_id: int, one_id: int, other_id: int) -> None:
    """By id, as a merge locks them: who is merged away meanwhile is not found, and the second of two who say it sees the first."""
    here = Enrolment.objects.filter(organisation_id=organisation_id)
    people = Person.objects.filter(pk__in=[one_id, other_id]).order_by("pk")
    locked = list(people.select_for_update(no_key=True).values_list("pk", flat=True))
    known = here.filter(person__in=locked).values("person").distinct().count()
    if (len(locked), known) != (2, 2):
        raise NotFoundHere


@transaction.atomic
def take_back_two_people(*, public_id: UUID, by: User, now: datetime) -> None:
    """They may be the same after all, and are offered again. Raises NotFoundHere, also when somebody took it back before."""
    rows = TwoPeople.objects.filter(organisation__in=organisations_of(by), public_id=public_id)
    said = rows.select_for_update(of=("self",)).first()
    if said is None:
        raise NotFoundHere
    _tell("organisations.two_people_taken_back", said, by, now)
    said.delete()


def _tell(kind: str, said: TwoPeople, by: User, now: datetime) -> None:
    """In the file of each; the ids of both stand under one subject."""
    for person_id in (said.first_id, said.second_id):
        events.record(
            kind,
            subject=said,
            by=by,
            at=now,
            person_id=person_id,
            organisation_id=said.organisation_id,
        )


def move_two_people(*, kept: Person, other: Person) -> None:
    """After a merge: from whom the other file was somebody else, the one that stays is too. What was said of both is one row."""
    for row in TwoPeople.objects.filter(Q(first=other) | Q(second=other)).order_by("pk"):
        apart_from = row.second_id if row.first_id == other.pk else row.first_id
        TwoPeople.objects.get_or_create(
            organisation_id=row.organisation_id,
            **in_order(kept.pk, apart_from),
            defaults={"said_at": row.said_at, "said_by_id": row.said_by_id},
        )
        row.delete()
