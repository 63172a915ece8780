"""What is known of how people want to be told, read for many at once: choices, quiet hours, devices, addresses that take nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac

from notifications.channels import all_channels
from notifications.channels.base import Channel
from notifications.models import Choice, DeadAddress, Device, Habit
from notifications.readers import Owner, Reader, owner_of
from notifications.routing import Habits


def hash_of(channel: str, address: str) -> str:
    return salted_hmac("notifications.address", f"{channel}:{address.lower()}").hexdigest()


def quiet_hours() -> tuple[time, time] | None:
    """Those of the installation, from a text such as "21:00-08:00"; None for none."""
    if not settings.QUIET_HOURS:
        return None
    begins, ends = settings.QUIET_HOURS.split("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


def owned_by(owner: Owner) -> dict[str, int | None]:
    """The fields of a row of theirs."""
    kind, pk = owner
    return {
        "person_id": pk if kind == "person" else None,
        "user_id": pk if kind == "user" else None,
    }


@dataclass
class Known:
    habits: dict[Owner, Habit] = field(default_factory=dict)
    chosen: dict[Owner, dict[tuple[str, str], bool]] = field(default_factory=dict)
    devices: dict[int, list[Device]] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)

    def reaches(self, channel: Channel, reader: Reader) -> bool:
        if channel.to_devices:
            return bool(self.devices_of(reader))
        address = channel.address(reader)
        return bool(address) and hash_of(channel.code, address) not in self.dead

    def reaching(self, reader: Reader) -> list[Channel]:
        """In order of preference; what is told by the team is the last."""
        return [each for each in all_channels() if self.reaches(each, reader)]

    def devices_of(self, reader: Reader) -> list[Device]:
        return self.devices.get(reader.user.pk, []) if reader.user is not None else []

    def habits_of(self, reader: Reader) -> Habits:
        owner = owner_of(reader)
        said = self.habits.get(owner, Habit(zone=settings.TIME_ZONE))
        begins, ends = said.quiet_from, said.quiet_until
        return Habits(
            zone=ZoneInfo(said.zone),
            quiet=quiet_hours() if begins is None or ends is None else (begins, ends),
            chosen=self.chosen.get(owner, {}),
            digest=said.digest,
            paused_until=said.paused_until,
        )


def read_known(readers: Iterable[Reader]) -> Known:
    """Of all of these at once, in four queries."""
    readers = list(readers)
    owners = {owner_of(reader) for reader in readers}
    theirs = Q(person__in=[pk for kind, pk in owners if kind == "person"]) | Q(
        user__in=[pk for kind, pk in owners if kind == "user"]
    )
    known = Known()
    for habit in Habit.objects.filter(theirs).order_by("pk"):
        known.habits[owner_of_row(habit)] = habit
    for choice in Choice.objects.filter(theirs).order_by("pk"):
        known.chosen.setdefault(owner_of_row(choice), {})[(choice.topic, choice.channel)] = (
            choice.wanted
        )
    users = {reader.user.pk for reader in readers if reader.user is not None}
    for device in Device.objects.filter(user__in=users).order_by("pk"):
        known.devices.setdefault(device.user_id, []).append(device)
    hashes = [
        hash_of(channel.code, address)
        for reader in readers
        for channel in all_channels()
        if (address := channel.address(reader))
    ]
    dead = DeadAddress.objects.filter(hash__in=hashes, lifted_at__isnull=True)
    known.dead = set(dead.values_list("hash", flat=True).order_by("pk"))
    return known


def owner_of_row(row: Habit | Choice) -> Owner:
    return ("person", row.person_id) if row.person_id is not None else ("user", row.user_id or 0)
