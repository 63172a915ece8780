"""What notifications adds to pages of the apps below."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.panels import Panel, register


def _devices(request: HttpRequest) -> dict[str, Any] | None:
    """The way to the devices, where messages can be shown on them."""
    return {} if settings.VAPID_PRIVATE_KEY else None


def register_panels() -> None:
    register(Panel("security", 10, "notifications/panel_security.html", _devices))
