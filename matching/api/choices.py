"""A choice of cards: for who looks, and for the team."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.api.serializers import Input, read
from matching import services
from matching.api.serializers import CardSerializer, EnrolmentNameSerializer, QuestionSerializer
from matching.cards import cards_of, cards_of_all
from matching.choice_selectors import (
    card_of,
    get_choice,
    get_own_choice,
    list_choices,
    list_own_choices,
)
from matching.models import Choice
from matching.models.proposals import AnswerWay
from matching.selectors import get_proposal
from matching.states import ChoiceState
from organisations.api.access import InTeam, TeamView


class ChosenSerializer(serializers.Serializer[Any]):
    """A choice as who looks reads it; no cards once it is over."""

    id = serializers.UUIDField(source="choice")
    state = serializers.ChoiceField(ChoiceState.choices)
    is_open = serializers.BooleanField()
    deadline_at = serializers.DateTimeField()
    question = serializers.CharField(help_text="What was asked of the team.")
    text = serializers.CharField(help_text="What the programme says with every proposal.")
    meets_every_weeks = serializers.IntegerField(allow_null=True)
    cards = CardSerializer(many=True)


class ChooseInput(Input):
    card = serializers.UUIDField(help_text="The id of one of the cards.")


class ToldChoiceInput(Input):
    card = serializers.UUIDField(allow_null=True, help_text="null: none of them.")


class OfferChoiceInput(Input):
    proposals = serializers.ListField(
        child=serializers.UUIDField(), help_text="Drafts of one person who looks."
    )


class TeamCardSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    proposal = serializers.UUIDField(source="proposal.public_id")
    volunteer = EnrolmentNameSerializer(source="proposal.volunteer")
    is_chosen = serializers.BooleanField()


class CardChoiceSerializer(serializers.Serializer[Choice]):
    """A choice in the list of the team."""

    id = serializers.UUIDField(source="public_id")
    state = serializers.ChoiceField(ChoiceState.choices)
    seeker = EnrolmentNameSerializer()
    offered_at = serializers.DateTimeField()
    deadline_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    question = serializers.CharField()
    cards = TeamCardSerializer(many=True)


class OwnChoicesView(GenericAPIView[Choice]):
    """What somebody may or might choose, newest first."""

    serializer_class = ChosenSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Choice]:
        return list_own_choices(user=login_of(self.request))

    @extend_schema(operation_id="choices_list", responses=ChosenSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.get_queryset()) or []
        told = cards_of_all(rows, _language())
        return self.get_paginated_response(ChosenSerializer(told, many=True).data)


class OwnChoiceView(APIView):
    @extend_schema(responses=ChosenSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return _own(request, public_id)


class ChooseView(APIView):
    @extend_schema(request=ChooseInput, responses=ChosenSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Choose one: the volunteer is asked, the others never know."""
        choice = get_own_choice(public_id=public_id, user=login_of(request))
        proposal = card_of(choice, read(ChooseInput, request)["card"])
        services.choose_card(proposal_id=proposal.pk, **_mine(request, choice))
        return _own(request, public_id)


class NoneView(APIView):
    @extend_schema(request=None, responses=ChosenSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """None of them. Nobody asks why."""
        choice = get_own_choice(public_id=public_id, user=login_of(request))
        services.refuse_choice(**_mine(request, choice))
        return _own(request, public_id)


class AskView(APIView):
    @extend_schema(request=QuestionSerializer, responses=ChosenSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Ask the team something before choosing."""
        choice = get_own_choice(public_id=public_id, user=login_of(request))
        text = read(QuestionSerializer, request)["text"]
        services.ask_about_choice(text=text, **_mine(request, choice))
        return _own(request, public_id)


class TeamChoicesView(ListAPIView[Choice]):
    """Choices in one's organisations, newest first."""

    permission_classes = [InTeam]
    serializer_class = CardChoiceSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Choice]:
        return list_choices(by=self.request.user)

    @extend_schema(request=OfferChoiceInput, responses={201: CardChoiceSerializer})
    def post(self, request: Request) -> Response:
        """Show drafts of one person to that person, to choose one."""
        said, by = read(OfferChoiceInput, request), login_of(request)
        drafts = [get_proposal(public_id=each, by=by).pk for each in said["proposals"][:_MOST]]
        choice = services.offer_choice(proposal_ids=drafts, by=by, now=timezone.now())
        return _team(request, choice.public_id, status=HTTP_201_CREATED)


class TeamChoiceView(TeamView):
    @extend_schema(responses=CardChoiceSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return _team(request, public_id)


class TeamToldView(TeamView):
    @extend_schema(request=ToldChoiceInput, responses=CardChoiceSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """What somebody told the team by phone: a card, or none of them."""
        by = login_of(request)
        choice = get_choice(public_id=public_id, by=by)
        card = read(ToldChoiceInput, request)["card"]
        who = {**_mine(request, choice), "way": AnswerWay.COORDINATOR}
        if card is None:
            services.refuse_choice(**who)
        else:
            services.choose_card(proposal_id=card_of(choice, card).pk, **who)
        return _team(request, public_id)


class TeamWithdrawView(TeamView):
    @extend_schema(request=None, responses=CardChoiceSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take the cards back; they stand on the board again."""
        by = login_of(request)
        choice = get_choice(public_id=public_id, by=by)
        services.withdraw_choice(choice_id=choice.pk, by=by, now=timezone.now())
        return _team(request, public_id)


_MOST = 20  # more are never possible; the service says how many are


def _mine(request: Request, choice: Choice) -> dict[str, Any]:
    return {
        "choice_id": choice.pk,
        "way": AnswerWay.API,
        "by": login_of(request),
        "now": timezone.now(),
    }


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def _own(request: Request, public_id: UUID) -> Response:
    choice = get_own_choice(public_id=public_id, user=login_of(request))
    return Response(ChosenSerializer(cards_of(choice, _language())).data)


def _team(request: Request, public_id: UUID, status: int = 200) -> Response:
    choice = get_choice(public_id=public_id, by=login_of(request))
    return Response(CardChoiceSerializer(choice).data, status=status)
