"""Pools and matchings as bytes, for the way between workers through the database.

Compressed numpy arrays and JSON: reading them runs no code, whatever the bytes are. What is read equals what was written. Codes go
with their names, for a worker of another version.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.types import (
    PARTS,
    Alternative,
    Change,
    LeftOver,
    Matching,
    Pair,
    Pool,
    Reason,
    Rule,
    Side,
)

Array = NDArray[Any]
Content = bytes | memoryview
_SIDES = ("volunteers", "seekers")
_PAIRS = ("apart", "locked")
FAST = 1  # of zlib: numpy's own savez_compressed takes seven times as long for a quarter less
_NOT_KNOWN = -1  # a part of a score that is left out
_REASONS = list(Reason)


def pool_to_bytes(pool: Pool) -> bytes:
    arrays = {
        f"{name}.{column.name}": getattr(getattr(pool, name), column.name)
        for name in _SIDES
        for column in fields(Side)
    }
    for name in _PAIRS:
        arrays[name] = _table(sorted(getattr(pool, name)), 2)
    if pool.points is not None:
        arrays["points"] = pool.points
    return _packed(arrays, {"year": pool.year, "head_start": pool.head_start})


def pool_from_bytes(content: Content) -> Pool:
    arrays, facts = _unpacked(content)
    volunteers, seekers = (
        Side(**{column.name: arrays[f"{name}.{column.name}"] for column in fields(Side)})
        for name in _SIDES
    )
    apart, locked = (frozenset((v, s) for v, s in arrays[name].tolist()) for name in _PAIRS)
    return Pool(
        volunteers, seekers, apart=apart, locked=locked, points=arrays.get("points"), **facts
    )


def matching_to_bytes(matching: Matching) -> bytes:
    pairs, left = matching.pairs, matching.left_over
    alternatives = [other for pair in pairs for other in pair.alternatives]
    arrays = {
        "pairs": _table([(p.volunteer, p.seeker, p.score, p.bonus, p.locked) for p in pairs], 5),
        "parts": _table(
            [[p.parts.get(name, _NOT_KNOWN) for name in PARTS] for p in pairs], len(PARTS)
        ),
        "others": np.array([len(pair.alternatives) for pair in pairs], dtype=np.int64),
        "alternatives": _table([(o.volunteer, o.score, o.regret) for o in alternatives], 3),
        "left": _table([_left_row(person) for person in left], 6),
        "prices": matching.prices,
    }
    names = ("total", "bound", "digest", "head_start", "version")
    told = {name: getattr(matching, name) for name in names}
    return _packed(arrays, {**told, "reasons": list(Reason), "parts": PARTS})


def _left_row(person: LeftOver) -> tuple[int, ...]:
    change = person.change
    bent = (int(change.rule), change.amount, change.opens) if change else (0, 0, 0)
    return (person.person, person.is_volunteer, _REASONS.index(person.reason), *bent)


def matching_from_bytes(content: Content) -> Matching:
    arrays, facts = _unpacked(content)
    reasons, parts = [Reason(each) for each in facts.pop("reasons")], facts.pop("parts")
    return Matching(
        pairs=tuple(_pairs(arrays, parts)),
        left_over=tuple(_left_over(reasons, *row) for row in arrays["left"].tolist()),
        prices=arrays["prices"],
        **facts,
    )


def _pairs(arrays: Mapping[str, Array], names: Sequence[str]) -> Iterable[Pair]:
    alternatives = [Alternative(*row) for row in arrays["alternatives"].tolist()]
    ends = np.cumsum(arrays["others"])
    rows = zip(
        arrays["pairs"].tolist(),
        arrays["parts"].tolist(),
        (ends - arrays["others"]).tolist(),
        ends.tolist(),
        strict=True,
    )
    for (volunteer, seeker, score, bonus, locked), values, start, end in rows:
        parts = {n: value for n, value in zip(names, values, strict=True) if value != _NOT_KNOWN}
        others = tuple(alternatives[start:end])
        yield Pair(volunteer, seeker, score, bonus, parts, bool(locked), others)


def _left_over(
    reasons: Sequence[Reason],
    person: int,
    is_volunteer: int,
    reason: int,
    rule: int,
    amount: int,
    opens: int,
) -> LeftOver:
    change = Change(Rule(rule), amount, opens) if rule else None
    return LeftOver(person, bool(is_volunteer), reasons[reason], change)


def _table(rows: Iterable[Any], width: int) -> Array:
    return np.array(list(rows), dtype=np.int64).reshape(-1, width)


def _packed(arrays: Mapping[str, Array], facts: dict[str, Any]) -> bytes:
    told = np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as packed:
        for name, array in {**arrays, "facts": told}.items():
            with packed.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
    return file.getvalue()


def _unpacked(content: Content) -> tuple[dict[str, Array], dict[str, Any]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return arrays, json.loads(arrays.pop("facts").tobytes())
