"""Numbers for the drawings: places on the map of Belgium, lengths of bars, words for how long ago."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

_WEST, _NORTH = 2.5, 51.55
_PER_LON, _PER_LAT = 100.0, 158.0  # 1° of longitude is 0.63 of 1° of latitude at 50.5° N


@register.filter
def across(lon: float) -> float:
    """Degrees east → x on the map (0–400)."""
    return round((float(lon) - _WEST) * _PER_LON, 1)


@register.filter
def down(lat: float) -> float:
    """Degrees north → y on the map (0–330)."""
    return round((_NORTH - float(lat)) * _PER_LAT, 1)


@register.filter
def radius(count: int) -> float:
    """An area that grows with the count, never too small to see."""
    return float(round(2.5 + float(count) ** 0.5 * 1.6, 1))


@register.filter
def share_of(value: float, highest: float) -> int:
    """Whole percent of the highest."""
    return round(100 * value / highest) if highest else 0


@register.filter
def highest(rows: list[dict[str, Any]]) -> float:
    return max((row["value"] for row in rows), default=0)


@register.filter
def waiting(since: datetime | None) -> str:
    """ "3 weeks": how long somebody waits, in the largest unit that says enough."""
    if since is None:
        return ""
    days = (timezone.now() - since).days  # noqa: TID251  (only shown)
    if days < 1:
        return _("since today")
    if days < 14:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < 60:
        return ngettext("%(n)s week", "%(n)s weeks", days // 7) % {"n": days // 7}
    return ngettext("%(n)s month", "%(n)s months", days // 30) % {"n": days // 30}
