"""Random small pools for hypothesis: mostly people who could fit, with every rule broken now and then."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from matching.engine.types import ALL_RULES, Pool, Rule, Rules, Weights
from tests.engine.pools import GENT, one, pool

FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SPOTS = [GENT, (51.06, 3.72), (51.095, 3.72), (51.05, 3.85), (51.21, 3.22)]
ALWAYS = st.fixed_dictionaries(
    {
        "day_parts": st.sampled_from([0, 0b1, 0b11, 0b111, 0b1101, 0b11110]),
        "goals": st.integers(0, 7),
        "months": st.sampled_from([0, 3, 6, 12, 18]),
        "waiting": st.sampled_from([0, 10, 90, 400]),
        "likes": st.sets(st.integers(0, 5), max_size=3),
    }
)
PARTICULAR = st.fixed_dictionaries(
    {},
    optional={
        "at": st.sampled_from(SPOTS),
        "reach_m": st.sampled_from([0, 1000, 6000, 15_000]),
        "languages": st.sampled_from([{}, {0: 1}, {0: 2, 1: 2}, {1: 3}]),
        "forms": st.sampled_from([0b1, 0b11, 0b10000, 0b10001]),
        "dislikes": st.sets(st.integers(6, 9), max_size=3),
        "nogos": st.sets(st.integers(0, 5), max_size=1),
        "gender": st.sampled_from([1, 2, 4]),
        "wish_gender": st.sampled_from([1, 2, 3]),
        "gender_is_must": st.booleans(),
        "birth_year": st.sampled_from([1950, 1990, 2004]),
        "wish_age_from": st.sampled_from([0, 30, 36]),
        "wish_age_to": st.sampled_from([0, 36, 70]),
        "age_is_must": st.booleans(),
        "needs": st.integers(0, 1),
        "offers": st.integers(0, 3),
        "phases": st.integers(0, 7),
        "style": st.tuples(*[st.integers(-1, 1)] * 3),
    },
)


@st.composite
def people(draw: st.DrawFn, first_id: int, most: int, **more: Any) -> list[dict[str, Any]]:
    """A side: full most of the time, and one in four says more than is easy to meet."""
    size = draw(st.one_of(st.just(most), st.integers(0, most)))
    return [
        one(
            first_id + 3 * number,
            **draw(ALWAYS),
            **(draw(PARTICULAR) if draw(st.integers(0, 3)) == 3 else {}),
            **draw(st.fixed_dictionaries(more)),
        )
        for number in range(size)
    ]


@st.composite
def pools(draw: st.DrawFn, most: int = 6) -> Pool:
    """Up to `most` volunteers with 0–3 places, up to `most` seekers, some pairs kept apart and some locked."""
    volunteers = draw(people(1, most, capacity=st.sampled_from([1, 1, 2, 3, 0])))
    seekers = draw(people(2, most))
    pairs = st.sampled_from(
        [(v["id"], s["id"]) for v in volunteers for s in seekers] or [(900, 901)]
    )
    apart = draw(st.frozensets(pairs, max_size=2))
    wanted = draw(st.lists(pairs, max_size=2)) if volunteers and seekers else []
    return pool(volunteers, seekers, apart=apart, locked=lockable(volunteers, wanted))


def lockable(
    volunteers: list[dict[str, Any]], wanted: list[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """As many of the wanted pairs as there are places, each seeker once."""
    places = {person["id"]: person["capacity"] for person in volunteers}
    locked: dict[int, int] = {}
    for v, s in wanted:
        if places[v] and s not in locked:
            places[v] -= 1
            locked[s] = v
    return frozenset((v, s) for s, v in locked.items())


def rule_sets() -> st.SearchStrategy[Rules]:
    """Any rules switched off, but most of the time none."""
    off = st.one_of(st.just(0), st.integers(0, int(ALL_RULES)))
    return st.builds(
        lambda off, minimum, level: Rules(
            on=ALL_RULES & ~Rule(off), minimum_score=minimum, language_level=level
        ),
        off,
        st.sampled_from([0, 300, 550, 700]),
        st.sampled_from([1, 2]),
    )


def weight_sets() -> st.SearchStrategy[Weights]:
    return st.one_of(
        st.just(Weights()),
        st.builds(Weights, travel=st.integers(0, 30), goal=st.integers(0, 30)),
    )
