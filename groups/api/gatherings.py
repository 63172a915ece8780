"""When groups of peers meet: planned, moved, cancelled, who comes and who was there; and one's own calendar."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT
from rest_framework.views import APIView

from accounts.api.access import login_of
from accounts.models import Person
from core.api.serializers import read
from core.errors import NotFoundHere
from groups import services
from groups.api.peer_serializers import (
    AddressSerializer,
    CancelInput,
    ComeInput,
    GroupSerializer,
    MoveGatheringInput,
    PlanInput,
    ThereInput,
)
from groups.api.peers import named, seen_by, speaks, told
from groups.gathering_selectors import get_gathering
from groups.models import Gathering
from groups.peer_selectors import SeenGroup
from organisations.models import MeetingPlace


def _where(said: dict[str, Any]) -> dict[str, Any]:
    """A place by its id, as the services ask for it. Raises NotFoundHere; of which organisation it is, the service looks."""
    public_id = said.pop("place")
    if public_id is None:
        return said | {"place_id": None}
    place = MeetingPlace.objects.filter(public_id=public_id).order_by("pk").first()
    if place is None:
        raise NotFoundHere(field="place")
    return said | {"place_id": place.pk}


class GroupPlanView(APIView):
    @extend_schema(request=PlanInput, responses={201: GroupSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Plan one gathering, or a series that keeps its hour on the clock."""
        seen, said = seen_by(request, public_id), read(PlanInput, request)
        services.plan_gatherings(group_id=seen.group.pk, **_where(said), **speaks(request, seen))
        return told(request, public_id, status=HTTP_201_CREATED)


class _OfGathering(APIView):
    def found(
        self, request: Request, public_id: UUID, other_id: UUID
    ) -> tuple[SeenGroup, Gathering]:
        seen = seen_by(request, public_id)
        return seen, get_gathering(group=seen.group, public_id=other_id)


class GatheringView(_OfGathering):
    @extend_schema(request=MoveGatheringInput, responses=GroupSerializer)
    def put(self, request: Request, public_id: UUID, other_id: UUID) -> Response:
        """Move it to another moment or place. Everybody is asked again whether they come."""
        seen, gathering = self.found(request, public_id, other_id)
        said = read(MoveGatheringInput, request)
        services.move_gathering(
            gathering_id=gathering.pk,
            expected_version=said.pop("version"),
            **_where(said),
            **speaks(request, seen),
        )
        return told(request, public_id)


class GatheringCancelView(_OfGathering):
    @extend_schema(request=CancelInput, responses=GroupSerializer)
    def post(self, request: Request, public_id: UUID, other_id: UUID) -> Response:
        """It does not take place."""
        seen, gathering = self.found(request, public_id, other_id)
        said = read(CancelInput, request)
        services.cancel_gathering(
            gathering_id=gathering.pk,
            expected_version=said["version"],
            and_later=said["and_later"],
            **speaks(request, seen),
        )
        return told(request, public_id)


class GatheringComeView(_OfGathering):
    @extend_schema(request=ComeInput, responses=GroupSerializer)
    def post(self, request: Request, public_id: UUID, other_id: UUID) -> Response:
        """Sign up, or say that one cannot come."""
        seen, gathering = self.found(request, public_id, other_id)
        said = read(ComeInput, request)
        seat = seen.seat or named(seen, said.get("person"))
        services.say_coming(
            gathering_id=gathering.pk,
            comes=said["comes"],
            by=login_of(request),
            seat_id=seat.pk,
            way="coordinator" if seen.is_team else "api",
            now=timezone.now(),
        )
        return told(request, public_id)


class GatheringThereView(_OfGathering):
    @extend_schema(request=ThereInput, responses=GroupSerializer)
    def post(self, request: Request, public_id: UUID, other_id: UUID) -> Response:
        """Note whether somebody was there, for who leads and the team; null takes it back."""
        seen, gathering = self.found(request, public_id, other_id)
        said = read(ThereInput, request)
        services.note_attendance(
            gathering_id=gathering.pk,
            about_id=named(seen, said["person"]).pk,
            was_there=said["was_there"],
            **speaks(request, seen),
        )
        return told(request, public_id)


class CalendarView(APIView):
    """The address that one's own calendar reads."""

    @extend_schema(request=None, responses={201: AddressSerializer})
    def post(self, request: Request) -> Response:
        """Make one; the one before stops working."""
        by = login_of(request)
        secret = services.make_calendar_address(
            person_id=self._person(request), by=by, now=timezone.now()
        )
        address = str(settings.SITE_URL) + reverse("groups:calendar_feed", args=[secret])
        return Response(AddressSerializer({"address": address}).data, status=HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """End it."""
        services.end_calendar_address(
            person_id=self._person(request), by=login_of(request), now=timezone.now()
        )
        return Response(status=HTTP_204_NO_CONTENT)

    def _person(self, request: Request) -> int:
        person = Person.objects.filter(user=login_of(request)).order_by("pk").first()
        if person is None:
            raise NotFoundHere
        return person.pk
