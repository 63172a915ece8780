"""What may be read of groups of peers: who sees one, who is in it, and how much room is left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.places.grid import metres_between
from accounts.selectors import read_told
from core.errors import NotFoundHere
from groups.models import Gathering, Group, Seat, Wait
from groups.models.groups import LEADING, Kind, SeatRole
from groups.selectors import Seen, shown_name
from groups.states import IN_LINE, OPEN, GatheringState, SeatState, State, WaitState
from organisations.models import Enrolment, MeetingPlace
from organisations.permissions import Actor, coordinates, organisations_of

REACH_M = 10_000  # as far as people come who did not say how far
KINDS = (Kind.PEER, Kind.LINK, Kind.COURSE)
_SEATS = Seat.objects.select_related("enrolment__person__user", "enrolment__programme").order_by(
    "pk"
)


def list_peer_groups() -> QuerySet[Group]:
    """Every group of peers with what it is and its people, newest first. Who asks has to be narrowed by the caller."""
    return (
        Group.objects.filter(kind__in=KINDS)
        .select_related(
            "programme__organisation", "peer__theme", "peer__place__cell", "peer__place__postal"
        )
        .prefetch_related(Prefetch("seats", _SEATS))
        .order_by("-formed_at", "-pk")
    )


def _members() -> QuerySet[Seat]:
    return Seat.objects.filter(
        group=OuterRef("pk"), state=SeatState.TAKEN, role=SeatRole.MEMBER
    ).order_by()


def list_team_groups(*, by: Actor) -> QuerySet[Any]:
    """The groups of the organisations of `by`, with how many members each has (`n_members`) and how many wait (`n_waiting`)."""
    counted = _members().values("group").annotate(n=Count("pk")).values("n")
    waiting = Wait.objects.filter(group=OuterRef("pk"), state=WaitState.WAITING).order_by()
    wait = waiting.values("group").annotate(n=Count("pk")).values("n")
    return (
        Group.objects.filter(kind__in=KINDS, programme__organisation__in=organisations_of(by))
        .select_related("programme__organisation", "peer__theme", "peer__place")
        .annotate(n_members=Coalesce(Subquery(counted), 0), n_waiting=Coalesce(Subquery(wait), 0))
        .order_by("-formed_at", "-pk")
    )


def list_own_groups(*, user: User, now: datetime) -> QuerySet[Any]:
    """The groups of peers that somebody is in or leads now, newest first, with when each meets next (`next_at`)."""
    mine = Seat.objects.filter(enrolment__person__user_id=user.pk, state=SeatState.TAKEN)
    coming = Gathering.objects.filter(
        group=OuterRef("pk"), state=GatheringState.PLANNED, ends_at__gt=now
    ).order_by("starts_at")
    return (
        Group.objects.filter(kind__in=KINDS, pk__in=mine.values("group_id"))
        .select_related("programme__organisation", "peer__theme", "peer__place")
        .annotate(next_at=Subquery(coming.values("starts_at")[:1]))
        .order_by("-formed_at", "-pk")
    )


@dataclass(frozen=True)
class Home:
    """What somebody's own page shows: each pair with the name of the other as far as it is shown, and each group."""

    pairs: list[tuple[Group, str]]
    groups: list[Any]


def list_home(*, user: User, now: datetime, at_most: int) -> Home:
    """The newest pairs and groups that somebody is in, and groups in which they wait for a place or are offered one (`wait_state`,
    `wait_id`, `wait_until`). One query for all of it, since the own page has many panels."""
    found: dict[Any, list[Seat]] = {}
    for seat in _seats_at_home(user, now, at_most):
        found.setdefault(seat.group, []).append(seat)
    pairs, groups = [], []
    for group, seats in found.items():
        if group.is_pair:
            people = [seat.enrolment.person for seat in seats]
            pairs.append((group, [each for each in people if each.user_id != user.pk]))
        else:
            for name in _AT_HOME:
                setattr(group, name, getattr(seats[0], name))
            groups.append(group)
    read_told(person for _group, others in pairs for person in others)
    told = [(group, ", ".join(filter(None, map(shown_name, some)))) for group, some in pairs]
    return Home(told, groups)


_AT_HOME = ("next_at", "wait_state", "wait_id", "wait_until")


def _seats_at_home(user: User, now: datetime, at_most: int) -> QuerySet[Any]:
    own = {"enrolment__person__user_id": user.pk}
    mine = Seat.objects.filter(group=OuterRef("pk"), state=SeatState.TAKEN, **own)
    waits = Wait.objects.filter(group=OuterRef("pk"), state__in=IN_LINE, **own)
    newest = (
        Group.objects.filter(Exists(mine) | Exists(waits), kind__in=(Kind.PAIR, *KINDS))
        .order_by("-formed_at", "-pk")
        .values("pk")[:at_most]
    )
    coming = Gathering.objects.filter(
        group=OuterRef("group"), state=GatheringState.PLANNED, ends_at__gt=now
    ).order_by("starts_at")
    wait = Wait.objects.filter(group=OuterRef("group"), state__in=IN_LINE, **own).order_by("pk")
    return (
        Seat.objects.filter(group__in=newest, taken_at__isnull=False)
        .select_related("group__programme__organisation", "group__peer__theme", "enrolment__person")
        .annotate(
            next_at=Subquery(coming.values("starts_at")[:1]),
            wait_state=Subquery(wait.values("state")[:1]),
            wait_id=Subquery(wait.values("public_id")[:1]),
            wait_until=Subquery(wait.values("answer_by")[:1]),
        )
        .order_by("-group__formed_at", "-group", "-enrolment__side", "pk")
    )


@dataclass(frozen=True)
class SeenGroup(Seen):
    """A group of peers as somebody reaches it: as one of its people, or as the team."""

    @property
    def may_lead(self) -> bool:
        """Plans gatherings, notes who was there, writes the texts."""
        return self.seat is None or self.seat.role in LEADING


def see_group(*, public_id: UUID, by: Actor) -> SeenGroup:
    """Raises NotFoundHere. Who is in the group reads it as one of its people, also when they are in the team; who left does not."""
    group = list_peer_groups().filter(public_id=public_id).first()
    if group is None or by is None or not by.is_authenticated:
        raise NotFoundHere
    people = group.people()
    own = [seat for seat in people if seat.enrolment.person.user_id == by.pk]
    if not own and not coordinates(by, group.programme.organisation_id):
        raise NotFoundHere
    read_told(seat.enrolment.person for seat in people)
    return SeenGroup(group, people, own[0] if own else None)


def count_members(group: Group) -> int:
    return Seat.objects.filter(group=group, state=SeatState.TAKEN, role=SeatRole.MEMBER).count()


def places_left(group: Group, *, but_for: int | None = None) -> int:
    """How many may still come in: the most, less the members and less the places offered to who waits, except to this seat."""
    offered = Wait.objects.filter(group=group, state=WaitState.OFFERED)
    if but_for is not None:
        offered = offered.exclude(seat_id=but_for)
    return group.peer.most - count_members(group) - offered.count()


def next_in_line(group_id: int) -> QuerySet[Wait]:
    """Who waits: those whom a coordinator lets go first, then in order of coming."""
    return Wait.objects.filter(group_id=group_id, state=WaitState.WAITING).order_by(
        "-goes_first", "since", "pk"
    )


def list_waits(group: Group) -> QuerySet[Wait]:
    """Who waits or has an offer, in line; for the team."""
    return (
        Wait.objects.filter(group=group, state__in=(WaitState.WAITING, WaitState.OFFERED))
        .select_related("enrolment__person")
        .order_by("-state", "-goes_first", "since", "pk")
    )


def get_wait(*, group: Group, public_id: UUID) -> Wait:
    """Somebody who waits or waited for this group; for its team. Raises NotFoundHere."""
    rows = Wait.objects.filter(group=group, public_id=public_id)
    wait = rows.select_related("enrolment__person").order_by("pk").first()
    if wait is None:
        raise NotFoundHere
    return wait


def takes_people(group: Group) -> bool:
    """May somebody new come in? Nobody comes into a closed group that has met."""
    return group.state in OPEN and (not group.peer.is_closed or group.state == State.INTRODUCED)


def list_own_offers(*, user: User) -> QuerySet[Wait]:
    """Places in groups that are offered to somebody, or that they wait for."""
    return (
        Wait.objects.filter(
            enrolment__person__user_id=user.pk, state__in=(WaitState.WAITING, WaitState.OFFERED)
        )
        .select_related("group__peer__theme", "group__programme__organisation")
        .order_by("pk")
    )


LOW_TIMES = 3
# A window and then a count of its rows: two steps that the ORM does not take in one query.
_LOW = """
SELECT group_id FROM (
    SELECT g.group_id, p.least,
        (SELECT count(*) FROM groups_attendance a JOIN groups_seat s ON s.id = a.seat_id
         WHERE a.gathering_id = g.id AND a.was_there AND s.role = 'member') AS there,
        row_number() OVER (PARTITION BY g.group_id ORDER BY g.starts_at DESC, g.id DESC) AS nth
    FROM groups_gathering g
    JOIN groups_peergroup p ON p.group_id = g.group_id
    JOIN groups_group r ON r.id = g.group_id AND r.state = 'active'
    WHERE g.state = 'took_place'
        AND EXISTS (SELECT 1 FROM groups_attendance a WHERE a.gathering_id = g.id AND a.was_there IS NOT NULL)
) AS noted WHERE nth <= %s GROUP BY group_id HAVING count(*) = %s AND bool_and(there < least)
"""


def list_low_groups(*, by: Actor) -> QuerySet[Group]:
    """Groups of one's organisations in which fewer than their least were there, three noted gatherings in a row; longest standing first."""
    low = RawSQL(_LOW, (LOW_TIMES, LOW_TIMES))  # noqa: S611
    return _in_order(list_team_groups(by=by).filter(pk__in=low))


def _in_order(rows: QuerySet[Group]) -> QuerySet[Group]:
    return rows.order_by("formed_at", "pk")


def list_without_lead(*, by: Actor) -> QuerySet[Group]:
    """Groups of one's organisations that nobody leads now."""
    lead = Seat.objects.filter(group=OuterRef("pk"), state=SeatState.TAKEN, role=SeatRole.LEAD)
    return _in_order(list_team_groups(by=by).filter(~Exists(lead), state__in=OPEN))


def list_full_groups(*, by: Actor) -> QuerySet[Group]:
    """Groups of one's organisations that are full and for which people wait."""
    rows = list_team_groups(by=by).filter(state__in=OPEN, n_members__gte=F("peer__most"))
    return _in_order(rows.filter(n_waiting__gt=0))


def list_seats_in_groups(enrolment: Enrolment, *, at_most: int) -> list[Seat]:
    """Where somebody is or was in a group of peers, the newest first; for the team."""
    seats = Seat.objects.filter(
        enrolment=enrolment, taken_at__isnull=False, group__kind__in=KINDS
    ).select_related("group__peer__theme")
    return list(seats.order_by("-taken_at", "-pk")[:at_most])


def list_to_merge_with(group: Group) -> list[tuple[Group, MeetingPlace, int]]:
    """Groups of the same theme that have room for all members of this one and meet in reach of it, with the metres between the two; the nearest
    first."""
    place = group.peer.place
    if place is None:
        return []
    mine = count_members(group)
    others = (
        list_peer_groups()
        .filter(peer__theme=group.peer.theme, peer__place__isnull=False, state__in=OPEN)
        .exclude(pk=group.pk)
    )
    found = []
    for other in others:
        there = other.peer.place
        assert there is not None
        metres = metres_between(place.cell.lat, place.cell.lon, there.cell.lat, there.cell.lon)
        members = sum(seat.is_in and not seat.leads for seat in other.seats.all())
        if metres <= REACH_M and members + mine <= other.peer.most:
            found.append((other, there, metres))
    return sorted(found, key=lambda each: (each[2], each[0].pk))
