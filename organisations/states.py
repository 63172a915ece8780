"""The life cycle of an enrolment: APPLIED → INTAKE → ACTIVE ↔ PAUSED → LEFT, or DECLINED. That of a first talk: PLANNED → HELD,
MISSED or CANCELLED. That of an idea for a theme: OPEN → ACCEPTED or DECLINED."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    APPLIED = "applied", _("registered")
    INTAKE = "intake", _("first talk")
    ACTIVE = "active", _("ready")
    PAUSED = "paused", _("paused")
    LEFT = "left", _("stopped")
    DECLINED = "declined", _("not in this programme")


class TalkState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    MISSED = "missed", _("did not take place")
    CANCELLED = "cancelled", _("cancelled")


class IdeaState(models.TextChoices):
    OPEN = "open", _("to answer")
    ACCEPTED = "accepted", _("became a theme")
    DECLINED = "declined", _("not now")


ENDED = (State.LEFT, State.DECLINED)
LIVE = (State.APPLIED, State.INTAKE, State.ACTIVE, State.PAUSED)
