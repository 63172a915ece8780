"""Time does its work on choices: a reminder, an end to waiting, and no choice of somebody who is gone."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.selectors import service_consents
from core.jobs import take_turn
from matching.choice_messages import tell_choice_reminder
from matching.errors import ChoiceClosed
from matching.models import Card, Choice
from matching.services.choices import expire_choice, withdraw_choice
from matching.states import ChoiceState, ProposalState
from organisations.states import State

SWEEP_EVERY_S = 60
BATCH = 200


def sweep_choices(*, now: datetime) -> None:
    """One turn of the sweep; two beats at once do it once. Each choice is its own transaction."""
    if not take_turn(job="matching.sweep_choices", now=now, every_s=SWEEP_EVERY_S):
        return
    for over, end in (
        (Q(deadline_at__lte=now), expire_choice),
        (_gone(), _withdraw),
        (Q(reminded_at=None, remind_at__lte=now), _remind),
    ):
        rows = Choice.objects.filter(over, state=ChoiceState.OPEN).order_by("pk")
        for choice_id in rows.values_list("pk", flat=True)[:BATCH]:
            _unless_closed(end, choice_id, now)


def _unless_closed(end: Callable[..., object], choice_id: int, now: datetime) -> None:
    """Somebody chose meanwhile: that is what was waited for."""
    with suppress(ChoiceClosed):
        end(choice_id=choice_id, now=now)


def _gone() -> Q:
    """Who looks paused, stopped or took consent back, or no card is possible any more."""
    agrees = service_consents(OuterRef("seeker__person"))
    left = Card.objects.filter(choice=OuterRef("pk"), proposal__state=ProposalState.DRAFT)
    return ~Q(seeker__state=State.ACTIVE) | ~Q(Exists(agrees)) | ~Q(Exists(left))


def _withdraw(*, choice_id: int, now: datetime) -> None:
    withdraw_choice(choice_id=choice_id, by=None, now=now)


@transaction.atomic
def _remind(*, choice_id: int, now: datetime) -> None:
    choice = Choice.objects.select_for_update(of=("self",), no_key=True).get(pk=choice_id)
    if choice.state == ChoiceState.OPEN and choice.reminded_at is None:
        choice.reminded_at = now
        choice.save(update_fields=["reminded_at"])
        tell_choice_reminder(choice, now=now)
