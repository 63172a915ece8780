"""The grid that places are snapped to: once, for ever, and coarse.

Bands and rounding of a true distance can be undone by asking often enough; a coarse stored point cannot. So the only point
that is kept for matching is the centre of a cell. The projection is ETRS89 LAEA Europe (EPSG:3035): equal area, in metres.
"""

from dataclasses import dataclass
from functools import cache
from math import asin, cos, isfinite, radians, sin, sqrt

from pyproj import Transformer

TOWN_KM, COUNTRY_KM = 2, 5
EARTH_M = 6_371_008.8  # mean radius (IUGG)


@dataclass(frozen=True)
class GridCell:
    """`code` names the cell for ever: size and column and row of its south-west corner, e.g. "2-1963-1552"."""

    code: str
    size_km: int
    lat: float
    lon: float


@cache
def _to_metres() -> Transformer:
    return Transformer.from_crs(4326, 3035, always_xy=True)


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs(3035, 4326, always_xy=True)


def snap(*, lat: float, lon: float, size_km: int) -> GridCell:
    """The cell of a point. Raises ValueError for what is not a point of Belgium (numbers are checked, never wrapped)."""
    if not (isfinite(lat) and isfinite(lon) and 49 < lat < 52 and 2 < lon < 7):
        raise ValueError("not a point in Belgium")
    x, y = _to_metres().transform(lon, lat)
    size = size_km * 1000
    column, row = int(x // size), int(y // size)
    centre_lon, centre_lat = _to_degrees().transform((column + 0.5) * size, (row + 0.5) * size)
    return GridCell(
        f"{size_km}-{column}-{row}", size_km, round(centre_lat, 6), round(centre_lon, 6)
    )


def metres_between(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> int:
    """Great-circle distance in whole metres (haversine formula, mean radius); within 0.5 % of the geodesic in Belgium."""
    half = (
        sin(radians(lat_2 - lat_1) / 2) ** 2
        + cos(radians(lat_1)) * cos(radians(lat_2)) * sin(radians(lon_2 - lon_1) / 2) ** 2
    )
    return round(2 * EARTH_M * asin(sqrt(half)))
