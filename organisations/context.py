"""What the menu has to know."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Person
from organisations.permissions import organisations_of


def teams_of(request: HttpRequest) -> list[int]:
    """The organisations in whose team who asks is, looked up once for each request."""
    known: list[int] | None = getattr(request, "teams", None)
    if known is None:
        known = getattr(request.user, "team_ids", None)
        if known is None:  # not from a session: see `organisations.backends`
            known = list(organisations_of(request.user).values_list("pk", flat=True))
        request.teams = known  # type: ignore[attr-defined]
    return known


def team(request: HttpRequest) -> dict[str, Any]:
    """Is who is logged in part of a team, and have they a page of their own? Asked only when a template wants to know."""
    is_team = SimpleLazyObject(lambda: bool(teams_of(request)))
    return {
        "is_team": is_team,
        "has_own_page": SimpleLazyObject(lambda: not is_team or _is_somebody(request)),
    }


def _is_somebody(request: HttpRequest) -> bool:
    known: bool | None = getattr(request.user, "is_somebody", None)
    if known is None:
        known = Person.objects.filter(user_id=request.user.pk or 0).exists()
    return known
