"""For the team: searches, and who was left over."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from accounts.api.access import login_of
from core.api.serializers import read
from matching import services
from matching.api.serializers import (
    LeftOverSerializer,
    RunRequestSerializer,
    RunSerializer,
)
from matching.models import LeftOver, MatchRun
from matching.selectors import get_run, list_runs
from organisations.api.access import InTeam, TeamView
from organisations.selectors import get_programme


class RunsView(ListAPIView[MatchRun]):
    """The searches in one's organisations, newest first."""

    permission_classes = [InTeam]
    serializer_class = RunSerializer

    def get_queryset(self) -> QuerySet[MatchRun]:
        return list_runs(by=self.request.user)

    @extend_schema(request=RunRequestSerializer, responses={201: RunSerializer})
    def post(self, request: Request) -> Response:
        """Ask for a search; a worker carries it out. Look at the run until it is finished."""
        said, by = read(RunRequestSerializer, request), login_of(request)
        run = services.request_run(
            programme_id=get_programme(public_id=said["programme"], by=by).pk,
            objective=said["objective"],
            by=by,
            now=timezone.now(),
        )
        return Response(RunSerializer(run).data, status=HTTP_201_CREATED)


class RunView(TeamView):
    @extend_schema(responses=RunSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        run = get_run(public_id=public_id, by=login_of(request))
        return Response(RunSerializer(run).data)


class CancelRunView(TeamView):
    @extend_schema(request=None, responses=RunSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        by = login_of(request)
        run = services.cancel_run(
            run_id=get_run(public_id=public_id, by=by).pk, by=by, now=timezone.now()
        )
        return Response(RunSerializer(run).data)


class LeftOverView(ListAPIView[LeftOver]):
    """Who got no proposal in a search, why, and what would help."""

    permission_classes = [InTeam]
    serializer_class = LeftOverSerializer

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return LeftOver.objects.none()
        run = get_run(public_id=self.kwargs["public_id"], by=self.request.user)
        return run.left_over.select_related("enrolment__person__place__postal").order_by("pk")
