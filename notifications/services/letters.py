"""Letters are printed and posted together, in batches: made, printed as often as needed, then posted or put back."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core import events
from core.errors import NotFoundHere
from core.states import move
from notifications.channels.base import LETTER
from notifications.channels.letter import envelope_of
from notifications.errors import LettersPosted, NoLetters
from notifications.letters import Letter
from notifications.models import Delivery, LetterBatch
from notifications.rendering import write
from notifications.states import NO_LONGER_TRUE, TOO_LATE, DeliveryState

log = logging.getLogger(__name__)

AT_MOST = 100  # letters of a batch, which are drawn within some seconds; others wait for the next


def make_batch(*, organisation_id: int, by: User, now: datetime) -> LetterBatch:
    """Take the letters that wait for this organisation, the oldest first. Raises NoLetters.

    What is no longer true or too late is cancelled instead; whose address is not known any more goes on waiting. Two who do this at
    once never get the same letter.
    """
    batch = _make(organisation_id, by, now)
    if batch is None:
        raise NoLetters
    return batch


@transaction.atomic
def _make(organisation_id: int, by: User, now: datetime) -> LetterBatch | None:
    waiting = _locked(
        Delivery.objects.filter(
            channel=LETTER,
            state=DeliveryState.CREATED,
            batch=None,
            due_at__lte=now,
            message__organisation_id=organisation_id,
        ).order_by("due_at", "pk")[:AT_MOST],
        skip_locked=True,
    )
    taken = [delivery for delivery, _letter in _letters_of(waiting, now)]
    if not taken:
        return None
    batch = LetterBatch.objects.create(organisation_id=organisation_id, made_at=now, made_by=by)
    ids = [delivery.pk for delivery in taken]
    Delivery.objects.filter(pk__in=ids).update(batch=batch)
    _note("letters_made", batch, by, now, letters=ids)
    return batch


def print_batch(*, batch_id: int, by: User, now: datetime) -> list[Letter]:
    """The letters of a batch in the words of this moment. Raises NoLetters when none of them is to be sent any more.

    Until they are posted this looks at each once more, as `make_batch` does. They can be printed again at any time.
    """
    letters = _print(batch_id, by, now)
    if not letters:
        raise NoLetters
    return letters


@transaction.atomic
def _print(batch_id: int, by: User, now: datetime) -> list[Letter]:
    batch = _batch(batch_id)
    posted = batch.deliveries.filter(sent_at=batch.posted_at).order_by("pk")
    taken = _waiting_of(batch) if batch.posted_at is None else _locked(posted)
    letters = _letters_of(taken, now)
    if letters:
        _note("letters_printed", batch, by, now, letters=[delivery.pk for delivery, _ in letters])
    return [letter for _, letter in letters]


@transaction.atomic
def post_batch(*, batch_id: int, by: User, now: datetime) -> LetterBatch:
    """They are in the post: what was not told otherwise meanwhile is sent. Raises LettersPosted."""
    batch = _not_posted(batch_id)
    batch.posted_at = now
    batch.save(update_fields=["posted_at"])
    for delivery in _waiting_of(batch):
        move(delivery.mark_sent, at=now)
        delivery.save()
        events.record(
            "notifications.letter_posted",
            subject=delivery.message,
            by=by,
            at=now,
            person_id=delivery.message.person_id,
        )
    return batch


@transaction.atomic
def undo_batch(*, batch_id: int, by: User, now: datetime) -> None:
    """Its letters wait again, as if they had not been taken together. Raises LettersPosted."""
    batch = _not_posted(batch_id)
    ids = [delivery.pk for delivery in _waiting_of(batch)]
    _note("letters_put_back", batch, by, now, letters=ids)
    batch.delete()


def _batch(batch_id: int) -> LetterBatch:
    """Raises NotFoundHere when a colleague put its letters back."""
    batch = LetterBatch.objects.select_for_update().filter(pk=batch_id).order_by("pk").first()
    if batch is None:
        raise NotFoundHere
    return batch


def _not_posted(batch_id: int) -> LetterBatch:
    batch = _batch(batch_id)
    if batch.posted_at is not None:
        raise LettersPosted
    return batch


def _waiting_of(batch: LetterBatch) -> list[Delivery]:
    return _locked(batch.deliveries.filter(state=DeliveryState.CREATED).order_by("pk"))


def _locked(rows: QuerySet[Delivery], *, skip_locked: bool = False) -> list[Delivery]:
    locked = rows.select_for_update(skip_locked=skip_locked, of=("self",))
    return list(locked.select_related("message__person__user", "message__person__place__postal"))


def _letters_of(deliveries: Iterable[Delivery], now: datetime) -> list[tuple[Delivery, Letter]]:
    """Those that can be printed; the others are settled here, or leave their batch."""
    letters = []
    for delivery in deliveries:
        letter = _letter_of(delivery, now)
        if letter is None:
            delivery.save()
        else:
            letters.append((delivery, letter))
    return letters


def _letter_of(delivery: Delivery, now: datetime) -> Letter | None:
    message = delivery.message
    waits = delivery.state == DeliveryState.CREATED
    too_late = message.expires_at is not None and message.expires_at <= now
    try:
        written = None if waits and too_late else write(message)
    except Exception as error:
        log.exception("letter %s cannot be written", delivery.pk)
        if waits:
            delivery.give_up(failure=type(error).__name__[:40])
        return None
    if written is None:
        if waits:
            delivery.cancel(failure=TOO_LATE if too_late else NO_LONGER_TRUE)
        return None
    envelope = envelope_of(message.person) if message.person is not None else []
    if not envelope:
        if waits:
            delivery.batch = None
        return None
    return Letter(envelope, written)


def _note(kind: str, batch: LetterBatch, by: User, now: datetime, *, letters: list[int]) -> None:
    events.record(
        f"notifications.{kind}",
        subject=batch,
        by=by,
        at=now,
        organisation_id=batch.organisation_id,
        letters=letters,
    )
