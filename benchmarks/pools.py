"""Pools of invented people, always the same for the same seed."""

import numpy as np

from matching.engine.types import Pool, Side

_TOWNS = np.array([(51.05, 3.72), (50.85, 4.35), (51.22, 4.40), (50.88, 4.70), (50.93, 5.34)])
_INTERESTS, _LANGUAGES = 82, 24


def make_pool(*, size: int, seed: int = 1) -> Pool:
    """`size` volunteers and as many seekers around five towns."""
    random = np.random.default_rng(seed)
    return Pool(
        volunteers=_side(random, size, first_id=1),
        seekers=_side(random, size, first_id=1 + size),
        year=2026,
    )


def _side(random: np.random.Generator, size: int, *, first_id: int) -> Side:
    at = _TOWNS[random.integers(0, len(_TOWNS), size)] + random.normal(0, 0.05, (size, 2))
    languages = np.zeros((size, _LANGUAGES), dtype=np.int8)
    languages[:, :3] = random.integers(0, 4, (size, 3))
    languages[:, 0] = np.maximum(languages[:, 0], 2)
    nothing = np.zeros(size, dtype=np.int64)
    no = np.zeros(size, dtype=bool)
    return Side(
        ids=np.arange(first_id, first_id + size),
        lat=at[:, 0],
        lon=at[:, 1],
        size_m=np.full(size, 2000),
        reach_m=random.integers(3, 30, size) * 1000,
        forms=nothing,
        day_parts=random.integers(1, 2**21, size),
        languages=languages,
        likes=(random.random((size, _INTERESTS)) < 0.08).astype(np.int8),
        dislikes=(random.random((size, _INTERESTS)) < 0.02).astype(np.int8),
        nogos=np.zeros((size, _INTERESTS), dtype=np.int8),
        gender=random.integers(0, 3, size),
        wish_gender=nothing,
        gender_is_must=no,
        birth_year=random.integers(1940, 2008, size),
        wish_age_from=nothing,
        wish_age_to=nothing,
        age_is_must=no,
        needs=nothing,
        offers=nothing,
        goals=random.integers(0, 2**12, size),
        phases=random.integers(0, 2**9, size),
        style=random.integers(-1, 2, (size, 3)).astype(np.int8),
        months=nothing,
        waiting=random.integers(0, 300, size),
        capacity=np.ones(size, dtype=np.int64),
    )
