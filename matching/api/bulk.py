"""For the team: one decision about many drafts, what is learnt from rejections, and which areas proposals connect."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import login_of
from core.api.serializers import Input, read
from core.errors import InvalidInput
from matching import services
from matching.areas import lines_between_areas
from matching.learning import learnt
from matching.models.proposals import RejectReason
from matching.services.bulk import ACTIONS
from matching.states import ProposalState
from organisations.api.access import TeamView
from organisations.selectors import get_programme


class DecideManyInput(Input):
    proposals = serializers.ListField(child=serializers.UUIDField(), help_text="At most 50.")
    action = serializers.ChoiceField(ACTIONS)
    reason = serializers.ChoiceField(
        RejectReason.choices, default="", help_text="Needed to reject."
    )
    until = serializers.DateField(
        default=None, allow_null=True, help_text="For a hold; null: back among the others."
    )


class OutcomeSerializer(serializers.Serializer[Any]):
    """What became of one. `code` is empty when it was done."""

    id = serializers.UUIDField(source="public_id")
    is_done = serializers.BooleanField()
    code = serializers.CharField(source="error.code", default="")
    message = serializers.SerializerMethodField()

    def get_message(self, outcome: Any) -> str:
        return str(outcome.error or "")


class CountedSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.IntegerField()


class LearntVersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    rejected = serializers.IntegerField()
    dealt_with = serializers.IntegerField()


class LearntSerializer(serializers.Serializer[Any]):
    """Of the last 365 days."""

    since = serializers.DateTimeField()
    rejected = serializers.IntegerField()
    swapped = serializers.IntegerField(help_text="Drafts that got another partner.")
    reasons = CountedSerializer(many=True)
    differed = CountedSerializer(many=True, help_text="What differed in the rejected pairs.")
    people = CountedSerializer(many=True, help_text="What became of proposals that were sent.")
    versions = serializers.SerializerMethodField()

    @extend_schema_field(LearntVersionSerializer(many=True))
    def get_versions(self, told: Any) -> Any:
        names = ("version", "rejected", "dealt_with")
        rows = [dict(zip(names, row, strict=True)) for row in told.versions]
        return LearntVersionSerializer(rows, many=True).data


class LineSerializer(serializers.Serializer[Any]):
    """How many pairs connect two areas; the points are centres of coarse cells."""

    start = serializers.CharField()
    end = serializers.CharField()
    from_lat = serializers.FloatField()
    from_lon = serializers.FloatField()
    to_lat = serializers.FloatField()
    to_lon = serializers.FloatField()
    count = serializers.IntegerField()
    fit = serializers.IntegerField(help_text="The mean score.")
    distance = serializers.CharField()


class DecideManyView(TeamView):
    throttle_scope = "heavy"

    @extend_schema(request=DecideManyInput, responses=OutcomeSerializer(many=True))
    def post(self, request: Request, public_id: UUID) -> Response:
        """Send, put aside or reject many drafts. Each is decided alone; what became of each is told."""
        by = login_of(request)
        programme = get_programme(public_id=public_id, by=by)
        said = read(DecideManyInput, request)
        outcomes = services.decide_many(
            programme=programme,
            public_ids=said.pop("proposals"),
            by=by,
            now=timezone.now(),
            **said,
        )
        return Response(OutcomeSerializer(outcomes, many=True).data)


class ReasonsView(TeamView):
    @extend_schema(responses=LearntSerializer, operation_id="team_programmes_reasons")
    def get(self, request: Request, public_id: UUID) -> Response:
        """Why the team did not propose, counted over the last year."""
        programme = get_programme(public_id=public_id, by=login_of(request))
        return Response(LearntSerializer(learnt(programme=programme, now=timezone.now())).data)


class AreasView(TeamView):
    @extend_schema(
        operation_id="team_programmes_areas",
        parameters=[OpenApiParameter("state", enum=ProposalState.values, default="draft")],
        responses=LineSerializer(many=True),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Which areas the proposals in a state connect, most pairs first; at most 150 lines."""
        programme = get_programme(public_id=public_id, by=login_of(request))
        state = request.query_params.get("state", ProposalState.DRAFT)
        if state not in ProposalState.values:
            raise InvalidInput(field="state")
        lines = lines_between_areas(programme=programme, state=state)
        return Response(LineSerializer(lines, many=True).data)
