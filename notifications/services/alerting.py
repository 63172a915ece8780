"""Who has to know that messages are not sent: said at most once an hour, and not by the messages that are stuck."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from core.jobs import take_turn
from notifications.watch_selectors import oldest_due

log = logging.getLogger(__name__)

STUCK = "messages_stuck"  # stands in the log, the answer of /health/messages/, and the subject
EVERY_S = 3600


def minutes_late(*, now: datetime) -> int | None:
    """How many minutes the longest waiting message is late, once that is too many; None as long as all goes well."""
    since = oldest_due(now=now)
    if since is None or now - since <= timedelta(minutes=settings.ALERT_AFTER_MIN):
        return None
    return int((now - since).total_seconds()) // 60


def watch(*, now: datetime) -> bool:
    """Say it when messages are stuck; gives whether that was done. Two beats at once say it once."""
    late = minutes_late(now=now)
    if late is None or not take_turn(job="notifications.alert", now=now, every_s=EVERY_S):
        return False
    log.error("%s: the oldest is due for %s minutes", STUCK, late)
    if settings.ALERT_EMAIL:
        _mail(late)
    return True


def _mail(late: int) -> None:
    """Straight to the mail server; when that is what does not work, the log has said it."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Messages are not sent (%(code)s)") % {"code": STUCK}
        text = _(
            "The oldest message should have been sent %(n)s minutes ago. Look at the workers and at the mail server."
        ) % {"n": late}
    try:
        send_mail(subject, text + "\n", None, [settings.ALERT_EMAIL])
    except (smtplib.SMTPException, OSError) as error:
        log.warning("the alert could not be mailed: %s", type(error).__name__)
