"""The first talk, who takes care of whom, and what happened with somebody."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from accounts.api.access import login_of
from accounts.api.proxies import ProxyInput, ProxySerializer
from accounts.models import User
from accounts.selectors import list_proxies
from accounts.services import name_proxy
from core.api.serializers import Input, Text, read
from core.errors import NotFoundHere
from core.models import Event
from organisations import services
from organisations.api.access import InTeam, TeamView
from organisations.api.serializers import EnrolmentFileSerializer, TeamEnrolmentSerializer
from organisations.api.team import enrolment_file, who_and_what
from organisations.desk_selectors import day_of_team, list_team, planned_talk, workload
from organisations.errors import NotInTheTeam
from organisations.happenings import HAPPENINGS
from organisations.models import Enrolment, Talk
from organisations.models.talks import TalkWay
from organisations.selectors import NOBODY, get_enrolment, list_events
from organisations.states import TalkState

MOST_OF_A_DAY = 50


class FirstTalkSerializer(serializers.Serializer[Talk]):
    state = serializers.ChoiceField(TalkState.choices)
    at = serializers.DateTimeField()
    way = serializers.ChoiceField(TalkWay.choices)
    place = serializers.SerializerMethodField()
    with_user = serializers.EmailField(source="with_user.email", default=None, allow_null=True)
    version = serializers.IntegerField()

    def get_place(self, talk: Talk) -> str:
        return talk.place or ""


class FirstTalkInput(Input):
    version = serializers.IntegerField(help_text="Of the planned talk that was read; 0: none.")
    at = serializers.DateTimeField()
    way = serializers.ChoiceField(TalkWay.choices)
    place = Text(required=False, help_text="Needed but by phone: an address, or the link.")
    with_user = serializers.EmailField(required=False, help_text="Of your team; left out: you.")


class DecisionInput(Input):
    note = Text(required=False, help_text="Why, for the team.")


class CoordinatorInput(Input):
    coordinator = serializers.EmailField(allow_null=True, help_text="Of your team; null: nobody.")
    instead_of = serializers.EmailField(
        required=False,
        allow_null=True,
        help_text="Who took care when you read it; refused when that changed meanwhile.",
    )


class LoadSerializer(serializers.Serializer[Any]):
    coordinator = serializers.EmailField(source="user.email", default=None, allow_null=True)
    total = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="State → people.")


class HappeningSerializer(serializers.Serializer[Event]):
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    text = serializers.SerializerMethodField()
    by = serializers.EmailField(source="by.email", default=None, allow_null=True)

    def get_text(self, event: Event) -> str:
        return str(HAPPENINGS[event.kind])


class TeamTalkView(TeamView):
    @extend_schema(responses=FirstTalkSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The first talk that is planned. 404 when there is none."""
        return Response(_planned(get_enrolment(public_id=public_id, by=login_of(request))))

    @extend_schema(request=FirstTalkInput, responses=FirstTalkSerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """Plan it, or choose another moment; the person is told."""
        said = read(FirstTalkInput, request)
        colleague = said.pop("with_user", None)
        services.plan_talk(
            **who_and_what(request, public_id),
            with_user=_colleague(request, colleague, "with_user") if colleague else None,
            expected_version=said.pop("version"),
            **said,
        )
        return self.get(request, public_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """It will not take place; the person is told."""
        services.cancel_talk(**who_and_what(request, public_id))
        return Response(status=HTTP_204_NO_CONTENT)


def _planned(enrolment: Enrolment) -> Any:
    talk = planned_talk(enrolment=enrolment)
    if talk is None:
        raise NotFoundHere
    return FirstTalkSerializer(talk).data


def _colleague(request: Request, email: str, field: str) -> User:
    user = list_team(by=login_of(request)).filter(email=email.lower()).first()
    if user is None:
        raise NotInTheTeam(field=field)
    return user


class TeamTalkMissedView(TeamView):
    @extend_schema(request=None, responses=EnrolmentFileSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """The person did not come, or could not be reached."""
        services.miss_talk(**who_and_what(request, public_id))
        return Response(enrolment_file(request, public_id))


class TeamDecisionView(TeamView):
    """What came of getting to know somebody: `move` is the service that does it."""

    move: Callable[..., Enrolment] | None = None

    @extend_schema(request=DecisionInput, responses=EnrolmentFileSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        assert self.move is not None
        self.move(**who_and_what(request, public_id), **read(DecisionInput, request))
        return Response(enrolment_file(request, public_id))


class TeamCoordinatorView(TeamView):
    @extend_schema(request=CoordinatorInput, responses=EnrolmentFileSerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """Take over, hand over, or let go."""
        said = read(CoordinatorInput, request)
        wanted, before = said["coordinator"], said.get("instead_of")
        services.assign_coordinator(
            **who_and_what(request, public_id),
            coordinator=_colleague(request, wanted, "coordinator") if wanted else None,
            instead_of=User.objects.filter(email=before.lower()).first() if before else None,
            is_checked="instead_of" in said,
        )
        return Response(enrolment_file(request, public_id))


class TeamWorkloadView(TeamView):
    @extend_schema(responses=LoadSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Who of the team takes care of how many, most first; null is nobody in particular."""
        return Response(LoadSerializer(workload(by=login_of(request)), many=True).data)


class TalkOfSomebodySerializer(FirstTalkSerializer):
    """A talk, with whose it is."""

    enrolment = TeamEnrolmentSerializer()


class DayOfTeamSerializer(serializers.Serializer[Any]):
    """What is due, late and worrying; of each list the first that are due."""

    talks_today = TalkOfSomebodySerializer(many=True)
    talks_past = TalkOfSomebodySerializer(many=True, help_text="Nobody said what came of it.")
    without_answer = TeamEnrolmentSerializer(many=True)
    without_talk = TeamEnrolmentSerializer(many=True)
    missed = TeamEnrolmentSerializer(many=True)


class TeamDayView(TeamView):
    @extend_schema(
        parameters=[
            OpenApiParameter(
                "coordinator", str, description="E-mail address of a colleague, or nobody."
            )
        ],
        responses=DayOfTeamSerializer,
    )
    def get(self, request: Request) -> Response:
        """The desk of a day, of everybody or of one colleague."""
        told = day_of_team(
            by=login_of(request), now=timezone.now(), who=_whose(request), at_most=MOST_OF_A_DAY
        )
        return Response(DayOfTeamSerializer(told).data)


def _whose(request: Request) -> str:
    asked = request.query_params.get("coordinator", "")
    if asked in ("", NOBODY):
        return asked
    return str(_colleague(request, asked, "coordinator").pk)


class TeamTimelineView(ListAPIView[Event]):
    """What happened with somebody, newest first."""

    permission_classes = [InTeam]
    serializer_class = HappeningSerializer

    def get_queryset(self) -> QuerySet[Event]:
        if getattr(self, "swagger_fake_view", False):
            return Event.objects.none()
        by = login_of(self.request)
        return list_events(enrolment=get_enrolment(public_id=self.kwargs["public_id"], by=by))


class TeamProxiesView(TeamView):
    @extend_schema(responses=ProxySerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Who may fill in for this person."""
        person = get_enrolment(public_id=public_id, by=login_of(request)).person
        rows = list_proxies(person=person, on=timezone.localdate())
        return Response(ProxySerializer(rows, many=True).data)

    @extend_schema(request=ProxyInput, responses={201: ProxySerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Noted by the team, with the person. They see it and can end it."""
        by = login_of(request)
        named = name_proxy(
            person=get_enrolment(public_id=public_id, by=by).person,
            by=by,
            now=timezone.now(),
            **read(ProxyInput, request),
        )
        return Response(ProxySerializer(named).data, status=HTTP_201_CREATED)
