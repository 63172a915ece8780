"""What somebody asked for by a link or by phone."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import events
from core.states import move
from organisations.leaving import end_with
from organisations.models import Enrolment
from organisations.services.talks import settle_talk
from organisations.states import State

_HAPPENINGS = {State.ACTIVE: "resumed", State.PAUSED: "paused", State.LEFT: "left"}


@transaction.atomic
def move_as_asked(*, enrolment_id: int, to: State, by: User | None, now: datetime) -> Enrolment:
    """Go on, take a break or stop (`to` is the state wanted); who it is, the caller has made sure. Raises WrongMove."""
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
    if to == State.ACTIVE:
        move(enrolment.resume, at=now)
    else:
        move(enrolment.pause if to == State.PAUSED else enrolment.leave)
    if to == State.LEFT:
        settle_talk(enrolment, now=now)
    enrolment.version += 1
    enrolment.save(update_fields=["state", "waiting_since", "version"])
    events.record(
        f"organisations.enrolment_{_HAPPENINGS[to]}",
        subject=enrolment,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
    )
    if to == State.LEFT:
        end_with(enrolment, by=by, now=now)
    return enrolment
