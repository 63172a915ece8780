"""What a letter is. Drawing it needs much code that nothing else needs, so it is loaded when the first one is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from notifications.rendering import Written


@dataclass(frozen=True)
class Letter:
    """Who gets it, line by line as on the envelope, and what it says."""

    envelope: list[str]
    written: Written


def make_pdf(
    letters: Iterable[Letter], *, sender: str, title: str, language: str, on: date
) -> bytes:
    """A PDF to print; see `notifications.letter_pdf`."""
    from notifications.letter_pdf import draw

    return draw(letters, sender=sender, title=title, language=language, on=on)
