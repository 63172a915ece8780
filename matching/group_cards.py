"""What somebody who is asked for a group reads about it, and what the team reads of a draft."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.catalogues import day_part_in_words
from matching.group_words import (
    broken_in_words,
    language_in_words,
    reasons_in_words,
    to_ask_in_words,
)
from matching.models import Draft, DraftMember
from matching.models.drafts import PLANNED, Part
from matching.states import DraftState, MemberState


@dataclass(frozen=True)
class GroupCard:
    draft: UUID
    theme: str
    kind: str
    is_closed: bool
    when: str
    where: str
    language: str
    people: int
    leads: bool
    deadline_at: datetime | None
    state: str
    is_open: bool
    is_there: bool
    organisation: str


def card_of(member: DraftMember) -> GroupCard:
    """`people` are the other members who are asked or said yes; read by `with_draft`."""
    draft, theme = member.draft, member.draft.theme
    place = draft.place
    return GroupCard(
        draft=draft.public_id,
        theme=theme.name,
        kind=str(theme.get_kind_display()),
        is_closed=theme.is_closed,
        when=day_part_in_words(draft.day_part),
        where=", ".join(
            part for part in (place.name, f"{place.postal.postcode} {place.postal.name}") if part
        ),
        language=language_in_words(draft.language),
        people=member.others,  # type: ignore[attr-defined]
        leads=member.leads,
        deadline_at=draft.deadline_at,
        state=str(member.state),
        is_open=member.state == MemberState.ASKED
        and draft.state in (DraftState.ASKED, DraftState.FORMED),
        is_there=draft.state == DraftState.FORMED,
        organisation=draft.programme.organisation.name,
    )


@dataclass(frozen=True)
class DraftCard:
    """A draft for the team: who is in it, why these, what to ask, and what does not hold."""

    draft: Draft
    when: str
    language: str
    members: list[DraftMember]
    facilitator: DraftMember | None
    back_up: DraftMember | None
    reasons: list[str]
    to_ask: list[str]
    broken: list[str]
    said_yes: int


def draft_card(draft: Draft) -> DraftCard:
    """Its members were read with it."""
    people = [row for row in draft.members.all() if row.state != MemberState.CLOSED]
    planned = [row for row in people if row.state in PLANNED]
    leads = {row.part: row for row in planned if row.leads}
    reasons = draft.facts.get("reasons", {})
    members = [row for row in people if row.part == Part.MEMBER]
    return DraftCard(
        draft=draft,
        when=day_part_in_words(draft.day_part),
        language=language_in_words(draft.language),
        members=members,
        facilitator=leads.get(Part.FACILITATOR),
        back_up=leads.get(Part.BACK_UP),
        reasons=reasons_in_words(reasons) if reasons else [],
        to_ask=to_ask_in_words(reasons),
        broken=[broken_in_words(rule) for rule in draft.facts.get("broken", [])],
        said_yes=sum(row.state == MemberState.YES for row in members),
    )
