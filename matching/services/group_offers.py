"""What a coordinator decides about a draft group: ask its people, reject it, take it back."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.errors import ChangedMeanwhile, InvalidInput, refusing
from core.states import move
from groups.errors import SeatTaken
from groups.services import hold_seat
from matching.errors import PersonNotReady
from matching.group_errors import DraftClosed, MemberNotReady, OwnDraft
from matching.group_messages import tell_asked, tell_dissolved
from matching.models import Draft, DraftMember
from matching.models.proposals import RejectReason
from matching.services.group_judging import BENDABLE, NEEDED, look_at
from matching.services.group_rows import (
    RULES_OF_DRAFTS,
    close_member,
    lock_people_of,
    locked_draft,
    members_of,
    record,
    refuse_broken,
)
from matching.services.proposals import ensure_ready
from matching.states import DraftState
from organisations.errors import NotCleared
from organisations.models import Enrolment
from organisations.permissions import ensure_coordinates
from organisations.selectors import current_version, is_cleared


def approve_draft(*, draft_id: int, seen: int, by: User, now: datetime) -> Draft:
    """Ask everybody of a draft, facilitator and back-up too, and keep a seat free for each. `seen` is the version that was read.

    Everything is looked at again as it is now. Raises DraftClosed, ChangedMeanwhile, OwnDraft, MemberNotReady, NotCleared,
    DraftBreaksRules, SeatTaken, LeadsThenAlready, RoomTakenThen, NotFoundHere.
    """
    with refusing(RULES_OF_DRAFTS):
        return _approve(draft_id, seen, by, now)


@transaction.atomic
def _approve(draft_id: int, seen: int, by: User, now: datetime) -> Draft:
    draft = locked_draft(draft_id)
    ensure_coordinates(by, draft.programme.organisation_id)
    if draft.state != DraftState.DRAFT:
        raise DraftClosed
    if draft.version != seen:
        raise ChangedMeanwhile
    people = lock_people_of(draft)
    for enrolment in people.values():
        ensure_may_be_asked(enrolment, by, now)
    _ensure_rules_hold(draft, people, now)
    move(
        draft.ask,
        refusal=DraftClosed,
        at=now,
        under=current_version(programme_id=draft.programme_id),
    )
    draft.approved_by = by
    draft.version += 1
    draft.save()
    for row in sorted(members_of(draft), key=lambda row: row.enrolment_id):
        ask_member(row, now)
    record("approved", draft, by, now)
    tell_asked(draft, now=now)
    return draft


def ensure_may_be_asked(enrolment: Enrolment, by: User, now: datetime) -> None:
    """Raises OwnDraft, MemberNotReady, NotCleared."""
    if enrolment.person.user_id == by.pk:
        raise OwnDraft
    try:
        ensure_ready(enrolment)
    except PersonNotReady as error:
        raise MemberNotReady from error
    if not is_cleared(enrolment=enrolment, on=now.date()):
        raise NotCleared


def _ensure_rules_hold(draft: Draft, people: dict[int, Enrolment], now: datetime) -> None:
    """With what everybody says now. Raises MemberNotReady for somebody whom the engine does not know any more, DraftBreaksRules."""
    look = look_at(programme=draft.programme, theme_id=draft.theme_id, now=now)
    if not all(look.knows(enrolment_id) for enrolment_id in people):
        raise MemberNotReady
    broken = look.broken(draft.pk)
    refuse_broken(each for each in broken if each.rule not in BENDABLE or each.rule in NEEDED)


def ask_member(row: DraftMember, now: datetime) -> None:
    """Keep a seat free, and open the answer. Raises SeatTaken."""
    seat = hold_seat(enrolment_id=row.enrolment_id, now=now)
    move(row.ask, refusal=SeatTaken, seat=seat, at=now)
    row.save(update_fields=["state", "seat", "asked_at"])


@transaction.atomic
def reject_draft(*, draft_id: int, seen: int, by: User, now: datetime, reason: str = "") -> Draft:
    """Nobody is asked; everybody is free for another draft, and a search does not propose this one again (`group_memory`). `reason`: of
    `RejectReason`, or "". Raises DraftClosed, ChangedMeanwhile, InvalidInput, NotFoundHere."""
    draft = locked_draft(draft_id)
    ensure_coordinates(by, draft.programme.organisation_id)
    if draft.version != seen:
        raise ChangedMeanwhile
    if reason and reason not in RejectReason.values:
        raise InvalidInput(field="reason")
    move(draft.reject, refusal=DraftClosed, reason=reason, at=now)
    _end(draft, now)
    record("rejected", draft, by, now, reason=reason)
    return draft


@transaction.atomic
def dissolve_draft(*, draft_id: int, by: User, now: datetime) -> Draft:
    """Take back a draft whose people are asked: all hear so in kind words, and keep the day that they wait since. Raises DraftClosed, NotFoundHere."""
    draft = locked_draft(draft_id)
    ensure_coordinates(by, draft.programme.organisation_id)
    lock_people_of(draft)
    return dissolve(draft, by, now)


def dissolve(draft: Draft, by: User | None, now: datetime) -> Draft:
    """The same, for a caller who has locked the draft and its people; `by` is None when too few said yes in time."""
    move(draft.dissolve, refusal=DraftClosed, at=now)
    told = members_of(draft)
    _end(draft, now)
    record("dissolved", draft, by, now)
    tell_dissolved(draft, told, now=now)
    return draft


def _end(draft: Draft, now: datetime) -> None:
    for row in members_of(draft):
        close_member(row, now)
    draft.version += 1
    draft.save()
