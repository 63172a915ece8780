"""Handing one mail to the mail server, and what its answer means."""

import smtplib
from dataclasses import dataclass
from enum import StrEnum

from django.core.mail import EmailMessage


class Outcome(StrEnum):
    SENT = "sent"
    TEMPORARY = "temporary"  # it was not accepted now; trying again is right
    PERMANENT = "permanent"  # it will never be accepted
    UNKNOWN = "unknown"  # the connection ended before the answer: it may have been accepted


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    detail: str = ""


def hand_over(mail: EmailMessage) -> Result:
    """Send one mail over SMTP; never raises for what a mail server or a network can do."""
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _answer in error.recipients.values())
        return _refused(code)
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code)
    except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
        return Result(Outcome.UNKNOWN, type(error).__name__)
    except (smtplib.SMTPException, OSError) as error:
        return Result(Outcome.TEMPORARY, type(error).__name__)
    except ValueError as error:  # BadHeaderError and addresses that no server could take
        return Result(Outcome.PERMANENT, type(error).__name__)
    return Result(Outcome.SENT)


def _refused(code: int) -> Result:
    return Result(Outcome.PERMANENT if code >= 500 else Outcome.TEMPORARY, f"smtp_{code}")
