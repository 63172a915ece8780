"""A group of peers as its page and the API show it: to one of its people, to who leads it, or to the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.catalogues import ACCESS, DAY_PARTS
from accounts.catalogues.lists import day_part_in_words
from groups.gathering_selectors import attendances_of, coming_gatherings, past_gatherings
from groups.models import Attendance, Gathering, Group, Seat
from groups.models.groups import SeatRole
from groups.peer_selectors import SeenGroup, list_to_merge_with, list_waits
from groups.selectors import shown_name
from groups.states import OPEN, State

SHOWN = 6


@dataclass(frozen=True)
class Individual:
    """One of the people. `name` is empty when they do not show it; the team reads every name. `person` is the id of their enrolment, for
    who leads and the team."""

    person: UUID | None
    role: str
    name: str
    called: str
    is_me: bool


@dataclass(frozen=True)
class Answer:
    """What one person said about a gathering, and whether they were there."""

    individual: Individual
    said: str
    was_there: bool | None


@dataclass(frozen=True)
class GatheringCard:
    id: UUID
    state: str
    day: date
    begins: time
    minutes: int
    zone: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    offers: list[str]
    call_link: str
    version: int
    has_begun: bool
    said: str
    coming: list[str]
    n_coming: int
    places_left: int | None
    answers: list[Answer]

    @property
    def is_full(self) -> bool:
        return self.places_left is not None and self.places_left < 1

    @property
    def n_there(self) -> int:
        return sum(
            each.was_there is True and each.individual.role == SeatRole.MEMBER
            for each in self.answers
        )

    @property
    def is_noted(self) -> bool:
        return any(each.was_there is not None for each in self.answers)

    @property
    def is_noted_of_all(self) -> bool:
        return all(each.was_there is not None for each in self.answers)


@dataclass(frozen=True)
class WaitCard:
    id: UUID
    name: str
    state: str
    since: datetime
    goes_first: bool


@dataclass(frozen=True)
class Neighbour:
    """A group of the same theme in reach."""

    id: UUID
    place: str
    members: int
    most: int
    km: int


@dataclass(frozen=True)
class GroupCard:
    id: UUID
    kind: str
    state: str
    theme: str
    programme: str
    organisation: str
    is_team: bool
    may_lead: bool
    is_closed: bool
    day_part: str
    least: int
    wished: int
    most: int
    people: list[Individual]
    rules: str
    materials: str
    version: int
    formed_at: datetime
    coming: list[GatheringCard]
    past: list[GatheringCard]
    waits: list[WaitCard]
    merge_with: list[Neighbour]

    @property
    def members(self) -> list[Individual]:
        return [each for each in self.people if each.role == SeatRole.MEMBER]

    @property
    def leaders(self) -> list[Individual]:
        return [each for each in self.people if each.role != SeatRole.MEMBER]

    @property
    def next(self) -> GatheringCard | None:
        return self.coming[0] if self.coming else None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_full(self) -> bool:
        return len(self.members) >= self.most

    @property
    def has_no_lead(self) -> bool:
        return not any(each.role == SeatRole.LEAD for each in self.people)

    @property
    def first_waits(self) -> list[WaitCard]:
        """Those that stand on the page of the group; the line itself is a page of its own."""
        return self.waits[:SHOWN]

    @property
    def more_waits(self) -> int:
        return len(self.waits) - len(self.first_waits)

    @property
    def can_split(self) -> bool:
        """Enough for two, and there is somebody to lead the second one."""
        backup = any(each.role == SeatRole.BACKUP for each in self.people)
        enough = len(self.members) >= 2 * self.least
        return self.is_team and self.is_open and backup and enough


def group_card(seen: SeenGroup, *, now: datetime) -> GroupCard:
    group, peer = seen.group, seen.group.peer
    coming = list(coming_gatherings(group, now=now)[:SHOWN])
    past = list(past_gatherings(group, now=now)[:SHOWN]) if seen.may_lead else []
    words = attendances_of([*coming, *past])
    people = _people(seen)
    cards = [_gathering(each, seen, people, words[each.pk], now) for each in (*coming, *past)]
    return GroupCard(
        id=group.public_id,
        kind=str(group.kind),
        state=str(group.state),
        theme=peer.name,
        programme=group.programme.name,
        organisation=group.programme.organisation.name,
        is_team=seen.is_team,
        may_lead=seen.may_lead,
        is_closed=peer.is_closed,
        day_part=day_part_in_words(DAY_PARTS[peer.day_part].bit)
        if peer.day_part in DAY_PARTS
        else "",
        least=peer.least,
        wished=peer.wished,
        most=peer.most,
        people=list(people.values()),
        rules=peer.rules or "",
        materials=peer.materials or "",
        version=peer.version,
        formed_at=group.formed_at,
        coming=cards[: len(coming)],
        past=cards[len(coming) :],
        waits=_waits(group) if seen.is_team else [],
        merge_with=_neighbours(seen),
    )


def _people(seen: SeenGroup) -> dict[int, Individual]:
    """Seat id → who it is. Who does not show a name has a number, so that who leads can tell one from the other."""
    people: dict[int, Individual] = {}
    for number, seat in enumerate(seen.members, 1):
        person, is_me = seat.enrolment.person, seat == seen.seat
        reads_all = seen.is_team or is_me
        name = person.name_to_use if reads_all else shown_name(person)
        people[seat.pk] = Individual(
            person=seat.enrolment.public_id if seen.may_lead or is_me else None,
            role=str(seat.role),
            name=name,
            called=name or _("Somebody (no. %(number)s)") % {"number": number},
            is_me=is_me,
        )
    return people


def _gathering(
    row: Gathering,
    seen: SeenGroup,
    people: dict[int, Individual],
    words: dict[int, Attendance],
    now: datetime,
) -> GatheringCard:
    said = {pk: word.said for pk, word in words.items() if pk in people}
    yes = [people[pk] for pk in people if said.get(pk) == "yes"]
    members = sum(each.role == SeatRole.MEMBER for each in yes)
    place = row.place
    return GatheringCard(
        id=row.public_id,
        state=str(row.state),
        day=row.day,
        begins=row.begins,
        minutes=row.minutes,
        zone=row.zone,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=place.name if place else "",
        address=", ".join(filter(None, (place.address, str(place.postal)))) if place else "",
        offers=[str(item.label) for item in ACCESS.in_mask(place.offers)] if place else [],
        call_link=row.call_link or "",
        version=row.version,
        has_begun=row.starts_at <= now,
        said=said.get(seen.seat.pk, "") if seen.seat else "",
        coming=[each.name for each in yes if each.name],
        n_coming=len(yes),
        places_left=None if row.most is None else max(0, row.most - members),
        answers=_answers(people, words) if seen.may_lead else [],
    )


def _answers(people: dict[int, Individual], words: dict[int, Attendance]) -> list[Answer]:
    return [
        Answer(each, words[pk].said, words[pk].was_there) if pk in words else Answer(each, "", None)
        for pk, each in people.items()
    ]


def _waits(group: Group) -> list[WaitCard]:
    return [
        WaitCard(
            id=wait.public_id,
            name=wait.enrolment.person.name_to_use,
            state=str(wait.state),
            since=wait.since,
            goes_first=wait.goes_first,
        )
        for wait in list_waits(group)
    ]


def _neighbours(seen: SeenGroup) -> list[Neighbour]:
    if not seen.is_team or seen.group.state not in (State.INTRODUCED, State.ACTIVE, State.PAUSED):
        return []
    return [
        Neighbour(
            id=other.public_id,
            place=place.name,
            members=_count(other.seats.all()),
            most=other.peer.most,
            km=round(metres / 1000),
        )
        for other, place, metres in list_to_merge_with(seen.group)
    ]


def _count(seats: Iterable[Seat]) -> int:
    return sum(seat.is_in and not seat.leads for seat in seats)
