"""What goes by a way that others may read over somebody's shoulder: what it is about in neutral words, and where to go."""

from django.conf import settings
from django.urls import reverse

from notifications.kinds import get_kind
from notifications.models import Message
from notifications.rendering import Written, subject_of


def neutral_subject(message: Message, written: Written) -> str:
    """Of the kind, not of this message: made from nothing, it can hold no name."""
    return subject_of(get_kind(message.kind), written.language)


def short_text(message: Message, written: Written) -> str:
    """No name and no text. The link is that of the mail: it goes to somebody's own telephone, who may have no login."""
    return f"{neutral_subject(message, written)}\n{written.link or settings.SITE_URL}"


def own_page() -> str:
    """Where somebody who logs in finds what they were told: an address without any secret."""
    return f"{settings.SITE_URL}{reverse('inbox')}"
