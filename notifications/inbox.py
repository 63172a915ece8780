"""What somebody who is logged in was told: messages to their person and to their login."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person, User
from core.errors import NotFoundHere
from notifications.kinds import find_kind
from notifications.models import Message
from notifications.rendering import Written, subject_of, write
from notifications.states import MessageState


def list_own(*, user: User) -> QuerySet[Message]:
    """Newest first. What was suppressed, or is not due yet, is nobody's message."""
    theirs = Q(user=user)
    person: Person | None = getattr(user, "person", None)
    if person is not None:
        theirs |= Q(person=person)
    rows = Message.objects.filter(theirs, state=MessageState.PLANNED)
    return rows.order_by("-due_at", "-pk")


def get_own(*, user: User, public_id: UUID) -> Message:
    """Raises NotFoundHere, also for a message to somebody else."""
    rows = list_own(user=user).select_related("person__user", "user__person")
    message = rows.filter(public_id=public_id).first()
    if message is None:
        raise NotFoundHere
    return message


def count_unread(*, user: User) -> int:
    return list_own(user=user).filter(read_at=None).count()


@dataclass(frozen=True)
class Line:
    """A message as the list shows it: what it is about, in words that say the same of every message of its kind."""

    message: Message
    subject: str


def line_of(message: Message, language: str) -> Line:
    kind = find_kind(message.kind)
    return Line(message, subject_of(kind, language) if kind else _("A message"))


def words_now(message: Message, *, now: datetime) -> Written | None:
    """What it says as things are now; None when it is over: no longer true, too late, or about something that is gone."""
    is_late = message.expires_at is not None and message.expires_at <= now
    if is_late or find_kind(message.kind) is None:
        return None
    try:
        return write(message)
    except ObjectDoesNotExist:
        return None
