"""What groups adds to pages of the apps below: that somebody has a buddy already, and the way to their page."""

from typing import Any, cast

from django.http import HttpRequest

from accounts.models import Person, User
from core.panels import Panel, register
from groups.selectors import list_others_of, list_pairs_of, live_seats_of
from organisations.models import Enrolment

SHOWN = 8


def _enrolment(request: HttpRequest, *, rows: list[Enrolment]) -> dict[int, dict[str, Any]]:
    """Only when all places are in use; who has a free one is still looked for."""
    in_use = live_seats_of([row.pk for row in rows])
    return {
        row.pk: {"enrolment": row, "in_use": in_use[row.pk]}
        for row in rows
        if in_use[row.pk] >= row.capacity
    }


def _home(request: HttpRequest, *, person: Person, **_facts: Any) -> dict[str, Any] | None:
    """Each pair somebody is in, with the name of the other as far as it is shown."""
    rows = list_others_of(user=cast(User, request.user), at_most=SHOWN)
    return {"rows": rows} if rows else None


def _person(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    rows = list_pairs_of(enrolment=enrolment, at_most=SHOWN)
    return {"rows": rows} if rows else None


def register_panels() -> None:
    register(Panel("home", 5, "groups/panel_home.html", _home))
    register(Panel("person", 5, "groups/panel_person.html", _person))
    register(Panel("enrolment", 10, "groups/panel_enrolment.html", _enrolment))
