"""For the team: who must be looked at, and that somebody has looked."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from accounts.api.access import login_of
from core.api.serializers import Input, Text, read
from matching import services
from matching.api.filters import LookFilter
from matching.api.serializers import EnrolmentNameSerializer
from matching.selectors import list_looks_at, list_to_look_at
from organisations.api.access import InTeam, TeamView
from organisations.api.serializers import ProgrammeNameSerializer
from organisations.models import Enrolment
from organisations.selectors import get_enrolment


class ToLookAtSerializer(EnrolmentNameSerializer):
    """Somebody who waits too long; `looked_at` is the last look that was noted."""

    programme = ProgrammeNameSerializer()
    waiting_since = serializers.DateTimeField()
    looked_at = serializers.DateTimeField(allow_null=True)


class LookInput(Input):
    note = Text(required=False, help_text="What was done or found; only the team reads it.")


class LookSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    note = serializers.SerializerMethodField()

    def get_note(self, look: Any) -> str:
        return look.note or ""


class ToLookAtView(ListAPIView[Enrolment]):
    """Who waits for the weeks of their programme without a look, longest waiting first."""

    permission_classes = [InTeam]
    serializer_class = ToLookAtSerializer
    filterset_class = LookFilter

    def get_queryset(self) -> QuerySet[Enrolment]:
        return list_to_look_at(by=self.request.user, now=timezone.now())


class LooksView(TeamView):
    @extend_schema(operation_id="team_enrolments_looks_list", responses=LookSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        """The looks of the team at one person who waits, newest first; at most 50."""
        enrolment = get_enrolment(public_id=public_id, by=login_of(request))
        return Response(LookSerializer(list_looks_at(enrolment=enrolment)[:50], many=True).data)

    @extend_schema(request=LookInput, responses={201: LookSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody has looked. The person leaves the list for the weeks of the programme."""
        said, by = read(LookInput, request), login_of(request)
        look = services.note_look(
            enrolment_id=get_enrolment(public_id=public_id, by=by).pk,
            by=by,
            now=timezone.now(),
            **said,
        )
        return Response(LookSerializer(look).data, status=HTTP_201_CREATED)
