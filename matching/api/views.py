"""For the two people: what is proposed to them, and what they say."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.api.serializers import read
from matching import services
from matching.api.serializers import AnswerInput, CardSerializer, QuestionSerializer
from matching.cards import card_for, cards_for
from matching.models import Answer
from matching.models.proposals import AnswerWay
from matching.selectors import get_own_answer, list_own_answers


class OwnProposalsView(GenericAPIView[Answer]):
    """What somebody was asked, newest first."""

    serializer_class = CardSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Answer]:
        return list_own_answers(user=login_of(self.request))

    @extend_schema(operation_id="proposals_list", responses=CardSerializer(many=True))
    def get(self, request: Request) -> Response:
        answers = self.paginate_queryset(self.get_queryset()) or []
        cards = cards_for(answers, _language())
        return self.get_paginated_response(CardSerializer(cards, many=True).data)


class OwnProposalView(APIView):
    @extend_schema(responses=CardSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return _told(request, public_id)


class OwnAnswerView(APIView):
    @extend_schema(request=AnswerInput, responses=CardSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Say yes or no. The last yes introduces the two; the first no ends it, without a reason."""
        yes, by = read(AnswerInput, request)["yes"], login_of(request)
        services.answer_proposal(
            answer_id=get_own_answer(proposal_id=public_id, user=by).pk,
            yes=yes,
            way=AnswerWay.API,
            by=by,
            now=timezone.now(),
        )
        return _told(request, public_id)


class OwnQuestionView(APIView):
    @extend_schema(request=QuestionSerializer, responses=CardSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Ask the team something before deciding."""
        text, by = read(QuestionSerializer, request)["text"], login_of(request)
        services.ask_question(
            answer_id=get_own_answer(proposal_id=public_id, user=by).pk,
            text=text,
            way=AnswerWay.API,
            by=by,
            now=timezone.now(),
        )
        return _told(request, public_id)


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def _told(request: Request, public_id: UUID) -> Response:
    answer = get_own_answer(proposal_id=public_id, user=login_of(request))
    return Response(CardSerializer(card_for(answer, _language())).data)
