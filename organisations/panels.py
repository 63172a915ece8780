"""What is told about messages on the page of a person and on the desk."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.panels import Panel, register
from notifications.readers import reader_of_person
from notifications.reasons import why_shut
from notifications.selectors import find_dead_address
from organisations.models import Enrolment
from organisations.reach_selectors import list_not_reached

SHOWN = 8


def _person(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    dead = find_dead_address(reader=reader_of_person(enrolment.person))
    return {"dead": dead, "why": why_shut(dead.why), "enrolment": enrolment} if dead else None


def _desk(request: HttpRequest, *, user: User) -> dict[str, Any] | None:
    rows = list_not_reached(by=user)
    return {"rows": rows[:SHOWN], "more": len(rows) > SHOWN} if rows else None


def register_panels() -> None:
    register(Panel("person", 1, "organisations/panel_address.html", _person))
    register(
        Panel(
            *("desk", 40, "organisations/panel_not_reached.html", _desk, "not-reached"),
            title=gettext_lazy("Mail does not reach them"),
            nothing=gettext_lazy("Mail reaches everybody, as far as we know."),
        )
    )
