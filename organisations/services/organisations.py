"""Organisations and their teams."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from core import events
from organisations.models import Organisation, Role
from organisations.permissions import ensure_leads
from organisations.services.caring import release_all


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
def give_role(
    *, user: User, organisation: Organisation, name: str, by: User | None, now: datetime
) -> Role:
    """Put somebody in the team. Raises NotAllowed when `by` does not lead the organisation."""
    ensure_leads(by, organisation.pk)
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
    role = (
        Role.objects.select_for_update(of=("self",))
        .select_related("organisation", "user")
        .get(pk=role_id)
    )
    ensure_leads(by, role.organisation_id)
    if role.ended_at is None:
        role.ended_at = now
        role.save(update_fields=["ended_at"])
        events.record(
            "organisations.role_ended",
            subject=role,
            by=by,
            at=now,
            organisation_id=role.organisation_id,
            released=release_all(user=role.user, organisation_id=role.organisation_id),
        )
    return role
