"""Waiting: where it stands, whether we look further, and whom the team speaks to."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.api.serializers import read
from groups.models.agreements import Way
from organisations.api.access import InTeam, TeamView, own_enrolment
from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.selectors import get_enrolment, get_programme
from waitlist import services
from waitlist.api.filters import ToSpeakToFilter
from waitlist.api.serializers import (
    ContactInput,
    ContactSerializer,
    SideForecastSerializer,
    StillInput,
    TeamStillInput,
    ToSpeakToSerializer,
    WaitingSerializer,
)
from waitlist.forecast_words import band_in_words, standing_of
from waitlist.selectors import (
    get_waiting,
    latest_sign,
    list_contacts,
    list_to_speak_to,
    steps_of,
)
from waitlist.survival import band

MOST = 50


class OwnWaitingView(APIView):
    @extend_schema(responses=WaitingSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Where it stands for oneself: a forecast, what there is meanwhile, and what was asked last."""
        return _told(own_enrolment(request, public_id))


class OwnStillView(APIView):
    @extend_schema(request=StillInput, responses=WaitingSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Answer the newest sign of life: look further, a break, or stop. Nobody asks why."""
        enrolment = own_enrolment(request, public_id)
        services.answer_latest(
            enrolment_id=enrolment.pk,
            by=login_of(request),
            now=timezone.now(),
            way=Way.API,
            **read(StillInput, request),
        )
        return _told(enrolment)


class ToSpeakToView(ListAPIView[Enrolment]):
    """Who waits and was not spoken to for long, or left our mails without an answer; these first."""

    permission_classes = [InTeam]
    serializer_class = ToSpeakToSerializer
    filterset_class = ToSpeakToFilter

    def get_queryset(self) -> Any:
        return list_to_speak_to(by=self.request.user, now=timezone.now())

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset.narrowed(super().filter_queryset)


class ContactsView(TeamView):
    @extend_schema(
        operation_id="team_enrolments_contacts_list", responses=ContactSerializer(many=True)
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """The talks with one person, newest first; at most 50."""
        enrolment = get_enrolment(public_id=public_id, by=login_of(request))
        return Response(
            ContactSerializer(list_contacts(enrolment=enrolment)[:MOST], many=True).data
        )

    @extend_schema(request=ContactInput, responses={201: ContactSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody of the team spoke to this person, who then leaves the list for the weeks of the programme."""
        contact = services.note_contact(**_who(request, public_id), **read(ContactInput, request))
        return Response(ContactSerializer(contact).data, status=HTTP_201_CREATED)


class TeamWaitingView(TeamView):
    @extend_schema(responses=WaitingSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Where it stands for one person, as they read it themselves."""
        return _told(get_enrolment(public_id=public_id, by=login_of(request)))


class TeamStillView(TeamView):
    @extend_schema(request=TeamStillInput, responses=WaitingSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """What somebody said by phone; it is noted as a talk too."""
        said = read(TeamStillInput, request)
        services.answer_latest(**_who(request, public_id), way=Way.COORDINATOR, **said)
        return _told(get_enrolment(public_id=public_id, by=login_of(request)))


class ForecastView(TeamView):
    @extend_schema(
        operation_id="team_programmes_forecast", responses=SideForecastSerializer(many=True)
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """How long people of each side waited who began in the last year; never from few people."""
        programme = get_programme(public_id=public_id, by=login_of(request))
        rows = [_forecast(programme.pk, side) for side in Side]
        return Response(SideForecastSerializer(rows, many=True).data)


def _forecast(programme_id: int, side: Side) -> dict[str, Any]:
    known = band(steps_of(programme_id=programme_id, side=side, now=timezone.now()))
    return {"side": side, "band": known, "in_words": band_in_words(known)}


def _who(request: Request, public_id: UUID) -> dict[str, Any]:
    by = login_of(request)
    return {
        "enrolment_id": get_enrolment(public_id=public_id, by=by).pk,
        "by": by,
        "now": timezone.now(),
    }


def _told(enrolment: Enrolment) -> Response:
    waiting = get_waiting(enrolment_id=enrolment.pk)
    language = translation.get_language() or settings.LANGUAGE_CODE
    standing = waiting and standing_of(waiting, now=timezone.now(), language=language)
    told = {"standing": standing, "asked": latest_sign(enrolment=enrolment)}
    return Response(WaitingSerializer(told).data)
