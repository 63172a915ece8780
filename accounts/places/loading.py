"""From the packages' data to the tables of cells and postcodes."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Cell, PostalPlace
from accounts.places.belgium import PostalArea, read_postal_areas
from accounts.places.grid import snap
from accounts.places.names import names_of


def load_postal_places(areas: Sequence[PostalArea] | None = None) -> list[str]:
    """Write all postcodes and their cells, and say in lines what was repaired."""
    areas = areas or read_postal_areas()
    cells = {area: snap(lat=area.lat, lon=area.lon, size_km=area.cell_km) for area in areas}
    rows = [_row(area, cells[area].code) for area in areas]
    with transaction.atomic():
        Cell.objects.bulk_create(
            {
                cell.code: Cell(code=cell.code, size_km=cell.size_km, lat=cell.lat, lon=cell.lon)
                for cell in cells.values()
            }.values(),
            ignore_conflicts=True,
        )
        PostalPlace.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["postcode", "nis"],
            update_fields=[
                *("name_nl", "name_fr", "locality", "province_nl", "province_fr"),
                *("search_names", "repaired", "cell"),
            ],
        )
    repaired = [
        f"{area.postcode} {area.name_nl}: placed by {area.repaired}"
        for area in areas
        if area.repaired
    ]
    return [
        f"{len(rows)} postcodes in {len({cell.code for cell in cells.values()})} cells.",
        *repaired,
    ]


def _row(area: PostalArea, cell: str) -> PostalPlace:
    return PostalPlace(
        postcode=area.postcode,
        nis=area.nis,
        name_nl=area.name_nl,
        name_fr=area.name_fr,
        locality=area.locality,
        province_nl=area.province_nl,
        province_fr=area.province_fr,
        search_names=names_of(area.name_nl, area.name_fr, area.locality),
        repaired=area.repaired,
        cell_id=cell,
    )
