"""What a mail tells of gatherings besides its own subject, and the calendars that go with it.

A calendar program takes one thing at a time: a series and a single gathering are a calendar each.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation

from accounts.models import Person
from groups.calendars import invitation_of
from groups.models import Gathering
from groups.states import GatheringState
from notifications.models import Message

_SHOWN = ("place__postal", "group__programme__organisation")


def attached_to(message: Message, person: Person) -> dict[str, Any]:
    """Of the gatherings that the message names by id: what still is planned (`coming`), and what is `off`; one query for both."""
    coming, off = (set(message.context.get(name, ())) for name in ("coming", "off"))
    if not coming | off:
        return {}
    rows = Gathering.objects.filter(pk__in=coming | off).select_related(*_SHOWN)
    found = list(rows.order_by("starts_at", "pk"))
    context: dict[str, Any] = {
        "coming": [
            each for each in found if each.pk in coming and each.state == GatheringState.PLANNED
        ],
        "off": [
            each for each in found if each.pk in off and each.state == GatheringState.CANCELLED
        ],
    }
    context["calendars"] = [
        *calendars_for(person, context["off"], now=message.created_at),
        *calendars_for(person, context["coming"], now=message.created_at, whole=True),
    ]
    return context


def calendars_for(
    person: Person, gatherings: Collection[Gathering], *, now: datetime, whole: bool = False
) -> list[tuple[str, str]]:
    """(method, text) of each; with `whole` a series is told as one, as it is now. None for who has no address."""
    if not person.contact_email:
        return []
    things: dict[UUID | int, list[Gathering]] = {}
    for each in gatherings:
        things.setdefault(each.series or each.pk, []).append(each)
    series = _whole_series(gatherings) if whole else {}
    with translation.override(person.language):
        return [
            invitation_of(
                named, whole=series.get(named[0].series, []), to=person.contact_email, now=now
            )
            for named in things.values()
        ]


def _whole_series(gatherings: Collection[Gathering]) -> dict[UUID | None, list[Gathering]]:
    """All of the series that these are of, whatever became of them since; nothing for what is not told as one."""
    ids = {each.series for each in gatherings if each.series and each.planned_at}
    found: dict[UUID | None, list[Gathering]] = {}
    if ids:
        rows = Gathering.objects.filter(series__in=ids, planned_at__isnull=False)
        for each in rows.select_related(*_SHOWN).order_by("planned_at"):
            found.setdefault(each.series, []).append(each)
    return found
