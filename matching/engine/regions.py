"""A pool cut into regions that have nothing to do with each other, and their answers put together again.

Two places belong together when somebody of the one would come to somebody of the other, whatever that one says: then neither a
pair nor a reason nor a suggestion ("10 km instead of 5") crosses a border, and the best of the whole is the best of its parts.
Meeting at a distance knows no places: where both sides have people who do, there is one region.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.engine.packing import Packed, near_places, packed
from matching.engine.pools import digest_of, people_at
from matching.engine.prove import head_start
from matching.engine.scoring import rarity
from matching.engine.types import (
    Ints,
    LeftOver,
    Matching,
    Objective,
    Pool,
    Reason,
    Rule,
    Rules,
    Weights,
)

WORTH_CUTTING = 20_000  # people; a smaller pool stays whole


def split(pool: Pool, rules: Rules, *, at_least: int | None = None) -> list[Pool]:
    """The regions of a sorted pool, each with the points and the head start of the whole; small ones together up to `at_least`
    people (WORTH_CUTTING when not said). The same for the same pool."""
    least = WORTH_CUTTING if at_least is None else at_least
    volunteers, seekers = _regions(pool, rules, least)
    count = int(max(volunteers.max(initial=0), seekers.max(initial=0))) + 1
    if count == 1:
        return [pool]
    whole = replace(pool, points=rarity(pool), head_start=head_start(pool, rules))
    return [_part(whole, volunteers == number, seekers == number) for number in range(count)]


def _part(whole: Pool, volunteers: Ints, seekers: Ints) -> Pool:
    a = people_at(whole.volunteers, np.flatnonzero(volunteers))
    b = people_at(whole.seekers, np.flatnonzero(seekers))
    here_a, here_b = set(a.ids.tolist()), set(b.ids.tolist())

    def inside(pairs: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        return frozenset((v, s) for v, s in pairs if v in here_a and s in here_b)

    return replace(
        whole, volunteers=a, seekers=b, apart=inside(whole.apart), locked=inside(whole.locked)
    )


def _regions(pool: Pool, rules: Rules, at_least: int) -> tuple[Ints, Ints]:
    """The number of the region of each volunteer and each seeker."""
    a, b = pool.volunteers, pool.seekers
    everybody = np.zeros(len(a), np.int64), np.zeros(len(b), np.int64)
    from_afar = all((side.forms & rules.at_a_distance).any() for side in (a, b))
    if len(a) + len(b) <= at_least or from_afar or not rules.on & Rule.REACH:
        return everybody
    sides = [packed(side, rules, pool.year, np.ones(len(side), dtype=np.bool_)) for side in (a, b)]
    place_a, place_b = (_place_of(side, len(side.people)) for side in sides)
    label = _connected(sides[0], sides[1], rules, _locked_places(pool, place_a, place_b))
    region_a, region_b = label[: sides[0].places][place_a], label[sides[0].places :][place_b]
    return _gathered(region_a, region_b, at_least)


def _place_of(side: Packed, people: int) -> Ints:
    """The place of each person of the pool, by position."""
    place = np.zeros(people, dtype=np.int64)
    place[side.people["at"]] = np.repeat(np.arange(side.places), np.diff(side.starts))
    return place


def _locked_places(pool: Pool, place_a: Ints, place_b: Ints) -> tuple[Ints, Ints]:
    """Places that locked pairs hold together, however far apart."""
    locked = np.array(sorted(pool.locked), dtype=np.int64).reshape(-1, 2)
    v = np.searchsorted(pool.volunteers.ids, locked[:, 0])
    s = np.searchsorted(pool.seekers.ids, locked[:, 1])
    return place_a[v], place_b[s]


def _connected(a: Packed, b: Packed, rules: Rules, more: tuple[Ints, Ints]) -> Ints:
    """A label for each place of a, then of b: the same for places that are connected."""
    from matching.engine.kernels.components import label_places

    to_b, to_a = (
        near_places(one, other, rules, own_limit=False) for one, other in ((a, b), (b, a))
    )
    from_a = np.repeat(np.arange(a.places), np.diff(to_b.starts))
    from_b = np.repeat(np.arange(b.places), np.diff(to_a.starts))
    one = np.concatenate([from_a, to_a.place.astype(np.int64), more[0]])
    other = np.concatenate([to_b.place.astype(np.int64), from_b, more[1]])
    label: Ints = label_places(one, other + a.places, a.places + b.places)
    return label


def _gathered(a: Ints, b: Ints, at_least: int) -> tuple[Ints, Ints]:
    """Numbers 0, 1, … in the order of the labels, with neighbours in that order together until they are `at_least` people. A rest
    of fewer goes with the last."""
    labels, counts = np.unique(np.concatenate([a, b]), return_counts=True)
    number, people, numbers = 0, 0, []
    for count in counts.tolist():
        numbers.append(number)
        people += count
        if people >= at_least:
            number, people = number + 1, 0
    numbered = np.minimum(np.array(numbers, dtype=np.int64), max(number - 1, 0))
    return numbered[np.searchsorted(labels, a)], numbered[np.searchsorted(labels, b)]


def join(
    pool: Pool,
    rules: Rules,
    weights: Weights,
    objective: Objective,
    parts: Sequence[Pool],
    matchings: Sequence[Matching],
) -> Matching:
    """The answer for a sorted pool from those for its regions, in the order of `split`."""
    prices = np.zeros(len(pool.volunteers), dtype=np.int64)
    for part, matching in zip(parts, matchings, strict=True):
        prices[np.searchsorted(pool.volunteers.ids, part.volunteers.ids)] = matching.prices
    pairs = sorted((p for m in matchings for p in m.pairs), key=lambda pair: pair.seeker)
    left = (_in_the_whole(pool, person) for m in matchings for person in m.left_over)
    return Matching(
        pairs=tuple(pairs),
        left_over=tuple(sorted(left, key=lambda each: (each.is_volunteer, each.person))),
        total=sum(matching.total for matching in matchings),
        bound=sum(matching.bound for matching in matchings),
        prices=prices,
        digest=digest_of(pool, rules, weights, objective),
        head_start=matchings[0].head_start,
    )


def _in_the_whole(pool: Pool, person: LeftOver) -> LeftOver:
    """Nobody in one's own region is nobody in reach, unless there is nobody anywhere."""
    others = pool.seekers if person.is_volunteer else pool.volunteers
    if person.reason == Reason.NOBODY_THERE and len(others):
        return replace(person, reason=Reason.REACH)
    return person
