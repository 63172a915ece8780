"""Who leads a group whose people are asked already: a coordinator sets somebody else, who is asked then."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core.errors import ChangedMeanwhile, refusing
from matching.engine.grouping.answers import Breach, Broken
from matching.group_errors import DraftClosed, MemberNotReady, PartUnknown
from matching.group_messages import tell_lead_replaced, tell_member_asked
from matching.models import Draft, DraftMember, Exclusion
from matching.models.drafts import LEADS, PLANNED, Part
from matching.services.group_changes import put_in
from matching.services.group_judging import Effect, effect_of, look_at_asked, with_people
from matching.services.group_offers import ask_member, ensure_may_be_asked
from matching.services.group_rows import (
    RULES_OF_DRAFTS,
    changed,
    close_member,
    locked_draft,
    members_of,
    refuse_broken,
)
from matching.states import DraftState
from organisations.models import Enrolment
from organisations.permissions import ensure_coordinates

_OF_WHO_LEADS = frozenset(each for each in Breach if each.startswith("facilitator_"))


def preview_replacing(*, draft: Draft, enrolment_id: int | None, now: datetime) -> Effect:
    """What of who would lead it does not hold; the members are not judged again. Raises DraftClosed, which
    `enrolment_id` None, nobody, is too; MemberNotReady."""
    if draft.state != DraftState.ASKED or enrolment_id is None:
        raise DraftClosed
    look = look_at_asked(draft=draft, now=now)
    if enrolment_id not in look.board.known.crew_at:
        raise MemberNotReady
    after = with_people(look, {draft.pk: lambda group: replace(group, facilitator=enrolment_id)})
    effect = effect_of(look, after)
    broken = [each for each in effect.judgement.broken if each.rule in _OF_WHO_LEADS]
    if _is_apart(draft, enrolment_id):
        broken.append(Broken(Breach.FACILITATOR_APART, 0))
    return Effect(replace(effect.judgement, broken=tuple(broken), mended=()))


def _is_apart(draft: Draft, enrolment_id: int) -> bool:
    """From somebody whom the draft still plans for."""
    person = Enrolment.objects.values_list("person_id", flat=True).get(pk=enrolment_id)
    with_them = draft.members.filter(state__in=PLANNED).values("person_id")
    either = Q(first=person, second__in=with_them) | Q(second=person, first__in=with_them)
    organisation = draft.programme.organisation_id
    return Exclusion.objects.filter(either, organisation_id=organisation).exists()


def replace_lead(
    *, draft_id: int, part: str, enrolment_id: int | None, seen: int, by: User, now: datetime
) -> Draft:
    """Somebody else leads it: they are asked, and who led it so far hears that somebody else does. What the others said stays; who
    leads was not told to them. Raises PartUnknown, DraftClosed, ChangedMeanwhile, MemberNotReady, OwnDraft, NotCleared,
    DraftBreaksRules, SeatTaken, LeadsThenAlready, NotFoundHere."""
    with refusing(RULES_OF_DRAFTS):
        return _replace(draft_id, part, enrolment_id, seen, by, now)


@transaction.atomic
def _replace(
    draft_id: int, part: str, enrolment_id: int | None, seen: int, by: User, now: datetime
) -> Draft:
    draft = locked_draft(draft_id)
    ensure_coordinates(by, draft.programme.organisation_id)
    if draft.state != DraftState.ASKED or enrolment_id is None:
        raise DraftClosed
    if draft.version != seen:
        raise ChangedMeanwhile
    if part not in LEADS:
        raise PartUnknown
    _ensure_may_lead(draft, enrolment_id, by, now)
    for row in members_of(draft):
        if row.part == part:
            close_member(row, now)
            tell_lead_replaced(row, now=now)
    put_in(draft, [enrolment_id], Part(part))
    rows = DraftMember.objects.select_related("draft", "enrolment__person")
    row = rows.get(draft=draft, enrolment=enrolment_id, state__in=PLANNED)
    ask_member(row, now)
    changed([draft], by, now, "lead_set")
    tell_member_asked(row, now=now)
    return draft


def _ensure_may_lead(draft: Draft, enrolment_id: int, by: User, now: datetime) -> None:
    """Locked by id with the others of the draft. Who is in it already answers for the part that they were asked for."""
    in_it = draft.members.filter(state__in=PLANNED).values("enrolment_id")
    own = Enrolment.objects.filter(Q(pk=enrolment_id) | Q(pk__in=in_it), programme=draft.programme)
    locked = own.select_for_update(of=("self",), no_key=True).select_related("person", "programme")
    people = {row.pk: row for row in locked.order_by("pk")}
    if (
        enrolment_id not in people
        or draft.members.filter(enrolment=enrolment_id, state__in=PLANNED).exists()
    ):
        raise MemberNotReady
    ensure_may_be_asked(people[enrolment_id], by, now)
    refuse_broken(preview_replacing(draft=draft, enrolment_id=enrolment_id, now=now).refused)
