"""What forming groups adds to pages of the apps below: groups that one is asked for."""

from typing import Any, cast

from django.http import HttpRequest

from accounts.models import User
from core.panels import Panel, register
from matching.group_selectors import list_own_asked

SHOWN = 8


def _home(request: HttpRequest, **_facts: Any) -> dict[str, Any] | None:
    asked = list(list_own_asked(user=cast(User, request.user))[:SHOWN])
    return {"asked": asked} if asked else None


def register_panels() -> None:
    register(Panel("home", 8, "matching/panel_asked.html", _home))
