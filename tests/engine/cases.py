"""Pairs by hand, for each hard rule: some that break it and nothing else, and some that just do not.

Two people who say nothing are both in Gent, speak Dutch well and are free on Saturday morning (see `pools.one`). EVERGEM is
5 004 m from there. The year is 2026.
"""

from dataclasses import dataclass, field
from typing import Any

from matching.engine.types import Rule
from tests.engine.pools import BRUGGE, EVERGEM

WOMAN, MAN = 1, 2
AT_HOME, OUTSIDE, BY_PHONE = 0b1, 0b10, 0b10000
WISH_30_TO_40 = {"wish_age_from": 30, "wish_age_to": 40, "age_is_must": True}
WISH_WOMAN = {"wish_gender": WOMAN, "gender_is_must": True}


@dataclass(frozen=True)
class Case:
    name: str
    volunteer: dict[str, Any] = field(default_factory=dict)
    seeker: dict[str, Any] = field(default_factory=dict)
    rule: Rule = Rule(0)  # noqa: RUF009  (a constant)
    limits: dict[str, int] = field(default_factory=dict)
    apart: frozenset[tuple[int, int]] = frozenset()

    def __str__(self) -> str:
        return self.name


def near(**said: Any) -> dict[str, Any]:
    """In Evergem, in a cell so small that Gent's does not touch it."""
    return {"at": EVERGEM, "size_m": 1000, **said}


BROKEN = [
    Case("beyond both limits", {"at": BRUGGE}, {}, Rule.REACH),
    Case("a metre beyond the seeker's limit", near(), {"reach_m": 5003}, Rule.REACH),
    Case("a metre beyond the volunteer's limit", near(reach_m=5003), {}, Rule.REACH),
    # 1,5 · 3335 = 5002,5: these cells do not touch.
    Case("cells just too small to touch", near(reach_m=999, size_m=3335), {}, Rule.REACH),
    Case(
        "beyond the default limit",
        near(reach_m=0),
        {"reach_m": 0},
        Rule.REACH,
        {"default_reach_m": 5003},
    ),
    Case(
        "only one of them telephones",
        {"at": BRUGGE, "forms": AT_HOME | BY_PHONE},
        {"forms": AT_HOME},
        Rule.REACH,
    ),
    Case("different languages", {"languages": {1: 3}}, {}, Rule.LANGUAGE),
    Case("the seeker speaks too little", {}, {"languages": {0: 1}}, Rule.LANGUAGE),
    Case("the volunteer speaks too little", {"languages": {0: 1}}, {}, Rule.LANGUAGE),
    Case("no language at all", {}, {"languages": {}}, Rule.LANGUAGE),
    Case(
        "a higher level is asked",
        {},
        {"languages": {0: 2}},
        Rule.LANGUAGE,
        {"language_level": 3},
    ),
    Case("free at different times", {"day_parts": 0b10}, {"day_parts": 0b101}, Rule.TIME),
    Case(
        "one common day-part where two are asked",
        {"day_parts": 0b11},
        {"day_parts": 0b101},
        Rule.TIME,
        {"common_day_parts": 2},
    ),
    Case("at home or outside", {"forms": AT_HOME}, {"forms": OUTSIDE}, Rule.FORM),
    Case("the volunteer asks for a woman", WISH_WOMAN, {"gender": MAN}, Rule.GENDER),
    Case("the seeker asks for a woman", {"gender": MAN}, WISH_WOMAN, Rule.GENDER),
    Case("a woman is a must and nobody knows", {}, WISH_WOMAN, Rule.GENDER),
    Case("the volunteer is 41", {"birth_year": 1985}, WISH_30_TO_40, Rule.AGE),
    Case("the seeker is 29", WISH_30_TO_40, {"birth_year": 1997}, Rule.AGE),
    Case("an age is a must and nobody knows", {}, WISH_30_TO_40, Rule.AGE),
    Case("the volunteer's no-go", {"nogos": [4]}, {"likes": [3, 4]}, Rule.NO_GO),
    Case("the seeker's no-go", {"likes": [81]}, {"nogos": [81]}, Rule.NO_GO),
    Case("one access need of two is met", {"offers": 0b01}, {"needs": 0b11}, Rule.ACCESS),
    Case("kept apart", {}, {}, Rule.APART, {}, frozenset({(1, 2), (1, 3)})),
    Case(
        "kept apart, also over a large number",
        {},
        {},
        Rule.APART,
        {},
        frozenset({(1, 2), (5, 10**9)}),
    ),
]
FINE = [
    Case("the same place and no wishes"),
    Case("exactly at the limit", near(), {"reach_m": 5004}),
    # 1,5 · 3336 = 5004: next cells touch, however short the limit.
    Case("next cells", near(reach_m=1, size_m=3336)),
    Case("the larger cell counts", near(reach_m=1, size_m=10), {"size_m": 3336}),
    Case(
        "exactly at the default limit",
        near(reach_m=0),
        {"reach_m": 0},
        limits={"default_reach_m": 5004},
    ),
    Case("both telephone", {"at": BRUGGE, "forms": BY_PHONE}, {"forms": AT_HOME | BY_PHONE}),
    Case("the lowest level that is enough", {}, {"languages": {0: 2, 5: 1}}),
    Case("another common language", {"languages": {0: 1, 7: 3}}, {"languages": {0: 3, 7: 2}}),
    Case("nobody said when", {"day_parts": 0}, {"day_parts": 0}),
    Case("one did not say when", {}, {"day_parts": 0}),
    Case(
        "two common day-parts of two",
        {"day_parts": 0b111},
        {"day_parts": 0b110},
        limits={"common_day_parts": 2},
    ),
    Case("one form in common", {"forms": AT_HOME | OUTSIDE}, {"forms": OUTSIDE}),
    Case("one did not say which form", {"forms": AT_HOME}, {}),
    Case("a woman for who asks for one", WISH_WOMAN, {"gender": WOMAN}),
    Case("a man is only second choice", {"wish_gender": WOMAN}, {"gender": MAN}),
    Case("a must without a wish", {"gender_is_must": True, "age_is_must": True}, {"gender": MAN}),
    Case("the volunteer is 40", {"birth_year": 1986}, WISH_30_TO_40),
    Case("the seeker is 30", WISH_30_TO_40, {"birth_year": 1996}),
    Case(
        "from 30 without an end", {"birth_year": 1930}, {"wish_age_from": 30, "age_is_must": True}
    ),
    Case(
        "up to 40 without a start", {"birth_year": 2008}, {"wish_age_to": 40, "age_is_must": True}
    ),
    Case(
        "an age that is only second choice",
        {"birth_year": 1930},
        {**WISH_30_TO_40, "age_is_must": False},
    ),
    Case("a no-go that the other does not like", {"nogos": [4]}, {"likes": [3], "dislikes": [4]}),
    Case("the same no-go", {"nogos": [4]}, {"nogos": [4]}),
    Case("more is offered than needed", {"offers": 0b111}, {"needs": 0b101}),
    Case("a volunteer's own need is no rule", {"needs": 0b1}, {}),
    Case("others are kept apart", apart=frozenset({(2, 1), (1, 3)})),
]
