"""From what somebody typed to a place of Belgium: an offline geopy geocoder of our own, and Nominatim by setting."""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from accounts.errors import PlaceAmbiguous, PlaceInOtherCountry, PlaceUnknown
from accounts.models import PostalPlace
from accounts.places.names import plain

_POSTCODE = re.compile(r"(?<![\d])(?:B[- ]?)?([1-9]\d{3})(?![\d])", re.IGNORECASE)
# NL "1012 AB", FR/DE "75001", LU "L-1234", GB "SW1A 1AA": four shapes our neighbours use.
_ELSEWHERE = re.compile(
    r"^\s*(?:(?:NL[- ]?)?\d{4}\s?[A-Z]{2}|(?:F|FR|D|DE)?[- ]?\d{5}|(?:L|LU|NL|A|CH)[- ]\d{4}"
    r"|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b",
    re.IGNORECASE,
)
_LIKENESS = 88  # of 100 (rapidfuzz ratio): one wrong letter in eight


class BelgianGeocoder(Geocoder):  # type: ignore[misc]
    """Postcode, municipality, part of a municipality, or an address that holds one of these → the postcode's place.

    `geocode` answers with a geopy Location whose `raw` is the `PostalPlace`; with `exactly_one=False` with all that fit.
    Raises PlaceUnknown, PlaceInOtherCountry, PlaceAmbiguous: named answers, not failures.
    """

    def __init__(self) -> None:
        # Not the base's: it reads all certificates of the machine (30 ms), for a network that is never asked here.
        pass

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = None
    ) -> Location | list[Location]:
        found = find_postal_places(query)
        if not found:
            raise PlaceInOtherCountry if _ELSEWHERE.match(query) else PlaceUnknown
        if not exactly_one:
            return [_location(postal) for postal in found]
        if len({postal.nis for postal in found}) > 1:
            raise PlaceAmbiguous(candidates=", ".join(_described(found)))
        return _location(found[0])


def _location(postal: PostalPlace) -> Location:
    return Location(str(postal), (postal.cell.lat, postal.cell.lon), postal)


def _described(places: Sequence[PostalPlace]) -> list[str]:
    """One line for each municipality, by its lowest postcode."""
    first = {postal.nis: postal for postal in reversed(places)}
    return [
        f"{p.postcode} {p.locality or p.name_nl} ({p.province_nl})"
        for p in sorted(first.values(), key=lambda p: p.postcode)
    ][:6]


def find_postal_places(query: str) -> list[PostalPlace]:
    """The places that fit, best first: by postcode, then by name, then by a name that is nearly the same."""
    code = _POSTCODE.search(query)
    rows = PostalPlace.objects.select_related("cell").order_by("postcode", "repaired", "nis")
    found = list(rows.filter(postcode=code.group(1))) if code else []
    if _ELSEWHERE.match(query):  # "9840 De Pinte" looks like the Dutch "9840 DE": the name decides
        return _named(query, found)[:1]
    if code:
        return _closest_to(query, found)
    name = plain(query.split(",")[-1])
    if not name:
        return []
    exact = list(rows.filter(search_names__contains=[name]))
    return _main_first(name, exact) if exact else _nearly(name, rows)


def _closest_to(query: str, found: list[PostalPlace]) -> list[PostalPlace]:
    """Some postcodes lie in two municipalities: take the one that is named, else the one that has most of it."""
    # A repaired point means that the postcode's own point lies in the other municipality.
    return (_named(query, found) or found)[:1]


def _named(query: str, found: list[PostalPlace]) -> list[PostalPlace]:
    words = plain(query)
    return [p for p in found if any(name in words for name in p.search_names)]


def _main_first(name: str, found: list[PostalPlace]) -> list[PostalPlace]:
    """A municipality's own name beats a village with the same name elsewhere in the list of its postcodes."""
    whole = [p for p in found if name in (plain(p.name_nl), plain(p.name_fr))]
    return sorted(whole or found, key=lambda p: (plain(p.locality) != name, p.postcode))


def _nearly(name: str, rows: Any) -> list[PostalPlace]:
    from rapidfuzz import fuzz, process

    names = {n for places in rows.values_list("search_names", flat=True) for n in places}
    best = process.extract(name, sorted(names), scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=1)
    return (
        _main_first(best[0][0], list(rows.filter(search_names__contains=[best[0][0]])))
        if best
        else []
    )


def find_place(query: str) -> PostalPlace:
    """The one place that fits. Raises PlaceUnknown, PlaceInOtherCountry, PlaceAmbiguous."""
    place: PostalPlace = BelgianGeocoder().geocode(query).raw  # type: ignore[union-attr]
    return place


def is_offline() -> bool:
    return bool(settings.KOMPAAN_GEOCODER == "offline")
