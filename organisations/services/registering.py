"""Somebody registers: person, place, language and enrolment at once, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.errors import ConsentNeeded
from accounts.models import User
from accounts.selectors import LOOKED
from accounts.services import change_languages, change_place, register_person
from core import events
from core.errors import NotFoundHere
from organisations.errors import LooksLikeSomebody
from organisations.models import Enrolment, Programme
from organisations.permissions import ensure_coordinates
from organisations.selectors import list_alike
from organisations.services.enrolments import apply

LOOK_AGAIN = timedelta(hours=1)


@transaction.atomic
def register_newcomer(
    *,
    programme_id: int,
    side: str,
    place: str,
    by: User | None,
    now: datetime,
    user: User | None = None,
    consent: bool = True,
    consent_how: str = "page",
    languages: Mapping[str, int] | None = None,
    goals: list[str] | None = None,
    capacity: int = 1,
    note: str = "",
    answers: Mapping[str, Any] | None = None,
    wish: Mapping[str, Any] | None = None,
    alike_too: bool = True,
    **details: Any,
) -> Enrolment:
    """A new person in a programme. `by` is None for who registers without a login, the person's own `user`, or somebody of
    the team who types it in. `details`: see `accounts.services.people.checked_details`; `languages`: code → level 1–3;
    `wish`: the theme that they wait for, see `apply`.

    Without `alike_too` nobody is registered who shares an e-mail address or a phone number with somebody `by` knows.

    Raises NotFoundHere, LooksLikeSomebody and every named error of the steps: nothing is kept then.
    """
    programme = Programme.objects.filter(pk=programme_id).order_by("pk").first()
    if programme is None:
        raise NotFoundHere
    if by is not None and by != user:
        ensure_coordinates(by, programme.organisation_id)
    elif not consent:
        raise ConsentNeeded
    person = register_person(
        user=user, by=by, now=now, consent=consent, consent_how=consent_how, **details
    )
    change_place(person=person, typed=place, by=by, now=now)
    if languages:
        change_languages(person_id=person.pk, levels=languages, by=by, now=now)
    if not alike_too:
        alike = list_alike(by=by, email=person.email, phone=str(person.phone))
        if alike.exclude(person=person).exists():
            raise LooksLikeSomebody
    return apply(
        person=person,
        programme_id=programme_id,
        side=side,
        by=by,
        now=now,
        goals=goals,
        capacity=capacity,
        note=note,
        answers=answers,
        wish=wish,
    )


def note_look(*, enrolments: Sequence[Enrolment], by: User, now: datetime) -> None:
    """Note that somebody of the team read these people's files: once an hour is enough to know."""
    events.record_unless_known(LOOKED, subjects=enrolments, by=by, at=now, since=now - LOOK_AGAIN)
