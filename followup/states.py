"""The life cycle of a question: PLANNED → ASKED → ANSWERED / MISSED."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckInState(models.TextChoices):
    PLANNED = "planned", _("to be asked")
    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    MISSED = "missed", _("not answered")


OPEN = (CheckInState.PLANNED, CheckInState.ASKED)
