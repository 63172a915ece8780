"""Somebody becomes known to the service, and changes what they told about themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException

from accounts.errors import (
    AlreadyRegistered,
    BirthYearImpossible,
    ConsentNeeded,
    EmailDiffers,
    EmailInvalid,
    NameMissing,
    NameTooLong,
    NoWayToReach,
    PhoneInvalid,
    TooYoung,
)
from accounts.models import Person, Profile, User
from accounts.models.consents import Purpose
from accounts.models.people import Gender, ReachBy
from accounts.services.consents import give_consent
from core import events
from core.errors import ChangedMeanwhile, DomainError, InvalidInput
from core.text import one_line

NAME_LIMIT = 80
EMAIL_LIMIT = 254  # what the column holds; the validator lets 320 pass
OLDEST_BIRTH_YEAR = 1900
YOUNGEST_AGE = 16
_REACH = ("email", "phone", "reach_by")


@dataclass(frozen=True)
class Details:
    """What somebody says of themselves, already checked and cleaned; made by `checked_details`."""

    name_to_use: str
    family_name: str
    birth_year: int | None
    gender: str
    language: str
    email: str
    phone: str
    reach_by: str


def checked_details(
    *,
    now: datetime,
    name_to_use: str,
    family_name: str = "",
    birth_year: int | None = None,
    gender: str = "",
    language: str = "nl",
    email: str = "",
    phone: str = "",
    reach_by: str = ReachBy.EMAIL,
    has_login: bool = False,
) -> Details:
    """Clean and check; raises the named error of the first thing that is wrong, changes nothing."""
    details = Details(
        name_to_use=_name(name_to_use, "name_to_use", needed=True),
        family_name=_name(family_name, "family_name", needed=False),
        birth_year=_birth_year(birth_year, now),
        gender=_one_of(gender, Gender.values, "gender"),
        language=_one_of(language, ["nl", "fr", "en"], "language"),
        email=checked_email(email),
        phone=checked_phone(phone),
        reach_by=_one_of(reach_by, ReachBy.values, "reach_by"),
    )
    if details.reach_by == ReachBy.PHONE and not details.phone:
        raise PhoneInvalid
    if details.reach_by == ReachBy.EMAIL and not (details.email or has_login):
        raise NoWayToReach(field="email")
    return details


def faults_of_details(
    *, now: datetime, has_login: bool = False, **details: Any
) -> list[DomainError]:
    """All that `checked_details` would refuse, field by field, to be told together. What is not given is not judged."""
    neutral = {"name_to_use": "-", "reach_by": ReachBy.LETTER}
    reach = {name: details[name] for name in _REACH if name in details}
    faults: list[DomainError] = []
    for said in [*({name: value} for name, value in details.items() if name != "reach_by"), reach]:
        if said is reach and any(fault.field in _REACH for fault in faults):
            break  # who reads that the number is wrong need not read that there is none
        try:
            checked_details(now=now, has_login=has_login, **(neutral | said))
        except DomainError as error:
            faults.append(error)
    return faults


def _name(text: str, field: str, *, needed: bool) -> str:
    name = one_line(text)
    if needed and not name:
        raise NameMissing(field=field)
    if len(name) > NAME_LIMIT:
        raise NameTooLong(field=field)
    return name


def _birth_year(year: int | None, now: datetime) -> int | None:
    if year is None:
        return None
    if not OLDEST_BIRTH_YEAR <= year <= now.year:
        raise BirthYearImpossible
    if now.year - year < YOUNGEST_AGE:
        raise TooYoung
    return year


def _one_of(value: str, allowed: list[str], field: str) -> str:
    if value not in allowed:
        raise InvalidInput(field=field)
    return value


def checked_email(text: str) -> str:
    """One address in lower case, or "". Raises EmailInvalid; two addresses or a line break are not an address."""
    address = text.strip().lower()
    if len(address) > EMAIL_LIMIT:
        raise EmailInvalid
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise EmailInvalid from error
    return address


def checked_phone(text: str) -> str:
    """The number in international form, or "". Raises PhoneInvalid."""
    if not text.strip():
        return ""
    if not _has_digits(text):
        raise PhoneInvalid
    try:
        number = PhoneNumber.from_string(one_line(text)[:40], region="BE")
    except NumberParseException as error:
        raise PhoneInvalid from error
    if not number.is_valid():
        raise PhoneInvalid
    return str(number.as_e164)


def _has_digits(text: str) -> bool:
    return sum(sign.isdigit() for sign in text) >= 6


@transaction.atomic
def register_person(
    *,
    by: User | None,
    now: datetime,
    user: User | None = None,
    consent: bool = True,
    consent_how: str = "page",
    public_id: UUID | None = None,
    **details: Any,
) -> Person:
    """A new person with an empty profile and, normally, their consent. `details`: see `checked_details`. Whoever sends
    the same `public_id` twice registers once.

    Raises AlreadyRegistered when the login has a person or `public_id` is somebody's, ConsentNeeded when somebody registers themselves without it,
    and the errors of `checked_details`.
    """
    if user is not None and not consent:
        raise ConsentNeeded
    checked = checked_details(now=now, has_login=user is not None, **details)
    person = Person(
        public_id=public_id or uuid4(), user=user, created_at=now, created_by=by, **vars(checked)
    )
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise AlreadyRegistered from error
    Profile.objects.create(person=person)
    events.record("accounts.person_registered", subject=person, by=by, at=now, person_id=person.pk)
    if consent:
        give_consent(person=person, purpose=Purpose.SERVICE, how=consent_how, by=by, now=now)
    return person


@transaction.atomic
def change_person(
    *, person_id: int, by: User | None, now: datetime, expected_version: int | None, **details: Any
) -> Person:
    """Change what somebody says of themselves. Raises ChangedMeanwhile and the errors of `checked_details`."""
    person = lock_person(person_id=person_id, expected_version=None)
    if expected_version is not None and expected_version != person.version:
        now_there = {name: getattr(person, name) for name in details if hasattr(person, name)}
        raise ChangedMeanwhile(
            stored={
                name: value
                for name, value in now_there.items()
                if str(value or "") != str(details[name] or "")
            }
        )
    kept = {name: str(getattr(person, name) or "") for name in ("email", "phone")}
    current = {
        name: getattr(person, name)
        for name in ("name_to_use", "family_name", "birth_year", "gender", "language", "reach_by")
    }
    checked = checked_details(
        now=now, has_login=person.user_id is not None, **(kept | current | details)
    )
    for name, value in vars(checked).items():
        setattr(person, name, value)
    return save_change(person, what="details", by=by, now=now)


def lock_person(*, person_id: int, expected_version: int | None) -> Person:
    """The person, locked. Raises ChangedMeanwhile when somebody changed it since the page was read."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if expected_version is not None and expected_version != person.version:
        raise ChangedMeanwhile
    return person


def save_change(person: Person, *, what: str, by: User | None, now: datetime) -> Person:
    """Save a locked person with the next version, and record which part changed."""
    person.version += 1
    person.save()
    events.record(
        "accounts.person_changed", subject=person, by=by, at=now, person_id=person.pk, part=what
    )
    return person


@transaction.atomic
def link_login(*, person_id: int, user: User, now: datetime) -> Person:
    """This login belongs to this person from now on.

    Raises AlreadyRegistered when the login has a person or the person a login: neither is ever replaced. Raises EmailDiffers
    when the login's address is not the person's: on a shared computer somebody else may be the next to log in.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.email != user.email:
        raise EmailDiffers
    if person.user_id is not None or Person.objects.filter(user=user).exists():
        raise AlreadyRegistered
    person.user = user
    user.language = person.language
    user.save(update_fields=["language"])
    return save_change(person, what="login", by=user, now=now)
