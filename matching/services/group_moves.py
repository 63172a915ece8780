"""What a coordinator changes about drafts before anybody is asked: somebody to another draft,
who leads, what is fixed (and, in `group_merging`, two into one and one into two).

Each change is worked out on paper first: the page shows what it does (`preview_…`), and it is refused when a rule that must hold would
break. It is made on the versions of the drafts that were on the page.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import cast

from django.db import transaction

from accounts.models import User
from core.errors import refusing
from matching.engine.grouping.answers import Breach, Broken, Group
from matching.group_errors import (
    MemberNotReady,
    NotInThisDraft,
    PartUnknown,
)
from matching.models import Draft, DraftMember
from matching.models.drafts import LEADS, Part
from matching.services.group_changes import look_of, put_in, tell_facts
from matching.services.group_judging import (
    Effect,
    Look,
    effect_of,
    minus,
    plus,
    with_people,
)
from matching.services.group_rows import (
    RULES_OF_DRAFTS,
    changed,
    close_member,
    locked_drafts,
    members_of,
    refuse_broken,
)
from organisations.models import Wish


def preview_move(*, enrolment_id: int, of: Draft | None, to: Draft | None, now: datetime) -> Effect:
    """What it does to move somebody between drafts; `of` None: from those who wait, `to` None: back to them."""
    look, after = _moved(enrolment_id, of, to, now)
    return effect_of(look, after)


def move_person(
    *,
    enrolment_id: int,
    of_id: int | None,
    to_id: int | None,
    seen: Mapping[int, int],
    by: User,
    now: datetime,
) -> None:
    """Move somebody. `seen` are the versions by draft. Raises ChangedMeanwhile, DraftClosed, NotInThisDraft, MemberNotReady,
    InAnotherDraft, DraftBreaksRules with the rules in words, NotFoundHere."""
    with refusing(RULES_OF_DRAFTS):
        _move(enrolment_id, of_id, to_id, seen, by, now)


@transaction.atomic
def _move(
    enrolment_id: int,
    of_id: int | None,
    to_id: int | None,
    seen: Mapping[int, int],
    by: User,
    now: datetime,
) -> None:
    drafts = locked_drafts(seen, by)
    of = drafts[of_id] if of_id is not None else None
    to = drafts[to_id] if to_id is not None else None
    look, after = _moved(enrolment_id, of, to, now)
    if to is not None:
        refuse_broken(effect_of(look, after).refused)
    if of is not None:
        close_member(_row(of, enrolment_id), now)
    if to is not None:
        put_in(to, [enrolment_id])
    tell_facts(look, after, drafts)
    changed(drafts.values(), by, now, "person_moved")


def _moved(
    enrolment_id: int, of: Draft | None, to: Draft | None, now: datetime
) -> tuple[Look, list[Group]]:
    if of is not None:
        _row(of, enrolment_id)
    look = look_of(cast(Draft, to or of), now)
    if to is not None:
        _ensure_waits_for(to, enrolment_id)
        if not look.knows(enrolment_id):
            raise MemberNotReady
    changes = {}
    if of is not None:
        changes[of.pk] = minus([enrolment_id])
    if to is not None:
        changes[to.pk] = plus([enrolment_id])
    return look, with_people(look, changes)


def _row(draft: Draft, enrolment_id: int) -> DraftMember:
    row = next((each for each in members_of(draft) if each.enrolment_id == enrolment_id), None)
    if row is None or row.leads:
        raise NotInThisDraft
    return row


def _ensure_waits_for(draft: Draft, enrolment_id: int) -> None:
    if not Wish.objects.filter(enrolment=enrolment_id, theme=draft.theme_id).exists():
        refuse_broken([Broken(Breach.THEME, 0)])


def preview_lead_of_draft(
    *, draft: Draft, part: str, enrolment_id: int | None, now: datetime
) -> Effect:
    """What it does when somebody leads a draft or backs it up. Raises PartUnknown, MemberNotReady."""
    look, after = _led(draft, part, enrolment_id, now)
    return effect_of(look, after)


@transaction.atomic
def set_lead_of_draft(
    *, draft_id: int, part: str, enrolment_id: int | None, seen: int, by: User, now: datetime
) -> Draft:
    """Somebody leads the draft or backs it up; None: nobody. Raises PartUnknown, MemberNotReady, ChangedMeanwhile, DraftClosed,
    DraftBreaksRules, NotFoundHere."""
    drafts = locked_drafts({draft_id: seen}, by)
    draft = drafts[draft_id]
    look, after = _led(draft, part, enrolment_id, now)
    refuse_broken(effect_of(look, after).refused)
    for row in members_of(draft):
        if row.part == part or (row.leads and row.enrolment_id == enrolment_id):
            close_member(row, now)
    if enrolment_id is not None:
        put_in(draft, [enrolment_id], part)
    tell_facts(look, after, drafts)
    changed([draft], by, now, "lead_set")
    return draft


def _led(
    draft: Draft, part: str, enrolment_id: int | None, now: datetime
) -> tuple[Look, list[Group]]:
    if part not in LEADS:
        raise PartUnknown
    look = look_of(draft, now)
    if enrolment_id is not None and enrolment_id not in look.board.known.crew_at:
        raise MemberNotReady

    def led(group: Group) -> Group:
        """Nobody is both."""
        leads = {Part.FACILITATOR: group.facilitator, Part.BACK_UP: group.back_up}
        leads = {each: None if who == enrolment_id else who for each, who in leads.items()}
        leads[Part(part)] = enrolment_id
        return replace(group, facilitator=leads[Part.FACILITATOR], back_up=leads[Part.BACK_UP])

    return look, with_people(look, {draft.pk: led})


@transaction.atomic
def lock_draft(*, draft_id: int, locked: bool, seen: int, by: User, now: datetime) -> Draft:
    """Fix a draft for the next search, which then only adds to it, or release it. Raises ChangedMeanwhile, DraftClosed, NotFoundHere."""
    draft = locked_drafts({draft_id: seen}, by)[draft_id]
    draft.is_locked = locked
    draft.save(update_fields=["is_locked"])
    changed([draft], by, now, "locked" if locked else "unlocked")
    return draft
