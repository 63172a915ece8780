"""The event log of this app: that somebody was asked and answered, never what."""

from datetime import datetime
from typing import Any

from accounts.models import User
from core import events
from groups.models import Seat


def record(happening: str, seat: Seat, *, by: User | None, now: datetime, **data: Any) -> None:
    events.record(
        f"followup.{happening}",
        subject=seat,
        by=by,
        at=now,
        person_id=seat.enrolment.person_id,
        organisation_id=seat.enrolment.organisation_id,
        **data,
    )
