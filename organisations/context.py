"""What the menu has to know."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from organisations.permissions import organisations_of


def team(request: HttpRequest) -> dict[str, Any]:
    """Is who is logged in part of a team? Asked only when a template wants to know."""
    return {"is_team": SimpleLazyObject(lambda: organisations_of(request.user).exists())}
