"""When two files of one person become one: seats that are kept or taken stay where they are."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format

from accounts.models import Person
from core.errors import DomainError
from core.states import move
from groups.errors import LeadBusy, TogetherInGroup
from groups.models import CalendarFeed, Gathering, Group, Seat, Wait
from groups.states import IN_LINE, LIVE, STANDS
from organisations.merging import MergePart, register_merge
from organisations.states import ENDED


def _busy(enrolment_ids: Collection[int]) -> set[int]:
    """The enrolments with a seat that is kept or taken."""
    seats = Seat.objects.filter(enrolment__in=enrolment_ids, state__in=LIVE)
    return set(seats.values_list("enrolment_id", flat=True))


def _refuse(kept: Person, other: Person) -> Iterator[DomainError]:
    together = Group.objects.filter(seats__enrolment__person=kept).filter(
        seats__enrolment__person=other
    )
    if together.exists():
        yield TogetherInGroup()
    stands = Gathering.objects.filter(state__in=STANDS)
    same_hour = stands.filter(
        lead=kept, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    for gathering in stands.filter(Exists(same_hour), lead=other).order_by("pk")[:1]:
        yield LeadBusy(day=date_format(gathering.day, "j F Y"))


def _move(kept: Person, other: Person, now: datetime) -> None:
    """What the other leads, and where they wait; their calendar address stops working."""
    _move_waits(kept)
    Gathering.objects.filter(lead=other).update(lead=kept)
    CalendarFeed.objects.filter(person=other, ended_at=None).update(ended_at=now)
    CalendarFeed.objects.filter(person=other).update(person=kept)


def _move_waits(kept: Person) -> None:
    """Who waits by the registration that ended goes on waiting by the one that stays, unless that one waits for the same group."""
    waits = Wait.objects.filter(state__in=IN_LINE, enrolment__person=kept)
    for wait in waits.filter(enrolment__state__in=ENDED).select_related("enrolment").order_by("pk"):
        ended = wait.enrolment
        same = kept.enrolments.filter(programme=ended.programme_id, side=ended.side)
        stays = same.exclude(state__in=ENDED).order_by("pk")[0]
        if waits.filter(group=wait.group_id, enrolment=stays).exists():
            move(wait.go)
        else:
            wait.enrolment = stays
        wait.save(update_fields=["state", "enrolment"])


def register() -> None:
    register_merge(MergePart(refuse=_refuse, busy=_busy, move=_move))
