"""The life cycle of a place: PENDING → FOUND / NOT_FOUND / FAILED; a new answer of the person starts it again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceState(models.TextChoices):
    PENDING = "pending", _("being looked up")
    FOUND = "found", _("found")
    NOT_FOUND = "not_found", _("not found")
    FAILED = "failed", _("could not be looked up yet")
