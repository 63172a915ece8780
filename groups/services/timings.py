"""How long things take in a programme; its lead changes it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import events
from core.errors import ChangedMeanwhile, NotAllowed
from groups.errors import TimingImpossible
from groups.models import Timings
from groups.models.timings import LIMITS
from groups.selectors import timings_of
from organisations.models import Programme
from organisations.permissions import leads


@transaction.atomic
def change_timings(
    *, programme_id: int, by: User, now: datetime, expected_version: int, **days: int
) -> Timings:
    """Change some of the timings. `expected_version` is 0 before anybody changed any. Raises NotAllowed, ChangedMeanwhile,
    TimingImpossible."""
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    if not leads(by, programme.organisation_id):
        raise NotAllowed
    timings = timings_of(programme)
    if timings.version != expected_version:
        raise ChangedMeanwhile
    for name, value in days.items():
        least, most, _default = LIMITS[name]
        if not least <= value <= most:
            raise TimingImpossible(field=name, least=least, most=most)
        setattr(timings, name, value)
    timings.version += 1
    timings.save()
    events.record(
        "groups.timings_changed",
        subject=programme,
        by=by,
        at=now,
        organisation_id=programme.organisation_id,
        fields=sorted(days),
    )
    return timings
