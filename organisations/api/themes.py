"""For the team: the themes of a programme, the rooms of an organisation, and ideas for groups."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from accounts.api.access import login_of
from core.api.serializers import read
from core.errors import NotFoundHere
from organisations import services
from organisations.api.access import InTeam, TeamView, team_organisation
from organisations.api.theme_serializers import (
    AcceptIdeaInput,
    IdeaSerializer,
    MeetingPlaceChangeInput,
    MeetingPlaceInput,
    MeetingPlaceSerializer,
    ThemeChangeInput,
    ThemeInput,
    ThemeRowSerializer,
    ThemeSerializer,
)
from organisations.models import MeetingPlace, Programme, Theme, ThemeIdea
from organisations.selectors import get_programme
from organisations.support import FORMS_GROUPS
from organisations.theme_selectors import (
    get_idea,
    get_meeting_place,
    get_theme,
    list_meeting_places,
    list_open_ideas,
    list_themes,
)


def group_programme(request: Request, public_id: UUID) -> Programme:
    """Raises NotFoundHere for a programme that forms no groups, too."""
    programme = get_programme(public_id=public_id, by=login_of(request))
    if programme.model_of_support not in FORMS_GROUPS:
        raise NotFoundHere
    return programme


def _who(request: Request) -> dict[str, Any]:
    return {"by": login_of(request), "now": timezone.now()}


class ThemesView(ListAPIView[Theme]):
    """The themes of a programme that can be chosen, with how many wait for each."""

    permission_classes = [InTeam]
    serializer_class = ThemeRowSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Theme]:
        if getattr(self, "swagger_fake_view", False):
            return Theme.objects.none()
        return list_themes(programme=group_programme(self.request, self.kwargs["public_id"]))

    @extend_schema(request=ThemeInput, responses={201: ThemeSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """A new theme; it has a name in at least one language."""
        programme = group_programme(request, public_id)
        said = read(ThemeInput, request)
        theme = services.add_theme(programme_id=programme.pk, **_who(request), **said)
        return Response(ThemeSerializer(theme).data, status=HTTP_201_CREATED)


class ThemeView(TeamView):
    @extend_schema(operation_id="team_themes_retrieve", responses=ThemeSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        theme = get_theme(public_id=public_id, by=login_of(request))
        return Response(ThemeSerializer(theme).data)

    @extend_schema(request=ThemeChangeInput, responses=ThemeSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change what is named. Refused when somebody else changed it since `version` was read."""
        theme = get_theme(public_id=public_id, by=login_of(request))
        said = read(ThemeChangeInput, request)
        changed = services.change_theme(
            theme_id=theme.pk, expected_version=said.pop("version"), **_who(request), **said
        )
        return Response(ThemeSerializer(changed).data)


class ThemeEndView(TeamView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Nobody can choose it any more; its groups go on."""
        theme = get_theme(public_id=public_id, by=login_of(request))
        services.end_theme(theme_id=theme.pk, **_who(request))
        return Response(status=HTTP_204_NO_CONTENT)


class MeetingPlacesView(ListAPIView[MeetingPlace]):
    """The rooms where groups of an organisation meet."""

    permission_classes = [InTeam]
    serializer_class = MeetingPlaceSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[MeetingPlace]:
        if getattr(self, "swagger_fake_view", False):
            return MeetingPlace.objects.none()
        organisation = team_organisation(self.request, self.kwargs["public_id"])
        return list_meeting_places(organisation_id=organisation.pk)

    @extend_schema(request=MeetingPlaceInput, responses={201: MeetingPlaceSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        organisation = team_organisation(request, public_id)
        said = read(MeetingPlaceInput, request)
        place = services.add_meeting_place(organisation=organisation, **_who(request), **said)
        return Response(MeetingPlaceSerializer(place).data, status=HTTP_201_CREATED)


class MeetingPlaceView(TeamView):
    @extend_schema(operation_id="team_places_retrieve", responses=MeetingPlaceSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return self._told(request, public_id)

    @extend_schema(request=MeetingPlaceChangeInput, responses=MeetingPlaceSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change what is named. Refused when somebody else changed it since `version` was read."""
        place = get_meeting_place(public_id=public_id, by=login_of(request))
        said = read(MeetingPlaceChangeInput, request)
        services.change_meeting_place(
            place_id=place.pk, expected_version=said.pop("version"), **_who(request), **said
        )
        return self._told(request, public_id)

    def _told(self, request: Request, public_id: UUID) -> Response:
        place = get_meeting_place(public_id=public_id, by=login_of(request))
        return Response(MeetingPlaceSerializer(place).data)


class MeetingPlaceEndView(TeamView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, public_id: UUID) -> Response:
        """No new group meets there."""
        place = get_meeting_place(public_id=public_id, by=login_of(request))
        services.end_meeting_place(place_id=place.pk, **_who(request))
        return Response(status=HTTP_204_NO_CONTENT)


class IdeasView(ListAPIView[ThemeIdea]):
    """What people of a programme would like a group about, and nobody answered yet; the oldest first."""

    permission_classes = [InTeam]
    serializer_class = IdeaSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[ThemeIdea]:
        if getattr(self, "swagger_fake_view", False):
            return ThemeIdea.objects.none()
        programme = group_programme(self.request, self.kwargs["public_id"])
        rows = list_open_ideas(programme=programme)
        return rows.select_related("enrolment__person__place__postal", "theme")


class IdeaAcceptView(TeamView):
    @extend_schema(request=AcceptIdeaInput, responses=IdeaSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """There will be groups of it. Who proposed it hears so, and people nearby."""
        by = login_of(request)
        idea = get_idea(public_id=public_id, by=by)
        names = read(AcceptIdeaInput, request)
        chosen = names.pop("theme")
        theme_id = get_theme(public_id=chosen, by=by).pk if chosen else None
        idea = services.accept_idea(
            idea_id=idea.pk, theme_id=theme_id, names=names, **_who(request)
        )
        return Response(IdeaSerializer(idea).data)


class IdeaDeclineView(TeamView):
    @extend_schema(request=None, responses=IdeaSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Not here, or not now; who proposed it hears so in kind words."""
        idea = get_idea(public_id=public_id, by=login_of(request))
        idea = services.decline_idea(idea_id=idea.pk, **_who(request))
        return Response(IdeaSerializer(idea).data)
