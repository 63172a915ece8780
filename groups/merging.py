"""When two files of one person become one: seats that are kept or taken stay where they are."""

from collections.abc import Collection, Iterator

from accounts.models import Person
from core.errors import DomainError
from groups.errors import TogetherInGroup
from groups.models import Group, Seat
from groups.states import LIVE
from organisations.merging import MergePart, register_merge


def _busy(enrolment_ids: Collection[int]) -> set[int]:
    """The enrolments with a seat that is kept or taken."""
    seats = Seat.objects.filter(enrolment__in=enrolment_ids, state__in=LIVE)
    return set(seats.values_list("enrolment_id", flat=True))


def _refuse(kept: Person, other: Person) -> Iterator[DomainError]:
    together = Group.objects.filter(seats__enrolment__person=kept).filter(
        seats__enrolment__person=other
    )
    if together.exists():
        yield TogetherInGroup()


def register() -> None:
    register_merge(MergePart(refuse=_refuse, busy=_busy))
