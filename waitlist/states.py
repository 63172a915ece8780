"""The life cycle of a sign of life: ASKED → RENEWED / ENDED / MISSED / CLOSED.

Who says something later, or something else, is heard: all but CLOSED may still become RENEWED or ENDED.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignState(models.TextChoices):
    ASKED = "asked", _("asked")
    RENEWED = "renewed", _("wants to go on")
    ENDED = "ended", _("not now")
    MISSED = "missed", _("no answer")
    CLOSED = "closed", _("never arrived")
