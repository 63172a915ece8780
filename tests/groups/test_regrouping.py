"""Two groups become one, one becomes two, a group has a break and ends."""

from datetime import date

import pytest

from core.errors import NotFoundHere
from core.states import WrongMove
from groups import services
from groups.errors import CannotMerge, CannotSplit, GroupFull
from groups.models import Gathering
from groups.models.groups import SeatRole
from groups.peer_selectors import (
    list_full_groups,
    list_low_groups,
    list_to_merge_with,
    list_without_lead,
    see_group,
)
from groups.selectors import count_live_seats
from groups.states import State
from notifications.models import Message
from tests.clock import NOW
from tests.followup.builders import introduced
from tests.groups.peers import (
    again,
    form,
    formed,
    held,
    leave,
    make_circle,
    note,
    plan,
    somebody,
    speaker,
)
from tests.groups.test_waits import wait

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def two(kept):
    """Two small groups of one theme in one town, each with three of at most six."""
    one = formed(most_members=6)
    other = again(one, "Rosa", "Sami", "Tess", finn=somebody(one.programme, "Zeno", "volunteer"))
    return one, other


def merge(one, other, by=None):
    return services.merge_groups(
        group_id=one.group.pk, into_id=other.group.pk, by=by or one.cora, now=NOW
    )


def people(circle):
    return {seat.enrolment for seat in circle.now_is().people()}


def test_the_members_go_on_in_the_other_group(two):
    one, other = two
    plan(one)

    merge(one, other)

    assert people(other) >= {*one.members, *other.members, other.finn}
    assert one.finn not in people(other)
    assert one.now_is().state == State.CLOSED
    assert Gathering.objects.get(group=one.group).state == "cancelled"


def test_each_has_one_seat_as_before(two):
    one, other = two

    merge(one, other)

    assert count_live_seats(enrolment_id=one.mia.pk) == 1


def test_everybody_is_told_once(two):
    one, other = two

    merge(one, other)

    told = Message.objects.filter(kind="groups.regrouped")
    assert told.count() == len(people(other))
    thanked = Message.objects.filter(kind="groups.lead_thanked")
    assert {row.person for row in thanked} == {one.finn.person, one.bea.person}


def test_when_nobody_goes_along_nobody_is_told_of_others(two):
    one, other = two
    for who in one.members:
        leave(one, who)

    merge(one, other)

    assert not Message.objects.filter(kind="groups.regrouped").exists()
    assert one.now_is().state == State.CLOSED


def test_they_do_not_fit(kept):
    one = formed()
    other = again(one, "Rosa", "Sami", "Tess", finn=somebody(one.programme, "Zeno", "volunteer"))

    with pytest.raises(GroupFull):
        merge(one, other)

    assert one.now_is().state == State.INTRODUCED


def test_a_group_of_another_theme_is_another_group(two):
    one, _other = two
    apart = make_circle(programme=one.programme, name_nl="Rouw", name_en="Grief")
    form(apart)

    with pytest.raises(CannotMerge):
        services.merge_groups(group_id=one.group.pk, into_id=apart.group.pk, by=one.cora, now=NOW)


def test_a_group_does_not_merge_with_itself(two):
    with pytest.raises(CannotMerge):
        merge(two[0], two[0])


def test_only_the_team_merges(two):
    one, other = two

    with pytest.raises(NotFoundHere):
        merge(one, other, by=one.finn.person.user)


def low(circle, times=3, there=2):
    for week in range(times):
        gathering = held(circle, date(2026, 3, 12 + 7 * week))
        for who in circle.members[:there]:
            note(gathering, circle, who, now=gathering.ends_at)


def test_three_times_below_the_least_stands_on_the_desk(two):
    one, _other = two
    low(one)

    assert list(list_low_groups(by=one.cora)) == [one.group]
    assert not list_low_groups(by=formed().cora)


def test_twice_is_not_enough(two):
    low(two[0], times=2)

    assert not list_low_groups(by=two[0].cora)


def test_one_good_evening_is_enough_to_stay(two):
    one, _other = two
    low(one, times=2)
    gathering = held(one, date(2026, 3, 26))
    for who in one.members:
        note(gathering, one, who, now=gathering.ends_at)

    assert not list_low_groups(by=one.cora)


def test_a_group_in_reach_with_room_is_offered(two):
    one, other = two

    seen = see_group(public_id=one.group.public_id, by=one.cora).group
    assert [group for group, _place, _metres in list_to_merge_with(seen)] == [other.group]


def test_a_group_far_away_is_not(kept):
    one = formed(most_members=6)
    again(one, "Rosa", "Sami", "Tess", postcode="8400")

    seen = see_group(public_id=one.group.public_id, by=one.cora).group
    assert list_to_merge_with(seen) == []


def test_a_group_without_a_room_has_no_reach(kept):
    circle = form(make_circle(), place_id=None)

    seen = see_group(public_id=circle.group.public_id, by=circle.cora).group
    assert list_to_merge_with(seen) == []


@pytest.fixture(scope="module")
def large(kept):
    return formed(members=6, most_members=6)


def split(circle, *who, by=None, now=NOW):
    return services.split_group(
        group_id=circle.group.pk,
        seat_ids=[circle.seat(each).pk for each in who],
        by=by or circle.cora,
        now=now,
    )


def test_one_group_becomes_two(large):
    old, new = split(large, *large.members[:3])

    roles = {seat.enrolment: seat.role for seat in new.people()}
    assert roles == {large.bea: SeatRole.LEAD} | dict.fromkeys(large.members[:3], SeatRole.MEMBER)
    assert {seat.enrolment for seat in old.people()} == {large.finn, *large.members[3:]}
    assert (new.peer.theme, new.peer.most, new.kind) == (large.theme, 6, "peer")
    assert Message.objects.filter(kind="groups.regrouped").count() == 8


def test_each_of_the_two_needs_its_least(large):
    with pytest.raises(CannotSplit):
        split(large, *large.members[:2])


def test_each_of_the_two_needs_somebody_who_leads(large):
    leave(large, large.bea)

    with pytest.raises(CannotSplit):
        split(large, *large.members[:3])


def test_only_the_team_splits(large):
    with pytest.raises(NotFoundHere):
        split(large, *large.members[:3], by=large.finn.person.user)


def test_a_pair_is_not_split(kept):
    duo = introduced()

    with pytest.raises(CannotSplit):
        services.split_group(group_id=duo.group.pk, seat_ids=[], by=duo.cora, now=NOW)
    with pytest.raises(WrongMove):
        services.end_group(group_id=duo.group.pk, by=duo.cora, now=NOW)


def test_a_full_group_for_which_people_wait_stands_on_the_desk(large):
    wait(large, somebody(large.programme, "Uma"))

    assert [group.n_waiting for group in list_full_groups(by=large.cora)] == [1]


def test_a_group_without_a_facilitator_stands_on_the_desk(large):
    leave(large, large.bea)
    leave(large, large.finn)

    assert list(list_without_lead(by=large.cora)) == [large.group]


def act(service, circle, who):
    return service(group_id=circle.group.pk, now=NOW, **speaker(circle, who))


def test_a_group_has_a_break_and_goes_on(large):
    held(large)

    assert act(services.pause_group, large, large.finn).state == State.PAUSED
    assert act(services.resume_group, large, None).state == State.ACTIVE


def test_a_group_is_rounded_off_and_ends(large):
    wait(large, somebody(large.programme, "Uma"))
    assert act(services.round_off_group, large, large.finn).state == State.CLOSING

    assert Message.objects.filter(kind="groups.group_ending").count() == 8
    services.end_group(group_id=large.group.pk, by=large.cora, now=NOW)
    assert large.now_is().state == State.CLOSED


def test_only_the_team_says_that_it_ended(large):
    with pytest.raises(NotFoundHere):
        services.end_group(group_id=large.group.pk, by=large.finn.person.user, now=NOW)


def test_nothing_merges_into_a_group_that_ended(two):
    one, other = two
    services.end_group(group_id=other.group.pk, by=one.cora, now=NOW)

    with pytest.raises(CannotMerge):
        merge(one, other)
