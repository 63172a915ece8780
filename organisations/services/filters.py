"""Filters kept under a name: saved by whoever uses them, shared with a team when they want."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.errors import NotFoundHere
from core.text import one_line
from organisations.errors import FilterEmpty, FilterNameMissing, TooManyFilters
from organisations.models import Organisation, SavedFilter
from organisations.models.filters import FILTER_LIMIT, FILTER_NAME_LIMIT
from organisations.permissions import ensure_coordinates, organisations_of

FILTERS = ("q", "programme", "side", "state", "coordinator", "order")
MOST_FILTERS = 50
QUERY_LIMIT = 4000  # bounds the work; what is kept is shorter


@transaction.atomic
def save_filter(
    *, name: str, query: str, by: User, now: datetime, organisation: Organisation | None = None
) -> SavedFilter:
    """Keep the filters of an address under `name`, over an older one of that name; with `organisation` its team sees it too.

    Raises FilterNameMissing, FilterEmpty, TooManyFilters, NotFoundHere.
    """
    if not organisations_of(by).exists():
        raise NotFoundHere
    if organisation is not None:
        ensure_coordinates(by, organisation.pk)
    said = one_line(name)
    if not 1 <= len(said) <= FILTER_NAME_LIMIT:
        raise FilterNameMissing(limit=FILTER_NAME_LIMIT)
    kept = _kept(query)
    if not kept or len(kept) > FILTER_LIMIT:
        raise FilterEmpty
    own = SavedFilter.objects.filter(user=by)
    if own.count() >= MOST_FILTERS and not own.filter(name=said).exists():
        raise TooManyFilters(most=MOST_FILTERS)
    saved, _created = SavedFilter.objects.update_or_create(
        user=by,
        name=said,
        defaults={"query": kept, "organisation": organisation, "created_at": now},
    )
    return saved


def _kept(query: str) -> str:
    """The filters that the list knows, without empty ones and without the page."""
    said = dict(parse_qsl(query[:QUERY_LIMIT].removeprefix("?")))
    kept = {name: one_line(said[name]) for name in FILTERS if one_line(said.get(name, ""))}
    return urlencode(kept)


@transaction.atomic
def remove_filter(*, public_id: UUID, by: User) -> None:
    """Forget one's own filter; also who shares it sees it no more. Raises NotFoundHere."""
    removed, _rows = SavedFilter.objects.filter(public_id=public_id, user=by).delete()
    if not removed:
        raise NotFoundHere
