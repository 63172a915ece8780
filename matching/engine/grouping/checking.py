"""Pools of people to be grouped: checked, put in order, fingerprinted."""

import hashlib
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

from matching.engine.errors import BadInput
from matching.engine.grouping.types import (
    DAY_PARTS,
    STAGES,
    Facilitators,
    Frame,
    GroupPool,
    GroupRules,
    GroupWeights,
    People,
    Places,
)

WIDEST = 62  # positions that a mask holds
_Table = TypeVar("_Table", People, Facilitators, Places)


def sorted_pool(pool: GroupPool, rules: GroupRules) -> GroupPool:
    """The same pool, everything in the order of ids. Raises BadInput with a code for what does not fit together."""
    _ensure(pool.themes >= 0, "themes")
    _check_rules(rules)
    people, crew = _sorted(pool.people), _sorted(pool.facilitators)
    places = _sorted(pool.places)
    _ensure(people.languages.shape[1:] == crew.languages.shape[1:], "width")
    _ensure(people.languages.shape[1] <= WIDEST, "width")
    _ensure(not np.isin(people.ids, crew.ids).any(), "doubled_id")
    _check_people(people, pool.themes, rules)
    _ensure(bool((crew.capacity >= 1).all()), "capacity")
    known_themes = (1 << min(pool.themes, WIDEST)) - 1
    _ensure(not (crew.themes & ~known_themes).any(), "unknown_theme")
    frames = tuple(sorted(pool.frames, key=lambda frame: frame.id))
    pool = replace(
        pool,
        people=people,
        facilitators=crew,
        places=places,
        frames=frames,
        apart=frozenset((min(pair), max(pair)) for pair in pool.apart),
    )
    _check_frames(pool, rules)
    return pool


def _ensure(holds: bool, code: str) -> None:
    if not holds:
        raise BadInput(code)


def _check_rules(rules: GroupRules) -> None:
    _ensure(rules.minimum >= 1, "minimum")
    _ensure(rules.minimum <= rules.maximum, "minimum_above_maximum")
    _ensure(rules.minimum <= rules.target <= rules.maximum, "target")
    _ensure(min(rules.stage_spread, rules.default_reach_m, rules.near_m) >= 0, "limit")


def _check_people(people: People, themes: int, rules: GroupRules) -> None:
    if rules.by_theme:
        _ensure(themes <= WIDEST, "themes")
        _ensure(bool(((people.theme >= 0) & (people.theme < themes)).all()), "unknown_theme")
    _ensure(bool(((people.stage >= 0) & (people.stage <= STAGES)).all()), "unknown_stage")
    known = (people.relation >= 0) & (people.relation < WIDEST)
    _ensure(bool(known.all()), "unknown_relation")
    _ensure(not (people.sensitive & ~people.traits).any(), "sensitive_without_trait")


def _sorted(table: _Table) -> _Table:
    arrays = {f.name: np.asarray(getattr(table, f.name)) for f in fields(table)}
    ids = arrays["ids"]
    _ensure(all(len(array) == len(ids) for array in arrays.values()), "length")
    _ensure(len(np.unique(ids)) == len(ids), "doubled_id")
    _ensure(
        bool(np.isfinite(arrays["lat"]).all() and np.isfinite(arrays["lon"]).all()), "not_a_place"
    )
    _ensure("languages" not in arrays or arrays["languages"].ndim == 2, "width")
    _ensure(bool((arrays["day_parts"] >= 0).all()), "day_parts")
    order = np.argsort(ids, kind="stable")
    return type(table)(**{name: array[order] for name, array in arrays.items()})


def _check_frames(pool: GroupPool, rules: GroupRules) -> None:
    frames = pool.frames
    _ensure(_differ(frame.id for frame in frames), "doubled_frame")
    _ensure(_differ(person for frame in frames for person in frame.members), "locked_twice")
    _ensure(_differ((frame.place, frame.day_part) for frame in frames), "room_twice")
    known = set(pool.people.ids.tolist())
    for frame in frames:
        _check_frame(frame, pool, rules, known)
    roles = [
        (f.day_part, who) for f in frames for who in (f.facilitator, f.back_up) if who is not None
    ]
    _ensure(_differ(roles), "facilitator_twice")
    capacity = dict(
        zip(pool.facilitators.ids.tolist(), pool.facilitators.capacity.tolist(), strict=True)
    )
    _ensure(all(who in capacity for _day_part, who in roles), "unknown_facilitator")
    for who in {who for _day_part, who in roles}:
        _ensure(sum(w == who for _d, w in roles) <= capacity[who], "facilitator_over_capacity")


def _check_frame(frame: Frame, pool: GroupPool, rules: GroupRules, known: set[int]) -> None:
    _ensure(not rules.by_theme or 0 <= frame.theme < pool.themes, "unknown_theme")
    _ensure(frame.place in pool.places.ids, "unknown_place")
    _ensure(0 <= frame.day_part < DAY_PARTS, "day_parts")
    _ensure(0 <= frame.language < pool.people.languages.shape[1], "unknown_language")
    _ensure(set(frame.members) <= known, "unknown_person")
    least, most = sizes_of(frame, rules)
    _ensure(most >= 1, "capacity")
    _ensure(1 <= least <= most, "minimum_above_maximum")


def _differ(values: Iterable[Any]) -> bool:
    every = list(values)
    return len(set(every)) == len(every)


def sizes_of(frame: Frame | None, rules: GroupRules) -> tuple[int, int]:
    """The smallest and the largest size of a group."""
    least = rules.minimum if frame is None or frame.minimum is None else frame.minimum
    most = rules.maximum if frame is None or frame.maximum is None else frame.maximum
    return least, most


def digest_of(pool: GroupPool, rules: GroupRules, weights: GroupWeights) -> str:
    """A fingerprint of everything that decides the answer, of a sorted pool (SHA-256, hexadecimal)."""
    frames = [replace(frame, members=tuple(sorted(frame.members))) for frame in pool.frames]
    told = (rules, weights, pool.themes, pool.year, frames, sorted(pool.apart))
    whole = hashlib.sha256(repr(told).encode())
    for table in (pool.people, pool.facilitators, pool.places):
        for column in fields(table):
            array = np.ascontiguousarray(getattr(table, column.name))
            whole.update(repr((column.name, array.shape, array.dtype.str)).encode())
            whole.update(array.tobytes())
    return whole.hexdigest()
