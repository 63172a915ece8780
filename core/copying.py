"""Rows of a query as one numpy array, by binary COPY: no Python object for a row, let alone for a value.

Every value is cast to a type of fixed width and may not be NULL, so that all rows have the same length. The server joins the rows
of some thousand ids to one value: a message for each row would cost more than everything else. Format:
https://www.postgresql.org/docs/current/sql-copy.html ("Binary Format").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg import sql

Rows = NDArray[np.void]

_HEADER = len(b"PGCOPY\n\xff\r\n\0") + 4 + 4
_PIECE = np.dtype(
    [("columns", ">i2"), ("width", ">i4"), ("rows", ">i8"), ("bytes", ">i4")]
)  # what comes before the rows of a piece
_END = -1  # instead of a number of columns
# What PostgreSQL writes for a numpy type; big-endian, as it does.
_SENT: dict[str, tuple[LiteralString, LiteralString]] = {
    "i8": ("int8send", "bigint"),
    "i4": ("int4send", "integer"),
    "i2": ("int2send", "smallint"),
    "f8": ("float8send", "double precision"),
    "b1": ("boolsend", "boolean"),
}


class NotFixed(Exception):
    """Something is NULL: the rows are not all of the same length."""


@dataclass(frozen=True)
class Column:
    """`said` is an SQL expression that is never NULL; `type` one of i8, i4, i2, f8 and b1."""

    name: str
    type: str
    said: LiteralString


def copy_rows(
    columns: Sequence[Column], tail: LiteralString, parameters: Mapping[str, Any], by: LiteralString
) -> Rows:
    """The rows of SELECT `columns` `tail`, in no order, as an array with a field for each column; one query.

    `{name}` in an expression or in `tail` is the parameter of that name, quoted as a literal: COPY takes no others. `by` is a
    whole number of which neighbours come in one piece. Raises NotFixed.
    """
    row = " || ".join(
        f"{_SENT[column.type][0]}(({column.said})::{_SENT[column.type][1]})" for column in columns
    )
    query = (
        f"COPY (SELECT count(*), string_agg({row}, ''::bytea) {tail} GROUP BY ({by}) >> 12)"
        " TO STDOUT (FORMAT BINARY)"
    )
    literals = {name: sql.Literal(value) for name, value in parameters.items()}
    stream = bytearray()
    with connection.cursor() as cursor, cursor.copy(sql.SQL(query).format(**literals)) as copy:
        for part in copy:
            stream += part
    wire = np.dtype([(column.name, f">{column.type}") for column in columns])
    here = wire.newbyteorder("=")
    return np.concatenate([np.empty(0, here), *_pieces(stream, wire)], dtype=here)


def _pieces(stream: bytearray, wire: np.dtype[np.void]) -> Iterator[Rows]:
    at = _HEADER
    while int.from_bytes(stream[at : at + 2], "big", signed=True) != _END:
        piece = np.frombuffer(stream, _PIECE, 1, at)[0]
        rows = int(piece["rows"])
        if piece["bytes"] != rows * wire.itemsize:
            raise NotFixed
        yield np.frombuffer(stream, wire, rows, at + _PIECE.itemsize)
        at += _PIECE.itemsize + rows * wire.itemsize
