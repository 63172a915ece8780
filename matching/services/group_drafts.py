"""What the engine found becomes drafts to look at, and for everybody else why not, and how far it stands.

Inside one transaction. What a coordinator did while the engine searched stays: a draft that was changed is not added to, and somebody
who is in a draft by now is not put in a second one; the database refuses that, and the row is passed over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from matching.engine.grouping.answers import Group, Grouping, Score, Thermometer
from matching.group_pools import LANGUAGE_CODES, Bunch
from matching.group_snapshot import GroupSnapshot
from matching.models import Draft, DraftMember, Forming, LeftOut
from matching.models import Thermometer as ThermometerRow
from matching.models.drafts import Part
from matching.models.forming import REJECTED_BEFORE, RESTS
from matching.services.group_memory import composition_of, rejected_before
from matching.states import DraftState, MemberState
from organisations.models import Enrolment
from organisations.models.themes import ThemeKind


@dataclass(frozen=True)
class Found:
    """The answer of the engine for a bunch."""

    bunch: Bunch
    grouping: Grouping


def store_found(
    *, forming: Forming, snapshot: GroupSnapshot, found: Sequence[Found], now: datetime
) -> int:
    """Close the older drafts, write the new ones, and why somebody is in none; the caller has the forming locked. Answers how many people
    are in groups that are not proposed, since a coordinator rejected them before."""
    _replace_older(forming, now)
    persons = _persons(found)
    seen = {one.draft.pk: one.draft.version for one in snapshot.kept}
    rejected = rejected_before(programme_id=forming.programme_id)
    again: dict[int, int] = {}
    for each in found:
        for group in each.grouping.groups:
            before = rejected.get(composition_of(each.bunch, group))
            if group.frame is None and before is not None:
                again |= dict.fromkeys(group.members, before)
                continue
            draft = _draft_for(forming, each.bunch, group, seen, now)
            if draft is not None:
                _put_people(draft, group, persons)
        _tell_left_out(forming, each)
    LeftOut.objects.bulk_create(
        LeftOut(forming=forming, enrolment_id=who, reason=RESTS)
        for who in snapshot.members_who_rest()
    )
    LeftOut.objects.bulk_create(
        LeftOut(forming=forming, enrolment_id=who, reason=REJECTED_BEFORE, rejected_id=draft_id)
        for who, draft_id in sorted(again.items())
    )
    return len(again)


def _replace_older(forming: Forming, now: datetime) -> None:
    """Drafts from before the search, but those that are locked and those of courses."""
    older = Draft.objects.filter(
        programme=forming.programme,
        state=DraftState.DRAFT,
        is_locked=False,
        created_at__lte=forming.started_at,
    ).exclude(theme__kind=ThemeKind.COURSE)
    ids = list(
        older.select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    Draft.objects.filter(pk__in=ids).update(
        state=DraftState.REPLACED, closed_at=now, version=F("version") + 1
    )
    close_rows(DraftMember.objects.filter(draft__in=ids), now)


def close_rows(rows: Any, now: datetime) -> None:
    """Many at once, before anybody was asked."""
    rows.filter(state=MemberState.TO_COME).update(state=MemberState.CLOSED, settled_at=now)


def _persons(found: Sequence[Found]) -> dict[int, int]:
    ids = {id_ for each in found for group in each.grouping.groups for id_ in people_of(group)}
    return dict(Enrolment.objects.filter(pk__in=ids).values_list("pk", "person_id"))


def people_of(group: Group) -> list[int]:
    leads = [who for who in (group.facilitator, group.back_up) if who is not None]
    return [*group.members, *leads]


def _draft_for(
    forming: Forming, bunch: Bunch, group: Group, seen: dict[int, int], now: datetime
) -> Draft | None:
    """A new draft, or the one that was kept when nobody changed it meanwhile."""
    if group.frame is None:
        return Draft.objects.create(
            programme=forming.programme,
            forming=forming,
            theme=bunch.theme_at(group.theme),
            place_id=group.place,
            day_part=group.day_part,
            language=LANGUAGE_CODES[group.language],
            facts=facts_of(group.score, group),
            created_at=now,
        )
    kept = Draft.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=group.frame, state=DraftState.DRAFT, version=seen[group.frame]
    )
    draft = kept.order_by("pk").first()
    if draft is not None:
        draft.facts, draft.version, draft.forming = (
            facts_of(group.score, group),
            draft.version + 1,
            forming,
        )
        draft.save(update_fields=["facts", "version", "forming"])
    return draft


def facts_of(score: Score, group: Group, broken: Iterable[str] = ()) -> dict[str, Any]:
    """What the board says about a draft: its score, codes with numbers, and the rules that a change by hand broke."""
    reasons = {str(code): number for code, number in group.reasons.items()}
    facts = {"cohesion": score.cohesion, "metres": score.travel_m, "reasons": reasons}
    return facts | {"broken": list(dict.fromkeys(str(rule) for rule in broken))}


def _put_people(draft: Draft, group: Group, persons: dict[int, int]) -> None:
    parts: dict[int, Part] = dict.fromkeys(group.members, Part.MEMBER)
    leads = ((group.facilitator, Part.FACILITATOR), (group.back_up, Part.BACK_UP))
    parts |= {who: part for who, part in leads if who is not None}
    rows = [
        DraftMember(
            draft=draft,
            enrolment_id=id_,
            programme_id=draft.programme_id,
            person_id=persons[id_],
            part=part,
            day_part=draft.day_part,
        )
        for id_, part in sorted(parts.items())
    ]
    DraftMember.objects.bulk_create(rows, ignore_conflicts=True)


def _tell_left_out(forming: Forming, found: Found) -> None:
    warm = found.grouping.thermometers
    rows = ThermometerRow.objects.bulk_create(
        [_thermometer(forming, found.bunch, each) for each in warm]
    )
    by_person = {id_: row for row, each in zip(rows, warm, strict=True) for id_ in each.people}
    LeftOut.objects.bulk_create(
        [
            LeftOut(
                forming=forming,
                enrolment_id=each.person,
                reason=each.why,
                thermometer=by_person.get(each.person),
            )
            for each in found.grouping.left_out
        ]
    )


def _thermometer(forming: Forming, bunch: Bunch, each: Thermometer) -> ThermometerRow:
    return ThermometerRow(
        forming=forming,
        theme=bunch.theme_at(each.theme),
        place_id=each.place,
        day_part=each.day_part,
        language=LANGUAGE_CODES[each.language],
        found=each.found,
        needed=each.needed,
    )
