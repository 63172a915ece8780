"""Time does its work on groups whose people are asked: a reminder, an end to waiting, and nobody asked who is gone."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.selectors import service_consents
from core.jobs import take_turn
from matching.group_messages import tell_closed, tell_group_reminder
from matching.models import Draft, DraftMember
from matching.services.group_answers import form_if_enough, lead_gone
from matching.services.group_offers import dissolve
from matching.services.group_rows import (
    close_member,
    lock_people_of,
    locked_draft,
    members_of,
    record,
)
from matching.states import DraftState, MemberState
from organisations.errors import NotCleared
from organisations.states import State as EnrolmentState

SWEEP_EVERY_S = 60
BATCH = 200


def remind_and_dissolve(*, now: datetime) -> None:
    """One turn of the sweep over groups whose people are asked. Each draft is its own transaction."""
    if not take_turn(job="matching.sweep_drafts", now=now, every_s=SWEEP_EVERY_S):
        return
    asked = DraftMember.objects.filter(draft=OuterRef("pk"), state=MemberState.ASKED)
    gone = _gone().filter(draft=OuterRef("pk"))
    live = Q(state=DraftState.ASKED) | Q(Exists(asked), state=DraftState.FORMED)
    silent = Q(state=DraftState.ASKED, reminded_at=None, remind_at__lte=now)
    for which, do in (
        (live & Q(deadline_at__lte=now), _end),
        (Q(Exists(gone), state=DraftState.ASKED), _without_who_is_gone),
        (silent, _remind),
    ):
        rows = Draft.objects.filter(which).order_by("pk")
        for draft_id in list(rows.values_list("pk", flat=True)[:BATCH]):
            do(draft_id, now)


def _gone() -> QuerySet[DraftMember]:
    """Whom a draft counts on, and who paused, stopped or took consent back."""
    agrees = Exists(service_consents(OuterRef("person_id")))
    ready = Q(agrees, enrolment__state=EnrolmentState.ACTIVE)
    return DraftMember.objects.filter(
        ~ready, state__in=(MemberState.ASKED, MemberState.YES), settled_at=None
    )


@transaction.atomic
def _end(draft_id: int, now: datetime) -> None:
    """The time is over: who did not answer is not asked any more; with too few the draft dissolves."""
    draft = locked_draft(draft_id)
    lock_people_of(draft)
    if draft.state == DraftState.ASKED and not _formed_after_all(draft, now):
        dissolve(draft, None, now)
        return
    for row in members_of(draft):
        if row.state == MemberState.ASKED:
            close_member(row, now)
            tell_closed(row, now=now)


def _formed_after_all(draft: Draft, now: datetime) -> bool:
    """Enough said yes, and only a paper was missing when they did."""
    try:
        with transaction.atomic():
            return form_if_enough(draft, None, now)
    except NotCleared:
        return False


@transaction.atomic
def _without_who_is_gone(draft_id: int, now: datetime) -> None:
    """Their seats are free; the others are asked on, and the team hears when it was who leads."""
    draft = locked_draft(draft_id)
    lock_people_of(draft)
    if draft.state != DraftState.ASKED:
        return
    gone = _gone().filter(draft=draft).select_related("seat", "enrolment__person")
    for row in list(gone.order_by("pk")):
        close_member(row, now)
        record("member_gone", draft, None, now, member=row.pk)
        if row.leads:
            lead_gone(draft, row, now)


@transaction.atomic
def _remind(draft_id: int, now: datetime) -> None:
    draft = locked_draft(draft_id)
    if draft.state != DraftState.ASKED or draft.reminded_at is not None:
        return
    draft.reminded_at = now
    draft.save(update_fields=["reminded_at"])
    tell_group_reminder(draft, now=now)
