"""What somebody was told and how they want to be told, for their own copy of their data."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.exports import register_export
from accounts.models import Person
from notifications.inbox import line_of
from notifications.models import Choice, Delivery, Device, Habit, Message
from notifications.states import MessageState


def _messages(person: Person) -> list[dict[str, Any]]:
    """What each was about, in their language, and by which ways it went."""
    ways = Delivery.objects.filter(message=OuterRef("pk")).order_by("pk")
    by = ways.values(told=JSONObject(way="channel", state="state", sent_at="sent_at"))
    rows = Message.objects.filter(person=person, state=MessageState.PLANNED)
    return [
        {
            "about": line_of(message, person.language).subject,
            "at": message.due_at.isoformat(),
            "by": message.by,
        }
        for message in rows.annotate(by=ArraySubquery(by)).order_by("due_at", "pk")
    ]


def _choices(person: Person) -> dict[str, Any]:
    """What they chose themselves; nothing where they left it as it is."""
    own = {"person": OuterRef("pk")}
    habits, chosen = Habit.objects.filter(**own), Choice.objects.filter(**own)
    devices = Device.objects.filter(user=OuterRef("user"))
    told = (
        Person.objects.filter(pk=person.pk)
        .values(
            chosen=ArraySubquery(
                chosen.order_by("topic", "channel").values(
                    told=JSONObject(about="topic", way="channel", wanted="wanted")
                )
            ),
            habits=ArraySubquery(
                habits.values(
                    told=JSONObject(
                        quiet_from="quiet_from",
                        quiet_until="quiet_until",
                        zone="zone",
                        summary="digest",
                        paused_until="paused_until",
                    )
                )
            ),
            devices=ArraySubquery(
                devices.order_by("pk").values(told=JSONObject(name="name", since="created_at"))
            ),
        )
        .get()
    )
    return dict(told)


def register() -> None:
    register_export("messages", _messages)
    register_export("message_choices", _choices)
