"""Pools: put in order, checked, fingerprinted, cut into parts that have nothing to do with each other."""

import hashlib
from dataclasses import fields, replace

import numpy as np

from matching.engine.errors import BadInput
from matching.engine.types import Ints, Objective, Pool, Rules, Side, Weights


def sorted_pool(pool: Pool) -> Pool:
    """The same pool with both sides in the order of ids. Raises BadInput when the arrays do not fit together."""
    a, b = _sorted(pool.volunteers), _sorted(pool.seekers)
    tables = (a.likes, a.dislikes, a.nogos, b.likes, b.dislikes, b.nogos)
    if len({table.shape[1:] for table in tables}) > 1:
        raise BadInput("width")
    if a.languages.shape[1:] != b.languages.shape[1:]:
        raise BadInput("width")
    return replace(pool, volunteers=a, seekers=b)


def _sorted(side: Side) -> Side:
    arrays = {f.name: np.asarray(getattr(side, f.name)) for f in fields(side)}
    if any(len(array) != len(side.ids) for array in arrays.values()):
        raise BadInput("length")
    if (np.diff(side.ids) <= 0).any() and len(np.unique(side.ids)) != len(side.ids):
        raise BadInput("doubled_id")
    if not (np.isfinite(side.lat).all() and np.isfinite(side.lon).all()):
        raise BadInput("not_a_place")
    if (side.capacity < 0).any():
        raise BadInput("capacity")
    if (np.diff(side.ids) > 0).all():
        return (
            side if all(arrays[name] is getattr(side, name) for name in arrays) else Side(**arrays)
        )
    return people_at(side, np.argsort(side.ids, kind="stable"))


def people_at(side: Side, at: Ints) -> Side:
    """The people at these positions, in this order."""
    return Side(**{f.name: np.asarray(getattr(side, f.name))[at] for f in fields(side)})


def digest_of(pool: Pool, rules: Rules, weights: Weights, objective: Objective) -> str:
    """A fingerprint of everything that decides the answer (SHA-256, hexadecimal); the same for any order of people."""
    pool = sorted_pool(pool)
    points = None if pool.points is None else pool.points.tolist()
    whole = hashlib.sha256(
        repr(
            (
                rules,
                weights,
                str(objective),
                pool.year,
                sorted(pool.apart),
                sorted(pool.locked),
                points,
                pool.head_start,
            )
        ).encode()
    )
    for side in (pool.volunteers, pool.seekers):
        for column in fields(side):
            array = np.ascontiguousarray(getattr(side, column.name))
            # The shape too: the same bytes on the other side, or in another column, are another input.
            whole.update(repr((column.name, array.shape, array.dtype.str)).encode())
            whole.update(array.tobytes())
    return whole.hexdigest()
