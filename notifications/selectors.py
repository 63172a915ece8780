"""What may be read of the outbox."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from core.lists import first_of_each
from notifications.models import Message
from notifications.states import NO_EMAIL, State


def list_failed(*, organisations: Collection[int]) -> QuerySet[Message]:
    """What could not be sent for these organisations, newest first."""
    return (
        Message.objects.filter(organisation_id__in=organisations, state=State.FAILED)
        .select_related("person", "user")
        .order_by("-created_at", "-pk")
    )


def list_to_tell_by_hand(*, organisations: Collection[int]) -> QuerySet[Message]:
    """What somebody without e-mail has to hear by phone or letter, oldest first."""
    return (
        Message.objects.filter(
            organisation_id__in=organisations, state=State.SUPPRESSED, failure=NO_EMAIL
        )
        .select_related("person", "user")
        .order_by("created_at", "pk")
    )


def first_to_see_to(*, organisations: Collection[int], at_most: int) -> dict[str, list[Message]]:
    """The first of both lists, as `failed` and `to_tell`, in one query."""
    lists = {
        "failed": list_failed(organisations=organisations),
        "to_tell": list_to_tell_by_hand(organisations=organisations),
    }
    return first_of_each(lists, at_most=at_most)


def count_by_state() -> dict[str, int]:
    rows = Message.objects.values_list("state").annotate(Count("pk")).order_by("state")
    return dict(rows)


def oldest_waiting_since() -> datetime | None:
    """Since when the longest waiting message is due; None when nothing waits."""
    oldest: datetime | None = Message.objects.filter(state=State.QUEUED).aggregate(
        since=Min("due_at")
    )["since"]
    return oldest
