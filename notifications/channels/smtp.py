"""Django's SMTP backend, which also knows whether the text of the mail was handed over when the line ended."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class _Watched:
    """`in_data`: the server may have the mail. Only with its answer is that known."""

    in_data = False

    def sendmail(self, *args: Any, **options: Any) -> Any:
        self.in_data = False
        return super().sendmail(*args, **options)  # type: ignore[misc]

    def data(self, msg: Any) -> Any:
        self.in_data = True
        return super().data(msg)  # type: ignore[misc]


class _Line(_Watched, smtplib.SMTP):
    pass


class _SslLine(_Watched, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SslLine if self.use_ssl else _Line

    def may_have_it(self) -> bool:
        line = self.connection
        return not isinstance(line, _Watched) or line.in_data

    def hang_up(self) -> None:
        """Without a word: who does not answer any more is not said goodbye to."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
