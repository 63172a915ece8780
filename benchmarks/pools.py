"""Pools of invented people, always the same for the same seed: cities and villages, skewed interests, scarce languages."""

import numpy as np
from numpy.typing import NDArray

from matching.engine.types import Pool, Side

_INTERESTS, _LANGUAGES, _DAY_PARTS = 82, 24, 21
_TOWNS_A_COUNTRY, _PEOPLE_A_COUNTRY = 300, 200_000
_NO_WISH = 0.75


def make_pool(*, size: int, seed: int = 1) -> Pool:
    """`size` volunteers and as many seekers. Up to 100,000 a side live in one country the size of Belgium; more live in several,
    side by side."""
    random = np.random.default_rng(seed)
    countries = max(1, round(2 * size / _PEOPLE_A_COUNTRY))
    towns = np.column_stack(
        [
            random.uniform(50.2, 51.3, _TOWNS_A_COUNTRY * countries),
            random.uniform(2.8, 5.8, _TOWNS_A_COUNTRY * countries),
        ]
    )
    towns[:, 1] += 3.0 * (np.arange(len(towns)) // _TOWNS_A_COUNTRY)
    share = np.tile(1 / np.arange(1, _TOWNS_A_COUNTRY + 1) ** 0.8, countries)
    return Pool(
        volunteers=_side(random, size, towns, share / share.sum(), first_id=1),
        seekers=_side(random, size, towns, share / share.sum(), first_id=1 + size),
        year=2026,
    )


def _side(
    random: np.random.Generator,
    size: int,
    towns: NDArray[np.float64],
    share: NDArray[np.float64],
    *,
    first_id: int,
) -> Side:
    lat, lon, size_m = _cells(random, size, towns, share)
    popular = 6 / np.arange(1, _INTERESTS + 1) / np.sum(1 / np.arange(1, _INTERESTS + 1))
    likes = random.random((size, _INTERESTS)) < np.minimum(popular, 0.7)
    dislikes = (random.random((size, _INTERESTS)) < 0.03) & ~likes
    nogos = (random.random((size, _INTERESTS)) < 0.004) & ~likes
    wish_gender = random.choice([0, 1, 2], size, p=[_NO_WISH, 0.2, 0.05])
    return Side(
        ids=np.arange(first_id, first_id + size),
        lat=lat,
        lon=lon,
        size_m=size_m,
        reach_m=random.integers(3, 16, size) * 1000,
        forms=np.where(random.random(size) < 0.3, 0, random.integers(1, 16, size)),
        day_parts=(random.random((size, _DAY_PARTS)) < 0.25) @ (1 << np.arange(_DAY_PARTS)),
        languages=_languages(random, size),
        likes=likes.astype(np.int8),
        dislikes=dislikes.astype(np.int8),
        nogos=nogos.astype(np.int8),
        gender=random.choice([0, 1, 2, 4], size, p=[0.05, 0.6, 0.34, 0.01]),
        wish_gender=wish_gender,
        gender_is_must=(wish_gender > 0) & (random.random(size) < 0.5),
        birth_year=random.integers(1940, 2008, size),
        wish_age_from=np.where(random.random(size) < 0.1, 30, 0),
        wish_age_to=np.where(random.random(size) < 0.1, 60, 0),
        age_is_must=random.random(size) < 0.3,
        needs=(random.random(size) < 0.05).astype(np.int64),
        offers=(random.random(size) < 0.5).astype(np.int64),
        goals=random.integers(0, 2**8, size),
        phases=random.integers(0, 2**6, size),
        style=random.integers(-1, 2, (size, 3)).astype(np.int8),
        months=random.choice([0, 3, 6, 12, 24], size),
        waiting=random.integers(0, 300, size),
        capacity=random.choice([1, 2, 3], size, p=[0.9, 0.08, 0.02]),
    )


def _cells(
    random: np.random.Generator,
    size: int,
    towns: NDArray[np.float64],
    share: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Cells of 2 km in the middle of towns and of 5 km around them: latitude, longitude, metres."""
    away = random.exponential(0.04, (size, 1)) * random.normal(0, 1, (size, 2))
    at = towns[random.choice(len(towns), size, p=share)] + away * [1, 1.6]
    size_m = np.where(np.abs(away).sum(axis=1) < 0.05, 2000, 5000)
    steps = np.column_stack([size_m / 111_200, size_m / 70_000])
    centres = (np.floor(at / steps) + 0.5) * steps
    return centres[:, 0].copy(), centres[:, 1].copy(), size_m


def _languages(random: np.random.Generator, size: int) -> NDArray[np.int8]:
    """Half speak the first, a quarter the second, one in a hundred each of the others; some know the first three besides."""
    languages = np.zeros((size, _LANGUAGES), dtype=np.int8)
    others = _LANGUAGES - 2
    home = random.choice(_LANGUAGES, size, p=[0.5, 0.25, *[0.25 / others] * others])
    languages[np.arange(size), home] = 3
    for language, part in ((0, 0.5), (1, 0.3), (2, 0.4)):
        known = random.random(size) < part
        levels = random.integers(1, 4, int(known.sum()))
        languages[known, language] = np.maximum(languages[known, language], levels)
    return languages
