"""How somebody wants to hear from us, for a program of theirs."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.api.serializers import read
from notifications import services
from notifications.api.serializers import ChoicesInput, ChoicesSerializer, PauseInput, shown
from notifications.chosen import chosen_by, reader_of_login


class MyChoicesView(APIView):
    @extend_schema(responses=ChoicesSerializer)
    def get(self, request: Request) -> Response:
        """By which ways one hears about what, and when."""
        return _told(request)

    @extend_schema(request=ChoicesInput, responses=ChoicesSerializer)
    def put(self, request: Request) -> Response:
        """Messages that somebody needs come anyhow, by the first way that reaches them."""
        said = read(ChoicesInput, request)
        chosen = {
            (topic, channel): wanted
            for topic, by_channel in said.pop("chosen", {}).items()
            for channel, wanted in by_channel.items()
        }
        services.set_choices(chosen=chosen, **said, **_who(request))
        return _told(request)


class MyPauseView(APIView):
    @extend_schema(request=PauseInput, responses=ChoicesSerializer)
    def put(self, request: Request) -> Response:
        """Nothing that can wait is sent until then."""
        services.pause(until=read(PauseInput, request)["until"], **_who(request))
        return _told(request)

    @extend_schema(responses=ChoicesSerializer)
    def delete(self, request: Request) -> Response:
        """End the pause: what waited goes out."""
        services.end_pause(**_who(request))
        return _told(request)


def _who(request: Request) -> dict[str, Any]:
    login = login_of(request)
    return {"reader": reader_of_login(login), "by": login, "now": timezone.now()}


def _told(request: Request) -> Response:
    stands = chosen_by(reader_of_login(login_of(request)))
    return Response(ChoicesSerializer(shown(stands)).data)
