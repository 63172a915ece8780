"""For the team: searches for groups, and who was left over. For everybody: the groups that one is asked for."""

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
from matching import services
from matching.api.filters import FormingFilter
from matching.api.forming_serializers import (
    AskedSerializer,
    FormingInput,
    FormingSerializer,
    LeftOutSerializer,
)
from matching.api.serializers import AnswerInput
from matching.group_cards import card_of
from matching.group_selectors import (
    get_forming,
    get_own_member,
    list_formings,
    list_left_out,
    list_own_asked,
)
from matching.models import DraftMember, Forming, LeftOut
from matching.models.proposals import AnswerWay
from organisations.api.access import InTeam, TeamView
from organisations.selectors import get_programme


class FormingsView(ListAPIView[Forming]):
    """The searches for groups in one's organisations, newest first."""

    permission_classes = [InTeam]
    serializer_class = FormingSerializer
    filterset_class = FormingFilter

    def get_queryset(self) -> QuerySet[Forming]:
        return list_formings(by=self.request.user)

    @extend_schema(request=FormingInput, responses={201: FormingSerializer})
    def post(self, request: Request) -> Response:
        """Ask for groups to be formed; a worker does it. Look at the search until it is finished."""
        said, by = read(FormingInput, request), login_of(request)
        programme = get_programme(public_id=said["programme"], by=by)
        forming = services.request_forming(programme_id=programme.pk, by=by, now=timezone.now())
        return Response(FormingSerializer(forming).data, status=HTTP_201_CREATED)


class FormingView(TeamView):
    @extend_schema(responses=FormingSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        forming = get_forming(public_id=public_id, by=login_of(request))
        return Response(FormingSerializer(forming).data)


class FormingCancelView(TeamView):
    @extend_schema(request=None, responses=FormingSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        by = login_of(request)
        forming = get_forming(public_id=public_id, by=by)
        forming = services.cancel_forming(forming_id=forming.pk, by=by, now=timezone.now())
        return Response(FormingSerializer(forming).data)


class LeftOutView(ListAPIView[LeftOut]):
    """Who found no group in a search, why, and how far the nearest one stands; the longest waiting first."""

    permission_classes = [InTeam]
    serializer_class = LeftOutSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[LeftOut]:
        if getattr(self, "swagger_fake_view", False):
            return LeftOut.objects.none()
        by = login_of(self.request)
        forming = get_forming(public_id=self.kwargs["public_id"], by=by)
        rows = list_left_out(forming=forming)
        return rows.select_related("enrolment__person__place__postal", "thermometer__theme")


class OwnAskedView(GenericAPIView[DraftMember]):
    """The groups that somebody is asked for now."""

    serializer_class = AskedSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[DraftMember]:
        return list_own_asked(user=login_of(self.request))

    @extend_schema(operation_id="asked_list", responses=AskedSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.get_queryset()) or []
        cards: Any = [card_of(row) for row in rows]
        return self.get_paginated_response(AskedSerializer(cards, many=True).data)


class OwnAskedOneView(APIView):
    @extend_schema(responses=AskedSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return _asked(request, public_id)


class OwnAskedAnswerView(APIView):
    @extend_schema(request=AnswerInput, responses=AskedSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Say yes or no. When enough said yes the group is there; when it is full, a yes waits for a place."""
        by = login_of(request)
        member = get_own_member(draft_id=public_id, user=by)
        services.answer_group(
            member_id=member.pk,
            yes=read(AnswerInput, request)["yes"],
            way=AnswerWay.API,
            by=by,
            now=timezone.now(),
        )
        return _asked(request, public_id)


def _asked(request: Request, public_id: UUID) -> Response:
    member = get_own_member(draft_id=public_id, user=login_of(request))
    return Response(AskedSerializer(card_of(member)).data)
