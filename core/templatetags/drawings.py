"""Numbers for the drawings: places on the map of Belgium, lengths of bars, words for how long ago."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

_WEST, _NORTH = 2.5, 51.55
_WIDE, _HIGH = 400.0, 330.0
_CLOSEST, _NAMES = 16.0, 8
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


# There may be thousands of points: a loop in a template takes ten times as long.
@register.simple_tag
def dots(points: Iterable[dict[str, Any]], scale: float) -> SafeString:
    """A dot on the map for each point, the larger the more there are."""
    return format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}: {}</title></circle>',
        (
            (
                point.get("kind") or "seeker",
                across(point["lon"]),
                down(point["lat"]),
                times(radius(point["count"]), scale),
                point["label"],
                point["count"],
            )
            for point in points
        ),
    )


@register.simple_tag
def rows_of_points(points: Iterable[dict[str, Any]]) -> SafeString:
    """The same points as rows of a table: area, who, how many."""
    row = format_html(
        '<tr><td data-label="{}">{{}}</td><td data-label="{}">{{}}</td><td data-label="{}">{{}}</td></tr>',
        *(_("Area"), _("Who"), _("How many")),
    )
    told = ((point["label"], point.get("who") or "–", point["count"]) for point in points)
    return format_html_join("", row, told)


@dataclass(frozen=True)
class Frame:
    """The part of the map that is shown: the box of the drawing, and how large things in it are drawn."""

    box: str
    scale: float


@register.filter
def frame(points: list[dict[str, Any]], lines: Iterable[Any] = ()) -> Frame:
    """The part that holds all of these, with room around; the whole country when there are none."""
    places = [(across(lon), down(lat)) for lat, lon, _name in _places(points, lines)]
    if not places:
        return Frame("0 0 400 330", 1.0)
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    wide = max(max(xs) - min(xs), (max(ys) - min(ys)) * _WIDE / _HIGH, _CLOSEST)
    wide = min(wide * 1.3, _WIDE)
    high = wide * _HIGH / _WIDE
    x = min(max((max(xs) + min(xs) - wide) / 2, 0), _WIDE - wide)
    y = min(max((max(ys) + min(ys) - high) / 2, 0), _HIGH - high)
    return Frame(f"{x:.1f} {y:.1f} {wide:.1f} {high:.1f}", round(wide / _WIDE, 3))


@register.filter
def names(points: list[dict[str, Any]], lines: Iterable[Any] = ()) -> list[dict[str, Any]]:
    """Where the first few names stand on the map, each once."""
    told: dict[str, dict[str, Any]] = {}
    for lat, lon, name in _places(points, lines):
        if name and name not in told and len(told) < _NAMES:
            told[name] = {"x": across(lon), "y": down(lat), "text": name}
    return list(told.values())


def _places(points: Any, lines: Any) -> list[tuple[float, float, str]]:
    told = [(p["lat"], p["lon"], p["label"]) for p in points or ()]
    for line in lines or ():
        told.append((line.from_lat, line.from_lon, line.start))
        told.append((line.to_lat, line.to_lon, line.end))
    return told


@register.filter
def times(value: float, scale: float) -> float:
    return round(float(value) * float(scale), 2)


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
