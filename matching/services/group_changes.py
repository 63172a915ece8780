"""What every change of drafts by hand needs: how they look now, people put in one, and what the board says of them afterwards."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from matching.engine.grouping.answers import Group
from matching.models import Draft, DraftMember
from matching.models.drafts import Part
from matching.services.group_drafts import facts_of
from matching.services.group_judging import (
    Look,
    look_at,
)
from organisations.models import Enrolment


def look_of(draft: Draft, now: datetime) -> Look:
    return look_at(programme=draft.programme, theme_id=draft.theme_id, now=now)


def put_in(draft: Draft, people: Collection[int], part: str = Part.MEMBER) -> None:
    found = Enrolment.objects.filter(pk__in=people, programme=draft.programme_id).order_by("pk")
    DraftMember.objects.bulk_create(
        DraftMember(
            draft=draft,
            enrolment=each,
            programme_id=draft.programme_id,
            person_id=each.person_id,
            part=part,
            day_part=draft.day_part,
        )
        for each in found
    )


def tell_facts(look: Look, after: list[Group], drafts: Mapping[int, Draft]) -> None:
    """What the board says about the drafts that were changed."""
    for draft in drafts.values():
        number = look.number(draft.pk)
        draft.facts = facts_now(look, after, number)
        draft.save(update_fields=["facts"])


def facts_now(look: Look, after: list[Group], number: int) -> dict[str, Any]:
    told = look.board.told(after[number])
    broken = [each.rule for each in look.board.broken(after) if each.group == number]
    return facts_of(told.score, told, broken)
