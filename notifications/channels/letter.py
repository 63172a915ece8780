"""Letters, for who asked for them. The team prints and posts them: see `notifications.services.letters`."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Place
from accounts.models.people import ReachBy
from core.text import one_line
from notifications.channels.base import LETTER, Channel
from notifications.readers import Reader


def envelope_of(person: Person) -> list[str]:
    """The lines of the address: name, street and number, postcode and municipality; empty when one of them is not known."""
    place: Place | None = getattr(person, "place", None)
    street = one_line(place.address or "") if place is not None else ""
    if place is None or not street:
        return []
    town = one_line(place.typed)
    if place.postal is not None:
        town = f"{place.postal.postcode} {place.postal.name_in(person.language)}"
        if street == one_line(place.typed):  # all of it came as one line
            street = street.rpartition(place.postal.postcode)[0].rstrip(" ,") or street
    return [f"{person.name_to_use} {person.family_name}".strip(), street, town]


def _address(reader: Reader) -> str:
    if reader.person is None or reader.reach_by != ReachBy.LETTER:
        return ""
    return "\n".join(envelope_of(reader.person))


def channel() -> Channel:
    return Channel(code=LETTER, label=_("letter"), address=_address)
