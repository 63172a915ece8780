"""E-mail: text, HTML, and calendars that go with it. What a mail server's answer means stands here."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext_lazy as _

from notifications.channels.base import MAIL, Channel, Outcome, Result, Send
from notifications.channels.smtp import Backend
from notifications.models import Delivery
from notifications.readers import Reader
from notifications.rendering import Written, make_mail

# RFC 3463: no such mailbox, moved away, or a mailbox that is shut; 5.1.7 and 5.1.8 are about the sender.
_DEAD = re.compile(r"5\.(1\.(?![78]\b)|2\.1\b)")
_BUSY_CODES = (421, 454)


def is_dead(said: str) -> bool:
    """Does this status ("5.1.1 …") say that the address takes nothing, whatever is sent to it?"""
    return _DEAD.match(said) is not None


@contextmanager
def open_line() -> Iterator[Send]:
    line = Line()
    yield line.send
    line.close()


class Line:
    """One connection to the mail server, kept from one mail to the next."""

    def __init__(self) -> None:
        self.backend = get_connection()

    def send(self, mail: EmailMultiAlternatives) -> Result:
        try:
            is_new = bool(self.backend.open())
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return Result(Outcome.BUSY, type(error).__name__)
        result, was_cut = self._try(mail)
        # A server may end a line on which it took mails before; on a new one it means more.
        if was_cut and not is_new:
            return self.send(mail)
        return result

    def close(self) -> None:
        self.backend.close()

    def _try(self, mail: EmailMultiAlternatives) -> tuple[Result, bool]:
        """What came of it, and whether the line was ended before the mail was handed over."""
        try:
            self.backend.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = max(error.recipients.values())
            return self._refused(code, text, of_one=True)
        except smtplib.SMTPResponseException as error:
            return self._refused(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            handed_over = not isinstance(self.backend, Backend) or self.backend.may_have_it()
            self._hang_up()
            outcome = Outcome.UNKNOWN if handed_over else Outcome.BUSY
            return Result(outcome, type(error).__name__), not handed_over
        except (
            smtplib.SMTPException,
            ValueError,
        ) as error:  # headers and addresses no server takes
            return Result(Outcome.PERMANENT, type(error).__name__), False
        return Result(Outcome.SENT), False

    def _refused(
        self, code: int, text: bytes | str, *, of_one: bool = False
    ) -> tuple[Result, bool]:
        said = text.decode(errors="replace") if isinstance(text, bytes) else text
        detail = f"smtp_{code}"
        if code >= 500:
            return Result(Outcome.PERMANENT, detail, dead=of_one and is_dead(said)), False
        if code in _BUSY_CODES or (said.startswith("4.7.") and not of_one):
            self._hang_up()
            return Result(Outcome.BUSY, detail), code == 421
        return Result(Outcome.TEMPORARY, detail), False

    def _hang_up(self) -> None:
        if isinstance(self.backend, Backend):
            self.backend.hang_up()
        else:
            self.backend.close()


def _address(reader: Reader) -> str:
    return reader.email


def _write(delivery: Delivery, written: Written) -> EmailMultiAlternatives:
    return make_mail(delivery.message, written)


def channel() -> Channel:
    return Channel(
        code=MAIL,
        label=_("e-mail"),
        address=_address,
        write=_write,
        open=open_line,
        lanes=settings.MAIL_LANES,
        per_day=settings.MAIL_PER_DAY,
        rings=True,
    )
