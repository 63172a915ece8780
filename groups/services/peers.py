"""A group of peers forms, people come in, and its texts are written."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.errors import ChangedMeanwhile, DomainError, refusing
from core.states import move
from core.text import lines
from groups.errors import (
    AlreadyInGroup,
    GroupClosed,
    GroupFull,
    LeadMissing,
    SeatTaken,
    TextTooLong,
    TooFewMembers,
)
from groups.models import Group, PeerGroup, Seat
from groups.models.groups import Kind, SeatRole
from groups.models.peers import TEXT_LIMIT
from groups.peer_messages import tell_group_formed, tell_joined
from groups.peer_selectors import places_left, takes_people
from groups.permissions import ensure_leads
from groups.services.rows import lock_group, record
from organisations.errors import NotCleared
from organisations.models import Theme
from organisations.selectors import is_cleared

_ROLES = (SeatRole.LEAD, SeatRole.BACKUP)
TEXTS = ("rules", "materials")
# What the database refuses when somebody takes a seat in a group.
RULES_OF_SEATS: dict[str, type[DomainError]] = {
    "introduced_only_when_clear": NotCleared,
    "never_more_members_than_most": GroupFull,
    "one_seat_per_member": AlreadyInGroup,
}


def form_peer_group(
    *,
    kind: Kind | str,
    programme_id: int,
    theme_id: int,
    place_id: int | None,
    day_part: str,
    language: str,
    seats: Sequence[Seat],
    leads: Sequence[Seat],
    by: User | None,
    now: datetime,
    closed: bool | None = None,
) -> Group:
    """Form a group of the people whose seats are held; the caller holds their enrolments.

    `seats` are the members', `leads` the facilitator's and, if there is one, the back-up's, in that order. `day_part` is a code of
    `DAY_PARTS`. Sizes come from the theme; so does whether it is `closed`, when that is None. Everybody is told.
    Raises LeadMissing, TooFewMembers, GroupFull, SeatTaken when a seat is no longer held, NotCleared when who leads lacks a valid
    paper that the programme requires today.
    """
    if not 1 <= len(leads) <= len(_ROLES):
        raise LeadMissing
    with refusing(RULES_OF_SEATS):
        return _form(
            PeerGroup(
                theme=Theme.objects.get(pk=theme_id),
                place_id=place_id,
                day_part=day_part,
                language=language,
            ),
            Group(kind=kind, programme_id=programme_id, formed_at=now),
            {seat.pk: SeatRole.MEMBER for seat in seats}
            | {seat.pk: role for seat, role in zip(leads, _ROLES, strict=False)},
            closed,
            by,
        )


@transaction.atomic
def _form(
    peer: PeerGroup, group: Group, roles: dict[int, SeatRole], closed: bool | None, by: User | None
) -> Group:
    theme, now = peer.theme, group.formed_at
    members = sum(role == SeatRole.MEMBER for role in roles.values())
    if members < theme.least_members:
        raise TooFewMembers(least=theme.least_members)
    held = Seat.objects.select_for_update(of=("self",)).filter(pk__in=roles)
    ready = list(held.select_related("enrolment__programme").order_by("pk"))
    if len(ready) != len(roles):
        raise SeatTaken
    group.save()
    peer.group = group
    peer.is_closed = theme.is_closed if closed is None else closed
    peer.least, peer.wished = theme.least_members, theme.wished_members
    peer.most = theme.most_members
    peer.save()
    for seat in ready:
        seat.role = roles[seat.pk]
        take_seat(seat, group, now)
    group = lock_group(group.pk)
    record("group_formed", group, by=by, now=now)
    tell_group_formed(group, now=now)
    return group


def take_seat(seat: Seat, group: Group, now: datetime) -> None:
    """Raises SeatTaken, NotCleared; IntegrityError when the group is full."""
    if not is_cleared(enrolment=seat.enrolment, on=now.date()):
        raise NotCleared
    move(seat.take, refusal=SeatTaken, group=group, at=now)
    seat.save(update_fields=["state", "group", "taken_at", "role"])


def join_group(*, group_id: int, seat: Seat, by: User | None, now: datetime) -> Group:
    """Somebody whose seat is held comes in; the caller holds their enrolment. Who leads, and they, are told.

    Places that are offered to people who wait are theirs. Raises GroupFull, GroupClosed, AlreadyInGroup, SeatTaken.
    """
    with refusing(RULES_OF_SEATS):
        return _join(group_id, seat.pk, by, now)


@transaction.atomic
def _join(group_id: int, seat_id: int, by: User | None, now: datetime) -> Group:
    group = lock_group(group_id)
    ensure_open(group)
    if places_left(group, but_for=seat_id) < 1:
        raise GroupFull
    enter(group, seat_id, by, now)
    return lock_group(group_id)


def ensure_open(group: Group) -> None:
    """Raises GroupClosed: nobody comes into a closed group that has met."""
    if not takes_people(group):
        raise GroupClosed


def enter(group: Group, seat_id: int, by: User | None, now: datetime) -> Seat:
    """The caller has locked the group and looked for room."""
    seat = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("enrolment__programme", "enrolment__person__user")
        .get(pk=seat_id)
    )
    if seat.enrolment.programme_id != group.programme_id:
        raise SeatTaken
    take_seat(seat, group, now)
    record("joined", group, by=by, now=now, about=seat)
    tell_joined(group, seat, now=now)
    return seat


@transaction.atomic
def change_group_texts(
    *,
    group_id: int,
    texts: Mapping[str, str],
    expected_version: int,
    by: User | None,
    now: datetime,
    way: str = "page",
    seat_id: int | None = None,
) -> PeerGroup:
    """The house rules and the materials of a group, written by who leads it or the team; what is left out stays.

    Raises ChangedMeanwhile, TextTooLong, NotFoundHere.
    """
    group = lock_group(group_id)
    ensure_leads(group=group, by=by, way=way, seat_id=seat_id)
    peer = group.peer
    if peer.version != expected_version:
        raise ChangedMeanwhile
    for name in TEXTS:
        text = lines(texts.get(name, getattr(peer, name) or ""))
        if len(text) > TEXT_LIMIT:
            raise TextTooLong(field=name)
        setattr(peer, name, text)
    peer.version += 1
    peer.save(update_fields=[*TEXTS, "version"])
    record("texts_changed", group, by=by, now=now)
    return peer
