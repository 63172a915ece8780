"""SMS, by the provider whose apprise URL stands in SMS_URL. Only for who asks for it: each part costs money."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notifications.channels import by_apprise
from notifications.channels.base import SMS, Channel
from notifications.sms_parts import parts_of, with_plain_marks


def _wrap(text: str) -> tuple[str, str]:
    """The note says what it costs: see `selectors.count_sms_parts`."""
    plain = with_plain_marks(text)
    return plain, f"parts_{parts_of(plain).parts}"


def channel() -> Channel | None:
    """None where no provider is set."""
    if not settings.SMS_URL:
        return None
    return by_apprise.make(
        code=SMS,
        label=_("SMS"),
        template=settings.SMS_URL,
        per_day=settings.SMS_PER_DAY,
        wrap=_wrap,
    )
