"""From waiting people to groups with a bound.

1. Put the pool in order and look for slots. 2. Begin with greedy. 3. Solve each part as well as its size allows. 4. Improve what is there.
5. Find back-ups, bound the whole, and tell why.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from matching.engine.grouping.answers import Grouping, Prices
from matching.engine.grouping.beside import Beside
from matching.engine.grouping.bound import UNIT, Pricer, no_prices
from matching.engine.grouping.candidates import Slot, Supply, find_slots, supply_of
from matching.engine.grouping.checking import digest_of, sorted_pool
from matching.engine.grouping.clusters import bound_in_clusters
from matching.engine.grouping.exact import (
    Effort,
    Part,
    at_their_best,
    dived,
    of_a_block,
    solve_part,
)
from matching.engine.grouping.explain import described, left_out, thermometers
from matching.engine.grouping.greedy import Index, Plan, greedy
from matching.engine.grouping.improving import improve
from matching.engine.grouping.known import Known, know
from matching.engine.grouping.parts import among, blocks, independent, left_by, only, still_open
from matching.engine.grouping.scarcity import ROUGH, scarce
from matching.engine.grouping.types import GroupPool, GroupRules, GroupWeights
from matching.engine.types import Ints

Tell = Callable[[str, int], None]
WEIGHTS = GroupWeights()


def form_groups(
    pool: GroupPool,
    rules: GroupRules,
    weights: GroupWeights = WEIGHTS,
    *,
    effort: Effort | None = None,
    progress: Tell | None = None,
) -> Grouping:
    """Groups of a pool with a bound. Raises BadInput for what does not fit together.

    The same for the same pool, in whatever order it is given. `progress(stage, percent)` is called now and then; what it raises ends the search.
    """
    tell = progress or (lambda _stage, _percent: None)
    pool = sorted_pool(pool, rules)
    known = know(pool, rules, weights)
    supply = supply_of(known)
    tell("slots", 0)
    slots = find_slots(known, supply)
    tell("greedy", 0)
    plan = greedy(known, supply, slots)
    tell("parts", 0)
    solved = _solve(known, supply, slots, plan, effort or Effort(), tell)
    tell("improving", 0)
    plan = improve(known, supply, solved.plan, slots)
    return _answer(known, supply, slots, plan, solved, tell)


def form_greedily(pool: GroupPool, rules: GroupRules, weights: GroupWeights = WEIGHTS) -> Grouping:
    """What taking the fullest slot again and again gives, without a bound: to compare with."""
    pool = sorted_pool(pool, rules)
    known = know(pool, rules, weights)
    supply = supply_of(known)
    slots = find_slots(known, supply)
    plan = greedy(known, supply, slots)
    none = no_prices(known)
    return _answer(known, supply, slots, plan, Part(plan, none, none, False), lambda _s, _p: None)


def _solve(
    known: Known, supply: Supply, slots: list[Slot], plan: Plan, effort: Effort, tell: Tell
) -> Part:
    none = no_prices(known)
    whole = Part(Plan(), none, none, True)
    parts = independent(known, slots)
    for number, part in enumerate(parts):
        rooms = {slot.room for slot in part}
        mine = among(plan, [group.slot.room in rooms for group in plan.groups])
        people = blocks(known, part)
        if len(people) == 1:
            solved = solve_part(known, supply, part, mine, effort)
        else:
            solved = _by_blocks(known, supply, part, mine, people, effort, tell)
        whole = _joined(whole, solved)
        tell("parts", 100 * (number + 1) // len(parts))
    return whole


def _joined(one: Part, other: Part) -> Part:
    return Part(
        Plan([*one.plan.groups, *other.plan.groups], [*one.plan.leaders, *other.plan.leaders]),
        _dearest(one.people, other.people),
        _dearest(one.points, other.points),
        one.is_best and other.is_best,
    )


def _dearest(one: Prices, other: Prices) -> Prices:
    """Right for both: where parts share nothing, this is each part's own."""
    return Prices(
        np.maximum(one.people, other.people),
        np.maximum(one.facilitators, other.facilitators),
        np.maximum(one.at_day_part, other.at_day_part),
        np.maximum(one.rooms, other.rooms),
        max(one.placed, other.placed),
        one.ceilings | other.ceilings,
    )


def _by_blocks(
    known: Known,
    supply: Supply,
    slots: list[Slot],
    plan: Plan,
    people: list[Ints],
    effort: Effort,
    tell: Tell,
) -> Part:
    """One block after the other, with the rooms and facilitators that the others leave, and less effort for each."""
    prices = no_prices(known)
    less = of_a_block(effort)
    owner = _owners(slots, people)
    index = Index(slots, len(known.people))
    for number, block in enumerate(people):
        frames = frozenset(frame for frame, own in owner.items() if own == number)
        inside = [
            bool(np.isin(group.coming, block).all())
            and (group.slot.frame < 0 or group.slot.frame in frames)
            for group in plan.groups
        ]
        mine, rest = among(plan, inside), among(plan, [not yes for yes in inside])
        left = left_by(supply, rest)
        placed = np.array(sorted(rest.placed), dtype=np.int64)
        block = np.setdiff1d(block, placed)
        reached = [slots[i] for i in index.reached_by(block)]
        here = only(still_open(reached, left, rest), block, frames)
        found = scarce(known, left, here, None, ROUGH)
        mine = dived(known, left, here, found, mine, less)
        plan = Plan([*rest.groups, *mine.groups], [*rest.leaders, *mine.leaders])
        prices = _dearest(prices, found.prices)
        tell("blocks", 100 * (number + 1) // len(people))
    pricer = Pricer(known, supply, slots)
    plan = Beside(known, pricer, prices, less.anew, less.each).better(plan, less.rounds)
    return Part(plan, prices, at_their_best(known), False)


def _owners(slots: Sequence[Slot], people: list[Ints]) -> dict[int, int]:
    """The block of each frame: that of most people who could come in."""
    owner: dict[int, int] = {}
    most: dict[int, int] = {}
    for slot in slots:
        if slot.frame >= 0:
            for number, block in enumerate(people):
                count = int(np.isin(slot.people, block).sum())
                if count > most.get(slot.frame, -1):
                    most[slot.frame], owner[slot.frame] = count, number
    return owner


def _answer(
    known: Known, supply: Supply, slots: list[Slot], plan: Plan, solved: Part, tell: Tell
) -> Grouping:
    tell("bound", 0)
    locked = sum(len(base) for base in supply.locked.values())
    pricer = Pricer(known, supply, slots)
    solved, most = _tighter(known, pricer, solved)
    points = solved.points
    best = pricer.bound(points, pricer.values(points, points=True))
    coming = plan.score.people - locked
    tell("reasons", 0)
    groups = described(known, supply, plan)
    warm = thermometers(known, supply, plan)
    return Grouping(
        groups=groups,
        left_out=left_out(known, supply, plan, slots, warm),
        thermometers=warm,
        score=plan.score,
        most_people=most // UNIT + locked,
        most_cohesion=(best - points.placed * coming) // UNIT,
        people_prices=solved.people,
        cohesion_prices=points,
        is_best=solved.is_best,
        digest=digest_of(known.pool, known.rules, known.weights),
    )


def _tighter(known: Known, pricer: Pricer, solved: Part) -> tuple[Part, int]:
    """The bound on people; where few rounds were spent, that everybody who fits a slot is placed may say more."""
    bound = pricer.bound(solved.people, pricer.values(solved.people, points=False))
    bound = min(bound, bound_in_clusters(known, pricer, solved.people))
    each = no_prices(known)
    for slot in pricer.slots:
        each.people[slot.people] = UNIT
    plain = pricer.bound(each, pricer.values(each, points=False))
    if plain < bound:
        return replace(solved, people=each), plain
    return solved, bound
