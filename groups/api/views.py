"""Pairs: for their two people and for the team at the same address; each reads and does what is theirs."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.api.serializers import read
from core.errors import InvalidInput, NotFoundHere
from groups import services
from groups.api.filters import PairFilter
from groups.api.serializers import (
    AgreementInput,
    BreakInput,
    MeetingInput,
    PairRowSerializer,
    PairSerializer,
    SignInput,
    TakeInput,
    TeamPairRowSerializer,
    TimingsInput,
    TimingsSerializer,
)
from groups.cards import pair_card
from groups.models import Group, Seat, Session
from groups.models.timings import LIMITS
from groups.selectors import Seen, list_own_pairs, list_team_pairs, see, timings_of
from organisations.api.access import InTeam, TeamView
from organisations.permissions import leads
from organisations.selectors import get_programme


def seen_by(request: Request, public_id: UUID) -> Seen:
    return see(public_id=public_id, by=login_of(request))


def speaks(request: Request, seen: Seen) -> dict[str, Any]:
    return seen.speaks(login_of(request), "api") | {"now": timezone.now()}


def told(request: Request, public_id: UUID, *, status: int = 200) -> Response:
    card = pair_card(seen_by(request, public_id))
    return Response(PairSerializer(card).data, status=status)


def named(seen: Seen, side: str | None) -> Seat:
    """Whose it is: one's own, or for the team that of the person named. Raises InvalidInput."""
    if seen.seat is not None:
        return seen.seat
    for seat in seen.members:
        if seat.enrolment.side == side:
            return seat
    raise InvalidInput(field="person")


def way_of(seen: Seen) -> str:
    return "coordinator" if seen.is_team else "api"


class OwnPairsView(GenericAPIView[Group]):
    """The pairs that somebody is in, newest first."""

    serializer_class = PairRowSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Group]:
        return list_own_pairs(user=login_of(self.request))

    @extend_schema(operation_id="pairs_list", responses=PairRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(PairRowSerializer(rows, many=True).data)


class TeamPairsView(ListAPIView[Group]):
    """The pairs in one's organisations, newest first."""

    permission_classes = [InTeam]
    serializer_class = TeamPairRowSerializer
    filterset_class = PairFilter

    def get_queryset(self) -> QuerySet[Group]:
        return list_team_pairs(by=self.request.user)


class PairView(APIView):
    @extend_schema(responses=PairSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return told(request, public_id)


class PairMeetingView(APIView):
    @extend_schema(request=MeetingInput, responses={201: PairSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Propose one to three moments and a public place for the first meeting."""
        seen = seen_by(request, public_id)
        said = read(MeetingInput, request)
        services.propose_meeting(group_id=seen.group.pk, **said, **speaks(request, seen))
        return told(request, public_id, status=HTTP_201_CREATED)


class PairTakeView(APIView):
    @extend_schema(request=TakeInput, responses=PairSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take one of the moments."""
        seen = seen_by(request, public_id)
        said = read(TakeInput, request)
        session = Session.objects.filter(group=seen.group, public_id=said["meeting"]).first()
        if session is None:
            raise NotFoundHere(field="meeting")
        services.take_moment(session_id=session.pk, start=said["start"], **speaks(request, seen))
        return told(request, public_id)


class PairAgreementView(APIView):
    @extend_schema(request=AgreementInput, responses=PairSerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """Write or change what the two agree on; parts that are left out stay. A change takes the signatures away."""
        seen = seen_by(request, public_id)
        texts = read(AgreementInput, request)
        services.save_agreement(
            group_id=seen.group.pk,
            expected_version=texts.pop("version"),
            texts=texts,
            **speaks(request, seen),
        )
        return told(request, public_id)


class PairSignView(APIView):
    @extend_schema(request=SignInput, responses=PairSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Sign the text that was read. The last signature may start the trial."""
        seen = seen_by(request, public_id)
        said = read(SignInput, request)
        services.sign_agreement(
            group_id=seen.group.pk,
            seat_id=named(seen, said.get("person")).pk,
            version=said["version"],
            by=login_of(request),
            way=way_of(seen),
            now=timezone.now(),
        )
        return told(request, public_id)


class PairBreakView(APIView):
    @extend_schema(request=BreakInput, responses={201: PairSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """A pause (`until_on` null) or a holiday. Nothing is asked meanwhile."""
        seen = seen_by(request, public_id)
        said = read(BreakInput, request)
        services.take_break(group_id=seen.group.pk, **said, **speaks(request, seen))
        return told(request, public_id, status=HTTP_201_CREATED)

    @extend_schema(responses={200: PairSerializer})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Go on."""
        seen = seen_by(request, public_id)
        services.end_breaks(group_id=seen.group.pk, **speaks(request, seen))
        return told(request, public_id)


class TimingsView(TeamView):
    @extend_schema(responses=TimingsSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """How long things take in a programme after two people were introduced."""
        programme = get_programme(public_id=public_id, by=login_of(request))
        return Response(TimingsSerializer(timings_of(programme)).data)

    @extend_schema(request=TimingsInput, responses=TimingsSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change some; only for the lead of the organisation."""
        by = login_of(request)
        programme = get_programme(public_id=public_id, by=by)
        if not leads(by, programme.organisation_id):
            raise NotFoundHere
        said = read(TimingsInput, request)
        timings = services.change_timings(
            programme_id=programme.pk,
            by=by,
            now=timezone.now(),
            expected_version=said["version"],
            **{name: said[name] for name in LIMITS if name in said},
        )
        return Response(TimingsSerializer(timings).data)
