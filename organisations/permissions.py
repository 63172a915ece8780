"""Who may do what in an organisation. For everybody else the organisation's things do not exist: 404, not 403."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from core.errors import NotAllowed, NotFoundHere
from organisations.models import Enrolment, Organisation, Role

Actor = User | AnonymousUser | None


def organisations_of(user: Actor) -> QuerySet[Organisation]:
    """The organisations in whose team somebody is now."""
    if user is None or not user.is_authenticated:
        return Organisation.objects.none()
    return Organisation.objects.filter(
        roles__user_id=user.pk, roles__ended_at=None, roles__user__is_active=True
    ).distinct()


def coordinates(user: Actor, organisation_id: int) -> bool:
    """Is this user in the team of the organisation, as coordinator or lead?"""
    return organisations_of(user).filter(pk=organisation_id).exists()


def ensure_coordinates(user: Actor, organisation_id: int) -> None:
    if not coordinates(user, organisation_id):
        raise NotFoundHere


def leads(user: Actor, organisation_id: int) -> bool:
    return (
        user is not None
        and user.is_authenticated
        and Role.objects.filter(
            user_id=user.pk, organisation_id=organisation_id, name=Role.Name.LEAD, ended_at=None
        ).exists()
    )


def ensure_leads(user: Actor, organisation_id: int) -> None:
    """The operator's command line (no user) may do what a lead may. Raises NotAllowed."""
    if user is not None and not leads(user, organisation_id):
        raise NotAllowed


def may_change_enrolment(user: Actor, enrolment: Enrolment) -> bool:
    """The person, or the organisation's team."""
    if user is None or not user.is_authenticated:
        return False
    return enrolment.person.user_id == user.pk or coordinates(user, enrolment.organisation_id)


def ensure_may_change_enrolment(user: Actor, enrolment: Enrolment) -> None:
    if not may_change_enrolment(user, enrolment):
        raise NotFoundHere
