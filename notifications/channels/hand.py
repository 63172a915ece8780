"""Told by the team: by phone, or when they meet. No worker sends it; it waits until a coordinator says that it was told."""

from django.utils.translation import gettext_lazy as _

from notifications.channels.base import HAND, Channel


def channel() -> Channel:
    return Channel(code=HAND, label=_("by the team"), address=lambda reader: HAND)
