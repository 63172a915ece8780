"""The verifier agrees with the search for every kind of group, and bounds are as low as they can be, by hand."""

from dataclasses import replace

import pytest

from matching.engine.errors import VerificationFailed
from matching.engine.grouping import form_groups, verify
from matching.engine.grouping.types import LINK_RULES, Frame, GroupRules, Kind
from tests.engine.grouping.pools import SMALL, four, lead, members, person, place, pool, the_one

LINKS = replace(LINK_RULES, minimum=2, target=3, maximum=4)
COURSES = GroupRules(kind=Kind.COURSE, minimum=2, target=2, maximum=4)
UNSAID = {"stage": 0, "relation": 0, "birth_year": 0}
MIXED = replace(SMALL, relations=(0b110,))
COURSE = Frame(7, 0, 1, 0, 0, facilitator=101)
EARLIER = [person(n, day_parts=0b10) for n in (1, 2, 3)]
LATER = [lead(101, day_parts=0b10)]

AGREED = {
    "strangers": (pool(four(theme=1, stage=9)), LINKS, [(1, 2, 3, 4)]),
    "a course": (pool(four(), frames=(COURSE,)), COURSES, [(1, 2, 3, 4)]),
    "a course that does not start": (pool([person(1)], frames=(COURSE,)), COURSES, []),
    "nobody who leads": (
        pool(four(), []),
        replace(SMALL, facilitator_needed=False),
        [(1, 2, 3, 4)],
    ),
    "nobody who could lead": (pool(four(), []), SMALL, []),
    "nobody said": (pool([person(n, **UNSAID) for n in (1, 2, 3)]), SMALL, [(1, 2, 3)]),
    "related": (pool(four(relation=2)), MIXED, [(1, 2, 3, 4)]),
    "not related": (pool(four(relation=3)), MIXED, [(1, 2, 3)]),
    "a day-part later": (pool(EARLIER, LATER, [place(1, day_parts=0b10)]), SMALL, [(1, 2, 3)]),
    "too few are free": (pool(four(), None, [place(1, day_parts=0b11)]), SMALL, [(1, 2, 3, 4)]),
}


@pytest.mark.parametrize("case", AGREED)
def test_the_verifier_agrees_and_the_bound_is_what_is_found(case):
    people, rules, wanted = AGREED[case]

    grouping = form_groups(people, rules)

    verify(people, rules, grouping)
    assert members(grouping) == wanted
    assert grouping.gap == 0
    assert grouping.most_cohesion >= grouping.score.cohesion


def changed(prices, **changes):
    return replace(
        prices, **{name: change(getattr(prices, name)) for name, change in changes.items()}
    )


@pytest.mark.parametrize(
    "change",
    [{"placed": lambda _placed: -1}, {"at_day_part": lambda prices: prices - 1}],
)
def test_prices_below_nothing_prove_nothing(change):
    people = pool(four())
    grouping = form_groups(people, SMALL)
    forged = replace(grouping, people_prices=changed(grouping.people_prices, **change))

    with pytest.raises(VerificationFailed, match="bound"):
        verify(people, SMALL, forged)


@pytest.mark.parametrize(
    ("people", "rules", "code"),
    [
        ([person(1, household=6), *four(household=6)[1:]], LINKS, "household"),
        (four(relation=3), MIXED, "relation"),
    ],
)
def test_a_member_who_may_not_be_in_this_kind_of_group_is_found(people, rules, code):
    grouping = form_groups(pool(people), rules)
    group = the_one(grouping)
    assert len(group.members) == 3
    forged = replace(grouping, groups=(replace(group, members=(1, 2, 3, 4)),))

    with pytest.raises(VerificationFailed, match=code):
        verify(pool(people), rules, forged)
