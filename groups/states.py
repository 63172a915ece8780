"""The life cycles of a live relationship and of a seat in it.

Group: INTRODUCED → TRIAL → ACTIVE ↔ PAUSED → CLOSING → CLOSED. Seat: HELD → TAKEN → FREED, or HELD → FREED.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    INTRODUCED = "introduced", _("introduced")
    TRIAL = "trial", _("trying out")
    ACTIVE = "active", _("going on")
    PAUSED = "paused", _("paused")
    CLOSING = "closing", _("rounding off")
    CLOSED = "closed", _("ended")


OPEN = (State.INTRODUCED, State.TRIAL, State.ACTIVE, State.PAUSED)


class SeatState(models.TextChoices):
    HELD = "held", _("kept free")
    TAKEN = "taken", _("taken")
    FREED = "freed", _("free again")


LIVE = (SeatState.HELD, SeatState.TAKEN)
