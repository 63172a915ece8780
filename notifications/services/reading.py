"""Somebody opens a message on the page of their own messages."""

from datetime import datetime

from notifications.models import Message


def mark_read(*, message: Message, now: datetime) -> Message:
    """The first time counts."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now)
    message.refresh_from_db(fields=["read_at"])
    return message
