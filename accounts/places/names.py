"""Names of places as people type them."""

import re
import unicodedata

_SAINTS = re.compile(r"\b(sint|saint|sainte|ste|st)\b")


def plain(name: str) -> str:
    """`name` without accents, capitals, dashes and dots, and with one way to write a saint: for comparing only."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign))
    words = re.sub(r"[^a-z0-9]+", " ", kept.replace("œ", "oe").replace("ß", "ss"))
    return " ".join(_SAINTS.sub("st", words).split())


def names_of(*names: str) -> list[str]:
    """All plain names under which a place is found; "Bruxelles (Brussel)" and "A / B" give both parts."""
    parts = (part for name in names for part in re.split(r"[/()]", name))
    return sorted({plain(part) for part in parts} - {""})
