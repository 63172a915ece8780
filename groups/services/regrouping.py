"""Two groups that became too small go on as one; one that is full becomes two."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.errors import refusing
from core.states import move
from groups.errors import CannotMerge, CannotSplit
from groups.models import Group, PeerGroup, Seat
from groups.models.groups import SeatRole
from groups.peer_messages import tell_lead_thanked, tell_regrouped
from groups.peer_selectors import KINDS
from groups.permissions import ensure_team
from groups.services.endings import finish_group
from groups.services.peers import RULES_OF_SEATS
from groups.services.rows import lock_group, lock_people_and_group, record
from groups.states import OPEN
from organisations.models import Enrolment


def merge_groups(*, group_id: int, into_id: int, by: User, now: datetime) -> Group:
    """The members of one group go on in another of the same theme, under who leads that one; the first ends. Everybody is told.

    Only the team does it. Raises CannotMerge, GroupFull, AlreadyInGroup, NotFoundHere.
    """
    with refusing(RULES_OF_SEATS):
        return _merge(group_id, into_id, by, now)


@transaction.atomic
def _merge(group_id: int, into_id: int, by: User, now: datetime) -> Group:
    _lock_people(group_id, into_id)
    # By id: two who merge the same groups the other way round wait for each other in turn.
    locked = {pk: lock_group(pk) for pk in sorted({group_id, into_id})}
    group, into = locked[group_id], locked[into_id]
    for each in (group, into):
        ensure_team(group=each, by=by)
    _ensure_mergeable(group, into)
    going = [seat for seat in group.people() if seat.role == SeatRole.MEMBER]
    leading = [seat for seat in group.people() if seat.leads]
    _ended, off = finish_group(group, by, now)
    seats = [_seat_again(seat, into, now) for seat in going]
    record("groups_merged", lock_group(into_id), by=by, now=now, gone=group_id)
    for seat in leading:
        tell_lead_thanked(seat, off, now=now)
    into = lock_group(into_id)
    if seats:
        tell_regrouped(into, came=seats, off=off, now=now)
    return into


def _ensure_mergeable(group: Group, into: Group) -> None:
    if (
        group.pk == into.pk
        or {group.kind, into.kind} - set(KINDS)
        or not {group.state, into.state} <= set(OPEN)
        or group.peer.theme_id != into.peer.theme_id
    ):
        raise CannotMerge


def _lock_people(*group_ids: int) -> None:
    ids = Seat.objects.filter(group__in=group_ids).values_list("enrolment_id", flat=True)
    people = Enrolment.objects.select_for_update(no_key=True).filter(pk__in=list(ids))
    list(people.order_by("pk").values_list("pk", flat=True))


def _seat_again(old: Seat, group: Group, now: datetime, role: str = SeatRole.MEMBER) -> Seat:
    """The same numbered seat of the same person, in another group: the old row keeps what happened in the old one."""
    seat = Seat.objects.create(enrolment=old.enrolment, number=old.number, held_at=now, role=role)
    move(seat.take, group=group, at=now)
    seat.save(update_fields=["state", "group", "taken_at"])
    return seat


def split_group(
    *, group_id: int, seat_ids: Collection[int], by: User, now: datetime
) -> tuple[Group, Group]:
    """One group becomes two: these members go on in a new one that the back-up leads. What they planned together stays the old group's.

    Only the team does it; each of the two needs its least number of members. Raises CannotSplit, NotFoundHere.
    """
    with refusing(RULES_OF_SEATS):
        return _split(group_id, set(seat_ids), by, now)


@transaction.atomic
def _split(group_id: int, seat_ids: set[int], by: User, now: datetime) -> tuple[Group, Group]:
    group = lock_people_and_group(group_id)
    ensure_team(group=group, by=by)
    peer = PeerGroup.objects.filter(group=group).order_by("pk").first()
    if peer is None or group.state not in OPEN:
        raise CannotSplit(least=0)
    members = [seat for seat in group.people() if seat.role == SeatRole.MEMBER]
    going = [seat for seat in members if seat.pk in seat_ids]
    backup = next((seat for seat in group.people() if seat.role == SeatRole.BACKUP), None)
    if backup is None or min(len(going), len(members) - len(going)) < peer.least:
        raise CannotSplit(least=peer.least)
    new = _twin(group, peer, now)
    for seat in [backup, *going]:
        move(seat.free, at=now)
        seat.save(update_fields=["state", "freed_at"])
        role = SeatRole.LEAD if seat == backup else SeatRole.MEMBER
        _seat_again(seat, new, now, role)
    old, new = lock_group(group_id), lock_group(new.pk)
    record("group_split", old, by=by, now=now, into=new.pk)
    record("group_formed", new, by=by, now=now)
    for each in (old, new):
        tell_regrouped(each, now=now)
    return old, new


def _twin(group: Group, peer: PeerGroup, now: datetime) -> Group:
    """A new group that is what the other is."""
    new = Group.objects.create(kind=group.kind, programme_id=group.programme_id, formed_at=now)
    peer.pk, peer.group, peer.version = None, new, 1
    peer._state.adding = True
    peer.save()
    return new
