from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class NotFailed(DomainError):
    """Only what could not be sent can be sent again."""

    code = "not_failed"
    message = _("This message did not fail.")


class NotToTell(DomainError):
    """Only what no worker sends, or what failed, can be told by hand, and once."""

    code = "not_to_tell"
    message = _("This was told already, or it was sent by e-mail.")
