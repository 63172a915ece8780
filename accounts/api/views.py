"""The login's token, places to choose from, and everything somebody may read and change about themselves."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authtoken.models import Token
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_204_NO_CONTENT
from rest_framework.views import APIView

from accounts import services
from accounts.api.access import login_of, own_person
from accounts.api.serializers import (
    ConsentSerializer,
    DisclosuresSerializer,
    InterestsSerializer,
    LanguagesSerializer,
    PersonChangeSerializer,
    PersonSerializer,
    PlaceChangeSerializer,
    PostalPlaceSerializer,
    ProfileChangeSerializer,
    ProfileSerializer,
    TokenSerializer,
)
from accounts.exports import export_of
from accounts.places.geocoder import BelgianGeocoder
from accounts.selectors import disclosure_choices
from core.api.serializers import read
from core.text import one_line

TYPED_LIMIT = 200


class TokenView(APIView):
    """The token of a login, for programs. It stays the same until it is deleted."""

    @extend_schema(request=None, responses=TokenSerializer)
    def post(self, request: Request) -> Response:
        token, _created = Token.objects.get_or_create(user=login_of(request))
        return Response(TokenSerializer({"token": token.key}).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        Token.objects.filter(user=login_of(request)).delete()
        return Response(status=HTTP_204_NO_CONTENT)


class PlacesView(APIView):
    """The places that fit what somebody typed, best first. Their points are not told."""

    permission_classes = [AllowAny]
    throttle_scope = "heavy"

    @extend_schema(
        parameters=[OpenApiParameter("q", str, required=True)],
        responses=PostalPlaceSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        typed = one_line(request.query_params.get("q", ""))[:TYPED_LIMIT]
        found = BelgianGeocoder().geocode(typed, exactly_one=False)
        return Response(PostalPlaceSerializer([each.raw for each in found], many=True).data)


class MeView(APIView):
    @extend_schema(responses=PersonSerializer)
    def get(self, request: Request) -> Response:
        return _told(request)

    @extend_schema(request=PersonChangeSerializer, responses=PersonSerializer)
    def patch(self, request: Request) -> Response:
        said = read(PersonChangeSerializer, request)
        services.change_person(**_who(request), expected_version=said.pop("version"), **said)
        return _told(request)


class MyPlaceView(APIView):
    @extend_schema(request=PlaceChangeSerializer, responses=PersonSerializer)
    def put(self, request: Request) -> Response:
        said = read(PlaceChangeSerializer, request)
        services.change_place(
            person=own_person(request),
            typed=said["place"],
            address=said.get("address"),
            by=login_of(request),
            now=timezone.now(),
        )
        return _told(request)


class MyLanguagesView(APIView):
    @extend_schema(request=LanguagesSerializer, responses=PersonSerializer)
    def put(self, request: Request) -> Response:
        said = read(LanguagesSerializer, request)
        services.change_languages(
            **_who(request), levels=said["languages"], expected_version=said.get("version")
        )
        return _told(request)


class MyInterestsView(APIView):
    @extend_schema(request=InterestsSerializer, responses=PersonSerializer)
    def put(self, request: Request) -> Response:
        said = read(InterestsSerializer, request)
        services.change_interests(
            **_who(request), attitudes=said["interests"], expected_version=said.get("version")
        )
        return _told(request)


class MyProfileView(APIView):
    @extend_schema(responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        return Response(ProfileSerializer(own_person(request).profile).data)

    @extend_schema(request=ProfileChangeSerializer, responses=ProfileSerializer)
    def patch(self, request: Request) -> Response:
        said = read(ProfileChangeSerializer, request)
        services.change_profile(**_who(request), expected_version=said.pop("version"), **said)
        return self.get(request)


class MyDisclosuresView(APIView):
    @extend_schema(responses=DisclosuresSerializer)
    def get(self, request: Request) -> Response:
        return Response(disclosure_choices(person=own_person(request)))

    @extend_schema(request=DisclosuresSerializer, responses=DisclosuresSerializer)
    def patch(self, request: Request) -> Response:
        services.change_disclosures(
            person=own_person(request),
            choices=read(DisclosuresSerializer, request),
            by=login_of(request),
            now=timezone.now(),
        )
        return self.get(request)


class MyConsentsView(APIView):
    @extend_schema(request=ConsentSerializer, responses={201: ConsentSerializer})
    def post(self, request: Request) -> Response:
        purpose = read(ConsentSerializer, request)["purpose"]
        services.give_consent(
            person=own_person(request),
            purpose=purpose,
            how="api",
            by=login_of(request),
            now=timezone.now(),
        )
        return Response({"purpose": purpose}, status=201)


class MyConsentView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, purpose: str) -> Response:
        """Take a consent back: from then on nobody is proposed."""
        services.withdraw_consent(
            person=own_person(request), purpose=purpose, by=login_of(request), now=timezone.now()
        )
        return Response(status=HTTP_204_NO_CONTENT)


class MyExportView(APIView):
    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Everything that is known about somebody, to take along."""
        return Response(export_of(own_person(request)))


def _who(request: Request) -> dict[str, Any]:
    return {
        "person_id": own_person(request).pk,
        "by": login_of(request),
        "now": timezone.now(),
    }


def _told(request: Request) -> Response:
    return Response(PersonSerializer(own_person(request)).data)
