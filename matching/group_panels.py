"""What forming groups adds to pages of the apps below: groups that one is asked for, drafts on the desk."""

from typing import Any, cast

from django.db.models import Count, Q
from django.http import HttpRequest

from accounts.models import User
from core.panels import Panel, register
from matching.group_selectors import list_group_programmes, list_own_asked
from matching.states import DraftState

SHOWN = 8


def _home(request: HttpRequest, **_facts: Any) -> dict[str, Any] | None:
    asked = list(list_own_asked(user=cast(User, request.user))[:SHOWN])
    return {"asked": asked} if asked else None


def _desk(request: HttpRequest, *, user: User) -> dict[str, Any] | None:
    drafts = Count("group_drafts", filter=Q(group_drafts__state=DraftState.DRAFT))
    programmes = list(list_group_programmes(by=user).annotate(to_look_at=drafts)[:SHOWN])
    return {"programmes": programmes} if programmes else None


def register_panels() -> None:
    register(Panel("home", 8, "matching/panel_asked.html", _home))
    register(Panel("desk", 12, "matching/panel_groups.html", _desk))
