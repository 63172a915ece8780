"""What the service knows about somebody, for that person. Apps above add their part (`AppConfig.ready`)."""

from collections.abc import Callable
from typing import Any

from accounts.models import Person
from accounts.selectors import disclosure_choices, read_told

Part = Callable[[Person], Any]

_parts: dict[str, Part] = {}


def register_export(name: str, part: Part) -> None:
    """`part(person)` gives what can be written as JSON; internal notes of a team do not belong in it."""
    _parts[name] = part


def export_of(person: Person) -> dict[str, Any]:
    """Everything, by part. Times as ISO 8601."""
    read_told([person])
    return {"person": _own(person)} | {name: part(person) for name, part in sorted(_parts.items())}


def _own(person: Person) -> dict[str, Any]:
    place = getattr(person, "place", None)
    profile = person.profile
    return {
        "id": str(person.public_id),
        "name_to_use": person.name_to_use,
        "family_name": person.family_name,
        "birth_year": person.birth_year,
        "gender": person.gender,
        "language": person.language,
        "email": person.contact_email,
        "phone": str(person.phone or ""),
        "registered_at": person.created_at.isoformat(),
        "place": {"typed": place.typed, "address": place.address, "cell": place.cell_id}
        if place
        else None,
        "languages": {row.language: row.level for row in person.languages.all()},
        "interests": {row.interest: row.attitude for row in person.interests.all()},
        "profile": {
            field.name: getattr(profile, field.name)
            for field in profile._meta.fields
            if field.name != "person"
        },
        "shown_to_the_other": disclosure_choices(person=person),
        "proxies": [
            {
                "email": proxy.email,
                "may": proxy.may,
                "starts_on": proxy.starts_on.isoformat(),
                "ends_on": proxy.ends_on.isoformat(),
                "ended_at": proxy.ended_at and proxy.ended_at.isoformat(),
            }
            for proxy in person.proxies.order_by("pk")
        ],
        "consents": [
            {
                "purpose": consent.purpose,
                "text": consent.text_version,
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at and consent.withdrawn_at.isoformat(),
            }
            for consent in person.consents.order_by("given_at", "pk")
        ],
    }
