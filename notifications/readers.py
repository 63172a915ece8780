"""Who reads a message: a person, with or without a login, or the login of somebody of the team."""

from dataclasses import dataclass

from django.conf import settings

from accounts.models import Person, User
from accounts.models.people import ReachBy
from notifications.models import Message

Owner = tuple[str, int]  # "person" or "user", and the id


@dataclass(frozen=True)
class Reader:
    """`person` and `user` are of one human, who chooses once for both."""

    person: Person | None
    user: User | None
    language: str
    email: str
    phone: str
    reach_by: str


def owner_of(reader: Reader) -> Owner:
    """Whose choices count: the person's, and without one those of the login."""
    if reader.person is not None:
        return ("person", reader.person.pk)
    return ("user", reader.user.pk if reader.user is not None else 0)


def reader_of(message: Message) -> Reader:
    if message.person is not None:
        return reader_of_person(message.person)
    if message.user is not None:
        return reader_of_user(message.user)
    return Reader(None, None, settings.LANGUAGE_CODE, "", "", ReachBy.EMAIL)


def reader_of_person(person: Person) -> Reader:
    return Reader(
        person=person,
        user=person.user,
        language=person.language,
        email=person.contact_email,
        phone=str(person.phone or ""),
        reach_by=person.reach_by,
    )


def reader_of_user(user: User) -> Reader:
    """Of somebody of the team; what they chose as a person counts for this too."""
    person = getattr(user, "person", None)
    return Reader(
        person=person,
        user=user,
        language=user.language,
        email=user.email,
        phone=str(person.phone or "") if person else "",
        reach_by=ReachBy.EMAIL,
    )
