"""Nominatim, when the setting says so: limited to one question a second, remembered for a month, without names attached."""

from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache as memory
from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim

_MONTH_S = 30 * 24 * 3600


class LookupFailed(Exception):
    """The service did not answer: not the same as "there is no such place". `code` says how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def _ask() -> RateLimiter:
    service = Nominatim(
        user_agent=settings.NOMINATIM_USER_AGENT,
        domain=settings.NOMINATIM_DOMAIN,
        timeout=5,
        # geopy's other adapter asks three times in a row and writes the address in the log each time.
        adapter_factory=URLLibAdapter,
    )
    return RateLimiter(
        service.geocode, min_delay_seconds=1, max_retries=0, swallow_exceptions=False
    )


def look_up(address: str) -> tuple[float, float] | None:
    """(latitude, longitude), or None when there is no such place in Belgium. Raises LookupFailed."""
    key = f"nominatim:{sha256(address.encode()).hexdigest()}"
    known: Any = memory.get(key)
    if known is not None:
        return known or None
    try:
        found = _ask()(address, country_codes="be")
    except (GeocoderServiceError, AttributeError, TypeError, ValueError) as error:
        # The last three: geopy reads an answer of another shape without checking it.
        raise LookupFailed(type(error).__name__) from error
    point = (found.latitude, found.longitude) if found else ()
    memory.set(key, point, _MONTH_S)
    return point or None
