"""What the forming of groups reads: who waits for what, who leads, which rooms are free.

People are read as for a search for pairs: ready, consent given, place found, a seat free. `group_pools` makes the engine's arrays of it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import TypeVar

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from accounts.catalogues import DAY_PARTS
from groups.leaving_selectors import who_rests
from groups.models import PeerGroup, Seat
from groups.models.groups import LEADING
from groups.states import SeatState
from groups.states import State as GroupState
from matching.engine.grouping.types import People
from matching.engine.types import Ints
from matching.engine.types import Side as Table
from matching.models import Draft, DraftMember, Exclusion
from matching.models.drafts import LEADS, PLANNED, Part
from matching.snapshot import (
    SEEKER,
    VOLUNTEER,
    everybody,
    read_languages,
    read_people,
    with_languages,
)
from matching.states import DraftState
from organisations.models import MeetingPlace, Programme, Theme, ThemeLead, Wish
from organisations.models.themes import ThemeKind

Rows = TypeVar("Rows", Table, People)


@dataclass
class Taken:
    """Rooms and facilitators that are in use at a day-part, and how many groups somebody leads already in this search."""

    rooms: set[tuple[int, int]] = field(default_factory=set)
    leads: set[tuple[int, int]] = field(default_factory=set)
    count: Counter[int] = field(default_factory=Counter)

    def add(self, place: int, day_part: int, leads: Iterable[int | None]) -> None:
        self.rooms.add((place, day_part))
        for who in leads:
            if who is not None:
                self.leads.add((who, day_part))
                self.count[who] += 1


@dataclass(frozen=True)
class Planned:
    """A draft that a search keeps, with who of its people is still in."""

    draft: Draft
    members: tuple[int, ...]
    facilitator: int | None
    back_up: int | None


@dataclass(frozen=True)
class GroupSnapshot:
    """Everybody and everything at one moment. `wishes` are by enrolment; `led` are the themes that a volunteer named. `rests` are
    (enrolment, theme) of who left a group lately: a search leaves them out, a coordinator may put them in."""

    programme: Programme
    taken_at: datetime
    themes: Sequence[Theme]
    people: Table
    crew: Table
    wishes: Mapping[int, Wish]
    led: Mapping[int, frozenset[int]]
    places: Sequence[MeetingPlace]
    kept: Sequence[Planned]
    taken: Taken
    apart: frozenset[tuple[int, int]]
    rests: Collection[tuple[int, int]] = ()

    def members_who_rest(self) -> list[int]:
        """Whom a search does not put in a group: who left one of the theme that they wait for, and was put in no draft by hand."""
        fixed = {who for one in self.kept for who in one.members}
        some = {
            who
            for who, theme in self.rests
            if who in self.wishes and self.wishes[who].theme_id == theme
        }
        return [who for who in self.people.ids.tolist() if who in some - fixed]

    def without_who_rests(self) -> "GroupSnapshot":
        """What a search looks at. Who left a group that they led leads no other of a search, whatever the theme."""
        fixed = {who for one in self.kept for who in (one.facilitator, one.back_up)}
        leads = {who for who, _theme in self.rests} - fixed
        people = ~np.isin(self.people.ids, np.array(self.members_who_rest(), dtype=np.int64))
        crew = ~np.isin(self.crew.ids, np.array(sorted(leads), dtype=np.int64))
        return replace(self, people=some_of(self.people, people), crew=some_of(self.crew, crew))


def take_group_snapshot(*, programme: Programme, now: datetime) -> GroupSnapshot:
    """Read what the forming of groups needs: the same number of queries however many people wait."""
    people, persons = _side(programme, SEEKER, now)
    crew, crew_persons = _side(programme, VOLUNTEER, now)
    themes = list(programme.themes.filter(ended_at=None).order_by("pk"))
    wishes = _wishes(programme, themes)
    waiting = np.isin(people.ids, np.array(sorted(wishes), dtype=np.int64))
    ids = [*people.ids[waiting].tolist(), *crew.ids.tolist()]
    of = [*persons[waiting].tolist(), *crew_persons.tolist()]
    return GroupSnapshot(
        programme=programme,
        taken_at=now,
        themes=themes,
        people=some_of(people, waiting),
        crew=crew,
        wishes=wishes,
        led=_led(programme),
        places=_places(programme),
        kept=_kept(programme, set(ids)),
        taken=_in_use(programme, dict(zip(crew_persons.tolist(), crew.ids.tolist(), strict=True))),
        apart=_apart(programme, zip(of, ids, strict=True)),
        rests=who_rests(programme=programme, now=now),
    )


def _wishes(programme: Programme, themes: Sequence[Theme]) -> dict[int, Wish]:
    """Of whom still waits for a theme that is there."""
    rows = Wish.objects.filter(programme=programme, theme__in=themes)
    return {wish.enrolment_id: wish for wish in rows}


def _led(programme: Programme) -> dict[int, frozenset[int]]:
    led: dict[int, set[int]] = defaultdict(set)
    rows = ThemeLead.objects.filter(programme=programme)
    for enrolment, theme in rows.values_list("enrolment_id", "theme_id"):
        led[enrolment].add(theme)
    return {key: frozenset(value) for key, value in led.items()}


def _places(programme: Programme) -> list[MeetingPlace]:
    """Rooms that are there, and those of drafts on the board, whatever became of them."""
    own = MeetingPlace.objects.filter(organisation_id=programme.organisation_id)
    of_drafts = Draft.objects.filter(programme=programme, state=DraftState.DRAFT)
    there = Q(ended_at=None) | Q(pk__in=of_drafts.values("place_id"))
    return list(own.filter(there).select_related("cell").order_by("pk"))


def _side(programme: Programme, side: str, now: datetime) -> tuple[Table, Ints]:
    read = read_people(programme.pk, (side,), now)
    told = with_languages(read.side, read_languages(everybody(programme.pk, side)))
    return told, read.persons


def some_of(table: Rows, which: NDArray[np.bool_]) -> Rows:
    """The rows of a table of arrays where `which` holds."""
    return replace(table, **{each.name: getattr(table, each.name)[which] for each in fields(table)})


def _apart(programme: Programme, who: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Pairs of enrolments that are kept apart: by the team, or since both are of one person."""
    by_person: dict[int, list[int]] = defaultdict(list)
    for person, enrolment in who:
        by_person[person].append(enrolment)
    pairs = {tuple(sorted(both)) for both in by_person.values() if len(both) == 2}
    excluded = Exclusion.objects.filter(organisation_id=programme.organisation_id)
    for first, second in excluded.values_list("first_id", "second_id"):
        for one in by_person.get(first, ()):
            pairs.update(tuple(sorted((one, other))) for other in by_person.get(second, ()))
    return frozenset((one, other) for one, other in pairs)


def _kept(programme: Programme, ready: set[int]) -> list[Planned]:
    """Drafts that stay: locked, and of courses. Who is not in any more is left out; the board tells it."""
    stays = Q(is_locked=True) | Q(theme__kind=ThemeKind.COURSE)
    rows = Draft.objects.filter(stays, programme=programme, state=DraftState.DRAFT)
    return [planned(draft, ready) for draft in rows.prefetch_related("members").order_by("pk")]


def planned(draft: Draft, ready: set[int]) -> Planned:
    """The people of a draft who are ready; its members were read with it."""
    by_part: dict[str, list[int]] = defaultdict(list)
    for row in draft.members.all():
        if row.state in PLANNED and row.enrolment_id in ready:
            by_part[row.part].append(row.enrolment_id)
    leads = [next(iter(by_part[part]), None) for part in LEADS]
    return Planned(draft, tuple(sorted(by_part[Part.MEMBER])), *leads)


def _in_use(programme: Programme, crew: Mapping[int, int]) -> Taken:
    """Rooms of the organisation and moments of these facilitators that a group has, or people are asked for; in any programme."""
    taken = Taken()
    asked = Draft.objects.filter(
        state=DraftState.ASKED, place__organisation_id=programme.organisation_id
    )
    taken.rooms.update(asked.values_list("place_id", "day_part"))
    rows = DraftMember.objects.filter(
        person__in=list(crew), part__in=LEADS, state__in=PLANNED, draft__state=DraftState.ASKED
    )
    for person, day_part in rows.values_list("person_id", "day_part"):
        taken.leads.add((crew[person], day_part))
    live = PeerGroup.objects.exclude(group__state=GroupState.CLOSED)
    rooms = live.filter(place__organisation_id=programme.organisation_id)
    taken.rooms.update(
        (place, _bit(code)) for place, code in rooms.values_list("place_id", "day_part")
    )
    seats = Seat.objects.filter(
        enrolment__person__in=list(crew),
        role__in=LEADING,
        state=SeatState.TAKEN,
        group__peer__in=live,
    )
    for person, code in seats.values_list("enrolment__person_id", "group__peer__day_part"):
        taken.leads.add((crew[person], _bit(code)))
    return taken


def _bit(code: str) -> int:
    return DAY_PARTS[code].bit
