"""Locks and the event log, the same for every change of a group."""

from datetime import datetime
from typing import Any

from accounts.models import User
from core import events
from groups.models import Group, Seat
from organisations.models import Enrolment


def lock_group(group_id: int) -> Group:
    """The group, locked: whatever changes it or what belongs to it waits for this row."""
    return (
        Group.objects.select_for_update(of=("self",))
        .select_related("programme__organisation")
        .prefetch_related("seats__enrolment__person__user")
        .get(pk=group_id)
    )


def lock_people_and_group(group_id: int) -> Group:
    """First the enrolments by id, then the group: for a change that also touches an enrolment."""
    ids = Seat.objects.filter(group_id=group_id).values_list("enrolment_id", flat=True)
    people = Enrolment.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk")
    list(people.values_list("pk", flat=True))
    return lock_group(group_id)


def record(
    happening: str,
    group: Group,
    *,
    by: User | None,
    now: datetime,
    about: Seat | None = None,
    **data: Any,
) -> None:
    """Write what happened to a group, once for each of its people, or only for the one it is `about`."""
    for seat in [about] if about else group.people():
        events.record(
            f"groups.{happening}",
            subject=group,
            by=by,
            at=now,
            person_id=seat.enrolment.person_id,
            organisation_id=group.programme.organisation_id,
            **data,
        )
