"""Reading the mails that arrived, as a person would."""

import re
from email.message import Message

from tests.waiting import wait_until


def text_of(mail: Message) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    return part.get_payload(decode=True).decode()


def mails_to(sink, address: str) -> list[Message]:
    return [mail for mail in sink.mails if address in mail["To"]]


def wait_for_mail(sink, address: str, words: str) -> str:
    """The text of the first mail to `address` that holds `words`, when it has arrived."""

    def found() -> list[str]:
        return [text for text in map(text_of, mails_to(sink, address)) if words in text]

    wait_until(lambda: bool(found()), 30)
    return found()[0]


def code_in(text: str) -> str:
    """The code that allauth sends, alone on its line."""
    return next(line for line in text.split() if re.fullmatch(r"[0-9A-Z-]{6,12}", line))


def link_in(text: str) -> str:
    return re.search(r"https?://\S+", text).group()
