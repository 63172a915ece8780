"""Locks, checks and the event log: the same for every change of a draft group."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from core import events
from core.errors import ChangedMeanwhile, DomainError, NotFoundHere
from core.states import move
from groups.services import free_seat
from groups.states import SeatState
from matching.engine.grouping.answers import Broken
from matching.group_errors import (
    DraftBreaksRules,
    DraftClosed,
    InAnotherDraft,
    LeadsThenAlready,
    RoomTakenThen,
)
from matching.group_words import broken_in_words
from matching.models import Draft, DraftMember
from matching.models.drafts import PLANNED
from matching.states import DraftState
from organisations.models import Enrolment
from organisations.permissions import ensure_coordinates

# What the database refuses when somebody is put in a draft, or people are asked.
RULES_OF_DRAFTS: dict[str, type[DomainError]] = {
    "nobody_leads_two_groups_at_one_day_part": LeadsThenAlready,
    "one_asked_group_per_room_and_day_part": RoomTakenThen,
    "a_member_is_in_one_open_draft": InAnotherDraft,
}


def locked_draft(draft_id: int) -> Draft:
    """The draft, locked; whoever changes it or what belongs to it waits for this row."""
    rows = Draft.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("programme", "theme", "place", "programme_version").get(pk=draft_id)


def locked_drafts(seen: Mapping[int, int], by: User) -> dict[int, Draft]:
    """Drafts of one programme that are still to be looked at, locked by id, in the versions that were seen on the page.

    Raises NotFoundHere, DraftClosed, ChangedMeanwhile."""
    drafts = {draft_id: locked_draft(draft_id) for draft_id in sorted(seen)}
    programmes = {draft.programme_id for draft in drafts.values()}
    for draft in drafts.values():
        ensure_coordinates(by, draft.programme.organisation_id)
    if len(programmes) != 1:
        raise NotFoundHere
    if any(draft.state != DraftState.DRAFT for draft in drafts.values()):
        raise DraftClosed
    if any(draft.version != seen[draft.pk] for draft in drafts.values()):
        raise ChangedMeanwhile
    return drafts


def changed(drafts: Iterable[Draft], by: User | None, now: datetime, happening: str) -> None:
    """Who has an older version on the page is told so."""
    for draft in drafts:
        draft.version += 1
        draft.save(update_fields=["version"])
        record(happening, draft, by, now)


def lock_people_of(draft: Draft) -> dict[int, Enrolment]:
    """The enrolments of everybody in it, locked by id: two approvals that share somebody would otherwise wait for each other."""
    ids = draft.members.filter(state__in=PLANNED).values("enrolment_id")
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("person", "programme").filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in found}


def refuse_broken(broken: Iterable[Broken]) -> None:
    """Raises DraftBreaksRules with the rules in words."""
    words = [broken_in_words(each.rule) for each in broken]
    if words:
        raise DraftBreaksRules(why="; ".join(dict.fromkeys(words)))


def close_member(row: DraftMember, now: datetime) -> None:
    """Nobody waits for their answer any more; a seat that was kept for them is free."""
    move(row.close, at=now)
    row.save(update_fields=["state", "settled_at"])
    give_seat_back(row, now)


def give_seat_back(row: DraftMember, now: datetime) -> None:
    if row.seat is not None and row.seat.state == SeatState.HELD:
        free_seat(seat_id=row.seat.pk, now=now)


def members_of(draft: Draft) -> list[DraftMember]:
    """Everybody whom the draft plans for, with their seat, in the order in which they came in."""
    rows = draft.members.filter(state__in=PLANNED).select_related("seat", "enrolment__person__user")
    return list(rows.order_by("pk"))


def record(happening: str, draft: Draft, by: User | None, now: datetime, **data: Any) -> None:
    events.record(
        f"matching.draft_{happening}",
        subject=draft,
        by=by,
        at=now,
        organisation_id=draft.programme.organisation_id,
        **data,
    )
