"""Life cycles: a state moves only through its transition method, and a move that is not allowed is a named refusal."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core.errors import DomainError


class WrongMove(DomainError):
    """The record is not in a state from which this can be done."""

    code = "wrong_state"
    message = _("This can no longer be done: something changed meanwhile. Look at the page again.")


def move(
    transition: Callable[..., Any], *, refusal: type[DomainError] = WrongMove, **facts: Any
) -> None:
    """Carry out `transition` (a bound transition method) with `facts`, or raise `refusal`; nothing is saved."""
    if not can_proceed(transition):
        raise refusal()
    transition(**facts)
