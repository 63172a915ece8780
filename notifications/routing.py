"""By which ways a message goes out, and when: a pure function of the kind, what was chosen, what reaches them, and the moment.

| rule | what it does |
|---|---|
| reach | a channel that has no address, or a dead one, is left out; whom nothing reaches is told by the team |
| choice | by topic and channel; what was not chosen goes as the channel goes by itself (`Use`) |
| required | cannot be switched off: when no channel is wanted it goes by the first that reaches them |
| pause, quiet hours | it waits until they end; urgent kinds do not, nor does what would come too late by waiting, nor what does not ring |
| summary | what is neither required nor urgent is told in the next summary instead |
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.channels.base import HAND, MAIL, Channel, Use
from notifications.kinds import Kind

NOT_WANTED, PAUSED = "not_wanted", "paused"


@dataclass(frozen=True)
class Habits:
    """What somebody chose; `chosen` by topic and channel, `quiet` on the clock of `zone`."""

    zone: ZoneInfo
    quiet: tuple[time, time] | None = None
    chosen: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    gathers: bool = False
    paused_until: datetime | None = None


@dataclass(frozen=True)
class Way:
    channel: str
    at: datetime
    gathered: bool = False


def ways_of(
    kind: Kind,
    habits: Habits,
    reaching: Iterable[Channel],
    *,
    now: datetime,
    expires_at: datetime | None = None,
) -> list[Way] | str:
    """The ways, or why there is none. `reaching` is in order of preference and holds what is told by the team."""
    reaching = list(reaching)
    used = _wanted(kind, habits, reaching)
    if not used:
        if not kind.required:
            return NOT_WANTED
        used = [_first(reaching)]
    at = now if kind.urgent or kind.required else _after_pause(habits, now)
    if expires_at is not None and at >= expires_at:
        return PAUSED
    gathers = habits.gathers and not (kind.urgent or kind.required)
    return [
        Way(each.code, at, gathered=True)
        if gathers and each.code == MAIL
        else Way(each.code, _moment(kind, habits, each, at, expires_at))
        for each in used
    ]


def _wanted(kind: Kind, habits: Habits, reaching: list[Channel]) -> list[Channel]:
    main = _first(reaching)
    return [
        each
        for each in reaching
        if habits.chosen.get(
            (kind.topic, each.code), each is main if each.use == Use.MAIN else each.use == Use.ADDED
        )
        and (each.code != HAND or each is main)
    ]


def _first(reaching: list[Channel]) -> Channel:
    return next(each for each in reaching if each.use == Use.MAIN)


def _after_pause(habits: Habits, now: datetime) -> datetime:
    return max(now, habits.paused_until or now)


def _moment(
    kind: Kind, habits: Habits, channel: Channel, at: datetime, expires_at: datetime | None
) -> datetime:
    if kind.urgent or not channel.rings:
        return at
    later = after_quiet(habits, at)
    return at if expires_at is not None and later >= expires_at else later


def after_quiet(habits: Habits, at: datetime) -> datetime:
    """`at`, or the end of the quiet hours in which it falls. Hours of the clock on the wall, so that a change of the clock keeps them."""
    if habits.quiet is None:
        return at
    begins, ends = habits.quiet
    here = at.astimezone(habits.zone)
    hour = here.time().replace(tzinfo=None)
    is_quiet = begins <= hour < ends if begins <= ends else hour >= begins or hour < ends
    if not is_quiet:
        return at
    day = here.date() + timedelta(days=1 if hour >= ends else 0)
    return datetime.combine(day, ends, tzinfo=habits.zone).astimezone(at.tzinfo)
