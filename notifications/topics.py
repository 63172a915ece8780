"""What messages are about. People choose by topic; each kind has one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    MATCHING = "matching", _("Somebody or a group for you")
    MEETINGS = "meetings", _("When and where you meet")
    CARE = "care", _("How it goes")
    WAITING = "waiting", _("While you wait")
    TEAM = "team", _("Work of the team")
