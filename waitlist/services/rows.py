"""Locks, who may speak, and the event log: the same for every word of or to somebody who waits."""

from datetime import datetime

from accounts.models import User
from core import events
from core.errors import NotFoundHere
from groups.models.agreements import Way
from organisations.models import Enrolment
from organisations.permissions import coordinates


def lock_enrolment(enrolment_id: int) -> Enrolment:
    """The enrolment, locked: the next sign, an answer and a move of its state wait for each other."""
    return (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person__user", "programme")
        .get(pk=enrolment_id)
    )


def ensure_may_answer(*, enrolment: Enrolment, by: User | None, way: str) -> None:
    """By the signed link nobody has to be logged in. Else the person, or somebody of the team who was told. Raises NotFoundHere."""
    if way == Way.LINK:
        return
    own = by is not None and enrolment.person.user_id == by.pk
    told = way == Way.COORDINATOR and coordinates(by, enrolment.organisation_id)
    if not (told if way == Way.COORDINATOR else own):
        raise NotFoundHere


def record(happening: str, enrolment: Enrolment, *, by: User | None, now: datetime) -> None:
    events.record(
        f"waitlist.{happening}",
        subject=enrolment,
        by=by,
        at=now,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
    )
