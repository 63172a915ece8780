"""Every address of the API and the methods it knows, from the urlconf itself."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver

from config import api

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
