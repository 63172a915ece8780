"""For the team: what the searches propose, and what is done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from accounts.api.access import login_of
from core.api.serializers import read
from matching import services
from matching.api.filters import ProposalFilter
from matching.api.team_serializers import (
    ExclusionSerializer,
    HoldSerializer,
    LockSerializer,
    PairSerializer,
    ProposalDetailSerializer,
    ProposalSerializer,
    RejectSerializer,
    ToldAnswerSerializer,
    side_of,
)
from matching.errors import NotAskedYet
from matching.models import Answer, Proposal
from matching.models.proposals import AnswerWay
from matching.selectors import get_proposal, list_proposals
from organisations.api.access import InTeam, TeamView
from organisations.selectors import get_enrolment


class ProposalsView(ListAPIView[Proposal]):
    """The proposals in one's organisations, the best first."""

    permission_classes = [InTeam]
    serializer_class = ProposalSerializer
    filterset_class = ProposalFilter

    def get_queryset(self) -> QuerySet[Proposal]:
        answers = Prefetch("answers", Answer.objects.order_by("pk"))
        return list_proposals(by=self.request.user).select_related("run").prefetch_related(answers)

    @extend_schema(request=PairSerializer, responses={201: ProposalDetailSerializer})
    def post(self, request: Request) -> Response:
        """A draft made by hand. It is offered when it is approved, or at once with `send`."""
        said, by = read(PairSerializer, request), login_of(request)
        make = services.offer_pair if said["send"] else services.propose_pair
        proposal = make(
            volunteer_id=get_enrolment(public_id=said["volunteer"], by=by).pk,
            seeker_id=get_enrolment(public_id=said["seeker"], by=by).pk,
            by=by,
            now=timezone.now(),
        )
        return _told(request, proposal.public_id, status=HTTP_201_CREATED)


class ProposalView(TeamView):
    @extend_schema(responses=ProposalDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return _told(request, public_id)


class DecideView(TeamView):
    """A decision that needs nothing more: `decide` is the service that does it."""

    decide: Callable[..., Proposal] | None = None

    @extend_schema(request=None, responses=ProposalDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        assert self.decide is not None
        self.decide(**_who(request, public_id))
        return _told(request, public_id)


class HoldView(TeamView):
    @extend_schema(request=HoldSerializer, responses=ProposalDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Keep a draft for later, also over new searches."""
        services.hold_proposal(**_who(request, public_id), **read(HoldSerializer, request))
        return _told(request, public_id)


class LockView(TeamView):
    @extend_schema(request=LockSerializer, responses=ProposalDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Leave a draft as it is in the next search, which plans around it; or release it."""
        services.lock_proposal(**_who(request, public_id), **read(LockSerializer, request))
        return _told(request, public_id)


class RejectView(TeamView):
    @extend_schema(request=RejectSerializer, responses=ProposalDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """These two are not proposed again."""
        reason = read(RejectSerializer, request)["reason"]
        services.reject_proposal(**_who(request, public_id), reason=reason)
        return _told(request, public_id)


class ToldAnswerView(TeamView):
    @extend_schema(request=ToldAnswerSerializer, responses=ProposalDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """What one of the two told the team by phone."""
        said, by = read(ToldAnswerSerializer, request), login_of(request)
        answer = _answer_of(get_proposal(public_id=public_id, by=by), said["person"])
        services.answer_proposal(
            answer_id=answer.pk,
            yes=said["yes"],
            way=AnswerWay.COORDINATOR,
            by=by,
            now=timezone.now(),
        )
        return _told(request, public_id)


class ExclusionsView(TeamView):
    @extend_schema(request=ExclusionSerializer, responses={201: ExclusionSerializer})
    def post(self, request: Request) -> Response:
        """Never propose these two to each other. No reason is asked, and neither learns of it."""
        said, by = read(ExclusionSerializer, request), login_of(request)
        one = get_enrolment(public_id=said["one"], by=by)
        services.exclude_people(
            organisation_id=one.organisation_id,
            one_id=one.person_id,
            other_id=get_enrolment(public_id=said["other"], by=by).person_id,
            by=by,
            now=timezone.now(),
        )
        return Response(said, status=HTTP_201_CREATED)


def _answer_of(proposal: Proposal, side: str) -> Answer:
    """The answer of one of the two. Raises NotAskedYet for a draft."""
    answers = proposal.answers.select_related("proposal").order_by("pk")
    answer = next((each for each in answers if side_of(each) == side), None)
    if answer is None:
        raise NotAskedYet
    return answer


def _who(request: Request, public_id: UUID) -> dict[str, Any]:
    by = login_of(request)
    return {
        "proposal_id": get_proposal(public_id=public_id, by=by).pk,
        "by": by,
        "now": timezone.now(),
    }


def _told(request: Request, public_id: UUID, status: int = 200) -> Response:
    proposal = get_proposal(public_id=public_id, by=login_of(request))
    return Response(ProposalDetailSerializer(proposal).data, status=status)
