"""What people say who are asked for a group: enough yes form it, a later yes comes in while there is room."""

from datetime import datetime

from django.db import transaction

from accounts.catalogues import DAY_PARTS
from accounts.models import User
from core import events
from core.errors import NotFoundHere
from core.states import move
from groups.errors import GroupClosed, GroupFull
from groups.models.groups import SeatRole
from groups.services import form_peer_group, join_group, wait_for_group
from groups.services.peers import enter
from groups.services.rows import lock_group
from matching.errors import AlreadyAnswered, DeadlinePassed, PersonNotReady
from matching.group_errors import GroupAnswerClosed, MemberNotReady
from matching.group_messages import tell_lead_gone, tell_team_of_draft, tell_waits
from matching.models import Draft, DraftMember
from matching.models.drafts import Part
from matching.models.proposals import AnswerWay
from matching.services.group_rows import (
    give_seat_back,
    lock_people_of,
    locked_draft,
    members_of,
    record,
)
from matching.services.proposals import ensure_ready
from matching.states import DraftState, MemberState
from organisations.errors import IntroductionWaits, NotCleared
from organisations.models import Enrolment
from organisations.permissions import coordinates

_ROLES = {
    Part.MEMBER: SeatRole.MEMBER,
    Part.FACILITATOR: SeatRole.LEAD,
    Part.BACK_UP: SeatRole.BACKUP,
}
_CODES = {item.bit: item.code for item in DAY_PARTS}


def answer_group(
    *, member_id: int, yes: bool, way: str, by: User | None, now: datetime
) -> DraftMember:
    """Say yes or no to a group. `way` is how; by the signed link (`link`) nobody has to be logged in.

    Raises NotFoundHere, AlreadyAnswered, GroupAnswerClosed, DeadlinePassed, MemberNotReady; with the yes that would form it
    IntroductionWaits, or NotCleared for the team, when a paper of who leads it ended meanwhile. Nothing changes then.
    """
    try:
        return _answer(member_id, yes, way, by, now)
    except NotCleared as error:
        if way == AnswerWay.COORDINATOR:
            raise
        raise IntroductionWaits from error


@transaction.atomic
def _answer(member_id: int, yes: bool, way: str, by: User | None, now: datetime) -> DraftMember:
    draft_id = DraftMember.objects.values_list("draft_id", flat=True).get(pk=member_id)
    draft = locked_draft(draft_id)
    people = lock_people_of(draft)
    row = DraftMember.objects.select_related("seat", "enrolment__person__user").get(pk=member_id)
    _ensure_may_answer(row, way, by)
    _ensure_is_asked(draft, row, now)
    if yes:
        _ensure_still_ready(people[row.enrolment_id])
    row.way, row.recorded_by = way, by
    _say(draft, row, yes, now)
    events.record(
        "matching.member_answered",
        subject=draft,
        by=by,
        at=now,
        person_id=row.person_id,
        organisation_id=draft.programme.organisation_id,
        state=str(row.state),
    )
    if draft.state == DraftState.ASKED:
        form_if_enough(draft, by, now)
    return row


def _ensure_may_answer(row: DraftMember, way: str, by: User | None) -> None:
    """The person by login or link, or somebody of the team who was told by phone. Others find nothing."""
    if way == AnswerWay.LINK:
        return
    own = by is not None and row.enrolment.person.user_id == by.pk
    told = way == AnswerWay.COORDINATOR and coordinates(by, row.enrolment.organisation_id)
    if not (own or told):
        raise NotFoundHere


def _ensure_is_asked(draft: Draft, row: DraftMember, now: datetime) -> None:
    if row.state in (MemberState.YES, MemberState.NO, MemberState.WAITS):
        raise AlreadyAnswered
    if row.state != MemberState.ASKED or draft.state not in (DraftState.ASKED, DraftState.FORMED):
        raise GroupAnswerClosed
    if draft.deadline_at is not None and now >= draft.deadline_at:
        raise DeadlinePassed


def _ensure_still_ready(enrolment: Enrolment) -> None:
    try:
        ensure_ready(enrolment)
    except PersonNotReady as error:
        raise MemberNotReady from error


def _say(draft: Draft, row: DraftMember, yes: bool, now: datetime) -> None:
    if not yes:
        move(row.say_no, refusal=AlreadyAnswered, at=now)
        give_seat_back(row, now)
        row.save()
        if row.leads:
            lead_gone(draft, row, now)
    elif draft.state == DraftState.FORMED:
        _come_in(draft, row, now)
    else:
        move(row.say_yes, refusal=AlreadyAnswered, at=now)
        row.save()


def _come_in(draft: Draft, row: DraftMember, now: datetime) -> None:
    """The group is there already: into it while there is room, otherwise in line."""
    assert draft.group_id is not None
    assert row.seat is not None
    row.seat.role = _ROLES[Part(row.part)]
    row.seat.save(update_fields=["role"])
    try:
        with transaction.atomic():
            if row.leads:  # who leads takes the place of no member
                enter(lock_group(draft.group_id), row.seat.pk, row.recorded_by, now)
            else:
                join_group(group_id=draft.group_id, seat=row.seat, by=row.recorded_by, now=now)
    except (GroupFull, GroupClosed) as error:
        move(row.wait, refusal=AlreadyAnswered, at=now)
        give_seat_back(row, now)
        row.save()
        if isinstance(error, GroupFull):
            wait_for_group(
                group_id=draft.group_id, enrolment_id=row.enrolment_id, by=row.recorded_by, now=now
            )
        tell_waits(row, now=now)
        return
    move(row.say_yes, refusal=AlreadyAnswered, at=now)
    row.settled_at = now
    row.save()


def lead_gone(draft: Draft, row: DraftMember, now: datetime) -> None:
    """Who leads does not come: the back-up leads from now on. The team hears it, also when there is nobody left to lead."""
    if row.part == Part.FACILITATOR and draft.state == DraftState.ASKED:
        back_up = next((each for each in members_of(draft) if each.part == Part.BACK_UP), None)
        if back_up is not None:
            back_up.part = Part.FACILITATOR
            back_up.save(update_fields=["part"])
    tell_lead_gone(draft, row, now=now)


def form_if_enough(draft: Draft, by: User | None, now: datetime) -> bool:
    """Form the group when the least number of members and its facilitator said yes; the caller has locked the draft and its people."""
    said_yes = [row for row in members_of(draft) if row.state == MemberState.YES]
    by_part = {part: [row for row in said_yes if row.part == part] for part in Part}
    if len(by_part[Part.MEMBER]) < draft.theme.least_members or not by_part[Part.FACILITATOR]:
        return False
    leads = [*by_part[Part.FACILITATOR], *by_part[Part.BACK_UP]]
    group = form_peer_group(
        kind=draft.theme.kind,
        programme_id=draft.programme_id,
        theme_id=draft.theme_id,
        place_id=draft.place_id,
        day_part=_CODES[draft.day_part],
        language=draft.language,
        seats=[row.seat for row in by_part[Part.MEMBER] if row.seat],
        leads=[row.seat for row in leads if row.seat],
        by=by,
        now=now,
    )
    move(draft.form, refusal=GroupAnswerClosed, group=group, at=now)
    draft.version += 1
    draft.save()
    DraftMember.objects.filter(pk__in=[row.pk for row in said_yes]).update(settled_at=now)
    record("formed", draft, by, now, group=group.pk)
    tell_team_of_draft(draft, "formed", now=now)
    return True
