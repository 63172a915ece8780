"""What may be read of organisations, programmes and enrolments. Every list starts from who asks."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.errors import NotFoundHere
from organisations.models import Clearance, Enrolment, Programme, Role
from organisations.permissions import Actor, organisations_of
from organisations.states import LIVE
from organisations.support import ModelOfSupport


def list_open_programmes(*, model: str = ModelOfSupport.BUDDY) -> QuerySet[Programme]:
    """Programmes that anybody may register for, with their organisation."""
    return (
        Programme.objects.filter(is_open=True, model_of_support=model)
        .select_related("organisation")
        .order_by("organisation__name", "name", "pk")
    )


def list_programmes(*, by: Actor) -> QuerySet[Programme]:
    """The programmes of the teams that `by` is in."""
    return (
        Programme.objects.filter(organisation__in=organisations_of(by))
        .select_related("organisation")
        .order_by("organisation__name", "name", "pk")
    )


def get_programme(*, public_id: UUID, by: Actor) -> Programme:
    """Raises NotFoundHere, also for a programme of another organisation."""
    programme = list_programmes(by=by).filter(public_id=public_id).first()
    if programme is None:
        raise NotFoundHere
    return programme


def list_enrolments(*, by: Actor) -> QuerySet[Enrolment]:
    """Enrolments in the organisations of `by`, with person and programme, longest waiting first."""
    return (
        Enrolment.objects.filter(organisation__in=organisations_of(by))
        .select_related("person", "person__place", "programme", "organisation")
        .order_by("applied_at", "pk")
    )


def get_enrolment(*, public_id: UUID, by: Actor) -> Enrolment:
    """Raises NotFoundHere, also for an enrolment of another organisation."""
    enrolment = list_enrolments(by=by).filter(public_id=public_id).order_by("pk").first()
    if enrolment is None:
        raise NotFoundHere
    return enrolment


def list_enrolments_of(*, person_id: int) -> QuerySet[Enrolment]:
    """Somebody's own live enrolments."""
    return (
        Enrolment.objects.filter(person_id=person_id, state__in=LIVE)
        .select_related("programme__organisation")
        .order_by("applied_at", "pk")
    )


def missing_clearances(*, enrolment: Enrolment, on: date) -> list[str]:
    """The kinds that the programme asks for and that this volunteer does not validly have on that day."""
    if not enrolment.is_volunteer:
        return []
    valid = set(
        Clearance.objects.filter(enrolment=enrolment)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .values_list("kind", flat=True)
    )
    return [kind for kind in enrolment.programme.required_clearances if kind not in valid]


def is_cleared(*, enrolment: Enrolment, on: date) -> bool:
    return not missing_clearances(enrolment=enrolment, on=on)


def team_of(*, organisation_id: int) -> QuerySet[Role]:
    """The live roles of an organisation, with their logins."""
    return (
        Role.objects.filter(
            organisation_id=organisation_id, ended_at=None, user__is_active=True
        )
        .select_related("user")
        .order_by("pk")
    )


def shares_an_organisation(*, by: Actor, person_id: int) -> bool:
    """May somebody of a team know this person at all?"""
    return Enrolment.objects.filter(
        Exists(organisations_of(by).filter(pk=OuterRef("organisation_id"))), person_id=person_id
    ).exists()
