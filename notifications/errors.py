from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class NotFailed(DomainError):
    """Only what could not be sent can be sent again."""

    code = "not_failed"
    message = _("This message did not fail.")


class NotToTell(DomainError):
    """Only what no worker sends, or what failed, can be told by hand, and once."""

    code = "not_to_tell"
    message = _("This was told already, or it was sent by e-mail.")


class NoPushService(InvalidInput):
    code = "no_push_service"
    message = _("We cannot send messages to this browser. Try another browser.")
    field = "endpoint"


class DeviceUnreadable(InvalidInput):
    code = "device_unreadable"
    message = _("This browser did not tell how to write to it. Try again.")
    field = "p256dh"


class TooManyDevices(DomainError):
    code = "too_many_devices"
    message = _("You have 10 devices already. Remove one first.")
