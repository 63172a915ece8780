"""What apps above end when somebody takes back their consent to be looked for. Filled in `AppConfig.ready`."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import Person, User

# end(person, by, now): in the transaction in which the consent is taken back, before its row is locked.
End = Callable[[Person, User | None, datetime], None]

_ends: list[End] = []


def register_withdrawing(end: End) -> None:
    """Called once by an app in `AppConfig.ready`."""
    _ends.append(end)


def end_with_consent(person: Person, *, by: User | None, now: datetime) -> None:
    for end in _ends:
        end(person, by, now)
