"""Searching that forgives accents and capitals: "garcia" finds García. Needs no extension of the database."""

import unicodedata

from django.db.models import CharField, Func, Value
from django.db.models.functions import Lower

_LETTERS = {
    chr(code): base
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (base := unicodedata.normalize("NFD", chr(code))[0]).isascii() and base.islower()
} | {"ø": "o", "ł": "l", "đ": "d", "ı": "i"}
_TABLE = str.maketrans("".join(_LETTERS), "".join(_LETTERS.values()))


def plain_letters(text: str) -> str:
    """`text` in small letters without accents, as `PlainLetters` makes them in the database."""
    return text.lower().translate(_TABLE)


class PlainLetters(Func):
    function = "translate"
    output_field = CharField()

    def __init__(self, text: object) -> None:
        super().__init__(Lower(text), Value("".join(_LETTERS)), Value("".join(_LETTERS.values())))
