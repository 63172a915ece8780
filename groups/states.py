"""The life cycles of a live relationship, of a seat in it and of a meeting.

Group: INTRODUCED → TRIAL → ACTIVE ↔ PAUSED → CLOSING → CLOSED. Seat: HELD → TAKEN → FREED, or HELD → FREED.
Session: PROPOSED → PLANNED → HELD, or CANCELLED.
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
TOGETHER = (State.TRIAL, State.ACTIVE, State.PAUSED)


class SeatState(models.TextChoices):
    HELD = "held", _("kept free")
    TAKEN = "taken", _("taken")
    FREED = "freed", _("free again")


LIVE = (SeatState.HELD, SeatState.TAKEN)


class SessionState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    PLANNED = "planned", _("planned")
    HELD = "took_place", _("took place")
    CANCELLED = "cancelled", _("cancelled")


COMING = (SessionState.PROPOSED, SessionState.PLANNED)
# What the page of a pair shows: a meeting that took place may turn out not to have.
CURRENT = (*COMING, SessionState.HELD)
