"""What the service knows about somebody, for that person. Apps above add their part (`AppConfig.ready`)."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.models import Consent, Person, Proxy
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
        **_proxies_and_consents(person),
    }


def _proxies_and_consents(person: Person) -> dict[str, Any]:
    own = {"person": OuterRef("pk")}
    proxies = Proxy.objects.filter(**own).order_by("pk")
    consents = Consent.objects.filter(**own).order_by("given_at", "pk")
    proxy = JSONObject(
        email="email", may="may", starts_on="starts_on", ends_on="ends_on", ended_at="ended_at"
    )
    consent = JSONObject(
        purpose="purpose", text="text_version", given_at="given_at", withdrawn_at="withdrawn_at"
    )
    told = Person.objects.filter(pk=person.pk).values_list(
        ArraySubquery(proxies.values(told=proxy)), ArraySubquery(consents.values(told=consent))
    )
    return dict(zip(("proxies", "consents"), told.get(), strict=True))
