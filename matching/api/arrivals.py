"""For the team: who fits one person, who would fit if something were otherwise, and two people side by side."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import login_of
from accounts.catalogues import SPOKEN
from matching import services
from matching.api.serializers import CandidateSerializer, EnrolmentNameSerializer
from matching.arrivals import arrivals
from matching.beside import Kind, get_two, put_beside
from matching.selectors import get_arriving
from matching.services.ranking import BENDABLE, FARTHER_KM
from matching.words import to_ask
from organisations.api.access import TeamView
from organisations.services import note_look


class WhatIfQuery(serializers.Serializer[Any]):
    """What is tried out; all may be left away."""

    farther_km = serializers.IntegerField(
        default=0, min_value=0, max_value=FARTHER_KM, help_text="This person travels farther."
    )
    others_farther_km = serializers.IntegerField(
        default=0, min_value=0, max_value=FARTHER_KM, help_text="The others travel farther."
    )
    off = serializers.MultipleChoiceField(
        choices=[str(rule.name).lower() for rule in BENDABLE],
        default=set,
        help_text="Rules to leave away.",
    )
    language = serializers.ChoiceField(
        choices=[item.code for item in SPOKEN],
        default="",
        help_text="This person also speaks this language.",
    )


class WhatIfSerializer(serializers.Serializer[Any]):
    before = serializers.IntegerField(help_text="How many fit now.")
    after = serializers.IntegerField(help_text="How many would fit.")
    candidates = CandidateSerializer(many=True)


class PointSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    is_shared = serializers.BooleanField(help_text="The other says it too, or meets it.")
    clashes = serializers.BooleanField()


class TopicSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField([each.value for each in Kind])
    one = PointSerializer(many=True)
    other = PointSerializer(many=True)


class BesideSerializer(serializers.Serializer[Any]):
    """Two people topic by topic. `score` is null when one of the two cannot be proposed now."""

    one = EnrolmentNameSerializer()
    other = EnrolmentNameSerializer()
    score = serializers.IntegerField(source="fit", allow_null=True)
    distance = serializers.CharField(help_text="A band between areas.")
    travel = serializers.ListField(child=serializers.CharField())
    broken = serializers.CharField(help_text="What stands in the way, in words.")
    may_be_proposed = serializers.BooleanField()
    draft = serializers.UUIDField(source="past.draft_id", allow_null=True)
    before = serializers.ListField(child=serializers.CharField(), source="past.before")
    to_ask = serializers.SerializerMethodField()
    topics = TopicSerializer(many=True)

    def get_to_ask(self, beside: Any) -> list[str]:
        return to_ask(beside.facts)


class CandidatesView(TeamView):
    throttle_scope = "heavy"

    @extend_schema(responses=CandidateSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Who fits this person now, best first; at most 50. Empty when the person cannot be proposed now."""
        enrolment = get_arriving(public_id=public_id, by=login_of(request))
        ranked = services.rank_for(enrolment=enrolment, now=timezone.now())
        rows = arrivals(enrolment=enrolment, candidates=ranked)
        return Response(CandidateSerializer(rows, many=True).data)


class WhatIfView(TeamView):
    throttle_scope = "heavy"

    @extend_schema(
        parameters=[WhatIfQuery], responses=WhatIfSerializer, operation_id="team_enrolments_what_if"
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Who would fit this person if something were otherwise; nothing is saved."""
        query = WhatIfQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        enrolment = get_arriving(public_id=public_id, by=login_of(request))
        bend = services.checked_bend(**query.validated_data)
        bent = services.rank_if(enrolment=enrolment, bend=bend, now=timezone.now())
        told = {
            "before": bent.before,
            "after": bent.after,
            "candidates": arrivals(enrolment=enrolment, candidates=bent.candidates),
        }
        return Response(WhatIfSerializer(told).data)


class BesideView(TeamView):
    throttle_scope = "heavy"

    @extend_schema(
        parameters=[OpenApiParameter("other_id", UUID, OpenApiParameter.PATH)],
        responses=BesideSerializer,
        operation_id="team_enrolments_beside",
    )
    def get(self, request: Request, public_id: UUID, other_id: UUID) -> Response:
        """Two people of one programme, one of each side: what they have in common, what differs, what is still to ask."""
        by, now = login_of(request), timezone.now()
        one, other = get_two(one_id=public_id, other_id=other_id, by=by)
        note_look(enrolments=(one, other), by=by, now=now)
        return Response(BesideSerializer(put_beside(one=one, other=other, now=now)).data)
