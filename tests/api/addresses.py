"""Every address of the API and the methods it knows, from the urlconf itself."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver

from config import api
from tests.api.bodies import CHANGES
from tests.matching.circles import TwoDrafts

# What the addresses of forming groups are about, in a scene of `two_drafts`.
OF_FORMING: dict[str, Callable[[TwoDrafts], UUID]] = {
    **dict.fromkeys(("wish", "wish_leads", "ideas"), lambda forms: forms.asked.public_id),
    **dict.fromkeys(("team_wish", "team_wish_leads"), lambda forms: forms.asked.public_id),
    **dict.fromkeys(("asked_one", "asked_answer"), lambda forms: forms.now.public_id),
    **dict.fromkeys(
        ("team_draft_answers", "team_draft_dissolve"), lambda forms: forms.now.public_id
    ),
    **dict.fromkeys(("team_themes", "team_ideas"), lambda forms: forms.programme.public_id),
    **dict.fromkeys(("team_theme", "team_theme_end"), lambda forms: forms.theme.public_id),
    **dict.fromkeys(("team_place", "team_place_end"), lambda forms: forms.place.public_id),
    **dict.fromkeys(("team_idea_accept", "team_idea_decline"), lambda forms: forms.idea),
    "team_places": lambda forms: forms.programme.organisation.public_id,
    **dict.fromkeys(
        ("team_forming", "team_forming_cancel", "team_forming_left"), lambda forms: forms.forming
    ),
    **dict.fromkeys(
        [
            "team_draft",
            *(f"team_draft_{each}" for each in ("could_come", "could_lead", "lock")),
            *(f"team_draft_{each}" for each in ("approve", "reject", *CHANGES)),
            *(f"team_draft_{each}_preview" for each in CHANGES),
        ],
        lambda forms: forms.later.public_id,
    ),
}
_METHODS = ("get", "post", "put", "patch", "delete")
NOBODY = UUID(int=0)


def operations() -> list[tuple[str, str]]:
    """(method, name of the address), the docs and what catches the rest left out."""
    return sorted(
        (method, pattern.name)
        for pattern in _patterns(api.urlpatterns)
        if pattern.name not in ("docs", "schema", "nothing")
        for method in _METHODS
        if hasattr(pattern.callback.cls, method)
    )


def _patterns(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry


def arguments_of(name: str, public_id: UUID = NOBODY, other_id: UUID = NOBODY) -> list[object]:
    """What stands in the address: `public_id`, that of another one, and a kind or purpose that exists."""
    found = next(pattern for pattern in _patterns(api.urlpatterns) if pattern.name == name)
    values = {
        "public_id": public_id,
        "other_id": other_id,
        "kind": "training",
        "purpose": "service",
    }
    return [values[argument] for argument in found.pattern.converters]
