"""Leaving a group; and what ends in groups when somebody stops in a programme, or takes back their consent."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import Person, User
from core.errors import NotFoundHere
from core.jobs import nudge
from core.states import WrongMove, move
from core.text import lines
from groups.errors import LeadBusy, WhyTooLong
from groups.leaving_selectors import live_seats_in_groups
from groups.models import Attendance, Group, Leaving, Seat, Wait
from groups.models.groups import SeatRole
from groups.peer_messages import tell_left
from groups.permissions import ensure_may_speak
from groups.services.gatherings import save_gathering
from groups.services.rows import lock_group, lock_people_and_group, record
from groups.services.waits import note_wait, stop_waiting
from groups.states import IN_LINE, GatheringState
from organisations.models import Enrolment, MeetingPlace

WHY_LIMIT = 1000


@transaction.atomic
def leave_group(
    *,
    group_id: int,
    about_id: int,
    by: User | None,
    now: datetime,
    why: str = "",
    way: str = "page",
) -> Seat:
    """Somebody (`about_id`, their seat) stops; nobody has to say why. When who leads stops, the back-up leads from then on.

    Who leads and the team are told, and the place is offered to the next who waits. Raises WhyTooLong, WrongMove, NotFoundHere.
    """
    group = lock_people_and_group(group_id)
    seat = ensure_may_speak(group=group, by=by, way=way, seat_id=about_id)
    if seat is None:
        raise NotFoundHere
    said = lines(why)
    if len(said) > WHY_LIMIT:
        raise WhyTooLong
    if group.is_pair or not seat.is_in:
        raise WrongMove
    _step_out(group, seat, said, by, now)
    return seat


def end_in_groups(enrolment: Enrolment, by: User | None, now: datetime) -> None:
    """Somebody stopped in a programme: they leave its groups, and wait for none. The caller has locked the enrolment."""
    _end([enrolment.pk], by, now)


def end_in_groups_of(person: Person, by: User | None, now: datetime) -> None:
    """Somebody took back their consent: the same in every programme. Their enrolments are locked by id, then the groups."""
    people = Enrolment.objects.select_for_update(no_key=True).filter(person=person)
    _end(list(people.order_by("pk").values_list("pk", flat=True)), by, now)


def _end(enrolment_ids: Collection[int], by: User | None, now: datetime) -> None:
    """Pairs are not among it: they have a goodbye of their own."""
    seats = live_seats_in_groups(enrolment_ids)
    waits = Wait.objects.filter(enrolment__in=enrolment_ids, state__in=IN_LINE)
    ids = {*seats.values_list("group_id", flat=True), *waits.values_list("group_id", flat=True)}
    groups = [lock_group(pk) for pk in sorted(ids)]
    _lock_who_and_where(groups)
    for group in groups:
        for seat in group.people():
            if seat.is_in and seat.enrolment_id in enrolment_ids:
                _step_out(group, seat, "", by, now)
        mine = waits.filter(group=group).select_related("seat", "enrolment")
        for wait in mine.order_by("pk"):
            stop_waiting(wait, now)
            note_wait(wait, "stopped_waiting", by, now)
            nudge("groups.offer_places", group_id=group.pk)


def _lock_who_and_where(groups: Collection[Group]) -> None:
    """Those who may lead from now on, and the rooms, by id: group after group two who stop at once could wait for each other."""
    leads = [s.enrolment.person_id for group in groups for s in group.people() if s.leads]
    rooms = MeetingPlace.objects.filter(gatherings__group__in=groups).order_by().values("pk")
    for rows in (Person.objects.filter(pk__in=leads), MeetingPlace.objects.filter(pk__in=rooms)):
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _step_out(group: Group, seat: Seat, why: str, by: User | None, now: datetime) -> None:
    """The caller has locked the group and who steps out."""
    move(seat.free, at=now)
    seat.save(update_fields=["state", "freed_at"])
    Leaving.objects.create(seat=seat, left_at=now, why=why)
    Attendance.objects.filter(
        seat=seat, gathering__state=GatheringState.PLANNED, gathering__starts_at__gt=now
    ).delete()
    record("left", group, by=by, now=now, about=seat)
    if seat.role == SeatRole.LEAD:
        _hand_over(group, now)
    tell_left(lock_group(group.pk), seat, now=now)
    nudge("groups.offer_places", group_id=group.pk)


def _hand_over(group: Group, now: datetime) -> None:
    """The back-up leads. What is planned at an hour when they lead elsewhere has nobody then, and stands on the desk."""
    backup = next((s for s in group.people() if s.role == SeatRole.BACKUP and s.is_in), None)
    if backup is not None:
        backup.role = SeatRole.LEAD
        backup.save(update_fields=["role"])
    person = backup.enrolment.person if backup else None
    planned = group.gatherings.filter(state=GatheringState.PLANNED, starts_at__gt=now)
    for gathering in planned.select_related("place").order_by("pk"):
        gathering.lead = person
        try:
            save_gathering(gathering)
        except LeadBusy:
            gathering.lead = None
            save_gathering(gathering)
