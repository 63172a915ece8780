"""The grid of places: the same cell for ever, and only for points of Belgium."""

from math import inf, nan

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from accounts.places.grid import COUNTRY_KM, TOWN_KM, metres_between, snap

lats = st.floats(49.5, 51.5)
lons = st.floats(2.6, 6.4)
sizes = st.sampled_from([TOWN_KM, COUNTRY_KM])


@pytest.mark.parametrize(
    ("lat", "lon", "size_km", "code"),
    [
        (51.05, 3.72, 2, "2-1940-1561"),
        (51.05, 3.72, 5, "5-776-624"),
        (50.85, 4.35, 2, "2-1961-1548"),
        (49.79, 5.07, 5, "5-793-595"),
    ],
)
def test_a_cell_keeps_its_name_for_ever(lat, lon, size_km, code):
    assert snap(lat=lat, lon=lon, size_km=size_km).code == code


@given(lats, lons, sizes)
def test_the_centre_of_a_cell_lies_in_that_cell(lat, lon, size_km):
    cell = snap(lat=lat, lon=lon, size_km=size_km)

    assert snap(lat=cell.lat, lon=cell.lon, size_km=size_km) == cell


@given(lats, lons, sizes)
def test_a_cell_is_never_further_than_half_its_diagonal(lat, lon, size_km):
    cell = snap(lat=lat, lon=lon, size_km=size_km)

    assert geodesic((lat, lon), (cell.lat, cell.lon)).km <= size_km * 0.5**0.5 * 1.01


def test_everybody_in_a_cell_gets_the_same_point():
    gent = snap(lat=51.05, lon=3.72, size_km=TOWN_KM)
    steps = [n / 1000 for n in range(-8, 9)]  # ± 0.9 km, less than half a cell

    around = {
        snap(lat=gent.lat + north, lon=gent.lon + east, size_km=TOWN_KM)
        for north in steps
        for east in steps
    }

    assert around == {gent}


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (nan, 4.0),
        (51.0, nan),
        (inf, 4.0),
        (51.0, -inf),
        (0.0, 0.0),
        (49.0, 4.0),
        (52.0, 4.0),
        (51.0, 2.0),
        (51.0, 7.0),
        (51.0, 364.0),
        (4.35, 50.85),
        (-50.85, 4.35),
        (48.86, 2.35),
        (52.37, 4.9),
    ],
)
def test_what_is_not_a_point_of_belgium_is_refused(lat, lon):
    with pytest.raises(ValueError, match="not a point in Belgium"):
        snap(lat=lat, lon=lon, size_km=TOWN_KM)


@given(lats, lons, lats, lons)
def test_a_distance_is_within_half_a_percent_of_the_geodesic(lat_1, lon_1, lat_2, lon_2):
    exact = geodesic((lat_1, lon_1), (lat_2, lon_2)).m

    assert abs(metres_between(lat_1, lon_1, lat_2, lon_2) - exact) <= 1 + exact * 0.005


def test_a_distance_is_the_same_there_and_back():
    gent, brussels = (51.05, 3.72), (50.85, 4.35)

    assert metres_between(*gent, *brussels) == metres_between(*brussels, *gent)


def test_no_distance_is_zero_metres():
    assert metres_between(51.05, 3.72, 51.05, 3.72) == 0
