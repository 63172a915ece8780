"""Organisations, their programmes and their teams."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.models import User
from core import events
from core.errors import NotAllowed
from core.text import one_line
from organisations.errors import NameInUse
from organisations.models import Organisation, Programme, Role
from organisations.permissions import leads


@transaction.atomic
def create_organisation(
    *, name: str, email: str, by: User | None, now: datetime, phone: str = ""
) -> Organisation:
    """A new organisation on this installation; `by` is None for the operator's command line."""
    organisation = Organisation.objects.create(
        name=name, slug=slugify(name)[:50], email=email, phone=phone
    )
    events.record(
        "organisations.organisation_created",
        subject=organisation,
        by=by,
        at=now,
        organisation_id=organisation.pk,
    )
    return organisation


@transaction.atomic
def create_programme(
    *, organisation: Organisation, name: str, by: User | None, now: datetime, **settings: Any
) -> Programme:
    """A new programme. Raises NotAllowed when `by` does not lead the organisation, NameInUse."""
    _ensure_leads(by, organisation)
    programme = Programme(organisation=organisation, name=one_line(name), **settings)
    _save(programme)
    events.record(
        "organisations.programme_created",
        subject=programme,
        by=by,
        at=now,
        organisation_id=organisation.pk,
    )
    return programme


@transaction.atomic
def change_programme(*, programme_id: int, by: User, now: datetime, **settings: Any) -> Programme:
    """Change name, texts or timings. Raises NotAllowed, NameInUse."""
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme_id)
    _ensure_leads(by, programme.organisation)
    for name, value in settings.items():
        setattr(programme, name, one_line(value) if name == "name" else value)
    _save(programme)
    events.record(
        "organisations.programme_changed",
        subject=programme,
        by=by,
        at=now,
        organisation_id=programme.organisation_id,
        fields=sorted(settings),
    )
    return programme


def _save(programme: Programme) -> None:
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as error:
        if "one_programme_name_per_organisation" in str(error):
            raise NameInUse from error
        raise


@transaction.atomic
def give_role(
    *, user: User, organisation: Organisation, name: str, by: User | None, now: datetime
) -> Role:
    """Put somebody in the team. Raises NotAllowed when `by` does not lead the organisation."""
    _ensure_leads(by, organisation)
    role, created = Role.objects.get_or_create(
        user=user, organisation=organisation, name=name, ended_at=None
    )
    if created:
        events.record(
            "organisations.role_given",
            subject=role,
            by=by,
            at=now,
            organisation_id=organisation.pk,
            role=name,
        )
    return role


@transaction.atomic
def end_role(*, role_id: int, by: User, now: datetime) -> Role:
    """Take somebody out of the team. Raises NotAllowed."""
    role = Role.objects.select_for_update().select_related("organisation").get(pk=role_id)
    _ensure_leads(by, role.organisation)
    if role.ended_at is None:
        role.ended_at = now
        role.save(update_fields=["ended_at"])
        events.record(
            "organisations.role_ended",
            subject=role,
            by=by,
            at=now,
            organisation_id=role.organisation_id,
        )
    return role


def _ensure_leads(by: User | None, organisation: Organisation) -> None:
    """The operator's command line (no user) may do what a lead may."""
    if by is not None and not leads(by, organisation.pk):
        raise NotAllowed
