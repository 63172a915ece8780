"""How a mail that comes back says which message it is about: by its Message-ID, and by an address of its own to which it comes back.

That address holds the id of the message and a short signature, so that nobody can make one up. Letters are small and few: on the
way some mail servers change capitals (RFC 5321 lets them).
"""

import re
from base64 import b32decode, b32encode
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SIGNED = 4  # bytes; with those of the id they fill 32 letters
_PLACE = "{message}"


def message_id(public_id: UUID) -> str:
    return f"<{public_id}@{settings.SITE_HOST}>"


def messages_named_in(text: str) -> list[UUID]:
    """The messages whose Message-ID stands in a header."""
    host = re.escape(settings.SITE_HOST)
    found = re.findall(
        rf"<([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})@{host}>", text, re.I
    )
    return [UUID(each) for each in found]


def return_address(public_id: UUID) -> str:
    """Where this message comes back to; the sender that people see when no other is set."""
    pattern: str = settings.MAIL_BOUNCES_TO
    return pattern.replace(_PLACE, _token(public_id)) if pattern else settings.DEFAULT_FROM_EMAIL


def message_of(address: str) -> UUID | None:
    """The message that an address of ours is for; None for any other address, also one that was made up."""
    if _PLACE not in settings.MAIL_BOUNCES_TO:
        return None
    before, after = map(re.escape, settings.MAIL_BOUNCES_TO.split(_PLACE, 1))
    found = re.search(rf"(?<![^\s<,:;]){before}([a-z2-7]{{32}}){after}(?![^\s>,;])", address, re.I)
    if found is None:
        return None
    token = found[1].lower()
    public_id = UUID(bytes=b32decode(token.upper())[:-_SIGNED])
    return public_id if constant_time_compare(token, _token(public_id)) else None


def _token(public_id: UUID) -> str:
    signature = salted_hmac("notifications.return", str(public_id), algorithm="sha256").digest()
    return b32encode(public_id.bytes + signature[:_SIGNED]).decode().lower()
