"""What a coordinator changes about drafts before anybody is asked: somebody to another draft, two into one, one into two, who leads.

Each change is worked out on paper first: the page shows what it does (`preview_…`), and it is refused when a rule that must hold would
break. It is made on the versions of the drafts that were on the page.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db import IntegrityError, transaction

from accounts.models import User
from core.states import move
from matching.engine.grouping.answers import Breach, Broken, Group
from matching.group_errors import (
    MemberNotReady,
    MergeImpossible,
    NotInThisDraft,
    PartUnknown,
    PlaceUnusable,
    SplitImpossible,
)
from matching.models import Draft, DraftMember
from matching.models.forming import LEADS, Part
from matching.services.group_drafts import facts_of
from matching.services.group_judging import (
    Effect,
    Look,
    effect_of,
    look_at,
    minus,
    plus,
    with_people,
)
from matching.services.group_rows import (
    changed,
    close_member,
    locked_drafts,
    members_of,
    refusal_of,
    refuse_broken,
)
from organisations.models import Enrolment, MeetingPlace, Wish


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
    try:
        _move(enrolment_id, of_id, to_id, seen, by, now)
    except IntegrityError as error:
        raise refusal_of(error) from error


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
        _put(to, [enrolment_id])
    _tell_facts(look, after, drafts)
    changed(drafts.values(), by, now, "person_moved")


def _moved(
    enrolment_id: int, of: Draft | None, to: Draft | None, now: datetime
) -> tuple[Look, list[Group]]:
    if of is not None:
        _row(of, enrolment_id)
    look = _look(cast(Draft, to or of), now)
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


def _look(draft: Draft, now: datetime) -> Look:
    return look_at(programme=draft.programme, theme_id=draft.theme_id, now=now)


def _row(draft: Draft, enrolment_id: int) -> DraftMember:
    row = next((each for each in members_of(draft) if each.enrolment_id == enrolment_id), None)
    if row is None or row.leads:
        raise NotInThisDraft
    return row


def _ensure_waits_for(draft: Draft, enrolment_id: int) -> None:
    if not Wish.objects.filter(enrolment=enrolment_id, theme=draft.theme_id).exists():
        refuse_broken([Broken(Breach.THEME, 0)])


def _put(draft: Draft, people: Collection[int], part: str = Part.MEMBER) -> None:
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


def _tell_facts(look: Look, after: list[Group], drafts: Mapping[int, Draft]) -> None:
    """What the board says about the drafts that were changed."""
    for draft in drafts.values():
        number = look.number(draft.pk)
        draft.facts = _facts(look, after, number)
        draft.save(update_fields=["facts"])


def _facts(look: Look, after: list[Group], number: int) -> dict[str, Any]:
    told = look.board.told(after[number])
    broken = [each.rule for each in look.board.broken(after) if each.group == number]
    return facts_of(told.score, told, broken)


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
    refuse_broken(each for each in effect_of(look, after).refused)
    rows = members_of(gone)
    coming = [row.enrolment_id for row in rows if not row.leads]
    for row in rows:
        close_member(row, now)
    _put(into, coming)
    _tell_facts(look, after, {into.pk: into})
    changed([into], by, now, "merged")
    move(gone.replace, at=now)
    gone.save()
    changed([gone], by, now, "merged_away")
    return into


def _merged(into: Draft, gone: Draft, now: datetime) -> tuple[Look, list[Group]]:
    if into.theme_id != gone.theme_id or into.pk == gone.pk:
        raise MergeImpossible
    look = _look(into, now)
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
        facts=_facts(look, after, len(after) - 1),
        created_at=now,
        is_locked=True,
    )
    for row in members_of(draft):
        if row.enrolment_id in people:
            close_member(row, now)
    _put(fresh, people)
    _tell_facts(look, after, drafts)
    changed([draft], by, now, "split")
    return fresh


def _split(
    draft: Draft, people: Collection[int], place: MeetingPlace, day_part: int, now: datetime
) -> tuple[Look, list[Group]]:
    if place.organisation_id != draft.programme.organisation_id or place.ended_at is not None:
        raise PlaceUnusable
    look = _look(draft, now)
    group = look.groups[look.number(draft.pk)]
    going = set(people)
    if not going or not going < set(group.members):
        raise SplitImpossible
    fresh = replace(group, place=place.pk, day_part=day_part, members=tuple(sorted(going)))
    fresh = replace(fresh, facilitator=None, back_up=None)
    return look, [*with_people(look, {draft.pk: minus(going)}), fresh]


def preview_lead(*, draft: Draft, part: str, enrolment_id: int | None, now: datetime) -> Effect:
    """What it does when somebody leads a draft or backs it up. Raises PartUnknown, MemberNotReady."""
    look, after = _led(draft, part, enrolment_id, now)
    return effect_of(look, after)


@transaction.atomic
def set_lead(
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
        _put(draft, [enrolment_id], part)
    _tell_facts(look, after, drafts)
    changed([draft], by, now, "lead_set")
    return draft


def _led(
    draft: Draft, part: str, enrolment_id: int | None, now: datetime
) -> tuple[Look, list[Group]]:
    if part not in LEADS:
        raise PartUnknown
    look = _look(draft, now)
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
