"""For the team of an organisation: its programmes, and the files of the people in them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from accounts.api.access import login_of
from accounts.api.serializers import ConsentSerializer
from accounts.services import give_consent
from core.api.serializers import read
from organisations import services
from organisations.api.access import InTeam, TeamView
from organisations.api.filters import EnrolmentFilter
from organisations.api.serializers import (
    ClearanceNoteSerializer,
    ClearanceSerializer,
    EnrolmentFileSerializer,
    ProgrammeChangeSerializer,
    ProgrammeVersionSerializer,
    TeamEnrolmentChangeSerializer,
    TeamEnrolmentSerializer,
    TeamProgrammeSerializer,
    TeamRegistrationSerializer,
)
from organisations.api.wish_serializers import wish_from
from organisations.models import Enrolment, Programme, ProgrammeVersion
from organisations.selectors import (
    get_enrolment,
    get_programme,
    list_enrolments,
    list_programme_versions,
    list_programmes,
)


class TeamProgrammesView(ListAPIView[Programme]):
    """The programmes of one's organisations, also those that are closed."""

    permission_classes = [InTeam]
    serializer_class = TeamProgrammeSerializer

    def get_queryset(self) -> QuerySet[Programme]:
        return list_programmes(by=self.request.user)


class TeamProgrammeView(TeamView):
    @extend_schema(operation_id="team_programmes_retrieve", responses=TeamProgrammeSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        programme = get_programme(public_id=public_id, by=login_of(request))
        return Response(TeamProgrammeSerializer(programme).data)

    @extend_schema(
        operation_id="team_programmes_change",
        request=ProgrammeChangeSerializer,
        responses=TeamProgrammeSerializer,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change settings; only for the lead. Refused when somebody else changed them since `version` was read."""
        by = login_of(request)
        programme = get_programme(public_id=public_id, by=by)
        said = read(ProgrammeChangeSerializer, request)
        changed = services.change_programme(
            programme_id=programme.pk,
            by=by,
            now=timezone.now(),
            expected_version=said.pop("version"),
            **said,
        )
        return Response(TeamProgrammeSerializer(changed).data)


class TeamProgrammeVersionsView(ListAPIView[ProgrammeVersion]):
    """The versions of a programme's settings, newest first."""

    permission_classes = [InTeam]
    serializer_class = ProgrammeVersionSerializer

    def get_queryset(self) -> QuerySet[ProgrammeVersion]:
        if getattr(self, "swagger_fake_view", False):
            return ProgrammeVersion.objects.none()
        by = login_of(self.request)
        programme = get_programme(public_id=self.kwargs["public_id"], by=by)
        return list_programme_versions(programme=programme)


class TeamEnrolmentsView(ListAPIView[Enrolment]):
    """Everybody in the programmes of one's organisations, who registered first above."""

    permission_classes = [InTeam]
    serializer_class = TeamEnrolmentSerializer
    filterset_class = EnrolmentFilter

    def get_queryset(self) -> QuerySet[Enrolment]:
        return list_enrolments(by=self.request.user)

    @extend_schema(request=TeamRegistrationSerializer, responses={201: EnrolmentFileSerializer})
    def post(self, request: Request) -> Response:
        """Type in somebody who phones or writes. `consent` is what they said."""
        said, by = read(TeamRegistrationSerializer, request), login_of(request)
        programme = get_programme(public_id=said.pop("programme"), by=by)
        enrolment = services.register_newcomer(
            programme_id=programme.pk,
            by=by,
            now=timezone.now(),
            consent_how="phone",
            wish=wish_from(said.pop("wish", None), programme),
            **said,
        )
        return Response(enrolment_file(request, enrolment.public_id), status=HTTP_201_CREATED)


class TeamEnrolmentView(TeamView):
    @extend_schema(responses=EnrolmentFileSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The whole file. Reading it is noted: the person sees that somebody of the team looked."""
        enrolment = get_enrolment(public_id=public_id, by=login_of(request))
        services.note_look(enrolments=[enrolment], by=login_of(request), now=timezone.now())
        return Response(enrolment_file(request, public_id))

    @extend_schema(request=TeamEnrolmentChangeSerializer, responses=EnrolmentFileSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        said = read(TeamEnrolmentChangeSerializer, request)
        services.change_enrolment(
            **who_and_what(request, public_id), expected_version=said.pop("version"), **said
        )
        return Response(enrolment_file(request, public_id))


class TeamMoveView(TeamView):
    """One move of an enrolment by the team: `move` is the service that does it."""

    move: Callable[..., Enrolment] | None = None

    @extend_schema(request=None, responses=EnrolmentFileSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        assert self.move is not None
        self.move(**who_and_what(request, public_id))
        return Response(enrolment_file(request, public_id))


class TeamClearanceView(TeamView):
    @extend_schema(request=ClearanceNoteSerializer, responses=ClearanceSerializer)
    def put(self, request: Request, public_id: UUID, kind: str) -> Response:
        """Note what was seen, and when; a later note replaces it. The document itself is never kept."""
        said = read(ClearanceNoteSerializer, request)
        clearance = services.record_clearance(**who_and_what(request, public_id), kind=kind, **said)
        return Response(ClearanceSerializer(clearance).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID, kind: str) -> Response:
        """It was noted by mistake, or holds no longer."""
        services.take_back_clearance(**who_and_what(request, public_id), kind=kind)
        return Response(status=HTTP_204_NO_CONTENT)


class TeamConsentView(TeamView):
    @extend_schema(request=ConsentSerializer, responses={201: ConsentSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """The person told the team that they agree."""
        by, purpose = login_of(request), read(ConsentSerializer, request)["purpose"]
        give_consent(
            person=get_enrolment(public_id=public_id, by=by).person,
            purpose=purpose,
            how="phone",
            by=by,
            now=timezone.now(),
        )
        return Response({"purpose": purpose}, status=HTTP_201_CREATED)


def who_and_what(request: Request, public_id: UUID) -> dict[str, Any]:
    """What every service about an enrolment is told."""
    by = login_of(request)
    return {
        "enrolment_id": get_enrolment(public_id=public_id, by=by).pk,
        "by": by,
        "now": timezone.now(),
    }


def enrolment_file(request: Request, public_id: UUID) -> Any:
    """The whole file, as it is now."""
    enrolment = get_enrolment(public_id=public_id, by=login_of(request))
    return EnrolmentFileSerializer(enrolment, context={"on": timezone.localdate()}).data
