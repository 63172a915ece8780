"""What apps above say and do when two files of one person become one. Filled in `AppConfig.ready`."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from core.errors import DomainError


def _nothing(*_facts: object) -> None:
    """An app with nothing to move."""


def _none(_ids: Collection[int]) -> set[int]:
    return set()


@dataclass(frozen=True)
class MergePart:
    """`refuse(kept, other)` gives what stands in the way; `busy(ids)` those enrolments in which something is going on that cannot
    be ended by a merge; `move(kept, other, now)` moves what points at `other`."""

    refuse: Callable[[Person, Person], Iterator[DomainError]]
    busy: Callable[[Collection[int]], set[int]] = _none
    move: Callable[[Person, Person, datetime], None] = _nothing


PARTS: list[MergePart] = []


def busy_among(ids: Collection[int]) -> set[int]:
    """Those of these enrolments in which something is going on, as the apps above say: a seat that is kept or taken."""
    return {pk for part in PARTS for pk in part.busy(ids)} if ids else set()


def register_merge(part: MergePart) -> None:
    """Called once by an app in `AppConfig.ready`."""
    PARTS.append(part)
