"""Who may fill in for oneself, and filling in for somebody else."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT
from rest_framework.views import APIView

from accounts import services
from accounts.api.access import login_of, own_person
from accounts.api.serializers import ProfileChangeSerializer, ProfileSerializer
from accounts.models import Person
from accounts.models.proxies import May
from accounts.selectors import list_proxies, live_proxies
from accounts.services.proxies import ensure_may_help
from core.api.serializers import Input, Text, read
from core.errors import NotFoundHere


class ProxySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    email = serializers.EmailField()
    may = serializers.ListField(child=serializers.ChoiceField(May.choices))
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class ProxyInput(Input):
    email = Text(help_text="Of who helps: they log in with it.")
    may = serializers.ListField(child=serializers.ChoiceField(May.choices))
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(help_text="Ends by itself after this day; within a year.")


class HelpedSerializer(ProxySerializer):
    """For whom one may fill in."""

    person = serializers.UUIDField(source="person.public_id")
    name_to_use = serializers.CharField(source="person.name_to_use")


class MyProxiesView(APIView):
    @extend_schema(responses=ProxySerializer(many=True))
    def get(self, request: Request) -> Response:
        """Who may fill in for me, now or from a day to come."""
        rows = list_proxies(person=own_person(request), on=timezone.localdate())
        return Response(ProxySerializer(rows, many=True).data)

    @extend_schema(request=ProxyInput, responses={201: ProxySerializer})
    def post(self, request: Request) -> Response:
        """Name somebody; over what was said before of this address."""
        named = services.name_proxy(
            person=own_person(request),
            by=login_of(request),
            now=timezone.now(),
            **read(ProxyInput, request),
        )
        return Response(ProxySerializer(named).data, status=HTTP_201_CREATED)


class MyProxyView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """End it now."""
        proxy = own_person(request).proxies.filter(public_id=public_id).first()
        if proxy is None:
            raise NotFoundHere
        services.end_proxy(proxy=proxy, by=login_of(request), now=timezone.now())
        return Response(status=HTTP_204_NO_CONTENT)


class HelpingView(APIView):
    @extend_schema(responses=HelpedSerializer(many=True))
    def get(self, request: Request) -> Response:
        """For whom I may fill in today, and what."""
        rows = live_proxies(login_of(request), on=timezone.localdate())
        return Response(HelpedSerializer(rows, many=True).data)


class HelpingProfileView(APIView):
    @extend_schema(operation_id="helping_profile", responses=ProfileSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(ProfileSerializer(_helped(request, public_id).profile).data)

    @extend_schema(
        operation_id="helping_profile_change",
        request=ProfileChangeSerializer,
        responses=ProfileSerializer,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Fill in for somebody. Refused when they or somebody else changed it since `version` was read."""
        person = _helped(request, public_id)
        said = read(ProfileChangeSerializer, request)
        services.change_profile(
            person_id=person.pk,
            by=login_of(request),
            now=timezone.now(),
            expected_version=said.pop("version"),
            **said,
        )
        return self.get(request, public_id)


def _helped(request: Request, public_id: UUID) -> Person:
    person = Person.objects.filter(public_id=public_id).first()
    if person is None:
        raise NotFoundHere
    ensure_may_help(
        login_of(request), person_id=person.pk, what=May.PROFILE, on=timezone.localdate()
    )
    return person
