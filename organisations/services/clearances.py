"""What a volunteer needs before a first meeting: seen, by whom, on which day. No file is kept."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from core import events
from core.errors import InvalidInput
from organisations.errors import EndsBeforeSeen, SeenInFuture
from organisations.models import Clearance, Enrolment
from organisations.models.enrolments import ClearanceKind
from organisations.permissions import ensure_coordinates


@transaction.atomic
def record_clearance(
    *,
    enrolment_id: int,
    kind: str,
    seen_on: date,
    by: User,
    now: datetime,
    valid_until: date | None = None,
) -> Clearance:
    """Note that something was seen; seeing it again replaces the older note. Raises InvalidInput for impossible days."""
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
    ensure_coordinates(by, enrolment.organisation_id)
    if kind not in ClearanceKind.values:
        raise InvalidInput(field="kind")
    if seen_on > now.date():
        raise SeenInFuture
    if valid_until is not None and valid_until < seen_on:
        raise EndsBeforeSeen
    clearance, _created = Clearance.objects.update_or_create(
        enrolment=enrolment,
        kind=kind,
        defaults={"seen_on": seen_on, "valid_until": valid_until, "seen_by": by},
    )
    events.record(
        "organisations.clearance_recorded",
        subject=clearance,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
        clearance=kind,
    )
    return clearance
