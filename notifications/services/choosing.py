"""How somebody wants to hear from us, as they say it: by topic and channel, quiet hours, a summary, a pause.

One human has one set of choices. Who changes it takes its row of habits first, so that two at once come one after the other. What
stands so already is not written again, and not noted.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core import events
from notifications.channels import all_channels
from notifications.channels.base import MAIL
from notifications.errors import (
    ChannelUnknown,
    DigestUnknown,
    PauseInPast,
    PauseTooLong,
    QuietHoursHalf,
    QuietHoursSame,
    QuietHoursTooLong,
    TopicUnknown,
    ZoneUnknown,
)
from notifications.habits import owned_by, read_known
from notifications.models import Choice, Delivery, Habit
from notifications.models.choices import Digest
from notifications.readers import Reader, owner_of
from notifications.routing import after_quiet, wanted_channels
from notifications.states import DeliveryState
from notifications.topics import Topic
from notifications.zones import ZONES

LONGEST_PAUSE = timedelta(days=366)
LONGEST_QUIET = timedelta(hours=20)

Chosen = Mapping[tuple[str, str], bool]


@transaction.atomic
def set_choices(
    *,
    reader: Reader,
    chosen: Chosen,
    quiet_from: time | None,
    quiet_until: time | None,
    zone: str,
    digest: str,
    by: User | None,
    now: datetime,
) -> Habit:
    """`chosen`: topic and channel → wanted; what is not named stays. Without quiet hours those of the installation count.

    Raises TopicUnknown, ChannelUnknown, QuietHoursHalf, QuietHoursSame, QuietHoursTooLong, ZoneUnknown, DigestUnknown.
    """
    _ensure_known(chosen)
    _ensure_quiet(quiet_from, quiet_until)
    if zone not in ZONES:
        raise ZoneUnknown
    if digest not in Digest.values:
        raise DigestUnknown
    habit = _take(reader)
    said: dict[str, Any] = {"quiet_from": quiet_from, "quiet_until": quiet_until}
    said |= {"zone": zone, "digest": digest}
    if digest != habit.digest:
        said["digest_at"] = now  # the next summary comes at its own moment, not at once
    changed = [_choose(reader, chosen), _change(habit, said)]
    if any(changed):
        _note("notifications.choices_set", reader, habit, by, now)
    return habit


@transaction.atomic
def switch_mail(*, reader: Reader, topics: Collection[str], wanted: bool, now: datetime) -> None:
    """By the link in a mail, without a login: mails about these topics, or none any more."""
    habit = _take(reader)
    if _choose(reader, {(topic, MAIL): wanted for topic in topics}):
        _note("notifications.mail_switched", reader, habit, None, now)


@transaction.atomic
def pause(*, reader: Reader, until: datetime, by: User | None, now: datetime) -> Habit:
    """Nothing that can wait is sent before `until`. Raises PauseInPast, PauseTooLong."""
    if until <= now:
        raise PauseInPast
    if until > now + LONGEST_PAUSE:
        raise PauseTooLong
    habit = _take(reader)
    before = habit.paused_until
    if _change(habit, {"paused_until": until}):
        if before is not None and before > now:
            _move_waiting(reader, since=min(before, until), to=until)
        _note("notifications.paused", reader, habit, by, now)
    return habit


@transaction.atomic
def end_pause(*, reader: Reader, by: User | None, now: datetime) -> Habit:
    """What waited for the end of the pause goes out."""
    habit = _take(reader)
    if habit.paused_until is not None and habit.paused_until > now:
        _change(habit, {"paused_until": None})
        _move_waiting(reader, since=now, to=now)
        _note("notifications.pause_ended", reader, habit, by, now)
    return habit


def begin_of(day: date, reader: Reader) -> datetime:
    """The first moment of a day where the reader is."""
    zone = read_known([reader]).habits_of(reader).zone
    return datetime.combine(day, time.min, tzinfo=zone)


def _ensure_known(chosen: Chosen) -> None:
    channels = {each.code for each in all_channels()}
    for topic, channel in chosen:
        if topic not in Topic.values:
            raise TopicUnknown
        if channel not in channels:
            raise ChannelUnknown


def _ensure_quiet(begins: time | None, ends: time | None) -> None:
    if begins is None and ends is None:
        return
    if begins is None or ends is None:
        raise QuietHoursHalf(field="quiet_from" if begins is None else "quiet_until")
    if begins == ends:
        raise QuietHoursSame
    day = date(2000, 1, 1)
    lasts = datetime.combine(day, ends) - datetime.combine(day, begins)
    if lasts % timedelta(days=1) > LONGEST_QUIET:
        raise QuietHoursTooLong(hours=LONGEST_QUIET // timedelta(hours=1))


def _take(reader: Reader) -> Habit:
    """Their row of habits, made if there is none, and locked."""
    own = owned_by(owner_of(reader))
    Habit.objects.bulk_create([Habit(**own)], ignore_conflicts=True)
    return Habit.objects.select_for_update().get(**own)


def _change(habit: Habit, said: Mapping[str, Any]) -> bool:
    new = {name: value for name, value in said.items() if getattr(habit, name) != value}
    for name, value in new.items():
        setattr(habit, name, value)
    habit.save(update_fields=list(new))
    return bool(new)


def _choose(reader: Reader, chosen: Chosen) -> bool:
    """Only what is other than it stands is written: what was not said goes on going as the channel goes by itself."""
    known = read_known([reader])
    habits, reaching = known.habits_of(reader), known.reaching(reader)
    codes = {each.code for each in reaching}

    def stands(topic: str, channel: str) -> bool | None:
        if (topic, channel) in habits.chosen or channel not in codes:
            return habits.chosen.get((topic, channel))
        return channel in {each.code for each in wanted_channels(topic, habits, reaching)}

    own = owned_by(owner_of(reader))
    new = [
        Choice(**own, topic=topic, channel=channel, wanted=wanted)
        for (topic, channel), wanted in sorted(chosen.items())
        if stands(topic, channel) is not wanted
    ]
    Choice.objects.bulk_create(
        new,
        update_conflicts=True,
        update_fields=["wanted"],
        unique_fields=["person", "user", "topic", "channel"],
    )
    return bool(new)


def _move_waiting(reader: Reader, *, since: datetime, to: datetime) -> None:
    """What would go out from `since` on goes out at `to`, or when the quiet hours then end."""
    theirs = Q(message__person=reader.person) if reader.person else Q()
    if reader.user is not None:
        theirs |= Q(message__user=reader.user)
    at = after_quiet(read_known([reader]).habits_of(reader), to)
    waiting = Delivery.objects.filter(theirs, state=DeliveryState.CREATED, due_at__gte=since)
    waiting.update(due_at=at)


def _note(kind: str, reader: Reader, habit: Habit, by: User | None, now: datetime) -> None:
    person_id = reader.person.pk if reader.person is not None else None
    events.record(kind, subject=habit, by=by, at=now, person_id=person_id)
