"""What notifications adds to pages of the apps below."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from core.panels import Panel, register
from notifications.inbox import count_unread


def _devices(request: HttpRequest) -> dict[str, Any] | None:
    """The way to the devices, where messages can be shown on them."""
    return {} if settings.VAPID_PRIVATE_KEY else None


def _new_messages(request: HttpRequest, **_facts: Any) -> dict[str, Any] | None:
    unread = count_unread(user=cast(User, request.user))
    return {"unread": unread} if unread else None


def register_panels() -> None:
    register(Panel("home", 5, "notifications/panel_home.html", _new_messages))
    register(Panel("security", 10, "notifications/panel_security.html", _devices))
