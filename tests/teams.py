"""Organisations, teams and enrolments for tests, made by walking the services."""

from datetime import datetime
from itertools import count
from typing import Any

from accounts.models import Person, User
from organisations import services
from organisations.models import Enrolment, Organisation, Programme, Role
from organisations.models.enrolments import Side
from organisations.states import State
from tests.clock import NOW

_number = count(1)


def make_organisation(name: str | None = None) -> Organisation:
    name = name or f"Organisation {next(_number)}"
    return services.create_organisation(name=name, email="team@example.org", by=None, now=NOW)


def make_programme(organisation: Organisation | None = None, **settings: Any) -> Programme:
    return services.create_programme(
        organisation=organisation or make_organisation(),
        name=settings.pop("name", f"Buddies {next(_number)}"),
        by=None,
        now=NOW,
        **settings,
    )


def make_user(email: str | None = None, **fields: Any) -> User:
    return User.objects.create_user(email or f"user{next(_number)}@example.org", **fields)


def make_coordinator(organisation: Organisation, email: str | None = None) -> User:
    """Cora: a login in the team of `organisation`."""
    user = make_user(email)
    services.give_role(
        user=user, organisation=organisation, name=Role.Name.COORDINATOR, by=None, now=NOW
    )
    return user


def make_lead(organisation: Organisation) -> User:
    """Lea: a login that leads `organisation`."""
    user = make_user()
    services.give_role(user=user, organisation=organisation, name=Role.Name.LEAD, by=None, now=NOW)
    return user


def enrolment_at(
    state: State,
    person: Person,
    programme: Programme,
    *,
    side: str = Side.SEEKER,
    by: User | None = None,
    now: datetime = NOW,
    **wishes: Any,
) -> Enrolment:
    """An enrolment that walked to `state` through the services; `by` is a coordinator of the programme's organisation."""
    by = by or make_coordinator(programme.organisation)
    enrolment = services.apply(
        person=person, programme_id=programme.pk, side=side, by=by, now=now, **wishes
    )
    for step in _WAY[state]:
        enrolment = step(enrolment_id=enrolment.pk, by=by, now=now)
    return enrolment


_WAY = {
    State.APPLIED: (),
    State.INTAKE: (services.start_intake,),
    State.ACTIVE: (services.activate_enrolment,),
    State.PAUSED: (services.activate_enrolment, services.pause_enrolment),
    State.LEFT: (services.leave_programme,),
    State.DECLINED: (services.decline_enrolment,),
}
