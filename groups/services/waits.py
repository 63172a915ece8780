"""Waiting for a place in a group, and offering a place that came free to the next.

A place is offered in a transaction of its own: it takes the lock of whoever is next, and enrolments are locked before groups. Rows say
what is to be done; the nudge after leaving only makes it quick, and a sweep finds what was missed.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from accounts.selectors import service_consents
from core import events
from core.errors import NotFoundHere, refusing
from core.jobs import nudge, take_turn
from core.states import WrongMove, move
from groups.errors import AlreadyInGroup, NotReadyForGroup, SeatTaken
from groups.models import Group, Wait
from groups.peer_messages import tell_place_offered
from groups.peer_selectors import next_in_line, places_left
from groups.permissions import ensure_team
from groups.services.groups import free_seat, hold_seat
from groups.services.peers import RULES_OF_SEATS, ensure_open, enter
from groups.services.rows import lock_group
from groups.states import OPEN, SeatState, WaitState
from organisations.models import Enrolment
from organisations.permissions import ensure_coordinates
from organisations.states import State

ANSWER_DAYS = 4
SWEEP_EVERY_S = 60
BATCH = 100


@transaction.atomic
def wait_for_group(
    *, group_id: int, enrolment_id: int, by: User | None, now: datetime, goes_first: bool = False
) -> Wait:
    """Somebody waits for a place in a full group. A coordinator may let them go first. Raises GroupClosed, AlreadyInGroup,
    NotReadyForGroup for who is not ready or did not agree, NotFoundHere for an enrolment of another programme."""
    enrolment = _locked_enrolment(enrolment_id)
    group = lock_group(group_id)
    ensure_open(group)
    if enrolment is None or enrolment.programme_id != group.programme_id:
        raise NotFoundHere
    if goes_first:
        ensure_coordinates(by, group.programme.organisation_id)
    if any(seat.enrolment_id == enrolment_id and seat.is_in for seat in group.people()):
        raise AlreadyInGroup
    if enrolment.state != State.ACTIVE or not service_consents(enrolment.person_id).exists():
        raise NotReadyForGroup
    wait, made = Wait.objects.get_or_create(
        group=group,
        enrolment=enrolment,
        state__in=(WaitState.WAITING, WaitState.OFFERED),
        defaults={"since": now, "goes_first": goes_first, "state": WaitState.WAITING},
    )
    if made:
        note_wait(wait, "waits_for_group", by, now)
        nudge("groups.offer_places", group_id=group_id)
    return wait


def _locked_enrolment(enrolment_id: int) -> Enrolment | None:
    """Locked before the group: who stops just now is seen, or sees that they wait."""
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=enrolment_id).order_by("pk").first()


@transaction.atomic
def let_go_first(*, wait_id: int, by: User, now: datetime) -> Wait:
    """The team lets somebody go before those who came earlier. Raises WrongMove, NotFoundHere."""
    wait, group = _lock_wait(wait_id)
    ensure_team(group=group, by=by)
    if wait.state != WaitState.WAITING:
        raise WrongMove
    wait.goes_first = True
    wait.save(update_fields=["goes_first"])
    note_wait(wait, "let_go_first", by, now)
    return wait


def offer_places(*, group_id: int, now: datetime) -> int:
    """Offer every free place to who is next in line. Gives how many were offered."""
    if places_left(Group.objects.select_related("peer").get(pk=group_id)) < 1:
        return 0
    offered = 0
    for enrolment_id in list(next_in_line(group_id).values_list("enrolment_id", flat=True)[:BATCH]):
        made = _offer_next(group_id, enrolment_id, now)
        if made is None:
            break
        offered += made
    return offered


@transaction.atomic
def _offer_next(group_id: int, enrolment_id: int, now: datetime) -> bool | None:
    """Offer a place to this one, if they still are next. None: there is nothing left to offer. Somebody who has no free seat now, because
    they are in another group or kept for one, lets the others pass and keeps their turn."""
    try:
        with transaction.atomic():
            seat = hold_seat(enrolment_id=enrolment_id, now=now)
    except SeatTaken:
        return False
    group = lock_group(group_id)
    wait = next_in_line(group_id).filter(enrolment_id=enrolment_id).first()
    if group.state not in OPEN or places_left(group) < 1 or wait is None:
        seat.delete()
        return None
    move(wait.offer, seat=seat, answer_by=now + timedelta(days=ANSWER_DAYS))
    wait.save(update_fields=["state", "seat", "answer_by"])
    note_wait(wait, "place_offered", None, now)
    tell_place_offered(wait, now=now)
    return True


def answer_offer(
    *, wait_id: int, yes: bool, by: User | None, now: datetime, way: str = "page"
) -> Wait:
    """Take the place that is offered, or stop waiting; a no may be said while waiting too. The team notes what it was told.

    Raises WrongMove when there is no offer any more, GroupClosed, NotFoundHere.
    """
    with refusing(RULES_OF_SEATS):
        return _answer(wait_id, yes, by, now, way)


@transaction.atomic
def _answer(wait_id: int, yes: bool, by: User | None, now: datetime, way: str) -> Wait:
    wait, group = _lock_wait(wait_id)
    _ensure_theirs(wait, by)
    if yes:
        ensure_open(group)
        move(wait.join)
        assert wait.seat_id is not None
        enter(group, wait.seat_id, by, now)
        wait.save(update_fields=["state"])
    else:
        stop_waiting(wait, now)
        nudge("groups.offer_places", group_id=group.pk)
    note_wait(wait, "place_taken" if yes else "stopped_waiting", by, now, way=way)
    return wait


def _ensure_theirs(wait: Wait, by: User | None) -> None:
    if by is None or wait.enrolment.person.user_id != by.pk:
        ensure_coordinates(by, wait.enrolment.organisation_id)


def stop_waiting(wait: Wait, now: datetime) -> None:
    """The caller has locked the group. A seat that was kept for them is free."""
    move(wait.go)
    wait.save(update_fields=["state"])
    if wait.seat is not None and wait.seat.state == SeatState.HELD:
        free_seat(seat_id=wait.seat.pk, now=now)


def _lock_wait(wait_id: int) -> tuple[Wait, Group]:
    """The enrolment, then the group, then the row."""
    found = Wait.objects.values_list("enrolment_id", "group_id").get(pk=wait_id)
    Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=found[0])
    group = lock_group(found[1])
    rows = Wait.objects.select_for_update(of=("self",)).select_related(
        "enrolment__person__user", "group", "seat"
    )
    return rows.get(pk=wait_id), group


def sweep_places(*, now: datetime) -> None:
    """Offers that nobody answered in time go to the next; free places that nobody was offered yet are."""
    if not take_turn(job="groups.sweep_places", now=now, every_s=SWEEP_EVERY_S):
        return
    late = Wait.objects.filter(state=WaitState.OFFERED, answer_by__lte=now)
    for wait_id in list(late.order_by("answer_by", "pk").values_list("pk", flat=True)[:BATCH]):
        _expire(wait_id, now)
    waiting = Wait.objects.filter(state=WaitState.WAITING, group__state__in=OPEN)
    groups = waiting.order_by("group_id").values_list("group_id", flat=True).distinct()
    for group_id in list(groups[:BATCH]):
        offer_places(group_id=group_id, now=now)


@transaction.atomic
def _expire(wait_id: int, now: datetime) -> None:
    wait, _group = _lock_wait(wait_id)
    if wait.state == WaitState.OFFERED and wait.answer_by is not None and wait.answer_by <= now:
        stop_waiting(wait, now)
        note_wait(wait, "offer_expired", None, now)


def note_wait(wait: Wait, happening: str, by: User | None, now: datetime, **data: str) -> None:
    """Write in the event log what happened to somebody who waits."""
    events.record(
        f"groups.{happening}",
        subject=wait,
        by=by,
        at=now,
        person_id=wait.enrolment.person_id,
        organisation_id=wait.enrolment.organisation_id,
        **data,
    )
