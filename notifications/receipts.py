"""What is heard of a message after it went out: that it arrived, came back, is not wanted, or is still under way."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class What(StrEnum):
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    DELAYED = "delayed"


@dataclass(frozen=True)
class Receipt:
    """`status` is a code of RFC 3463 ("5.1.1"), "" when none is told; `about` are the addresses that it names, in small letters."""

    message: UUID
    what: What
    at: datetime
    status: str = ""
    about: frozenset[str] = frozenset()


# Not within a longer row of numbers, such as an address of the network.
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")


def status_in(text: str) -> str:
    """The first status in a text such as "5.1.1 (no such mailbox)" or "smtp; 550-5.1.1 …"; "" when there is none."""
    found = _STATUS.search(text)
    return ".".join(str(int(part)) for part in found.groups()) if found else ""
