"""Text as people type it, made safe to store, show and put in a mail header."""

import unicodedata
from collections.abc import Mapping

from django.conf import settings

# Marks that turn the direction of the text around them, and marks that nobody sees. The joiner inside emoji stays.
_HIDDEN = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF}


def one_line(text: str) -> str:
    """`text` as one line: NFC, no control or hidden characters, single spaces, trimmed."""
    shown = "".join(
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in text
        if ord(sign) not in _HIDDEN and not 0xD800 <= ord(sign) <= 0xDFFF
    )
    return " ".join(unicodedata.normalize("NFC", shown).split())


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text that an organisation wrote, in this language or else in the first one there is; "" when there is none."""
    wanted = (language, *(code for code, _name in settings.LANGUAGES))
    return next((texts[each] for each in wanted if texts.get(each)), "")


def whole_number(text: str) -> int:
    """An id or a version as it stands in an address or a form; 0, which none has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def lines(text: str) -> str:
    """`text` as lines: like `one_line`, with line breaks kept."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()
