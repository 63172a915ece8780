"""Two drafts become one, and one becomes two, before anybody is asked. See `group_moves`."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.states import move
from matching.engine.grouping.answers import Group
from matching.group_errors import (
    MergeImpossible,
    PlaceUnusable,
    SplitImpossible,
)
from matching.models import Draft
from matching.services.group_changes import facts_now, look_of, put_in, tell_facts
from matching.services.group_judging import (
    Effect,
    Look,
    effect_of,
    minus,
    plus,
    with_people,
)
from matching.services.group_rows import (
    changed,
    close_member,
    locked_drafts,
    members_of,
    refuse_broken,
)
from organisations.models import MeetingPlace


def preview_merge(*, into: Draft, gone: Draft, now: datetime) -> Effect:
    """What it does to put everybody of one draft into another. Raises MergeImpossible."""
    look, after = _merged(into, gone, now)
    return effect_of(look, after)


@transaction.atomic
def merge_drafts(
    *, into_id: int, gone_id: int, seen: Mapping[int, int], by: User, now: datetime
) -> Draft:
    """Two drafts of one theme become one, at the place and moment of `into`; who leads it stays. Raises MergeImpossible,
    ChangedMeanwhile, DraftClosed, DraftBreaksRules, NotFoundHere."""
    drafts = locked_drafts(seen, by)
    into, gone = drafts[into_id], drafts[gone_id]
    look, after = _merged(into, gone, now)
    refuse_broken(effect_of(look, after).refused)
    rows = members_of(gone)
    coming = [row.enrolment_id for row in rows if not row.leads]
    for row in rows:
        close_member(row, now)
    put_in(into, coming)
    tell_facts(look, after, {into.pk: into})
    changed([into], by, now, "merged")
    move(gone.replace, at=now)
    gone.save()
    changed([gone], by, now, "merged_away")
    return into


def _merged(into: Draft, gone: Draft, now: datetime) -> tuple[Look, list[Group]]:
    if into.theme_id != gone.theme_id or into.pk == gone.pk:
        raise MergeImpossible
    look = look_of(into, now)
    coming = look.groups[look.number(gone.pk)].members
    last = _without(look, gone)
    after = with_people(last, {into.pk: plus(coming)})
    return last, after[:-1]


def _without(look: Look, gone: Draft) -> Look:
    """The same drafts, the one that goes last: groups are the same by their number."""
    at = look.number(gone.pk)
    drafts = (*look.drafts[:at], *look.drafts[at + 1 :], look.drafts[at])
    groups = (*look.groups[:at], *look.groups[at + 1 :], look.groups[at])
    return replace(look, drafts=drafts, groups=groups)


def preview_split(
    *, draft: Draft, people: Collection[int], place: MeetingPlace, day_part: int, now: datetime
) -> Effect:
    """What it does to let some of a draft meet elsewhere or at another moment. Raises SplitImpossible, PlaceUnusable."""
    look, after = _split(draft, people, place, day_part, now)
    return effect_of(look, after)


@transaction.atomic
def split_draft(
    *,
    draft_id: int,
    people: Collection[int],
    place: MeetingPlace,
    day_part: int,
    seen: int,
    by: User,
    now: datetime,
) -> Draft:
    """Some of a draft become a draft of their own; nobody leads it yet. Raises SplitImpossible, PlaceUnusable, ChangedMeanwhile,
    DraftClosed, DraftBreaksRules, NotFoundHere."""
    drafts = locked_drafts({draft_id: seen}, by)
    draft = drafts[draft_id]
    look, after = _split(draft, people, place, day_part, now)
    refuse_broken(effect_of(look, after).refused)
    fresh = Draft.objects.create(
        programme=draft.programme,
        forming=draft.forming,
        theme=draft.theme,
        place=place,
        day_part=day_part,
        language=draft.language,
        facts=facts_now(look, after, len(after) - 1),
        created_at=now,
        is_locked=True,
    )
    for row in members_of(draft):
        if row.enrolment_id in people:
            close_member(row, now)
    put_in(fresh, people)
    tell_facts(look, after, drafts)
    changed([draft], by, now, "split")
    return fresh


def _split(
    draft: Draft, people: Collection[int], place: MeetingPlace, day_part: int, now: datetime
) -> tuple[Look, list[Group]]:
    if place.organisation_id != draft.programme.organisation_id or place.ended_at is not None:
        raise PlaceUnusable
    look = look_of(draft, now)
    group = look.groups[look.number(draft.pk)]
    going = set(people)
    if not going or not going < set(group.members):
        raise SplitImpossible
    fresh = replace(group, place=place.pk, day_part=day_part, members=tuple(sorted(going)))
    fresh = replace(fresh, facilitator=None, back_up=None)
    return look, [*with_people(look, {draft.pk: minus(going)}), fresh]
