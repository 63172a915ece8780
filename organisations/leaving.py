"""What apps above end when somebody stops in a programme. Filled in `AppConfig.ready`."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from organisations.models import Enrolment

# end(enrolment, by, now): in the transaction in which they stop, with the enrolment locked.
End = Callable[[Enrolment, User | None, datetime], None]

_ends: list[End] = []


def register_leaving(end: End) -> None:
    """Called once by an app in `AppConfig.ready`."""
    _ends.append(end)


def end_with(enrolment: Enrolment, *, by: User | None, now: datetime) -> None:
    """Somebody stopped: whatever hangs on it ends in the same transaction. The caller has locked the enrolment."""
    for end in _ends:
        end(enrolment, by, now)
