"""Filters kept under a name, and files of the same person."""

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
from accounts.services.merging import CHOSEN
from core.api.serializers import Input, Text, read
from organisations import services
from organisations.api.access import InTeam, TeamView, team_organisation
from organisations.api.serializers import EnrolmentFileSerializer, TeamEnrolmentSerializer
from organisations.api.team import enrolment_file
from organisations.desk_selectors import list_filters
from organisations.duplicate_selectors import list_duplicates
from organisations.merge_selectors import get_two, preview_merge
from organisations.models import SavedFilter


class FilterSerializer(serializers.Serializer[SavedFilter]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    query = serializers.CharField(help_text="As it stands in the address of the list.")
    by = serializers.EmailField(source="user.email")
    organisation = serializers.UUIDField(
        source="organisation.public_id", default=None, allow_null=True
    )


class FilterInput(Input):
    name = Text()
    query = Text()
    organisation = serializers.UUIDField(
        required=False, allow_null=True, help_text="Its team sees it too; left out: only you."
    )


class PairOfFilesSerializer(serializers.Serializer[Any]):
    """Two files that may be of one person: who is known longest first."""

    first = TeamEnrolmentSerializer()
    second = TeamEnrolmentSerializer()


class MergeInput(Input):
    """`kept` and `other` are enrolments of the two people; everything of `other`'s person goes to `kept`'s."""

    kept = serializers.UUIDField()
    other = serializers.UUIDField()
    from_other = serializers.ListField(
        child=serializers.ChoiceField(CHOSEN), required=False, help_text="Taken from the other."
    )


class MergeOrder(MergeInput):
    kept_version = serializers.IntegerField(help_text="Of the person that was read.")
    other_version = serializers.IntegerField()


class ValueSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    kept = serializers.CharField()
    other = serializers.CharField()
    differs = serializers.BooleanField()


class RefusalSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField(source="__str__")


class DoubleSerializer(serializers.Serializer[Any]):
    stays = serializers.UUIDField(source="stays.public_id")
    ends = serializers.UUIDField(source="ends.public_id")
    theme = serializers.UUIDField(
        source="wish.theme.public_id",
        default=None,
        allow_null=True,
        help_text="What they wait for from then on.",
    )
    theme_not_kept = serializers.UUIDField(
        source="other_wish.theme.public_id", default=None, allow_null=True
    )
    waits_since = serializers.DateTimeField(source="wished_since", allow_null=True)


class MergePreviewSerializer(serializers.Serializer[Any]):
    """What merging would do. With refusals it is not done."""

    kept_version = serializers.IntegerField(source="kept.version")
    other_version = serializers.IntegerField(source="other.version")
    values = ValueSerializer(many=True)
    moving = TeamEnrolmentSerializer(many=True)
    doubles = DoubleSerializer(many=True)
    messages = serializers.IntegerField()
    refusals = RefusalSerializer(many=True)


class TeamFiltersView(ListAPIView[SavedFilter]):
    """Filters that you kept, and those that others share with your team."""

    permission_classes = [InTeam]
    serializer_class = FilterSerializer

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return SavedFilter.objects.none()
        return list_filters(by=login_of(self.request))

    @extend_schema(request=FilterInput, responses={201: FilterSerializer})
    def post(self, request: Request) -> Response:
        """Keep filters under a name, over older ones of that name."""
        said = read(FilterInput, request)
        chosen = said.pop("organisation", None)
        saved = services.save_filter(
            by=login_of(request),
            now=timezone.now(),
            organisation=team_organisation(request, chosen, field="organisation")
            if chosen
            else None,
            **said,
        )
        return Response(FilterSerializer(saved).data, status=HTTP_201_CREATED)


class TeamFilterView(TeamView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Forget one of your own."""
        services.remove_filter(public_id=public_id, by=login_of(request))
        return Response(status=HTTP_204_NO_CONTENT)


class TeamDuplicatesView(ListAPIView[Any]):
    """Who may be there twice."""

    permission_classes = [InTeam]
    serializer_class = PairOfFilesSerializer
    filter_backends = []

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return []
        return list_duplicates(by=login_of(self.request))


class TeamMergePreviewView(TeamView):
    @extend_schema(request=MergeInput, responses=MergePreviewSerializer)
    def post(self, request: Request) -> Response:
        """What would stay, move, end or stand in the way. Changes nothing."""
        said = read(MergeInput, request)
        kept, other = get_two(kept=said["kept"], other=said["other"], by=login_of(request))
        return Response(MergePreviewSerializer(preview_merge(kept=kept, other=other)).data)


class TeamMergesView(TeamView):
    @extend_schema(request=MergeOrder, responses=EnrolmentFileSerializer)
    def post(self, request: Request) -> Response:
        """Make two files one. It cannot be undone."""
        said, by = read(MergeOrder, request), login_of(request)
        kept, other = get_two(kept=said["kept"], other=said["other"], by=by)
        services.merge_people(
            kept_id=kept.person_id,
            other_id=other.person_id,
            from_other=said.get("from_other", []),
            versions=(said["kept_version"], said["other_version"]),
            by=by,
            now=timezone.now(),
        )
        return Response(enrolment_file(request, kept.public_id))
