"""How things stand for one human: what can be chosen, and what is chosen now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from accounts.models import User
from notifications.channels.base import HAND, MAIL, Channel
from notifications.habits import read_known
from notifications.models import Habit
from notifications.readers import Reader, owner_of, reader_of_person, reader_of_user
from notifications.routing import wanted_channels
from notifications.topics import Topic


@dataclass(frozen=True)
class Chosen:
    """`channels` are those that reach them; `wanted` by topic and channel, in that order."""

    habit: Habit
    channels: list[Channel]
    wanted: dict[tuple[Topic, str], bool]


_is_of_team: list[Callable[[User], bool]] = []


def ask_of_team(asks: Callable[[User], bool]) -> None:
    """The app that knows teams says here how to ask whether a login is in one."""
    _is_of_team[:] = [asks]


def reader_of_login(user: User) -> Reader:
    """Somebody who is logged in: their person's choices, and without one those of the login."""
    person = getattr(user, "person", None)
    return reader_of_user(user) if person is None else reader_of_person(person)


def topics_of(reader: Reader, *, for_another: bool = False) -> list[Topic]:
    """What they can hear about. Whether they work in a team is nobody else's business."""
    user = None if for_another else reader.user
    of_team = user is not None and any(asks(user) for asks in _is_of_team)
    if of_team and reader.person is None:
        return [Topic.TEAM]
    return [each for each in Topic if of_team or each != Topic.TEAM]


def chosen_by(reader: Reader, *, for_another: bool = False) -> Chosen:
    known = read_known([reader])
    habits, reaching = known.habits_of(reader), known.reaching(reader)
    channels = [each for each in reaching if each.code != HAND] or reaching
    wanted = {
        (topic, channel.code): channel in wanted_channels(topic, habits, reaching)
        for topic in topics_of(reader, for_another=for_another)
        for channel in channels
    }
    habit = known.habits.get(owner_of(reader), Habit(zone=settings.TIME_ZONE))
    return Chosen(habit, channels, wanted)


def wants_mail(reader: Reader, topics: list[Topic]) -> bool:
    """Do mails about one of these go out, as far as they chose?"""
    chosen = read_known([reader]).habits_of(reader).chosen
    return any(chosen.get((topic, MAIL), True) for topic in topics)
