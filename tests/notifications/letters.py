"""People who hear from us by letter, for tests."""

from typing import Any

from accounts.models import Person
from accounts.services import change_place
from notifications import services
from notifications.models import Delivery
from tests.clock import NOW
from tests.notifications.builders import make_reader, plan, queue

ORGANISATION = 3


def by_letter(
    name: str = "Emma", *, address: str | None = "Kouter 1", typed: str = "9000", **details: Any
) -> Person:
    person = make_reader(name, **{"email": "", "reach_by": "letter"} | details)
    change_place(person=person, typed=typed, address=address, by=None, now=NOW)
    return person


def letter(person: Person | None = None, **more: Any) -> Delivery:
    """A letter that waits to be printed."""
    return plan(queue(person or by_letter(), **{"organisation_id": ORGANISATION} | more))


def letters(number: int, **more: Any) -> list[Delivery]:
    return [letter(**more) for _number in range(number)]


def batch_of(*waiting: Delivery, by: Any) -> Any:
    """The batch that these letters are in, with all others that wait."""
    assert waiting
    return services.make_batch(organisation_id=ORGANISATION, by=by, now=NOW)
