"""Two life cycles: of what is to be told, and of each way by which it is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """QUEUED until it is due, then PLANNED, or SUPPRESSED when it came too late or is not wanted."""

    QUEUED = "queued", _("waiting until it is due")
    PLANNED = "planned", _("on its ways")
    SUPPRESSED = "suppressed", _("not sent")


class DeliveryState(models.TextChoices):
    """CREATED → SENDING → SENT → DELIVERED; TEMPORARY for another try; the others are ends."""

    CREATED = "created", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    TEMPORARY = "temporary", _("did not succeed yet")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("arrived")
    PERMANENT = "permanent", _("this address takes nothing")
    TECHNICAL = "technical", _("something did not work")
    CANCELLED = "cancelled", _("no longer needed")
    GATHERED = "gathered", _("told in a summary")


# Why something was not sent that could have been.
TOO_LATE, NO_LONGER_TRUE = "too_late", "no_longer_true"

WAITING = (DeliveryState.CREATED, DeliveryState.TEMPORARY)
UNDER_WAY = (*WAITING, DeliveryState.SENDING)
ARRIVED = (DeliveryState.SENT, DeliveryState.DELIVERED)
FAILED = (DeliveryState.PERMANENT, DeliveryState.TECHNICAL)
# It reached somebody, or will.
REACHES = (*UNDER_WAY, *ARRIVED, DeliveryState.GATHERED)
