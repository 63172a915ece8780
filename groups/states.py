"""The life cycles of a live relationship, of a seat in it and of a meeting.

Group: INTRODUCED → TRIAL → ACTIVE ↔ PAUSED → CLOSING → CLOSED; only a pair has a trial, a group of peers is ACTIVE once it met.
Seat: HELD → TAKEN → FREED, or HELD → FREED. Session: PROPOSED → PLANNED → HELD, or CANCELLED. Gathering: PLANNED → HELD, or
CANCELLED. Wait, for a place in a full group: WAITING → OFFERED → JOINED, or GONE.
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


class GatheringState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "took_place", _("took place")
    CANCELLED = "cancelled", _("cancelled")


# A facilitator or a room that is needed for one of these is not free for another at that hour.
STANDS = (GatheringState.PLANNED, GatheringState.HELD)


class WaitState(models.TextChoices):
    WAITING = "waiting", _("waits for a place")
    OFFERED = "offered", _("a place is offered")
    JOINED = "joined", _("joined")
    GONE = "gone", _("does not wait any more")


IN_LINE = (WaitState.WAITING, WaitState.OFFERED)
