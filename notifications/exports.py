"""What somebody was told and how they want to be told, for their own copy of their data."""

from datetime import datetime
from typing import Any

from accounts.exports import register_export
from accounts.models import Person
from notifications.habits import read_known
from notifications.inbox import line_of
from notifications.models import Message
from notifications.readers import owner_of, reader_of_person
from notifications.states import MessageState


def _messages(person: Person) -> list[dict[str, Any]]:
    """What each was about, in their language, and by which ways it went."""
    rows = Message.objects.filter(person=person, state=MessageState.PLANNED)
    return [
        {
            "about": line_of(message, person.language).subject,
            "at": message.due_at.isoformat(),
            "by": [
                {"way": each.channel, "state": each.state, "sent_at": _moment(each.sent_at)}
                for each in message.deliveries.all()
            ],
        }
        for message in rows.prefetch_related("deliveries").order_by("due_at", "pk")
    ]


def _choices(person: Person) -> dict[str, Any]:
    """What they chose themselves; nothing where they left it as it is."""
    reader = reader_of_person(person)
    known = read_known([reader])
    habit = known.habits.get(owner_of(reader))
    chosen = known.chosen.get(owner_of(reader), {})
    return {
        "chosen": [
            {"about": topic, "way": channel, "wanted": wanted}
            for (topic, channel), wanted in sorted(chosen.items())
        ],
        "quiet": [str(habit.quiet_from), str(habit.quiet_until)]
        if habit and habit.quiet_from
        else [],
        "zone": habit.zone if habit else "",
        "summary": habit.digest if habit else "",
        "paused_until": _moment(habit.paused_until) if habit else None,
        "devices": [
            {"name": each.name, "since": each.created_at.isoformat()}
            for each in known.devices_of(reader)
        ],
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def register() -> None:
    register_export("messages", _messages)
    register_export("message_choices", _choices)
