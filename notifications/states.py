"""The life cycle of a message: QUEUED → SENDING → SENT / FAILED / SUPPRESSED, or back to QUEUED for another try."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    SUPPRESSED = "suppressed", _("not sent, no longer needed")


# Why a message was suppressed, where more hangs on it.
NO_EMAIL = "no_email"  # somebody has to be told by phone or letter
TOLD = "told_by_hand"
