"""Who leads a group: before its people are asked a part of the draft like others, after that by asking somebody else."""

from datetime import datetime

from accounts.models import User
from matching.models import Draft
from matching.services.group_judging import Effect
from matching.services.group_moves import preview_lead_of_draft, set_lead_of_draft
from matching.services.group_replacing import preview_replacing, replace_lead
from matching.states import DraftState


def preview_lead(*, draft: Draft, part: str, enrolment_id: int | None, now: datetime) -> Effect:
    """What it does when somebody leads it or backs it up. Raises PartUnknown, MemberNotReady, DraftClosed."""
    if draft.state == DraftState.DRAFT:
        return preview_lead_of_draft(draft=draft, part=part, enrolment_id=enrolment_id, now=now)
    return preview_replacing(draft=draft, enrolment_id=enrolment_id, now=now)


def set_lead(
    *, draft: Draft, part: str, enrolment_id: int | None, seen: int, by: User, now: datetime
) -> Draft:
    """Somebody leads it or backs it up; None: nobody, while nobody is asked yet. Each way looks again behind the lock whether it still
    is in that state. Raises what `set_lead_of_draft` and `replace_lead` do."""
    way = set_lead_of_draft if draft.state == DraftState.DRAFT else replace_lead
    return way(draft_id=draft.pk, part=part, enrolment_id=enrolment_id, seen=seen, by=by, now=now)
