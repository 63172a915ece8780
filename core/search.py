"""Searching that forgives accents and capitals: "garcia" finds García. Needs no extension of the database."""

import unicodedata

from django.db.models import CharField, Func, GeneratedField, TextField, Value
from django.db.models.functions import Cast, Concat, Lower

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


def searched(*fields: str) -> GeneratedField:
    """A column in which the database itself keeps these fields as a search compares them: making the letters anew for each of
    100,000 rows takes seconds."""
    space = Value(" ", output_field=TextField())
    texts = [each for name in fields for each in (Cast(name, TextField()), space)]
    return GeneratedField(
        expression=PlainLetters(Concat(*texts)), output_field=TextField(), db_persist=True
    )
