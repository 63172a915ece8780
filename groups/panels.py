"""What groups adds to pages of the apps below: that somebody has a buddy already."""

from typing import Any

from django.http import HttpRequest

from core.panels import Panel, register
from groups.selectors import count_live_seats
from organisations.models import Enrolment


def _enrolment(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    """Only when all places are in use; who has a free one is still looked for."""
    in_use = count_live_seats(enrolment_id=enrolment.pk)
    if in_use < enrolment.capacity:
        return None
    return {"enrolment": enrolment, "in_use": in_use}


def register_panels() -> None:
    register(Panel("enrolment", 10, "groups/panel_enrolment.html", _enrolment))
