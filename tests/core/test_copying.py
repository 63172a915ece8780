"""Rows that come as one array."""

import pytest
from django.db import connection

from core.copying import Column, NotFixed, copy_rows

pytestmark = pytest.mark.django_db

NUMBERS = "FROM generate_series(1, {most}) AS list(n)"


def rows_of(*columns, most=3, by="n"):
    return copy_rows(columns, NUMBERS, {"most": most}, by=by)


@pytest.mark.parametrize(
    ("type_", "said", "expected"),
    [
        ("i8", "n::bigint * -10000000000", [-10000000000, -20000000000]),
        ("i4", "n * 70000", [70000, 140000]),
        ("i2", "-n", [-1, -2]),
        ("f8", "n / 4.0", [0.25, 0.5]),
        ("b1", "n = 1", [True, False]),
    ],
)
def test_each_type_comes_as_it_is(type_, said, expected):
    assert rows_of(Column("it", type_, said), most=2)["it"].tolist() == expected


def test_columns_of_different_width_stay_apart():
    rows = rows_of(
        Column("n", "i2", "n"), Column("yes", "b1", "true"), Column("half", "f8", "n / 2.0")
    )

    assert rows.tolist() == [(1, True, 0.5), (2, True, 1.0), (3, True, 1.5)]


def test_no_row_is_an_empty_array():
    assert rows_of(Column("n", "i8", "n"), most=0).shape == (0,)


def test_many_rows_come_in_pieces_and_none_is_lost():
    rows = rows_of(Column("n", "i4", "n"), most=10_000)

    assert sorted(rows["n"].tolist()) == list(range(1, 10_001))


@pytest.mark.parametrize("said", ["NULL", "NULLIF(n, 2)"])
def test_a_value_that_is_null_is_refused(said):
    with pytest.raises(NotFixed):
        rows_of(Column("n", "i8", said))


def test_a_parameter_is_a_value_and_never_sql():
    rows = copy_rows(
        [Column("n", "i4", "length({text})")],
        "FROM generate_series(1, 1) AS list(n)",
        {"text": "'); DROP TABLE accounts_person; --"},
        by="n",
    )

    assert rows["n"].tolist() == [34]


def test_it_is_one_query(django_assert_num_queries):
    assert connection.vendor == "postgresql"

    with django_assert_num_queries(1):
        rows_of(Column("n", "i4", "n"))
