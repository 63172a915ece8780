"""What groups adds to pages of the apps below: that somebody has a buddy already, and the way to their page."""

from typing import Any, cast

from django.http import HttpRequest

from accounts.models import Person, User
from core.panels import Panel, register
from groups.selectors import Seen, count_live_seats, list_own_pairs, list_pairs_of, shown_name
from organisations.models import Enrolment

SHOWN = 8


def _enrolment(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    """Only when all places are in use; who has a free one is still looked for."""
    in_use = count_live_seats(enrolment_id=enrolment.pk)
    if in_use < enrolment.capacity:
        return None
    return {"enrolment": enrolment, "in_use": in_use}


def _home(request: HttpRequest, *, person: Person, **_facts: Any) -> dict[str, Any] | None:
    """Each pair somebody is in, with the name of the other as far as it is shown."""
    rows = []
    for group in list_own_pairs(user=cast(User, request.user))[:SHOWN]:
        own = next(s for s in group.members() if s.enrolment.person_id == person.pk)
        others = Seen(group, group.members(), own).others
        names = [shown_name(seat.enrolment.person) for seat in others]
        rows.append((group, ", ".join(filter(None, names))))
    return {"rows": rows} if rows else None


def _person(request: HttpRequest, *, enrolment: Enrolment) -> dict[str, Any] | None:
    rows = list(list_pairs_of(enrolment=enrolment)[:SHOWN])
    return {"rows": rows} if rows else None


def register_panels() -> None:
    register(Panel("home", 5, "groups/panel_home.html", _home))
    register(Panel("person", 5, "groups/panel_person.html", _person))
    register(Panel("enrolment", 10, "groups/panel_enrolment.html", _enrolment))
