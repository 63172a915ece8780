"""Small pools by hand. Who says nothing lives in Gent, speaks language 0 well, is free at day-part 0 and waits for theme 0."""

from typing import Any

import numpy as np

from matching.engine.grouping.answers import Group, Grouping
from matching.engine.grouping.types import Facilitators, GroupPool, GroupRules, People, Places

GENT, EVERGEM, BRUGGE = (51.05, 3.72), (51.095, 3.72), (51.21, 3.22)
SMALL = GroupRules(minimum=2, target=3, maximum=4)
_WHERE = {"at": GENT, "size_m": 1000}
_WHO = {"reach_m": 8000, "languages": {0: 3}, "day_parts": 0b1}
_PERSON = {
    "theme": 0,
    "stage": 2,
    "relation": 1,
    "birth_year": 1980,
    "needs": 0,
    "traits": 0,
    "sensitive": 0,
    "household": 0,
    "veteran": False,
    "waiting": 10,
}


def person(id_: int, **said: Any) -> dict[str, Any]:
    return {"ids": id_, **_WHERE, **_WHO, **_PERSON, **said}


def lead(id_: int, **said: Any) -> dict[str, Any]:
    return {"ids": id_, **_WHERE, **_WHO, "themes": 0, "capacity": 1, **said}


def place(id_: int, **said: Any) -> dict[str, Any]:
    return {"ids": id_, **_WHERE, "day_parts": 0b1, "offers": 0, **said}


def _table(kind: Any, rows: list[dict[str, Any]], names: list[str]) -> Any:
    columns: dict[str, Any] = {}
    for name in names:
        columns[name] = np.array([row[name] for row in rows], dtype=np.int64)
    columns["lat"] = np.array([row["at"][0] for row in rows], dtype=float)
    columns["lon"] = np.array([row["at"][1] for row in rows], dtype=float)
    if kind is not Places:
        languages = np.zeros((len(rows), 3), dtype=np.int8)
        for at, row in enumerate(rows):
            for language, level in row["languages"].items():
                languages[at, language] = level
        columns["languages"] = languages
    if kind is People:
        columns["veteran"] = columns["veteran"].astype(bool)
    return kind(**columns)


def pool(
    people: list[dict[str, Any]],
    crew: list[dict[str, Any]] | None = None,
    places: list[dict[str, Any]] | None = None,
    **more: Any,
) -> GroupPool:
    same = ["ids", "size_m", "day_parts"]
    crew = [lead(101), lead(102)] if crew is None else crew
    places = [place(1)] if places is None else places
    return GroupPool(
        people=_table(People, people, [*same, "reach_m", *_PERSON]),
        facilitators=_table(Facilitators, crew, [*same, "reach_m", "themes", "capacity"]),
        places=_table(Places, places, [*same, "offers"]),
        **{"themes": 3, "year": 2026, **more},
    )


def four(**fourth: Any) -> list[dict[str, Any]]:
    """Three people who fit and a fourth."""
    return [person(1), person(2), person(3), person(4, **fourth)]


def members(grouping: Grouping) -> list[tuple[int, ...]]:
    return sorted(group.members for group in grouping.groups)


def the_one(grouping: Grouping) -> Group:
    (group,) = grouping.groups
    return group
