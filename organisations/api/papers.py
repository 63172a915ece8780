"""The papers of volunteers, and the information note."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.api.serializers import Input, Text, read
from core.errors import NotFoundHere
from organisations import services
from organisations.api.access import InTeam, TeamView, own_enrolment, team_organisation
from organisations.api.serializers import ClearanceSerializer, TeamEnrolmentSerializer
from organisations.clearance_selectors import current_note, list_ending
from organisations.models import Clearance, InfoNote, Organisation


class EndingSerializer(ClearanceSerializer):
    """A paper that has ended or ends soon, with whose it is."""

    enrolment = TeamEnrolmentSerializer()


class InfoNoteSerializer(serializers.Serializer[InfoNote]):
    version = serializers.IntegerField()
    texts = serializers.DictField(child=serializers.CharField(), help_text="Language → text.")
    created_at = serializers.DateTimeField()


class InfoNoteInput(Input):
    version = serializers.IntegerField(help_text="The version that was read; 0: there was none.")
    texts = serializers.DictField(child=Text(), help_text="Language → text.")
    earlier_until = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="Until then the earlier versions are good enough; left out: they stay so.",
    )


class NoteTakenInput(Input):
    version = serializers.IntegerField(help_text="The version that was read.")


class TeamPapersView(ListAPIView[Clearance]):
    """What the programmes require of volunteers and what has ended or ends soon, first what ends first."""

    permission_classes = [InTeam]
    serializer_class = EndingSerializer

    def get_queryset(self) -> QuerySet[Clearance]:
        rows = list_ending(by=self.request.user, on=_today())
        return rows.select_related(
            "enrolment__person__place__postal",
            "enrolment__programme",
            "enrolment__coordinator",
            "seen_by",
            "info_note",
        )


def _today() -> date:
    return timezone.localdate()


class TeamInfoNoteView(TeamView):
    @extend_schema(responses=InfoNoteSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The information note of today. 404 when there was none yet."""
        return Response(_note(team_organisation(request, public_id)))

    @extend_schema(request=InfoNoteInput, responses=InfoNoteSerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """Publish the next version; only for the lead."""
        organisation = team_organisation(request, public_id)
        said = read(InfoNoteInput, request)
        services.publish_note(
            organisation_id=organisation.pk,
            by=login_of(request),
            now=timezone.now(),
            expected_version=said.pop("version"),
            **said,
        )
        return Response(_note(organisation))


def _note(organisation: Organisation) -> Any:
    note = current_note(organisation_id=organisation.pk)
    if note is None:
        raise NotFoundHere
    return InfoNoteSerializer(note).data


class OwnInfoNoteView(APIView):
    @extend_schema(responses=InfoNoteSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What a volunteer must know before the start."""
        enrolment = own_enrolment(request, public_id)
        if not enrolment.is_volunteer:
            raise NotFoundHere
        return Response(_note(enrolment.organisation))

    @extend_schema(request=NoteTakenInput, responses=ClearanceSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """I read this version."""
        taken = services.take_note(
            enrolment_id=own_enrolment(request, public_id).pk,
            by=login_of(request),
            now=timezone.now(),
            **read(NoteTakenInput, request),
        )
        return Response(ClearanceSerializer(taken).data)
