"""Summaries: what was gathered for somebody becomes one message, at the moment that they chose.

A delivery that is GATHERED has a `sent_at` from the moment on at which a summary was queued that tells it. It is due when a moment of
the owner's summaries has passed since it was gathered; at once when they want no summaries any more; not during a pause.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from core.jobs import take_turn
from notifications.habits import owned_by, owner_of_row
from notifications.messages import DIGEST
from notifications.models import Delivery, Habit
from notifications.models.choices import Digest
from notifications.readers import Owner, reader_of
from notifications.services.queueing import queue_message
from notifications.states import DeliveryState
from notifications.summaries import last_summary

EVERY_S = 300


def send_digests(*, now: datetime) -> int:
    """Queue the summaries that are due; gives how many. Two beats at once do it once."""
    if not take_turn(job="notifications.send_digests", now=now, every_s=EVERY_S):
        return 0
    return queue_digests(now=now)


def queue_digests(*, now: datetime) -> int:
    return sum(_tell(owner, moment, now=now) for owner, moment in list(_due(now)))


def _untold() -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=DeliveryState.GATHERED, sent_at__isnull=True)


def _due(now: datetime) -> Iterator[tuple[Owner, datetime | None]]:
    """Whose turn it is, and for which moment; None for the last summary of who wants none any more."""
    since = _oldest_by_owner()
    people = [pk for kind, pk in since if kind == "person"]
    users = [pk for kind, pk in since if kind == "user"]
    rows = Habit.objects.filter(Q(person__in=people) | Q(user__in=users)).order_by("pk")
    habits = {owner_of_row(row): row for row in rows}
    for owner, oldest in sorted(since.items()):
        habit = habits.get(owner, Habit())
        if habit.paused_until is not None and habit.paused_until > now:
            continue
        if habit.digest == Digest.NONE:
            yield owner, None
            continue
        moment = last_summary(habit.digest, ZoneInfo(habit.zone), now)
        if oldest <= moment and (habit.digest_at is None or habit.digest_at < moment):
            yield owner, moment


def _oldest_by_owner() -> dict[Owner, datetime]:
    """Since when something waits to be told, by owner: the person, and without one the login."""
    whose = ("message__person", "message__user__person", "message__user")
    since: dict[Owner, datetime] = {}
    for own, of_login, login, at in (
        _untold().values_list(*whose).annotate(Min("created_at")).order_by(*whose)
    ):
        owner = ("person", own or of_login) if own or of_login else ("user", login)
        since[owner] = min(at, since.get(owner, at))
    return since


@transaction.atomic
def _tell(owner: Owner, moment: datetime | None, *, now: datetime) -> bool:
    """One message with all that is gathered by now. False when another beat does it, or did it for the same moment."""
    kind, pk = owner
    whose = {
        "person": Q(message__person=pk) | Q(message__user__person=pk),
        "user": Q(message__user=pk),
    }
    rows = _untold().filter(whose[kind]).order_by("pk")
    rows = rows.select_related("message__person__user", "message__user__person")
    gathered = list(rows.select_for_update(skip_locked=True, of=("self",)))
    if not gathered:
        return False
    ids = [each.pk for each in gathered]
    reader = reader_of(gathered[-1].message)
    is_ours = queue_message(
        kind=DIGEST,
        dedupe_key=_key(owner, moment, ids),
        context={"deliveries": ids},
        organisation_id=gathered[-1].message.organisation_id,
        now=now,
        person=reader.person,
        user=None if reader.person is not None else reader.user,
    )
    if is_ours:
        Delivery.objects.filter(pk__in=ids).update(sent_at=now)
        Habit.objects.filter(**owned_by(owner)).update(digest_at=now)
    return is_ours


def _key(owner: Owner, moment: datetime | None, ids: list[int]) -> str:
    """One for each owner and period."""
    period = f"last:{ids[-1]}" if moment is None else f"{moment.astimezone(UTC):%Y%m%dT%H%M}"
    return f"digest:{owner[0]}:{owner[1]}:{period}"
