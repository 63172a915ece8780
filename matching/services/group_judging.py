"""The drafts of a programme as the engine sees them: what a change does to the score, and which rules it breaks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from matching.engine.grouping.answers import Breach, Broken, Group, Judgement
from matching.group_errors import DraftClosed
from matching.group_pools import LANGUAGE_BITS, Bunch, bunches, pool_of, taken_beside
from matching.group_snapshot import GroupSnapshot, Planned, planned, take_group_snapshot
from matching.models import Draft
from matching.states import DraftState
from organisations.models import Programme

if TYPE_CHECKING:
    from matching.engine.grouping.judging import Board

# What people said of themselves, and what is still to be found: a coordinator may know better, and is warned.
BENDABLE = frozenset(
    {
        Breach.TIME,
        Breach.REACH,
        Breach.STAGE,
        Breach.RELATION,
        Breach.TOO_SMALL,
        Breach.NO_FACILITATOR,
        Breach.FACILITATOR_TIME,
        Breach.FACILITATOR_REACH,
    }
)
# Nobody is asked for a group that could not start.
NEEDED = frozenset({Breach.TOO_SMALL, Breach.NO_FACILITATOR})


@dataclass(frozen=True)
class Look:
    """The drafts of a bunch, each with its number in `groups`; who is not ready any more is in none of these."""

    bunch: Bunch
    board: "Board"
    drafts: tuple[Draft, ...]
    groups: tuple[Group, ...]

    def number(self, draft_id: int) -> int:
        """Raises DraftClosed for one that is not to be looked at any more."""
        ids = [draft.pk for draft in self.drafts]
        if draft_id not in ids:
            raise DraftClosed
        return ids.index(draft_id)

    def broken(self, draft_id: int) -> list[Broken]:
        """The rules that one of the drafts breaks."""
        number = self.number(draft_id)
        return [each for each in self.board.broken(self.groups) if each.group == number]

    def knows(self, enrolment_id: int) -> bool:
        known = self.board.known
        return enrolment_id in known.person_at or enrolment_id in known.crew_at


@dataclass(frozen=True)
class Effect:
    """What a change would do. What is `refused` cannot be; `warned` may, when the coordinator knows better."""

    judgement: Judgement

    @property
    def refused(self) -> tuple[Broken, ...]:
        return tuple(each for each in self.judgement.broken if each.rule not in BENDABLE)

    @property
    def warned(self) -> tuple[Broken, ...]:
        return tuple(each for each in self.judgement.broken if each.rule in BENDABLE)


def look_at(*, programme: Programme, theme_id: int, now: datetime) -> Look:
    """The drafts of a theme, and of those that are searched together with it."""
    return _look(_snapshot(programme, now), lambda bunch: theme_id in _themes(bunch))


def look_at_all(*, programme: Programme, now: datetime) -> list[Look]:
    """All drafts of a programme, read once."""
    snapshot = _snapshot(programme, now)
    return [_look(snapshot, lambda each, own=bunch: each == own) for bunch in bunches(snapshot)]  # type: ignore[misc]


def look_at_asked(*, draft: Draft, now: datetime) -> Look:
    """A draft whose people are asked, without its members: they said so themselves, and only who leads it can still change."""
    snapshot = take_group_snapshot(programme=draft.programme, now=now)
    alone = replace(snapshot, kept=[Planned(draft, (), None, None)])
    return _look(alone, lambda bunch: draft.theme_id in _themes(bunch))


def _themes(bunch: Bunch) -> set[int]:
    return {theme.pk for theme in bunch.themes}


def _snapshot(programme: Programme, now: datetime) -> GroupSnapshot:
    snapshot = take_group_snapshot(programme=programme, now=now)
    ready = {*snapshot.people.ids.tolist(), *snapshot.crew.ids.tolist()}
    rows = Draft.objects.filter(programme=programme, state=DraftState.DRAFT)
    drafts = rows.select_related("theme").prefetch_related("members").order_by("pk")
    return replace(snapshot, kept=[planned(draft, ready) for draft in drafts])


def _look(snapshot: GroupSnapshot, wanted: Callable[[Bunch], bool]) -> Look:
    from matching.engine.grouping import Board

    bunch = next(each for each in bunches(snapshot) if wanted(each))
    mine = [one for one in snapshot.kept if one.draft.theme_id in _themes(bunch)]
    # Not as frames: on the board everybody is judged, also who was fixed by hand.
    others = replace(snapshot, kept=[one for one in snapshot.kept if one not in mine])
    board = Board(pool_of(others, bunch, taken_beside(others, bunch, ())), bunch.rules)
    people, crew = board.known.person_at, board.known.crew_at
    groups = tuple(
        Group(
            theme=bunch.position(one.draft.theme_id) if bunch.rules.by_theme else 0,
            place=one.draft.place_id,
            day_part=one.draft.day_part,
            language=LANGUAGE_BITS[one.draft.language],
            facilitator=one.facilitator if one.facilitator in crew else None,
            back_up=one.back_up if one.back_up in crew else None,
            members=tuple(id_ for id_ in one.members if id_ in people),
        )
        for one in mine
    )
    return Look(bunch, board, tuple(one.draft for one in mine), groups)


def effect_of(look: Look, after: Sequence[Group]) -> Effect:
    """Groups are the same by their number."""
    return Effect(look.board.judge(look.groups, after))


def with_people(look: Look, changes: dict[int, Callable[[Group], Group]]) -> list[Group]:
    """The groups with those of some drafts (by id) changed. Raises DraftClosed."""
    groups = list(look.groups)
    for draft_id, change in changes.items():
        number = look.number(draft_id)
        groups[number] = change(groups[number])
    return groups


def plus(people: Iterable[int]) -> Callable[[Group], Group]:
    more = set(people)
    return lambda group: replace(group, members=tuple(sorted({*group.members} | more)))


def minus(people: Iterable[int]) -> Callable[[Group], Group]:
    gone = set(people)
    return lambda group: replace(group, members=tuple(sorted({*group.members} - gone)))
