"""Reads a mail that came back: a delivery status notification (RFC 3464) or a complaint (RFC 5965).

Such mails are made by every mail server in its own way, and anybody can send anything to the address they come to. So whatever it
is, reading it never raises: what cannot be understood says nothing.
"""

import logging
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from quopri import decodestring
from uuid import UUID

from notifications.receipts import Receipt, What, status_in
from notifications.return_addresses import message_of, messages_named_in

log = logging.getLogger(__name__)

# What the reports say, the best first: a list behind an address may take it for one and refuse it for another.
# What was handed on to a mail server that sends no reports is not known to have arrived, nor to have come back.
_ACTIONS = {
    "delivered": What.DELIVERED,
    "relayed": None,
    "expanded": None,
    "delayed": What.DELAYED,
    "failed": What.BOUNCED,
}
_NO_COMPLAINTS = ("not-spam", "auth-failure", "dmarc")
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
_CAME_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_DEEPEST = 5


def read_returned(raw: bytes, *, came_to: str = "", now: datetime) -> Receipt | None:
    """What the mail says of one of our messages; None when it says nothing that concerns us. `came_to` is the address it was sent
    to, where the mail server tells it."""
    try:
        return _read(message_from_bytes(raw), came_to, now)
    except Exception as error:  # noqa: BLE001  (Python's reader of mails has its own surprises)
        log.warning("a mail that came back cannot be read: %s", type(error).__name__)
        return None


def _read(mail: Message, came_to: str, now: datetime) -> Receipt | None:
    parts = list(_parts(mail))
    report = next((part for part in parts if part.get_content_type() in _REPORTS), None)
    if report is None:
        return None
    returned = next(
        (_returned(part) for part in parts if part.get_content_type() in _RETURNED), Message()
    )
    blocks = _blocks(report)
    message = _about_which(mail, blocks, returned, came_to)
    said = message and _REPORTS[report.get_content_type()](blocks, _addresses(returned, "To"))
    if not message or not said:
        return None
    what, status, about = said
    return Receipt(message, what, _moment(mail, now), status, about)


Said = tuple[What, str, frozenset[str]]


def _status_of(blocks: list[Message], sent_to: frozenset[str]) -> Said | None:
    """Of all recipients that are told of, those we wrote to; and the best that is told of these."""
    told = [block for block in blocks if _action(block) in _ACTIONS]
    ours = [block for block in told if sent_to & _recipients(block)] or told
    if not ours:
        return None
    best = min(ours, key=lambda block: list(_ACTIONS).index(_action(block)))
    what = _ACTIONS[_action(best)]
    return None if what is None else (what, _code(best), sent_to | _recipients(best))


def _complaint_of(blocks: list[Message], sent_to: frozenset[str]) -> Said | None:
    kinds = [_field(block, "Feedback-Type").lower() for block in blocks if "Feedback-Type" in block]
    if not kinds or kinds[0] in _NO_COMPLAINTS:
        return None
    named = (_addresses(block, "Original-Rcpt-To", "Removal-Recipient") for block in blocks)
    return What.COMPLAINED, "", sent_to.union(*named)


_REPORTS = {
    "message/delivery-status": _status_of,
    "message/global-delivery-status": _status_of,
    "message/feedback-report": _complaint_of,
}


def _action(block: Message) -> str:
    return _field(block, "Action").lower().split("(")[0].strip()


def _code(block: Message) -> str:
    """The status; where that says no more than "failed" (5.0.0), what their mail server said to the one that reports."""
    status, said = (status_in(_field(block, name)) for name in ("Status", "Diagnostic-Code"))
    return said if said and (not status or status.endswith(".0.0")) else status


def _recipients(block: Message) -> frozenset[str]:
    return _addresses(block, "Final-Recipient", "Original-Recipient")


def _addresses(block: Message, *names: str) -> frozenset[str]:
    """All addresses in these fields, without the kind of address that stands before some ("rfc822; …")."""
    values = [
        _text(value).rpartition(";")[2] for name in names for value in block.get_all(name, [])
    ]
    return frozenset(address.lower() for _name, address in getaddresses(values) if "@" in address)


def _about_which(
    mail: Message, blocks: list[Message], returned: Message, came_to: str
) -> UUID | None:
    sent_from = [
        came_to,
        *(_text(value) for name in _CAME_TO for value in mail.get_all(name, [])),
        *(_field(block, "Original-Mail-From") for block in blocks),
        _field(returned, "Return-Path"),
    ]
    signed = (message_of(address) for address in sent_from)
    by_name = (
        each
        for part, name in ((returned, "Message-ID"), (mail, "In-Reply-To"), (mail, "References"))
        for each in messages_named_in(_field(part, name))
    )
    return next((each for each in (*signed, *by_name) if each is not None), None)


def _moment(mail: Message, now: datetime) -> datetime:
    try:
        at = parsedate_to_datetime(_field(mail, "Date"))
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (OverflowError, TypeError, ValueError):
        return now


def _parts(mail: Message, depth: int = 0) -> Iterator[Message]:
    """The parts of the mail, but not what is inside a mail that is returned or passed on."""
    for part in _inside_of(mail) if mail.get_content_maintype() == "multipart" else ():
        yield part
        if depth < _DEEPEST:
            yield from _parts(part, depth + 1)


def _blocks(report: Message) -> list[Message]:
    """The groups of fields of a report: about the mail, then about each recipient."""
    return [message_from_bytes(block) for block in re.split(rb"\n{2,}", _decoded(report).strip())]


def _returned(part: Message) -> Message:
    """The mail, or only its headers, that was returned."""
    inside = _inside_of(part)
    return (
        inside[0] if inside and not _coding(part) else message_from_bytes(_decoded(part).lstrip())
    )


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "base64": b64decode,
    "quoted-printable": decodestring,
}


def _decoded(part: Message) -> bytes:
    """The text of a part. Python reads what is inside a message/… part as headers at once, also when it is still encoded."""
    inside = _inside_of(part)
    if not inside:
        raw = part.get_payload(decode=True)
        return _with_plain_ends(raw) if isinstance(raw, bytes) else b""
    raw = b"\n".join(each.as_bytes() for each in inside)
    return _with_plain_ends(_DECODERS[_coding(part)](raw))


def _with_plain_ends(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")


def _coding(part: Message) -> str:
    coding = _field(part, "Content-Transfer-Encoding").lower()
    return coding if coding in _DECODERS else ""


def _inside_of(part: Message) -> list[Message]:
    payload = part.get_payload()
    return (
        [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
    )


def _field(part: Message, name: str) -> str:
    return _text(part.get(name, ""))


def _text(value: object) -> str:
    return " ".join(str(value).split())
