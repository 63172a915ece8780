"""What the menu has to know."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Person
from organisations.permissions import organisations_of


def team(request: HttpRequest) -> dict[str, Any]:
    """Is who is logged in part of a team, and have they a page of their own? Asked only when a template wants to know."""
    is_team = SimpleLazyObject(lambda: organisations_of(request.user).exists())
    return {
        "is_team": is_team,
        "has_own_page": SimpleLazyObject(lambda: not is_team or _is_somebody(request)),
    }


def _is_somebody(request: HttpRequest) -> bool:
    return Person.objects.filter(user_id=request.user.pk or 0).exists()
