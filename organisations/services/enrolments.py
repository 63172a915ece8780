"""A person enters a programme, becomes ready, pauses, and one day stops."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person, User
from accounts.models.proxies import May
from accounts.selectors import service_consents
from accounts.services.proxies import may_help
from core import events
from core.errors import ChangedMeanwhile, InvalidInput, refusing
from core.states import move
from core.text import lines
from organisations.errors import (
    AlreadyEnrolled,
    CapacityOutOfRange,
    CapacityOverLimit,
    ConsentMissing,
    NoteOfDecisionTooLong,
    ProgrammeClosed,
)
from organisations.leaving import end_with
from organisations.messages import tell_team_of_newcomer
from organisations.models import Enrolment, Programme
from organisations.models.enrolments import CAPACITY_LIMIT, GOALS, Side
from organisations.permissions import ensure_coordinates, ensure_may_change_enrolment
from organisations.services.intake import store_answers
from organisations.services.talks import settle_talk
from organisations.services.wishes import save_wish

MONTHS_LIMIT = 120
DECISION_LIMIT = 2000


@transaction.atomic
def apply(
    *,
    person: Person,
    programme_id: int,
    side: str,
    by: User | None,
    now: datetime,
    goals: list[str] | None = None,
    months: int | None = None,
    capacity: int = 1,
    note: str = "",
    answers: Mapping[str, Any] | None = None,
    wish: Mapping[str, Any] | None = None,
) -> Enrolment:
    """Register a person for a programme, as volunteer or as seeker, and tell the team.

    `goals` are codes of `GOALS`; `capacity` counts for volunteers only. `answers` are those to the programme's own
    questions, code → answer; None when they are not asked now. `wish`: the theme that a seeker waits for, as `save_wish` takes it;
    None: not chosen yet. Raises ProgrammeClosed, AlreadyEnrolled, NoWishHere, ThemeElsewhere, ThemeEnded, InvalidInput.
    """
    programme = Programme.objects.get(pk=programme_id)
    if not programme.is_open:
        raise ProgrammeClosed
    enrolment = Enrolment(
        person=person,
        programme=programme,
        organisation_id=programme.organisation_id,
        side=_known(side),
        capacity=_capacity(side, capacity, programme),
        goals=_goals(goals or []),
        months=_months(months),
        note=note[:4000] or None,
        applied_at=now,
    )
    with (
        refusing({"one_live_enrolment_per_person_and_side": AlreadyEnrolled}),
        transaction.atomic(),
    ):
        enrolment.save()
    _record("applied", enrolment, by, now, side=side)
    if answers is not None:
        store_answers(enrolment=enrolment, said=answers, by=by, now=now)
    if wish is not None:
        save_wish(enrolment_id=enrolment.pk, by=by, now=now, **wish)
    tell_team_of_newcomer(enrolment, now=now)
    return enrolment


def _known(side: str) -> str:
    if side not in Side.values:
        raise InvalidInput(field="side")
    return side


def _capacity(side: str, capacity: int, programme: Programme) -> int:
    if side == Side.SEEKER:
        return 1
    if not 1 <= capacity <= CAPACITY_LIMIT:
        raise CapacityOutOfRange
    if programme.max_buddies is not None and capacity > programme.max_buddies:
        raise CapacityOverLimit(limit=programme.max_buddies)
    return capacity


def _goals(codes: list[str]) -> int:
    unknown = [code for code in codes if code not in GOALS]
    if unknown:
        raise InvalidInput(field="goals")
    return GOALS.mask(codes)


def _months(months: int | None) -> int | None:
    if months is not None and not 1 <= months <= MONTHS_LIMIT:
        raise InvalidInput(field="months")
    return months


@transaction.atomic
def start_intake(*, enrolment_id: int, by: User, now: datetime) -> Enrolment:
    """A first talk is planned. Raises WrongMove, NotFoundHere."""
    return _move(enrolment_id, by, now, lambda e: move(e.start_intake), "intake_started")


@transaction.atomic
def activate_enrolment(*, enrolment_id: int, by: User, now: datetime, note: str = "") -> Enrolment:
    """Ready to be matched, waiting from now; `note` says why, for the team. A planned talk is settled by this.

    Raises ConsentMissing, NoteOfDecisionTooLong, WrongMove, NotFoundHere.
    """

    def activate(enrolment: Enrolment) -> None:
        if not _consents(enrolment.person_id):
            raise ConsentMissing
        move(enrolment.activate, at=now)
        _decide(enrolment, note, now)

    return _move(enrolment_id, by, now, activate, "activated")


def _consents(person_id: int) -> bool:
    return service_consents(person_id).exists()


@transaction.atomic
def decline_enrolment(*, enrolment_id: int, by: User, now: datetime, note: str = "") -> Enrolment:
    """This programme does not fit; `note` says why, for the team. Raises NoteOfDecisionTooLong, WrongMove, NotFoundHere."""

    def decline(enrolment: Enrolment) -> None:
        move(enrolment.decline)
        _decide(enrolment, note, now)

    return _move(enrolment_id, by, now, decline, "declined")


def _decide(enrolment: Enrolment, note: str, now: datetime) -> None:
    said = lines(note)
    if len(said) > DECISION_LIMIT:
        raise NoteOfDecisionTooLong(limit=DECISION_LIMIT)
    enrolment.decision_note = said or enrolment.decision_note
    settle_talk(enrolment, now=now)


@transaction.atomic
def pause_enrolment(*, enrolment_id: int, by: User, now: datetime) -> Enrolment:
    """Not now; by the person or the team. Raises WrongMove, NotFoundHere."""
    return _move(
        enrolment_id, by, now, lambda e: move(e.pause), "paused", own=True, proxy=May.BREAKS
    )


@transaction.atomic
def resume_enrolment(*, enrolment_id: int, by: User, now: datetime) -> Enrolment:
    """Available again, with the waiting time kept. Raises WrongMove, NotFoundHere."""
    return _move(
        enrolment_id,
        by,
        now,
        lambda e: move(e.resume, at=now),
        "resumed",
        own=True,
        proxy=May.BREAKS,
    )


@transaction.atomic
def leave_programme(*, enrolment_id: int, by: User, now: datetime) -> Enrolment:
    """Stop, without having to say why; what hangs on it ends too (`leaving`). Raises WrongMove, NotFoundHere."""

    def leave(enrolment: Enrolment) -> None:
        move(enrolment.leave)
        settle_talk(enrolment, now=now)

    enrolment = _move(enrolment_id, by, now, leave, "left", own=True)
    end_with(enrolment, by=by, now=now)
    return enrolment


def _move(
    enrolment_id: int,
    by: User,
    now: datetime,
    change: Callable[[Enrolment], Any],
    happening: str,
    *,
    own: bool = False,
    proxy: May | None = None,
) -> Enrolment:
    """Lock, check who asks, change, save, record: the same for every move of an enrolment. `proxy`: what somebody must be allowed to
    do for the person, who is not the person nor of the team."""
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
    if own:
        if not (proxy and may_help(by, person_id=enrolment.person_id, what=proxy, on=now.date())):
            ensure_may_change_enrolment(by, enrolment)
    else:
        ensure_coordinates(by, enrolment.organisation_id)
    change(enrolment)
    enrolment.version += 1
    enrolment.save(update_fields=["state", "waiting_since", "decision_note", "version"])
    _record(happening, enrolment, by, now)
    return enrolment


@transaction.atomic
def change_enrolment(
    *,
    enrolment_id: int,
    by: User,
    now: datetime,
    expected_version: int | None = None,
    **changes: Any,
) -> Enrolment:
    """Change goals (codes), months, capacity or, for the team only, the note.

    A capacity below what is in use is allowed: nobody loses a buddy, and nobody new comes. Raises ChangedMeanwhile,
    InvalidInput, CapacityOutOfRange, CapacityOverLimit, NotFoundHere.
    """
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
    if "note" in changes:
        ensure_coordinates(by, enrolment.organisation_id)
    ensure_may_change_enrolment(by, enrolment)
    if expected_version is not None and expected_version != enrolment.version:
        raise ChangedMeanwhile(stored=_stored(enrolment, changes))
    if "goals" in changes:
        enrolment.goals = _goals(changes["goals"])
    if "months" in changes:
        enrolment.months = _months(changes["months"])
    if "capacity" in changes:
        _change_capacity(enrolment, changes["capacity"])
    if "note" in changes:
        enrolment.note = changes["note"][:4000] or None
    enrolment.version += 1
    enrolment.save(update_fields=["goals", "months", "capacity", "note", "version"])
    _record("changed", enrolment, by, now, fields=sorted(changes))
    return enrolment


def _stored(enrolment: Enrolment, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What stands there now, of what was to be changed otherwise."""
    now_there = {
        "goals": sorted(GOALS.codes(enrolment.goals)),
        "months": enrolment.months,
        "capacity": enrolment.capacity,
        "note": enrolment.note or "",
    }
    wanted = {name: sorted(said) if name == "goals" else said for name, said in changes.items()}
    return {name: now_there[name] for name in wanted if now_there[name] != wanted[name]}


def _change_capacity(enrolment: Enrolment, capacity: int) -> None:
    """What is already offered may stay above a limit that came later; `groups` counts the lower of the two."""
    if capacity != enrolment.capacity:
        enrolment.capacity = _capacity(enrolment.side, capacity, enrolment.programme)


def _record(
    happening: str, enrolment: Enrolment, by: User | None, now: datetime, **data: Any
) -> None:
    events.record(
        f"organisations.enrolment_{happening}",
        subject=enrolment,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
        **data,
    )
