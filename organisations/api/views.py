"""For everybody: what there is, registering, and one's own enrolments."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.views import APIView

from accounts.api.access import login_of, own_person
from core.api.serializers import read
from organisations import services
from organisations.api.access import open_programme, own_enrolment
from organisations.api.catalogues import CataloguesSerializer, all_catalogues
from organisations.api.serializers import (
    ApplicationSerializer,
    EnrolmentChangeSerializer,
    EnrolmentSerializer,
    OpenProgrammeSerializer,
    RegisteredSerializer,
    RegistrationSerializer,
)
from organisations.api.wish_serializers import wish_from
from organisations.models import Enrolment, Programme
from organisations.selectors import list_enrolments_of, list_open_programmes
from organisations.theme_selectors import with_live_themes


class CataloguesView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=CataloguesSerializer)
    def get(self, request: Request) -> Response:
        """The lists that people choose from, with labels in the language of Accept-Language."""
        return Response(CataloguesSerializer(all_catalogues()).data)


class ProgrammesView(ListAPIView[Programme]):
    """The programmes that anybody may register for."""

    permission_classes = [AllowAny]
    serializer_class = OpenProgrammeSerializer

    def get_queryset(self) -> QuerySet[Programme]:
        return with_live_themes(list_open_programmes())


class RegistrationsView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(request=RegistrationSerializer, responses={201: RegisteredSerializer})
    def post(self, request: Request) -> Response:
        """Register oneself. With a login the new person belongs to it."""
        said = read(RegistrationSerializer, request)
        user = login_of(request) if request.user.is_authenticated else None
        programme = open_programme(said.pop("programme"))
        enrolment = services.register_newcomer(
            programme_id=programme.pk,
            by=user,
            user=user,
            now=timezone.now(),
            consent_how="api",
            wish=wish_from(said.pop("wish", None), programme),
            **said,
        )
        return Response(RegisteredSerializer(enrolment).data, status=HTTP_201_CREATED)


class EnrolmentsView(ListAPIView[Enrolment]):
    """One's own enrolments that are not ended."""

    serializer_class = EnrolmentSerializer

    def get_queryset(self) -> QuerySet[Enrolment]:
        if getattr(self, "swagger_fake_view", False):
            return Enrolment.objects.none()
        return list_enrolments_of(person_id=own_person(self.request).pk)

    @extend_schema(request=ApplicationSerializer, responses={201: EnrolmentSerializer})
    def post(self, request: Request) -> Response:
        """Register for another programme, or for the other side."""
        said = read(ApplicationSerializer, request)
        programme = open_programme(said.pop("programme"))
        enrolment = services.apply(
            person=own_person(request),
            programme_id=programme.pk,
            by=login_of(request),
            now=timezone.now(),
            wish=wish_from(said.pop("wish", None), programme),
            **said,
        )
        return Response(EnrolmentSerializer(enrolment).data, status=HTTP_201_CREATED)


class EnrolmentView(APIView):
    @extend_schema(responses=EnrolmentSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(EnrolmentSerializer(own_enrolment(request, public_id)).data)

    @extend_schema(request=EnrolmentChangeSerializer, responses=EnrolmentSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        said = read(EnrolmentChangeSerializer, request)
        services.change_enrolment(
            enrolment_id=own_enrolment(request, public_id).pk,
            by=login_of(request),
            now=timezone.now(),
            expected_version=said.pop("version"),
            **said,
        )
        return self.get(request, public_id)


class MoveView(APIView):
    """One move of one's own enrolment: `move` is the service that does it."""

    move: Callable[..., Enrolment] | None = None

    @extend_schema(request=None, responses=EnrolmentSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        assert self.move is not None
        self.move(
            enrolment_id=own_enrolment(request, public_id).pk,
            by=login_of(request),
            now=timezone.now(),
        )
        return Response(EnrolmentSerializer(own_enrolment(request, public_id)).data)
