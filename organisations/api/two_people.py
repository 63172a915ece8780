"""Of whom a team said that they are two people, and taking that back."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from accounts.api.access import login_of
from core.api.serializers import Input, read
from organisations import services
from organisations.api.access import InTeam, TeamView
from organisations.merge_selectors import get_two
from organisations.models import TwoPeople
from organisations.two_people import list_two_people


class TwoPeopleSerializer(serializers.Serializer[TwoPeople]):
    """`first` and `second` are an enrolment of each of the two."""

    id = serializers.UUIDField(source="public_id")
    first = serializers.UUIDField(source="first_file")
    first_name = serializers.CharField(source="first.name_to_use")
    second = serializers.UUIDField(source="second_file")
    second_name = serializers.CharField(source="second.name_to_use")
    said_at = serializers.DateTimeField()
    said_by = serializers.EmailField(source="said_by.email", default=None, allow_null=True)


class TwoPeopleInput(Input):
    """Enrolments of the two."""

    one = serializers.UUIDField()
    other = serializers.UUIDField()


class TeamTwoPeopleView(ListAPIView[TwoPeople]):
    """Who looks alike and is not the same person, newest first: they are not listed as duplicates."""

    permission_classes = [InTeam]
    serializer_class = TwoPeopleSerializer
    filter_backends = []

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return TwoPeople.objects.none()
        return list_two_people(by=login_of(self.request))

    @extend_schema(request=TwoPeopleInput, responses={201: TwoPeopleSerializer})
    def post(self, request: Request) -> Response:
        """Say that these are two people. Saying it twice is the same as once."""
        said, by = read(TwoPeopleInput, request), login_of(request)
        one, other = get_two(kept=said["one"], other=said["other"], by=by)
        row = services.say_two_people(
            organisation_id=one.organisation_id,
            one_id=one.person_id,
            other_id=other.person_id,
            by=by,
            now=timezone.now(),
        )
        told = list_two_people(by=by).get(pk=row.pk)
        return Response(TwoPeopleSerializer(told).data, status=HTTP_201_CREATED)


class TeamTakenBackView(TeamView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """They may be the same after all, and are offered again."""
        services.take_back_two_people(public_id=public_id, by=login_of(request), now=timezone.now())
        return Response(status=HTTP_204_NO_CONTENT)
