"""For the team: another partner for one of the two of a draft, with its cost before it is done."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from accounts.api.access import login_of
from core.api.serializers import Input, Text, read
from matching import services
from matching.api.serializers import EnrolmentNameSerializer, FitSerializer
from matching.api.team_serializers import ProposalDetailSerializer
from matching.models import Proposal
from matching.selectors import get_proposal
from organisations.api.access import TeamView
from organisations.models.enrolments import Side
from organisations.selectors import get_enrolment


class CandidateOfSwapSerializer(FitSerializer):
    enrolment = EnrolmentNameSerializer()


class OptionSerializer(serializers.Serializer[Any]):
    """Another partner. `falls_away` is the draft that this person has no place for any more, `left` its other person, `back` the fit
    of the draft that this person and the freed one would get (null: none). `cost` is what the board loses in fit."""

    candidate = CandidateOfSwapSerializer()
    falls_away = serializers.UUIDField(source="falls_away.public_id", default=None, allow_null=True)
    left = EnrolmentNameSerializer(allow_null=True)
    back = serializers.IntegerField(allow_null=True)
    cost = serializers.IntegerField()
    seen = serializers.CharField(help_text="To be sent with the swap.")


class FreeSerializer(serializers.Serializer[Any]):
    enrolment = EnrolmentNameSerializer()
    score = serializers.IntegerField()


class SwapSerializer(serializers.Serializer[Any]):
    kept = EnrolmentNameSerializer()
    freed = EnrolmentNameSerializer()
    freed_fits = FreeSerializer(
        allow_null=True, help_text="Who fits the freed person best of those without a draft."
    )
    options = OptionSerializer(many=True)


class SwapInput(Input):
    keep = serializers.ChoiceField(Side.choices)
    other = serializers.UUIDField(help_text="The enrolment of the new partner.")
    seen = Text(help_text="`seen` of the option that was read.")


class SwappedSerializer(serializers.Serializer[Any]):
    proposal = ProposalDetailSerializer()
    back = ProposalDetailSerializer(allow_null=True)


class SwapView(TeamView):
    throttle_scope = "heavy"

    @extend_schema(
        operation_id="team_proposals_swap_options",
        parameters=[OpenApiParameter("keep", enum=Side.values, default=Side.SEEKER.value)],
        responses=SwapSerializer,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Whom one of the two could be proposed with instead, and what that costs."""
        by = login_of(request)
        swap = services.preview_swap(
            proposal=get_proposal(public_id=public_id, by=by),
            keep=request.query_params.get("keep", Side.SEEKER),
            by=by,
            now=timezone.now(),
        )
        return Response(SwapSerializer(swap).data)

    @extend_schema(request=SwapInput, responses={201: SwappedSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Do it, in one piece. Refused with `changed_meanwhile` when it is not what was read any more."""
        by = login_of(request)
        proposal = get_proposal(public_id=public_id, by=by)
        said = read(SwapInput, request)
        done = services.swap_partner(
            proposal_id=proposal.pk,
            keep=said["keep"],
            other_id=get_enrolment(public_id=said["other"], by=by).pk,
            seen=said["seen"],
            by=by,
            now=timezone.now(),
        )
        told = {"proposal": _again(done.new, by), "back": done.back and _again(done.back, by)}
        return Response(SwappedSerializer(told).data, status=HTTP_201_CREATED)


def _again(proposal: Proposal, by: Any) -> Proposal:
    return get_proposal(public_id=proposal.public_id, by=by)
