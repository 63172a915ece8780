"""The compiled sums of the second look, beside a plain text of the same."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.grouping.proof import _best_sum
from matching.engine.kernels.sums import NEVER, best_sums

GAINS = st.lists(st.integers(-5, 9), min_size=1, max_size=7)


@given(st.lists(GAINS, max_size=4), st.integers(0, 3), st.integers(0, 3), st.integers(0, 1))
def test_the_compiled_sums_are_those_of_the_plain_text(slots, least, more, row):
    bonus = np.array([[0] * 7, [3, 0, 5, 1, 4, 2, 6]])
    each = np.concatenate([np.zeros(0, np.int64), *map(np.array, slots)]).astype(np.int64)
    gains = np.stack([each, -each])
    starts = np.cumsum([0, *map(len, slots)])

    found = best_sums(
        starts, np.arange(starts[-1]), gains, bonus, np.full(len(slots), row), least, least + more
    )

    sizes = (least, least + more)
    for number, (first, last) in enumerate(pairwise(starts)):
        plain = [_best_sum(one[first:last], bonus[row].tolist(), sizes) for one in gains]
        assert found[number] == max(plain)


def test_too_few_are_never_enough():
    none = np.zeros((2, 3), dtype=np.int64)
    starts, who = np.array([0, 1]), np.array([0])

    assert best_sums(starts, who, np.ones((1, 1), np.int64), none, who, 2, 2).tolist() == [NEVER]
