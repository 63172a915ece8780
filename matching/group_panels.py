"""What forming groups adds to pages of the apps below: groups that one is asked for."""

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest

from accounts.models import User
from core.panels import Panel, register
from matching.group_selectors import list_own_asked
from organisations.models import Enrolment
from organisations.support import FORMS_GROUPS

SHOWN = 8


def _home(
    request: HttpRequest, *, enrolments: Sequence[Enrolment], **_facts: Any
) -> dict[str, Any] | None:
    """Asked for only where somebody is in a programme that forms groups."""
    if not any(each.programme.model_of_support in FORMS_GROUPS for each in enrolments):
        return None
    asked = list(list_own_asked(user=cast(User, request.user))[:SHOWN])
    return {"asked": asked} if asked else None


def register_panels() -> None:
    register(Panel("home", 8, "matching/panel_asked.html", _home))
