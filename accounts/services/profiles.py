"""The parts of a profile; each may be changed alone and left empty."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.catalogues import (
    ACCESS,
    CONTACT_FORMS,
    DAY_PARTS,
    INTERESTS,
    LIFE_PHASES,
    SPOKEN,
    STYLES,
    TravelMode,
)
from accounts.errors import AgesReversed, TextTooLong
from accounts.models import Person, PersonInterest, PersonLanguage, Profile, User
from accounts.models.people import Attitude, Gender, Level
from accounts.models.profiles import TRAVEL_LIMIT_KM
from accounts.services.people import lock_person, save_change
from core.errors import InvalidInput
from core.text import lines

ABOUT_LIMIT = 1000
_MASKS = {
    "day_parts": DAY_PARTS,
    "contact_forms": CONTACT_FORMS,
    "access_needs": ACCESS,
    "access_offers": ACCESS,
    "life_phases": LIFE_PHASES,
}
_AGES = (16, 120)
_STYLE_FIELDS = {f"style_{axis}" for axis, *_rest in STYLES}


@transaction.atomic
def change_languages(
    *,
    person_id: int,
    levels: Mapping[str, int],
    by: User | None,
    now: datetime,
    expected_version: int | None = None,
) -> Person:
    """Replace the languages: code of `SPOKEN` → level 1–3. Raises InvalidInput, ChangedMeanwhile."""
    if any(code not in SPOKEN or level not in Level.values for code, level in levels.items()):
        raise InvalidInput(field="languages")
    person = lock_person(person_id=person_id, expected_version=expected_version)
    person.languages.all().delete()
    PersonLanguage.objects.bulk_create(
        PersonLanguage(person=person, language=code, level=level) for code, level in levels.items()
    )
    return save_change(person, what="languages", by=by, now=now)


@transaction.atomic
def change_interests(
    *,
    person_id: int,
    attitudes: Mapping[str, str],
    by: User | None,
    now: datetime,
    expected_version: int | None = None,
) -> Person:
    """Replace the interests: code of `INTERESTS` → attitude. Raises InvalidInput, ChangedMeanwhile."""
    wrong = [c for c, a in attitudes.items() if c not in INTERESTS or a not in Attitude.values]
    if wrong:
        raise InvalidInput(field="interests")
    person = lock_person(person_id=person_id, expected_version=expected_version)
    person.interests.all().delete()
    PersonInterest.objects.bulk_create(
        PersonInterest(person=person, interest=code, attitude=attitude)
        for code, attitude in attitudes.items()
    )
    return save_change(person, what="interests", by=by, now=now)


@transaction.atomic
def change_profile(
    *,
    person_id: int,
    by: User | None,
    now: datetime,
    expected_version: int | None = None,
    **changes: Any,
) -> Person:
    """Change parts of the profile. Lists of codes for the masks, numbers and texts for the rest.

    Raises InvalidInput with the field's name, ChangedMeanwhile.
    """
    checked = {name: _checked(name, value) for name, value in changes.items()}
    person = lock_person(person_id=person_id, expected_version=expected_version)
    profile = Profile.objects.get(person=person)
    for name, value in checked.items():
        setattr(profile, name, value)
    if (
        profile.wish_age_from
        and profile.wish_age_to
        and profile.wish_age_from > profile.wish_age_to
    ):
        raise AgesReversed
    profile.save()
    return save_change(person, what="profile", by=by, now=now)


def _checked(name: str, value: Any) -> Any:
    """The value as it is stored. Raises InvalidInput."""
    try:
        return _stored(name, value)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise InvalidInput(field=name) from error


def _stored(name: str, value: Any) -> Any:
    if name in _MASKS:
        return _MASKS[name].mask(value)
    if name == "travel_km":
        return _whole(value, 1, TRAVEL_LIMIT_KM)
    if name in ("wish_age_from", "wish_age_to"):
        return _whole(value, *_AGES)
    if name in _STYLE_FIELDS:
        return _whole(value, -1, 1) or 0
    if name == "travel_mode":
        return TravelMode(value).value if value else ""
    if name == "wish_genders":
        return sorted({Gender(gender).value for gender in value} - {""})
    if name in ("wish_gender_is_must", "wish_age_is_must"):
        return bool(value)
    if name == "about":
        text = lines(value)
        if len(text) > ABOUT_LIMIT:
            raise TextTooLong(field=name, limit=ABOUT_LIMIT, length=len(text))
        return text
    raise KeyError(name)


def _whole(value: Any, lowest: int, highest: int) -> int | None:
    if value is None or value == "":
        return None
    number = int(value)
    if not lowest <= number <= highest:
        raise ValueError
    return number
