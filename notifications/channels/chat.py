"""A chat app, such as Signal or WhatsApp, by the provider whose apprise URL stands in CHAT_URL."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notifications.channels import by_apprise
from notifications.channels.base import CHAT, Channel


def channel() -> Channel | None:
    """None where no provider is set."""
    if not settings.CHAT_URL:
        return None
    return by_apprise.make(code=CHAT, label=_("chat app"), template=settings.CHAT_URL)
