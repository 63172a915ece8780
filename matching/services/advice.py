"""What would help a whole programme, worked out at the end of a search and kept with it."""

from collections.abc import Callable
from typing import Any

from accounts.catalogues import SPOKEN
from accounts.models import PostalPlace
from matching.engine.types import Matching, Objective, Pool, Rules, Weights

FARTHER_M = 5_000
SOLVED_UP_TO = (
    30_000  # people: in a larger pool solving it again would take as long as the search itself
)


def advise(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    matching: Matching,
    tell: Callable[[str, int], None],
) -> dict[str, Any]:
    """`farther` and `languages`: what everybody's five kilometres more, or a language that all volunteers speak, would bring in
    pairs (missing in a large pool); `wanted`: the volunteers to look for, those that fit most people first."""
    from matching.engine import advice as engine

    told: dict[str, Any] = {"wanted": _wanted(pool, rules, weights, matching)}
    if len(pool.volunteers) + len(pool.seekers) > SOLVED_UP_TO:
        return told

    def gain(changed: Pool) -> int:
        """Pairs more. Each round of the search is a sign of life."""
        tell("advice", 85)
        say = lambda _stage, _percent: tell("advice", 85)  # noqa: E731
        return engine.what_if(pool, changed, rules, weights, objective, matching, say).pairs

    told["farther"] = {
        "metres": FARTHER_M,
        "pairs": gain(engine.what_if_farther(pool, rules, FARTHER_M)),
    }
    code_of = {item.bit: item.code for item in SPOKEN.items}
    told["languages"] = [
        {"language": code_of[bit], "pairs": gain(engine.what_if_spoken(pool, bit))}
        for bit in engine.languages_missed(pool, rules, matching)
    ]
    return told


def _wanted(pool: Pool, rules: Rules, weights: Weights, matching: Matching) -> list[dict[str, Any]]:
    from matching.engine import advice as engine

    code_of = {item.bit: item.code for item in SPOKEN.items}
    return [
        {
            "place": _place_names(each.lat, each.lon),
            "languages": [code_of[bit] for bit in each.languages],
            "gender": each.gender,
            "birth_year": each.birth_year,
            "offers": each.offers,
            "fits": each.fits,
        }
        for each in engine.wanted_volunteers(pool, rules, weights, matching)
    ]


def _place_names(lat: float, lon: float) -> dict[str, str]:
    """The municipality of this cell in Dutch and French; of several the one with the lowest postcode."""
    near = PostalPlace.objects.filter(cell__lat=lat, cell__lon=lon).order_by("postcode", "pk")
    place = near.first()
    return {"nl": place.name_nl, "fr": place.name_fr} if place else {}
