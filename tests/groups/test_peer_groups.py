"""A group of peers forms, people come in and go, and its texts are written."""

import pytest

from core.errors import ChangedMeanwhile, NotFoundHere
from groups import services
from groups.errors import (
    AlreadyInGroup,
    GroupClosed,
    GroupFull,
    LeadMissing,
    SeatTaken,
    TextTooLong,
    TooFewMembers,
)
from groups.models import Group
from groups.models.groups import SeatRole
from groups.states import SeatState, State
from notifications.models import Message
from organisations.errors import NotCleared
from tests.clock import NOW
from tests.groups.peers import (
    form,
    formed,
    held,
    hold,
    join,
    leave,
    make_circle,
    somebody,
    speaker,
)
from tests.teams import make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def circle(kept):
    return formed()


def kinds_of(who):
    rows = Message.objects.filter(person=who.person, kind__startswith="groups.")
    return sorted(rows.values_list("kind", flat=True))


def test_the_seats_are_taken_each_with_its_role(circle):
    roles = [(seat.enrolment, seat.role) for seat in circle.group.people()]

    assert roles == [
        (circle.finn, SeatRole.LEAD),
        (circle.bea, SeatRole.BACKUP),
        *((each, SeatRole.MEMBER) for each in circle.members),
    ]


def test_sizes_are_those_of_the_theme(circle):
    peer = circle.group.peer

    assert (peer.least, peer.wished, peer.most, peer.is_closed) == (3, 4, 5, False)


def test_everybody_is_told_that_it_is_there(circle):
    assert kinds_of(circle.mia) == kinds_of(circle.finn) == ["groups.group_formed"]


def test_a_group_needs_a_facilitator(kept):
    with pytest.raises(LeadMissing):
        form(make_circle(), leads=[])


def test_too_few_are_no_group(kept):
    with pytest.raises(TooFewMembers):
        form(make_circle(members=2))


def test_more_than_the_most_do_not_fit(kept):
    with pytest.raises(GroupFull):
        form(make_circle(members=3, wished_members=2, least_members=2, most_members=2))

    assert not Group.objects.filter(kind="peer", peer__most=2).exists()


def test_a_freed_seat_forms_no_group(kept):
    circle = make_circle()
    seats = [hold(each) for each in circle.members]
    services.free_seat(seat_id=seats[0].pk, now=NOW)

    with pytest.raises(SeatTaken):
        form(circle, seats=seats)


def test_who_leads_needs_the_papers_of_the_programme(kept):
    programme = make_programme(required_clearances=["training"])

    with pytest.raises(NotCleared):
        form(make_circle(programme=programme))


def test_somebody_comes_in_while_there_is_room(circle):
    rosa = somebody(circle.programme, "Rosa")

    join(circle, rosa)

    assert circle.seat(rosa).state == SeatState.TAKEN
    assert "groups.joined" in kinds_of(circle.finn)
    assert kinds_of(rosa) == ["groups.group_formed"]


def test_nobody_comes_into_a_full_group(circle):
    for name in ("Rosa", "Sami"):
        join(circle, somebody(circle.programme, name))

    with pytest.raises(GroupFull):
        join(circle, somebody(circle.programme, "Tess"))


def test_nobody_comes_in_twice(circle):
    with pytest.raises(AlreadyInGroup):
        join(circle, circle.finn)


def test_nobody_of_another_programme_comes_in(circle):
    with pytest.raises(SeatTaken):
        join(circle, somebody(make_programme(), "Zita"))


def test_a_closed_group_takes_people_until_it_met(kept):
    circle = form(make_circle(), closed=True)
    join(circle, somebody(circle.programme, "Rosa"))
    held(circle)

    assert circle.now_is().state == State.ACTIVE
    with pytest.raises(GroupClosed):
        join(circle, somebody(circle.programme, "Sami"))


def test_an_open_group_that_met_takes_people(circle):
    held(circle)

    join(circle, somebody(circle.programme, "Rosa"))


def write(circle, who, version=1, **texts):
    return services.change_group_texts(
        group_id=circle.group.pk,
        texts=texts or {"rules": "What is said here stays here."},
        expected_version=version,
        now=NOW,
        **speaker(circle, who),
    )


def test_who_leads_writes_the_house_rules(circle):
    assert write(circle, circle.finn).rules == "What is said here stays here."
    assert write(circle, None, 2, materials="Read this").rules == "What is said here stays here."


def test_a_member_does_not_write_them(circle):
    with pytest.raises(NotFoundHere):
        write(circle, circle.mia)


def test_nobody_overwrites_what_they_did_not_read(circle):
    write(circle, circle.finn)

    with pytest.raises(ChangedMeanwhile):
        write(circle, circle.bea)


def test_a_text_has_an_end(circle):
    with pytest.raises(TextTooLong):
        write(circle, circle.finn, rules="x" * 4001)


def test_who_left_is_not_in_it_any_more(circle):
    leave(circle, circle.mia)

    assert circle.mia not in [seat.enrolment for seat in circle.now_is().people()]
