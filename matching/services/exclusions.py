"""Not together: no reason asked, nobody told."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import events
from core.errors import InvalidInput, NotFoundHere
from matching.models import Exclusion
from organisations.permissions import ensure_coordinates
from organisations.selectors import shares_an_organisation
from organisations.two_people import in_order


@transaction.atomic
def exclude_people(
    *, organisation_id: int, one_id: int, other_id: int, by: User, now: datetime
) -> Exclusion:
    """These two are never proposed to each other here; saying it twice is one exclusion. Raises InvalidInput, NotFoundHere."""
    ensure_coordinates(by, organisation_id)
    if one_id == other_id:
        raise InvalidInput(field="other")
    if not all(shares_an_organisation(by=by, person_id=person) for person in (one_id, other_id)):
        raise NotFoundHere
    exclusion, created = Exclusion.objects.get_or_create(
        organisation_id=organisation_id,
        **in_order(one_id, other_id),
        defaults={"created_at": now, "created_by": by},
    )
    if created:
        events.record(
            "matching.people_excluded",
            subject=exclusion,
            by=by,
            at=now,
            organisation_id=organisation_id,
        )
    return exclusion
