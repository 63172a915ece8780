from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class NotFailed(DomainError):
    """Only what could not be sent can be sent again."""

    code = "not_failed"
    message = _("This message did not fail.")
