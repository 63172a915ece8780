"""Who of the team takes care of whom: take over, hand over, let go."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import events
from core.errors import ChangedMeanwhile
from core.states import WrongMove
from organisations.errors import NotInTheTeam
from organisations.models import Enrolment
from organisations.permissions import coordinates, ensure_coordinates
from organisations.states import ENDED, LIVE


@transaction.atomic
def assign_coordinator(
    *,
    enrolment_id: int,
    coordinator: User | None,
    by: User,
    now: datetime,
    instead_of: User | None = None,
    is_checked: bool = False,
) -> Enrolment:
    """`coordinator` takes care of this person from now on; None: nobody in particular.

    With `is_checked` it counts only while `instead_of` is who takes care: two who take over at once do not both think it is
    theirs. Raises NotFoundHere, NotInTheTeam, WrongMove for who stopped, ChangedMeanwhile.
    """
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
    ensure_coordinates(by, enrolment.organisation_id)
    if enrolment.state in ENDED:
        raise WrongMove
    if coordinator is not None and not coordinates(coordinator, enrolment.organisation_id):
        raise NotInTheTeam
    wanted = coordinator.pk if coordinator else None
    if is_checked and enrolment.coordinator_id != (instead_of.pk if instead_of else None):
        raise ChangedMeanwhile
    if enrolment.coordinator_id == wanted:
        return enrolment
    enrolment.coordinator = coordinator
    enrolment.save(update_fields=["coordinator"])
    events.record(
        "organisations.coordinator_assigned"
        if coordinator
        else "organisations.coordinator_released",
        subject=enrolment,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
        **({"user": coordinator.pk} if coordinator else {}),
    )
    return enrolment


def release_all(*, user: User, organisation_id: int) -> int:
    """Somebody left the team: their people have nobody in particular, and stand on the desk. Gives how many."""
    if coordinates(user, organisation_id):
        return 0
    theirs = Enrolment.objects.filter(
        organisation_id=organisation_id, coordinator=user, state__in=LIVE
    )
    return theirs.update(coordinator=None)
