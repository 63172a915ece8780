"""One turn of the sweep: questions, and pairs of which somebody left the programme."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from core.jobs import take_turn
from followup.models import Closure
from followup.models.endings import Reason
from followup.services.asking import BATCH, ask_and_remind
from followup.services.closing import begin_closing
from groups.models import Group, Seat
from groups.models.groups import Kind
from groups.services import lock_people_and_group
from groups.states import OPEN, SeatState
from organisations.states import ENDED

SWEEP_EVERY_S = 60


def sweep(*, now: datetime) -> None:
    """Two beats at once do it once; each pair is its own transaction."""
    if not take_turn(job="followup.sweep", now=now, every_s=SWEEP_EVERY_S):
        return
    ask_and_remind(now=now)
    left = Seat.objects.filter(
        group=OuterRef("pk"), state=SeatState.TAKEN, enrolment__state__in=ENDED
    )
    pairs = Group.objects.filter(Exists(left), kind=Kind.PAIR, state__in=OPEN)
    for group_id in pairs.order_by("pk").values_list("pk", flat=True)[:BATCH]:
        _round_off(group_id, now)


@transaction.atomic
def _round_off(group_id: int, now: datetime) -> None:
    """Who left the programme left the pair too: the team ends it well with both."""
    group = lock_people_and_group(group_id)
    seat = next((s for s in group.members() if s.enrolment.state in ENDED), None)
    if group.state in OPEN and seat is not None:
        closure = Closure(group=group, started_by=seat, started_at=now, reason=Reason.NOT_SAID)
        begin_closing(group, closure, by=None, now=now)
