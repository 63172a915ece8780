"""How many parts an SMS has: what a provider counts and asks money for.

3GPP TS 23.038, 6.2.1: the default alphabet has characters of 7 bits; those of its extension table take two, an escape and
themselves. One character that is in neither makes the whole text UCS-2 (6.2.3), of 16 bits each; what lies outside the basic
plane takes two of them. 3GPP TS 23.040, 9.2.3.16 and 9.2.3.24.1: a text has 140 octets, so 160 characters of 7 bits or 70 of 16.
A longer one goes in parts that each begin with six octets about their order, which leaves 153 or 67. Neither an escape and its
character nor the two halves of one sign are parted: such a sign goes to the next part as a whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass

GSM, UCS2 = "gsm", "ucs2"
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_ALONE = {GSM: 160, UCS2: 70}
_IN_PARTS = {GSM: 153, UCS2: 67}
# Marks of print that have a plain form in the default alphabet: one of them would cost more than half of the room.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
) | str.maketrans({"…": "...", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True)
class Parts:
    """`units`: characters of 7 bits for GSM, of 16 for UCS-2."""

    encoding: str
    units: int
    parts: int


def parts_of(text: str) -> Parts:
    encoding = GSM if set(text) <= _BASIC | _EXTENSION else UCS2
    sizes = [_size(sign, encoding) for sign in text]
    units = sum(sizes)
    if units <= _ALONE[encoding]:
        return Parts(encoding, units, 1)
    return Parts(encoding, units, _count(sizes, _IN_PARTS[encoding]))


def _size(sign: str, encoding: str) -> int:
    is_double = sign in _EXTENSION if encoding == GSM else ord(sign) > 0xFFFF
    return 2 if is_double else 1


def _count(sizes: Iterable[int], room: int) -> int:
    parts, left = 1, room
    for size in sizes:
        if size > left:
            parts, left = parts + 1, room
        left -= size
    return parts


def with_plain_marks(text: str) -> str:
    """Curly quotes, dashes and dots of print as an old telephone has them. Letters stay: a name is spelt as it is spelt."""
    return text.translate(_PLAIN)
