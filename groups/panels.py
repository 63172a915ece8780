"""What groups adds to pages of the apps below: that somebody has a buddy already, and the way to their page."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, User
from core.lists import first_of_each
from core.panels import Panel, register
from groups.leaving_selectors import list_what_ends
from groups.peer_selectors import (
    list_full_groups,
    list_home,
    list_low_groups,
    list_seats_in_groups,
    list_without_lead,
)
from groups.selectors import list_pairs_of, live_seats_of
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
    """Each pair and group somebody is in, and places in groups that they wait for or are offered."""
    home = list_home(user=cast(User, request.user), now=timezone.now(), at_most=SHOWN)
    return {"rows": home.pairs, "groups": home.groups} if home.pairs or home.groups else None


def _person(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    rows = list_pairs_of(enrolment=enrolment, at_most=SHOWN)
    return {"rows": rows} if rows else None


def _groups_person(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    rows = list_seats_in_groups(enrolment, at_most=SHOWN)
    return {"rows": rows} if rows else None


def _groups_desk(request: HttpRequest, *, user: User) -> dict[str, Any] | None:
    """Nothing for a team whose groups need nothing."""
    lists = {
        "low": list_low_groups(by=user),
        "without_lead": list_without_lead(by=user),
        "full": list_full_groups(by=user),
    }
    rows = first_of_each(lists, at_most=SHOWN)
    return rows if any(rows.values()) else None


def _leaving(
    request: HttpRequest, *, enrolments: list[Enrolment], own: bool
) -> dict[str, Any] | None:
    """What ends in groups when somebody stops: told before they do."""
    ends = list_what_ends(enrolments)
    return {"ends": ends, "own": own} if ends else None


def _withdrawing(request: HttpRequest, *, person: Person) -> dict[str, Any] | None:
    return _leaving(request, enrolments=list(person.enrolments.all()), own=True)


def register_panels() -> None:
    register(Panel("leaving", 5, "groups/panel_leaving.html", _leaving))
    register(Panel("withdrawing", 5, "groups/panel_leaving.html", _withdrawing))
    register(Panel("person", 6, "groups/panel_groups_person.html", _groups_person))
    register(
        Panel(
            "desk",
            6,
            "groups/panel_groups_desk.html",
            _groups_desk,
            name="groups",
            title=_("Groups: to do"),
            nothing=_("Nothing waits for you here now."),
        )
    )
    register(Panel("home", 5, "groups/panel_home.html", _home))
    register(Panel("person", 5, "groups/panel_person.html", _person))
    register(Panel("enrolment", 10, "groups/panel_enrolment.html", _enrolment))
