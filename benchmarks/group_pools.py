"""Invented people who wait for a group in Flanders and Brussels, always the same for the same seed.

They live in the real postcodes, a third of them in the large towns, in the cells that the service would snap them to. Themes are
skewed, evenings are for who works, and one of forty has a trait with which they will not be the only one. Up to ONE_AREA people
wait in the province of Antwerp (an organisation's own area), more in Flanders and Brussels.
"""

from functools import cache

import numpy as np

from accounts.places.belgium import PostalArea, read_postal_areas
from accounts.places.grid import snap
from benchmarks.people import TOWNS, retired_free, working_free
from matching.engine.grouping.types import Facilitators, GroupPool, People, Places

THEMES, LANGUAGES, TRAITS = 20, 8, 6
_TRAIT_SHARE = (0.35, 0.12, 0.08, 0.05, 0.03, 0.02)  # the first like being a man among women
ONE_AREA = 2_000
_TRAVEL_KM = (0, 3, 5, 10, 15, 20, 30)
_TRAVEL_SHARE = (0.1, 0.05, 0.15, 0.3, 0.2, 0.12, 0.08)
Random = np.random.Generator
Towns = tuple[np.ndarray, np.ndarray, np.ndarray]


def make_group_pool(*, size: int, seed: int = 1) -> GroupPool:
    """`size` people, a facilitator for eight of them, and a place for fifteen."""
    random = np.random.default_rng([seed, size])
    towns = _towns(size <= ONE_AREA)
    people = _people(random, towns, size)
    apart = random.integers(1, size + 1, (size // 50, 2))
    return GroupPool(
        people=people,
        facilitators=_facilitators(random, towns, size // 8, first_id=size + 1),
        places=_places(random, towns, max(10, size // 15)),
        themes=THEMES,
        year=2026,
        apart=frozenset((int(a), int(b)) for a, b in apart if a != b),
    )


@cache
def _areas() -> list[PostalArea]:
    return read_postal_areas()


def _towns(one_area: bool) -> Towns:
    """Cells (lat, lon, metres), whether people there speak French, and the share of people."""
    runs = ((2000, 3000),) if one_area else ((1000, 1300), (1500, 4000), (8000, 10_000))
    areas = [
        area for area in _areas() if any(first <= int(area.postcode) < last for first, last in runs)
    ]
    cells = [snap(lat=area.lat, lon=area.lon, size_km=area.cell_km) for area in areas]
    postcodes = np.array([int(area.postcode) for area in areas])
    share = np.random.default_rng(1).lognormal(1.9, 0.6, len(areas))
    for first, last, thousands in TOWNS:
        here = (postcodes >= first) & (postcodes <= last)
        if here.any():
            share[here] = thousands * share[here] / share[here].sum()
    where = np.array([(cell.lat, cell.lon, cell.size_km * 1000) for cell in cells])
    return where, postcodes < 1300, share / share.sum()


def _people(random: Random, towns: Towns, size: int) -> People:
    where, is_brussels, share = towns
    town = random.choice(len(where), size, p=share)
    theme = random.choice(THEMES, size, p=_falling(THEMES))
    born = np.clip(random.normal(1974, 16, size), 1930, 2007).astype(np.int64)
    traits = _bits(random, np.broadcast_to(_TRAIT_SHARE, (size, TRAITS)))
    return People(
        ids=np.arange(1, size + 1),
        lat=where[town, 0],
        lon=where[town, 1],
        size_m=where[town, 2].astype(np.int64),
        reach_m=random.choice(_TRAVEL_KM, size, p=_TRAVEL_SHARE) * 1000,
        languages=_languages(random, is_brussels[town], newcomers=0.3),
        day_parts=_day_parts(random, born < 1962, 0.93),
        theme=theme,
        stage=random.choice(4, size, p=(0.1, 0.25, 0.4, 0.25)),
        # Two of three themes are for who lives it themselves; the others also for parents and partners.
        relation=np.where(theme % 3 < 2, 1, random.choice(4, size, p=(0.05, 0.3, 0.4, 0.25))),
        birth_year=np.where(random.random(size) < 0.08, 0, born),
        needs=_bits(random, np.full((size, 3), 0.03)),
        traits=traits,
        sensitive=np.where(random.random(size) < 0.05, traits, 0),
        household=np.zeros(size, dtype=np.int64),
        veteran=random.random(size) < 0.15,
        waiting=random.integers(0, 300, size),
    )


def _facilitators(random: Random, towns: Towns, size: int, *, first_id: int) -> Facilitators:
    where, is_brussels, share = towns
    town = random.choice(len(where), size, p=share)
    some = (1 << random.integers(0, THEMES, size)) | (1 << random.integers(0, THEMES, size))
    return Facilitators(
        ids=np.arange(first_id, first_id + size),
        lat=where[town, 0],
        lon=where[town, 1],
        size_m=where[town, 2].astype(np.int64),
        reach_m=random.choice((0, 10_000, 20_000, 30_000), size, p=(0.1, 0.3, 0.4, 0.2)),
        languages=_languages(random, is_brussels[town], newcomers=0.1),
        day_parts=_day_parts(random, random.random(size) < 0.5, 0.95),
        themes=np.where(random.random(size) < 0.5, 0, some),
        capacity=random.choice((1, 2, 3), size, p=(0.6, 0.3, 0.1)),
    )


def _places(random: Random, towns: Towns, size: int) -> Places:
    where, _is_brussels, share = towns
    size = min(size, len(where))
    town = random.choice(len(where), size, p=share, replace=False)
    return Places(
        ids=np.arange(1, size + 1),
        lat=where[town, 0],
        lon=where[town, 1],
        size_m=where[town, 2].astype(np.int64),
        day_parts=_bits(random, np.full((size, 21), 0.4)),
        offers=_bits(random, np.full((size, 3), 0.7)),
    )


def _falling(count: int) -> np.ndarray:
    share = 1 / np.arange(2, 2 + count) ** 0.5
    return share / share.sum()


def _bits(random: Random, chances: np.ndarray) -> np.ndarray:
    return (random.random(chances.shape) < chances) @ (1 << np.arange(chances.shape[1]))


def _day_parts(random: Random, retired: np.ndarray, said: float) -> np.ndarray:
    free = _bits(random, np.where(retired[:, None], retired_free, working_free))
    return np.where(random.random(len(retired)) < said, free, 0)


def _languages(random: Random, in_brussels: np.ndarray, *, newcomers: float) -> np.ndarray:
    size = len(in_brussels)
    levels = np.zeros((size, LANGUAGES), dtype=np.int8)
    french = in_brussels & (random.random(size) < 0.8)
    new = random.random(size) < newcomers
    own = np.where(french, 1, 0)
    levels[np.arange(size), own] = np.where(new, random.choice(4, size, p=(0.1, 0.3, 0.4, 0.2)), 3)
    levels[np.arange(size), 1 - own] = random.choice(4, size, p=(0.5, 0.2, 0.2, 0.1))
    levels[:, 2] = random.choice(4, size, p=(0.45, 0.15, 0.3, 0.1))
    home = random.choice(np.arange(3, LANGUAGES), size, p=_falling(LANGUAGES - 3))
    levels[np.flatnonzero(new), home[new]] = 3
    return levels
