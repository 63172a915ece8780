"""The search tells how far it is, and what the listener raises ends it."""

import pytest

from matching.engine import match
from matching.engine.types import Objective, Rules, Weights
from tests.engine.pools import one, pool


class StopError(Exception):
    """A coordinator changed their mind."""


def searched(people, progress):
    return match(people, Rules(), Weights(), Objective.MOST_PEOPLE, progress=progress)


def test_the_stages_are_told_in_their_order():
    told = []

    searched(pool([one(1)], [one(2)]), lambda stage, percent: told.append((stage, percent)))

    assert told == [("candidates", 5), ("proof", 60), ("reasons", 80)]


@pytest.mark.parametrize("stage", ["candidates", "proof", "reasons"])
def test_what_the_listener_raises_ends_the_search(stage):
    def stop(at, _percent):
        if at == stage:
            raise StopError

    with pytest.raises(StopError):
        searched(pool([one(1)], [one(2)]), stop)


def test_a_large_search_tells_more_often():
    # 41 places of seekers, one block each: at the start, after 20 and after 40, twice. 41 seekers and one place: 40 people
    # are left over, told after 20 and after 40.
    told = []
    seekers = [one(100 + i, at=(51.05 + i / 10_000, 3.72)) for i in range(41)]

    searched(pool([one(1)], seekers), lambda stage, _percent: told.append(stage))

    assert [told.count(stage) for stage in ("candidates", "proof", "reasons")] == [3, 3, 3]
