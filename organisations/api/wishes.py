"""What somebody waits for or leads: their own, or written down by the team for who phones."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.api.serializers import read
from core.errors import NotFoundHere
from organisations import services
from organisations.api.access import InTeam
from organisations.api.theme_serializers import (
    GroupWishSerializer,
    IdeaInput,
    LedThemesInput,
    OwnIdeaSerializer,
)
from organisations.api.wish_serializers import WishInput, wish_from
from organisations.models import Enrolment, Theme
from organisations.selectors import get_enrolment
from organisations.support import FORMS_GROUPS
from organisations.theme_selectors import (
    get_own_enrolment_for_groups,
    list_led_themes,
    list_themes,
)


class _OfWishes(APIView):
    def found(self, request: Request, public_id: UUID) -> Enrolment:
        """Whose wish it is. Raises NotFoundHere."""
        return get_own_enrolment_for_groups(public_id=public_id, by=login_of(request))

    def told(self, request: Request, public_id: UUID) -> Response:
        enrolment = self.found(request, public_id)
        told = {
            "enrolment": enrolment,
            "themes": list_themes(programme=enrolment.programme),
            "wish": getattr(enrolment, "wish", None),
            "leads": list_led_themes(enrolment=enrolment),
        }
        return Response(GroupWishSerializer(told).data)


class OwnWishView(_OfWishes):
    @extend_schema(operation_id="enrolments_wish", responses=GroupWishSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What you wait for or lead, and the themes to choose from."""
        return self.told(request, public_id)

    @extend_schema(request=WishInput, responses=GroupWishSerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """Who looks for a group chooses a theme; another theme keeps the day that they wait since."""
        enrolment = self.found(request, public_id)
        wish = wish_from(read(WishInput, request), enrolment.programme) or {}
        services.save_wish(enrolment_id=enrolment.pk, **_who(request), **wish)
        return self.told(request, public_id)


class OwnLedThemesView(_OfWishes):
    @extend_schema(request=LedThemesInput, responses=GroupWishSerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """A volunteer chooses which groups to lead."""
        enrolment = self.found(request, public_id)
        chosen = read(LedThemesInput, request)["themes"]
        services.choose_led_themes(
            enrolment_id=enrolment.pk,
            theme_ids=[_theme(enrolment, each).pk for each in chosen],
            **_who(request),
        )
        return self.told(request, public_id)


class _OfTeam(_OfWishes):
    permission_classes: Any = [InTeam]

    def found(self, request: Request, public_id: UUID) -> Enrolment:
        enrolment = get_enrolment(public_id=public_id, by=login_of(request))
        if enrolment.programme.model_of_support not in FORMS_GROUPS:
            raise NotFoundHere
        return enrolment


class TeamWishView(_OfTeam, OwnWishView):
    @extend_schema(operation_id="team_enrolments_wish", responses=GroupWishSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What somebody waits for or leads. Reading it is noted."""
        by, now = login_of(request), timezone.now()
        services.note_look(enrolments=[self.found(request, public_id)], by=by, now=now)
        return self.told(request, public_id)


class TeamLedThemesView(_OfTeam, OwnLedThemesView):
    """The same, written down by the team."""


class OwnIdeasView(APIView):
    @extend_schema(request=IdeaInput, responses={201: OwnIdeaSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """You would like a group that is not there: your team looks at it and answers you."""
        enrolment = get_own_enrolment_for_groups(public_id=public_id, by=login_of(request))
        said = read(IdeaInput, request)
        idea = services.propose_theme(enrolment_id=enrolment.pk, **_who(request), **said)
        return Response(OwnIdeaSerializer(idea).data, status=HTTP_201_CREATED)


def _theme(enrolment: Enrolment, public_id: UUID) -> Theme:
    """One that can be chosen there. Raises NotFoundHere."""
    rows = list_themes(programme=enrolment.programme)
    theme = rows.filter(public_id=public_id).first()
    if theme is None:
        raise NotFoundHere(field="theme")
    return theme


def _who(request: Request) -> dict[str, Any]:
    return {"by": login_of(request), "now": timezone.now()}
