"""Where proposed pairs live, for a map: from area to area, counted. Only the centres of coarse cells, never an address."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count
from django.utils import translation

from matching.engine.rules import distance_m
from matching.models import Proposal
from matching.words import distance_band
from organisations.models import Programme

MOST_LINES = 150


@dataclass(frozen=True)
class Line:
    """`count` pairs of somebody who looks in one area and a volunteer in another; `fit` is their mean score."""

    from_lat: float
    from_lon: float
    to_lat: float
    to_lon: float
    start: str
    end: str
    count: int
    fit: int
    distance: str


def lines_between_areas(*, programme: Programme, state: str) -> list[Line]:
    """The proposals of a programme in this state by the areas of their two people, most pairs first; at most 150 lines."""
    town = "name_fr" if translation.get_language() == "fr" else "name_nl"
    columns = [
        f"{side}__person__place__{name}"
        for side in ("seeker", "volunteer")
        for name in ("cell__lat", "cell__lon", f"postal__{town}")
    ]
    rows = (
        Proposal.objects.filter(programme=programme, state=state)
        .exclude(seeker__person__place__cell=None)
        .exclude(volunteer__person__place__cell=None)
        .values(*columns)
        .annotate(count=Count("pk"), fit=Avg("score"))
        .order_by("-count", *columns)
    )
    return [_line(row, columns) for row in rows[:MOST_LINES]]


def _line(row: dict[str, Any], columns: list[str]) -> Line:
    lat, lon, start, to_lat, to_lon, end = (row[name] for name in columns)
    return Line(
        from_lat=lat,
        from_lon=lon,
        to_lat=to_lat,
        to_lon=to_lon,
        start=start or "",
        end=end or "",
        count=row["count"],
        fit=round(row["fit"]),
        distance=distance_band(int(distance_m(lat, lon, to_lat, to_lon))),
    )
