"""What is measured is the same each time."""

import numpy as np

from benchmarks.pools import make_pool


def test_the_same_seed_invents_the_same_people():
    first, second = make_pool(size=20), make_pool(size=20)

    assert np.array_equal(first.volunteers.day_parts, second.volunteers.day_parts)
