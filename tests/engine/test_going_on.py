"""The best choice is reached from any prices and places to begin with, by the flow and by settling one seeker after the other."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching.engine.assign import solve
from matching.engine.kernels.settle import settle
from matching.engine.types import Found
from tests.engine.strategies import FEW

PRICES = st.integers(0, 300)


@st.composite
def problems(draw):
    """Even gains of some pairs in the order of seekers, capacities, and prices and places to begin with."""
    seekers, volunteers = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    worth = draw(
        st.lists(
            st.lists(
                st.one_of(st.none(), st.integers(1, 60)), min_size=volunteers, max_size=volunteers
            ),
            min_size=seekers,
            max_size=seekers,
        )
    )
    capacity = draw(st.lists(st.integers(0, 3), min_size=volunteers, max_size=volunteers))
    price = draw(st.lists(PRICES, min_size=volunteers, max_size=volunteers))
    seat, left = [], list(capacity)
    for row in worth:
        open_to = [k for k, value in enumerate(row) if value is not None and left[k] > 0]
        seat.append(draw(st.sampled_from([-1, *open_to])))
        if seat[-1] >= 0:
            left[seat[-1]] -= 1
    return worth, capacity, price, seat


def arrays(worth):
    rows = [
        (k, i, 2 * v) for i, row in enumerate(worth) for k, v in enumerate(row) if v is not None
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Found(columns[0], columns[1], columns[2], columns[2]), columns[2]


def gained(worth, seat):
    return sum(2 * worth[i][k] for i, k in enumerate(seat) if k >= 0)


def best(worth, capacity):
    """By scipy, on a table with a column for each place and one of 0 for each seeker who may stay without."""
    columns = [k for k, places in enumerate(capacity) for _ in range(places)]
    table = np.zeros((len(worth), len(columns) + len(worth)))
    for i, row in enumerate(worth):
        for at, k in enumerate(columns):
            table[i, at] = -1 if row[k] is None else 2 * row[k]
    return table[linear_sum_assignment(table, maximize=True)].sum()


def ensure_best(worth, capacity, seat):
    assert all(worth[i][k] is not None for i, k in enumerate(seat) if k >= 0)
    assert all(seat.count(k) <= places for k, places in enumerate(capacity))
    assert gained(worth, seat) == best(worth, capacity)


@given(problem=problems())
@settings(FEW, max_examples=300)
def test_settling_ends_in_the_best_choice(problem):
    worth, capacity, price, seat = problem
    found, gain = arrays(worth)
    seats = np.array(seat, dtype=np.int64)

    settle(
        found.starts(len(seat)), found.volunteer, gain, np.array(capacity), np.array(price), seats
    )

    ensure_best(worth, capacity, seats.tolist())


@given(problem=problems())
@settings(FEW, max_examples=300)
def test_the_flow_ends_in_the_best_choice(problem):
    worth, capacity, price, seat = problem
    found, gain = arrays(worth)

    seats = solve(found, gain, np.array(capacity), np.array(price), np.array(seat))

    ensure_best(worth, capacity, seats.tolist())
