"""Small pools for the engine's tests: what is not named is the same for everybody."""

from typing import Any

import numpy as np

from matching.engine.types import ALL_RULES, PARTS, Found, Pool, Rule, Rules, Side, Weights

INTERESTS, LANGUAGES = 82, 24
GENT, BRUGGE = (51.05, 3.72), (51.21, 3.22)  # 39,2 km apart
EVERGEM = (51.095, 3.72)  # 0,045° north of Gent: 0,045 · π/180 · 6 371 008,8 m = 5 004 m


def without(*rules: Rule, **limits: Any) -> Rules:
    """All hard rules but these."""
    on = ALL_RULES
    for rule in rules:
        on &= ~rule
    return Rules(on=on, **limits)


def only(*parts: str) -> Weights:
    """Only these parts of the score count, all the same."""
    return Weights(**{part: int(part in parts) for part in PARTS})


def found(*pairs: tuple[int, int, int]) -> Found:
    """Allowed pairs by hand: positions of volunteer and seeker, and score."""
    volunteer, seeker, score = np.array(pairs, dtype=np.int64).reshape(len(pairs), 3).T
    return Found(volunteer, seeker, score, score)


def one(id_: int, **said: Any) -> dict[str, Any]:
    """Somebody in Gent who speaks Dutch and is free on Saturday morning."""
    return {"id": id_, "at": GENT, "languages": {0: 3}, "day_parts": 0b1, **said}


def side(*people: dict[str, Any]) -> Side:
    def column(name: str, default: int = 0) -> np.ndarray:
        return np.array([person.get(name, default) for person in people], dtype=np.int64)

    def rows(name: str, width: int) -> np.ndarray:
        table = np.zeros((len(people), width), dtype=np.int8)
        for row, person in enumerate(people):
            for at in person.get(name, ()):
                table[row, at] = 1
        return table

    languages = np.zeros((len(people), LANGUAGES), dtype=np.int8)
    for row, person in enumerate(people):
        for at, level in person["languages"].items():
            languages[row, at] = level
    style = np.array([person.get("style", (0, 0, 0)) for person in people], dtype=np.int8)
    return Side(
        ids=column("id"),
        lat=np.array([person["at"][0] for person in people], dtype=float),
        lon=np.array([person["at"][1] for person in people], dtype=float),
        size_m=column("size_m", 2000),
        reach_m=column("reach_m", 10_000),
        forms=column("forms"),
        day_parts=column("day_parts"),
        languages=languages,
        likes=rows("likes", INTERESTS),
        dislikes=rows("dislikes", INTERESTS),
        nogos=rows("nogos", INTERESTS),
        gender=column("gender"),
        wish_gender=column("wish_gender"),
        gender_is_must=column("gender_is_must").astype(bool),
        birth_year=column("birth_year"),
        wish_age_from=column("wish_age_from"),
        wish_age_to=column("wish_age_to"),
        age_is_must=column("age_is_must").astype(bool),
        needs=column("needs"),
        offers=column("offers"),
        goals=column("goals"),
        phases=column("phases"),
        style=style.reshape(len(people), 3),
        months=column("months"),
        waiting=column("waiting"),
        capacity=column("capacity", 1),
    )


def pool(volunteers: list[dict[str, Any]], seekers: list[dict[str, Any]], **more: Any) -> Pool:
    return Pool(volunteers=side(*volunteers), seekers=side(*seekers), year=2026, **more)
