"""People for tests, made by walking the services."""

from itertools import count
from typing import Any

from accounts import services
from accounts.models import Person, User
from tests.clock import NOW

_number = count(1)


def make_person(
    name: str = "Ana",
    *,
    user: User | None = None,
    place: str = "9000",
    languages: dict[str, int] | None = None,
    likes: tuple[str, ...] = ("walking", "coffee"),
    consent: bool = True,
    profile: dict[str, Any] | None = None,
    **details: Any,
) -> Person:
    """Somebody from Gent who speaks Dutch, likes walking and coffee, is free on Saturday and cycles up to 10 km."""
    details.setdefault("email", "" if user else f"person{next(_number)}@example.org")
    person = services.register_person(
        name_to_use=name, user=user, by=user, now=NOW, consent=consent, **details
    )
    services.change_place(person=person, typed=place, by=user, now=NOW)
    services.change_languages(person_id=person.pk, levels=languages or {"nl": 3}, by=user, now=NOW)
    services.change_interests(
        person_id=person.pk, attitudes=dict.fromkeys(likes, "like"), by=user, now=NOW
    )
    usual = {
        "day_parts": ["sat_morning", "sat_afternoon"],
        "travel_mode": "bike",
        "travel_km": 10,
        "contact_forms": ["out", "walk"],
    }
    services.change_profile(person_id=person.pk, by=user, now=NOW, **(usual | (profile or {})))
    person.refresh_from_db()
    return person
