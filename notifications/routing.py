"""By which ways a message goes out, and when: a pure function of the kind, what was chosen, what reaches them, and the moment.

| rule | what it does |
|---|---|
| reach | a channel that has no address, or a dead one, is left out; whom nothing reaches is told by the team |
| choice | by topic and channel; what was not chosen goes as the channel goes by itself (`Use`) |
| required | cannot be switched off: when no channel is wanted it goes by the first that reaches them |
| by | a kind with a channel of its own goes by it whatever was chosen, else by the first that reaches them |
| pause | it waits until the pause ends, and is not told when that is too late; required and urgent kinds do not wait |
| quiet hours | it waits until they end; urgent kinds do not, nor does what would come too late by waiting, nor what does not ring |
| summary | a mail that is neither required nor urgent is told in the next summary instead, unless that comes too late |
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.channels.base import HAND, MAIL, Channel, Use
from notifications.kinds import Kind
from notifications.models.choices import Digest
from notifications.summaries import next_summary

NOT_WANTED, PAUSED = "not_wanted", "paused"


@dataclass(frozen=True)
class Habits:
    """What somebody chose; `chosen` by topic and channel, `quiet` on the clock of `zone`."""

    zone: ZoneInfo
    quiet: tuple[time, time] | None = None
    chosen: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    digest: str = Digest.NONE
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
    used = _used(kind, habits, reaching)
    if not used:
        return NOT_WANTED
    at = now if kind.urgent or kind.required else _after_pause(habits, now)
    if expires_at is not None and at >= expires_at:
        return PAUSED
    gathers = _gathers(kind, habits, at, expires_at)
    return [
        Way(each.code, at, gathered=True)
        if gathers and each.code == MAIL
        else Way(each.code, _moment(kind, habits, each, at, expires_at))
        for each in used
    ]


def _used(kind: Kind, habits: Habits, reaching: list[Channel]) -> list[Channel]:
    if kind.by:
        return [each for each in reaching if each.code == kind.by] or [_first(reaching)]
    wanted = wanted_channels(kind.topic, habits, reaching)
    return wanted or ([_first(reaching)] if kind.required else [])


def wanted_channels(topic: str, habits: Habits, reaching: Sequence[Channel]) -> list[Channel]:
    """Those by which somebody hears about a topic. The team tells only whom nothing else reaches."""
    main = _first(reaching)
    return [
        each
        for each in reaching
        if habits.chosen.get(
            (topic, each.code), each is main if each.use == Use.MAIN else each.use == Use.ADDED
        )
        and (each.code != HAND or each is main)
    ]


def _first(reaching: Sequence[Channel]) -> Channel:
    return next(each for each in reaching if each.use == Use.MAIN)


def _after_pause(habits: Habits, now: datetime) -> datetime:
    return max(now, habits.paused_until or now)


def _gathers(kind: Kind, habits: Habits, at: datetime, expires_at: datetime | None) -> bool:
    if habits.digest == Digest.NONE or kind.urgent or kind.required or kind.by:
        return False
    return expires_at is None or next_summary(habits.digest, habits.zone, at) < expires_at


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
    end = datetime.combine(day, ends, tzinfo=habits.zone).astimezone(at.tzinfo)
    if end < at:  # the clock was put back: they end at the second time that it says so
        end = datetime.combine(day, ends.replace(fold=1), tzinfo=habits.zone).astimezone(at.tzinfo)
    return end
