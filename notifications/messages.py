"""What this app tells by itself: the summary of what was gathered."""

from typing import Any

from django.conf import settings
from django.db.models import Q

from notifications.channels.base import MAIL
from notifications.channels.short import own_page
from notifications.kinds import Kind, get_kind, register
from notifications.models import Delivery, Message
from notifications.readers import reader_of
from notifications.rendering import subject_of
from notifications.topics import Topic

DIGEST = "notifications.digest"


def _prepare(message: Message) -> dict[str, Any] | None:
    """The subject, which is neutral, and the link of each that is still true."""
    language = reader_of(message).language
    told = [
        (kind, context)
        for each in _gathered(message)
        for kind in (get_kind(each.kind),)
        if (context := kind.prepare(each)) is not None
    ]
    if not told:
        return None
    items = [
        (subject_of(kind, language, context), str(context.get("link", "")))
        for kind, context in told
    ]
    return {
        "items": list(dict.fromkeys(items)),
        "link": own_page(),
        "topics": sorted({str(kind.topic) for kind, _context in told}),
        "calendars": [each for _kind, context in told for each in context.get("calendars", ())],
    }


def _gathered(message: Message) -> list[Message]:
    """In the order in which they happened, without what was too late when the summary was due."""
    rows = Delivery.objects.filter(
        Q(message__expires_at=None) | Q(message__expires_at__gt=message.due_at),
        pk__in=message.context["deliveries"],
    ).select_related("message__person__user", "message__user__person")
    return [each.message for each in rows.order_by("message__created_at", "pk")]


def _sample() -> dict[str, Any]:
    item = ("…", f"{settings.SITE_URL}/…/")
    return {"items": [item], "link": str(settings.SITE_URL), "topics": [Topic.WAITING]}


def register_kinds() -> None:
    """By mail, as what was gathered was chosen for mail; the topics are those of what it tells."""
    template = "notifications/mail/digest"
    register(Kind(DIGEST, "notifications", template, _prepare, _sample, Topic.WAITING, by=MAIL))
