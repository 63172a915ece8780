"""From a message to its words in the recipient's language, and to the mail that is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from core.text import lines, one_line
from notifications.kinds import Kind, get_kind
from notifications.models import Message
from notifications.readers import reader_of
from notifications.return_addresses import message_id, return_address
from notifications.stop_links import choices_link, unsubscribe_link

SUBJECT_LIMIT = 78


@dataclass(frozen=True)
class Written:
    """The words of one message. `link` is where to go, "" for nowhere; `calendars` are method and text of each; `topics` are what it is
    about, none when it cannot be switched off."""

    subject: str
    text: str
    language: str
    link: str = ""
    calendars: list[tuple[str, str]] = field(default_factory=list)
    topics: Sequence[str] = ()

    @property
    def paragraphs(self) -> list[list[str]]:
        """Their lines. What leads somewhere is a line that starts with "http"."""
        return [part.split("\n") for part in self.text.strip().split("\n\n")]

    @cached_property
    def html(self) -> str:
        """The same paragraphs, with links that can be pressed."""
        from mjml import mjml2html

        with translation.override(self.language):
            source = render_to_string(
                "notifications/mail.mjml",
                {
                    "subject": self.subject,
                    "paragraphs": self.paragraphs,
                    "language": self.language,
                },
            )
        return str(mjml2html(source, fonts={}))


def render(kind: Kind, context: dict[str, Any], language: str) -> Written:
    """The words of one kind in one language."""
    with translation.override(language):
        text = lines(_plain(f"{kind.template}.txt", context)) + "\n"
    return Written(
        subject=subject_of(kind, language, context)[:SUBJECT_LIMIT],
        text=text,
        language=language,
        link=str(context.get("link", "")),
        calendars=list(context.get("calendars", ())),
        topics=() if kind.required else tuple(context.get("topics", (kind.topic,))),
    )


def subject_of(kind: Kind, language: str, context: dict[str, Any] | None = None) -> str:
    """What a kind is called: subjects are neutral, so that they say the same of every message."""
    with translation.override(language):
        return one_line(_plain(f"{kind.template}.subject.txt", context or {}))


def _plain(template: str, context: dict[str, Any]) -> str:
    """Plain text: nothing is escaped, "&" stays "&"."""
    compiled: Any = get_template(template)
    return str(compiled.template.render(Context(context, autoescape=False)))


def write(message: Message) -> Written | None:
    """The words as things are now; None when it is no longer true. Raises KeyError for an unknown kind."""
    kind = get_kind(message.kind)
    context = kind.prepare(message)
    if context is None:
        return None
    return render(kind, context, reader_of(message).language)


def build_mail(message: Message) -> EmailMultiAlternatives | None:
    """The mail for a message as things are now; None when it is no longer true. Raises KeyError for an unknown kind."""
    written = write(message)
    return None if written is None else make_mail(message, written)


def make_mail(message: Message, written: Written) -> EmailMultiAlternatives:
    """One recipient each. The Message-ID is the message's own, so that a doubled delivery can be recognised, and what comes back
    goes to an address of its own. What is not required can be stopped with one click, in the mail (a link) and by the mail program
    (RFC 8058)."""
    reader, stops = reader_of(message), {}
    if written.topics:
        link = unsubscribe_link(reader, written.topics)
        stops = {
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        written = _with_footer(written, link)
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        from_email=return_address(message.public_id),
        to=[reader.email],
        headers={
            **stops,
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id(message.public_id),
            "X-Kompaan-Dedupe": salted_hmac("dedupe", message.dedupe_key).hexdigest(),
            "Auto-Submitted": "auto-generated",
            "Content-Language": written.language,
        },
    )
    mail.attach_alternative(written.html, "text/html")
    for number, (method, entries) in enumerate(written.calendars):
        kind_of_part = f"text/calendar; method={method}"
        if number == 0:
            mail.attach_alternative(entries, kind_of_part)
        else:  # programs show buttons for one; the others are opened by hand
            mail.attach(f"{number + 1}.ics", entries, kind_of_part)
    return mail


def _with_footer(written: Written, link: str) -> Written:
    links = {"stop": link, "choices": choices_link()}
    with translation.override(written.language):
        footer = lines(_plain("notifications/mail/footer.txt", links))
    return replace(written, text=f"{written.text}\n{footer}\n")
