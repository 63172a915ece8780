"""The best grouping by trying everything: every set of people at every place, time and language, and every way to lead them.

Rules and scores are those of the verifier, which has no part in the search.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from matching.engine.errors import VerificationFailed
from matching.engine.grouping.answers import Group, Score
from matching.engine.grouping.checking import sizes_of, sorted_pool
from matching.engine.grouping.solve import form_greedily
from matching.engine.grouping.types import GroupPool, GroupRules, GroupWeights, Kind
from matching.engine.grouping.verifying import _Look


def best_score(pool: GroupPool, rules: GroupRules) -> Score:
    pool = sorted_pool(pool, rules)
    look = _Look(pool, rules, GroupWeights(), form_greedily(pool, rules))
    groups = list(_possible(look))
    must = [frame.id for frame in pool.frames if frame.members]
    return _best(look, groups, 0, [], must)


def _best(
    look: _Look, groups: list[Group], start: int, chosen: list[Group], must: list[int]
) -> Score:
    formed = {group.frame for group in chosen}
    best = Score(-1)
    if all(frame in formed for frame in must):
        best = sum((group.score for group in chosen), Score())
    used = {id_ for group in chosen for id_ in group.members}
    for number in range(start, len(groups)):
        group = groups[number]
        if used.isdisjoint(group.members) and _fits(look, [*chosen, group]):
            best = max(best, _best(look, groups, number + 1, [*chosen, group], must))
    return best


def _fits(look: _Look, groups: list[Group]) -> bool:
    formed = [group.frame for group in groups if group.frame is not None]
    if len(set(formed)) < len(formed):
        return False
    try:
        look._look_between(tuple(groups))
    except VerificationFailed:
        return False
    return True


def _possible(look: _Look) -> Iterator[Group]:
    """Every group that breaks no rule alone, in its cheapest language."""
    pool, rules = look.pool, look.rules
    ids = sorted(look.people)
    locked = {id_ for frame in pool.frames for id_ in frame.members}
    for frame in pool.frames:
        free = [id_ for id_ in ids if id_ not in locked]
        _least, most = sizes_of(frame, rules)
        for size in range(max(0, most - len(frame.members)) + 1):
            for coming in combinations(free, size):
                members = tuple(sorted([*frame.members, *coming]))
                group = Group(
                    *(frame.theme, frame.place, frame.day_part, frame.language),
                    *(frame.facilitator, members, frame.back_up, frame.id),
                )
                yield from _judged(look, group) if members else ()
    if rules.kind == Kind.COURSE:
        return
    free = [id_ for id_ in ids if id_ not in locked]
    for size in range(rules.minimum, rules.maximum + 1):
        for members in combinations(free, size):
            theme = look.people[members[0]]["theme"] if rules.kind != Kind.LINK else 0
            seen = set()
            leads = sorted(look.crew) if rules.facilitator_needed else [None]
            for place, day_part, language, led in product(look.places, (0, 1), (0, 1), leads):
                group = Group(theme, place, day_part, language, led, members)
                if (place, day_part, led) not in seen:
                    for each in _judged(look, group):
                        seen.add((place, day_part, led))
                        yield each


def _judged(look: _Look, group: Group) -> Iterator[Group]:
    people = [look.people[id_] for id_ in group.members]
    group = replace(group, score=look._score(people, look.places[group.place]))
    try:
        look._look_at(group)
    except VerificationFailed:
        return
    yield group
