"""The team is told once about each paper of a volunteer that ends: by one mail a day at most, and on the desk until it is renewed."""

from datetime import datetime

from django.db import transaction

from organisations.clearance_selectors import ending_clearances
from organisations.messages import tell_team_of_endings
from organisations.models import Clearance


@transaction.atomic
def remind_of_endings(*, now: datetime) -> int:
    """Tell the teams what ends and was not told yet; gives how many papers. Two workers at once tell it once."""
    ending = (
        ending_clearances(on=now.date())
        .filter(told_at=None)
        .select_for_update(of=("self",), skip_locked=True)
    )
    rows = list(ending.values_list("pk", "enrolment__organisation_id"))
    Clearance.objects.filter(pk__in=[pk for pk, _organisation in rows]).update(told_at=now)
    for organisation_id in sorted({organisation for _pk, organisation in rows}):
        tell_team_of_endings(organisation_id, now=now)
    return len(rows)
