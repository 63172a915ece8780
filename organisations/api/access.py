"""Who asks, and for what."""

from typing import Any
from uuid import UUID

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.errors import NotFoundHere
from organisations.models import Enrolment, Organisation, Programme
from organisations.permissions import organisations_of
from organisations.selectors import list_open_programmes


class InTeam(IsAuthenticated):
    """For the team of an organisation; for everybody else who is logged in these addresses do not exist."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        if not organisations_of(login_of(request)).exists():
            raise NotFoundHere
        return True


class TeamView(APIView):
    permission_classes: Any = [InTeam]


def team_organisation(
    request: Request, public_id: UUID, *, field: str | None = None
) -> Organisation:
    """An organisation in whose team one is. Raises NotFoundHere."""
    organisation = organisations_of(login_of(request)).filter(public_id=public_id).first()
    if organisation is None:
        raise NotFoundHere(field=field)
    return organisation


def open_programme(public_id: UUID) -> Programme:
    """A programme that anybody may register for. Raises NotFoundHere."""
    programme = list_open_programmes().filter(public_id=public_id).first()
    if programme is None:
        raise NotFoundHere(field="programme")
    return programme


def own_enrolment(request: Request, public_id: UUID) -> Enrolment:
    """An enrolment of who is logged in. Raises NotFoundHere."""
    enrolment = (
        Enrolment.objects.select_related("programme__organisation")
        .filter(public_id=public_id, person__user=login_of(request))
        .order_by("pk")
        .first()
    )
    if enrolment is None:
        raise NotFoundHere
    return enrolment
