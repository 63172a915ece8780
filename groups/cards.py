"""A pair as its page and the API show it: to one of the two, or to the team."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from groups.models import Agreement, Break, Seat, Session
from groups.models.agreements import PARTS
from groups.selectors import (
    Seen,
    agreement_of,
    first_meeting_of,
    list_breaks,
    shown_name,
    signers_of,
)
from groups.states import OPEN, TOGETHER, SessionState, State


@dataclass(frozen=True)
class Member:
    """One of the two. `name` is empty when the other does not show it; the team reads every name."""

    side: str
    name: str
    is_me: bool
    has_signed: bool


@dataclass(frozen=True)
class Meeting:
    id: UUID
    state: str
    moments: list[datetime]
    starts_at: datetime | None
    place: str
    with_coordinator: bool
    is_my_turn: bool


@dataclass(frozen=True)
class Rest:
    """A pause or a holiday: from when until when, and whether who reads this asked for it."""

    starts_on: date
    until_on: date | None
    is_mine: bool


@dataclass(frozen=True)
class PairCard:
    id: UUID
    state: str
    programme: str
    organisation: str
    is_team: bool
    members: list[Member]
    formed_at: datetime
    review_on: date | None
    closed_at: datetime | None
    meeting: Meeting | None
    agreement_version: int
    agreement: dict[str, str]
    breaks: list[Rest]

    @property
    def is_signed(self) -> bool:
        return all(member.has_signed for member in self.members)

    @property
    def have_i_signed(self) -> bool:
        return any(member.is_me and member.has_signed for member in self.members)

    @property
    def others(self) -> str:
        """Who it is with; for the team, both."""
        return " – ".join(each.name for each in self.members if not each.is_me and each.name)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """(part in words, text) of what they agree on."""
        return [(str(PARTS[part]), text) for part, text in self.agreement.items() if text]

    @property
    def can_plan(self) -> bool:
        return self.state == State.INTRODUCED

    @property
    def can_rest(self) -> bool:
        return self.state in TOGETHER

    @property
    def can_agree(self) -> bool:
        return self.state in OPEN


def pair_card(seen: Seen) -> PairCard:
    group = seen.group
    agreement = agreement_of(group)
    signed = signers_of(agreement)
    session = first_meeting_of(group)
    return PairCard(
        id=group.public_id,
        state=str(group.state),
        programme=group.programme.name,
        organisation=group.programme.organisation.name,
        is_team=seen.is_team,
        members=[_member(seat, seen, signed) for seat in seen.members],
        formed_at=group.formed_at,
        review_on=group.review_on if group.state == State.TRIAL else None,
        closed_at=group.closed_at,
        meeting=_meeting(session, seen) if session else None,
        agreement_version=agreement.version if agreement else 0,
        agreement=_texts(agreement),
        breaks=[_rest(row, seen) for row in list_breaks(group).order_by("starts_on", "pk")],
    )


def _member(seat: Seat, seen: Seen, signed: set[int]) -> Member:
    person, is_me = seat.enrolment.person, seat == seen.seat
    reads_all = seen.is_team or is_me
    return Member(
        side=str(seat.enrolment.side),
        name=person.name_to_use if reads_all else shown_name(person),
        is_me=is_me,
        has_signed=seat.pk in signed,
    )


def _meeting(session: Session, seen: Seen) -> Meeting:
    is_mine = seen.seat is not None and session.proposed_by_id == seen.seat.pk
    return Meeting(
        id=session.public_id,
        state=str(session.state),
        moments=session.moments,
        starts_at=session.starts_at,
        place=session.place,
        with_coordinator=session.with_coordinator,
        is_my_turn=session.state == SessionState.PROPOSED and not is_mine,
    )


def _texts(agreement: Agreement | None) -> dict[str, str]:
    return agreement.texts() if agreement else dict.fromkeys(PARTS, "")


def _rest(row: Break, seen: Seen) -> Rest:
    mine = seen.seat.pk if seen.seat else None
    return Rest(row.starts_on, row.until_on, row.seat_id == mine)
