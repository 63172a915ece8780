"""Random pools of a few people for hypothesis: most could fit, and each rule is broken now and then."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from matching.engine.grouping.types import Frame, GroupPool, GroupRules, Kind
from tests.engine.grouping.pools import EVERGEM, GENT, lead, person, place, pool

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARTICULAR = st.fixed_dictionaries(
    {
        "day_parts": st.sampled_from([0, 0b1, 0b11, 0b10]),
        "stage": st.sampled_from([0, 1, 2, 2, 3]),
        "waiting": st.sampled_from([0, 90, 400]),
    },
    optional={
        "at": st.sampled_from([GENT, EVERGEM]),
        "reach_m": st.sampled_from([0, 1000, 9000]),
        "languages": st.sampled_from([{}, {0: 1}, {0: 2, 1: 3}, {1: 3}]),
        "theme": st.sampled_from([0, 1]),
        "relation": st.sampled_from([0, 1, 2]),
        "needs": st.sampled_from([0, 1]),
        "birth_year": st.sampled_from([0, 1950, 1990]),
        "household": st.sampled_from([0, 1]),
        "veteran": st.booleans(),
    },
)
TRAITS = st.sampled_from([(0, 0), (0, 0), (0, 0), (1, 0), (1, 1), (3, 2)])
RULES = st.sampled_from(
    [
        GroupRules(minimum=2, target=2, maximum=3),
        GroupRules(minimum=3, target=3, maximum=5),
        GroupRules(minimum=2, target=3, maximum=4, relations=(0b110,), stage_spread=2),
        GroupRules(minimum=2, target=3, maximum=4, facilitator_needed=False),
        GroupRules(kind=Kind.LINK, minimum=2, target=3, maximum=4, near_m=6000),
    ]
)


@st.composite
def pools(draw: st.DrawFn, most: int = 7) -> GroupPool:
    """Up to `most` people, three facilitators, two places; some apart, and now and then a draft or a course."""
    people = []
    for number in range(draw(st.integers(0, most))):
        traits, sensitive = draw(TRAITS)
        said = draw(PARTICULAR)
        people.append(person(3 * number + 1, traits=traits, sensitive=sensitive, **said))
    crew = [lead(101 + n, **draw(_LEADS)) for n in range(draw(st.integers(1, 3)))]
    places = [place(1, day_parts=0b11, offers=1), place(2, at=EVERGEM, day_parts=0b1)]
    ids = [row["ids"] for row in [*people, *crew]]
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda p: p[0] != p[1])
    apart = draw(st.frozensets(pairs, max_size=2)) if len(ids) > 1 else frozenset()
    frames = draw(_frames([row["ids"] for row in people]))
    return pool(people, crew, places, apart=apart, frames=frames)


_LEADS = st.fixed_dictionaries(
    {"day_parts": st.sampled_from([0b11, 0b1, 0b10]), "capacity": st.integers(1, 2)},
    optional={"themes": st.sampled_from([1, 2]), "languages": st.just({1: 3})},
)


@st.composite
def _frames(draw: st.DrawFn, ids: list[int]) -> tuple[Frame, ...]:
    if draw(st.integers(0, 3)) or not ids:
        return ()
    locked: list[Any] = draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))
    led = draw(st.sampled_from([None, 101]))
    return (Frame(9, 0, 1, 0, 0, facilitator=led, members=tuple(locked), maximum=3),)
