"""From a message to the mail that is sent: subject, text and HTML in the recipient's language."""

from dataclasses import dataclass
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

SUBJECT_LIMIT = 78


@dataclass(frozen=True)
class Text:
    subject: str
    text: str
    html: str


def render(kind: Kind, context: dict[str, Any], language: str) -> Text:
    """The words of one kind in one language. The HTML shows the same paragraphs, with links that can be pressed."""
    with translation.override(language):
        subject = one_line(_plain(f"{kind.template}.subject.txt", context))
        text = lines(_plain(f"{kind.template}.txt", context)) + "\n"
        html = _as_html(subject, text, language)
    return Text(subject[:SUBJECT_LIMIT], text, html)


def _plain(template: str, context: dict[str, Any]) -> str:
    """Plain text: nothing is escaped, "&" stays "&"."""
    compiled: Any = get_template(template)
    return str(compiled.template.render(Context(context, autoescape=False)))


def _as_html(subject: str, text: str, language: str) -> str:
    from mjml import mjml2html

    paragraphs = [part.split("\n") for part in text.strip().split("\n\n")]
    source = render_to_string(
        "notifications/mail.mjml",
        {"subject": subject, "paragraphs": paragraphs, "language": language},
    )
    return str(mjml2html(source, fonts={}))


def build_mail(message: Message) -> EmailMultiAlternatives | None:
    """The mail for a message as things are now; None when it is no longer true. Raises KeyError for an unknown kind.

    One recipient each. The Message-ID is the message's own, so that a doubled delivery can be recognised.
    """
    kind = get_kind(message.kind)
    context = kind.prepare(message)
    if context is None:
        return None
    person, user = message.person, message.user
    language = person.language if person else user.language if user else settings.LANGUAGE_CODE
    words = render(kind, context, language)
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        to=[address_of(message)],
        headers={
            "Message-ID": f"<{message.public_id}@{settings.SITE_HOST}>",
            "X-Kompaan-Dedupe": salted_hmac("dedupe", message.dedupe_key).hexdigest(),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    mail.attach_alternative(words.html, "text/html")
    for number, (method, entries) in enumerate(context.get("calendars", ())):
        kind_of_part = f"text/calendar; method={method}"
        if number == 0:
            mail.attach_alternative(entries, kind_of_part)
        else:  # programs show buttons for one; the others are opened by hand
            mail.attach(f"{number + 1}.ics", entries, kind_of_part)
    return mail


def address_of(message: Message) -> str:
    """Where it goes; "" for somebody without e-mail, who is told by phone or letter."""
    if message.person:
        return message.person.contact_email
    return message.user.email if message.user else ""
