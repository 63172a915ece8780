"""Groups of peers: for their people, who leads them and the team at the same address; each reads and does what is theirs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.api.serializers import read
from core.errors import NotFoundHere
from groups import services
from groups.api.filters import PairFilter
from groups.api.peer_serializers import (
    GroupFiguresSerializer,
    GroupRowSerializer,
    GroupSerializer,
    LeaveInput,
    MergeGroupsInput,
    OwnWaitSerializer,
    SplitGroupInput,
    TeamGroupRowSerializer,
    TextsInput,
    WaitInput,
    YesInput,
)
from groups.figures import group_figures
from groups.models import Group, Seat, Wait
from groups.peer_cards import group_card
from groups.peer_selectors import (
    SeenGroup,
    get_wait,
    list_own_groups,
    list_own_offers,
    list_team_groups,
    see_group,
)
from organisations.api.access import InTeam, TeamView
from organisations.models import Enrolment
from organisations.selectors import get_programme


def seen_by(request: Request, public_id: UUID) -> SeenGroup:
    return see_group(public_id=public_id, by=login_of(request))


def speaks(request: Request, seen: SeenGroup) -> dict[str, Any]:
    return seen.speaks(login_of(request), "api") | {"now": timezone.now()}


def told(request: Request, public_id: UUID, *, status: int = 200) -> Response:
    card = group_card(seen_by(request, public_id), now=timezone.now())
    return Response(GroupSerializer(card).data, status=status)


def named(seen: SeenGroup, person: UUID | None) -> Seat:
    """One's own seat, or for the team and who leads that of the person named. Raises NotFoundHere."""
    for seat in seen.members:
        if seat.enrolment.public_id == person:
            return seat
    raise NotFoundHere(field="person")


class OwnGroupsView(GenericAPIView[Group]):
    """The groups of peers that somebody is in or leads, newest first."""

    serializer_class = GroupRowSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Group]:
        return list_own_groups(user=login_of(self.request), now=timezone.now())

    @extend_schema(operation_id="groups_list", responses=GroupRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(GroupRowSerializer(rows, many=True).data)


class TeamGroupsView(ListAPIView[Group]):
    """The groups of peers in one's organisations, newest first."""

    permission_classes = [InTeam]
    serializer_class = TeamGroupRowSerializer
    filterset_class = PairFilter

    def get_queryset(self) -> QuerySet[Group]:
        return list_team_groups(by=self.request.user)


class GroupView(APIView):
    @extend_schema(responses=GroupSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return told(request, public_id)


class GroupTextsView(APIView):
    @extend_schema(request=TextsInput, responses=GroupSerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """House rules and materials, for who leads and the team; what is left out stays."""
        seen, texts = seen_by(request, public_id), read(TextsInput, request)
        services.change_group_texts(
            group_id=seen.group.pk,
            expected_version=texts.pop("version"),
            texts=texts,
            **speaks(request, seen),
        )
        return told(request, public_id)


class GroupLeaveView(APIView):
    @extend_schema(request=LeaveInput, responses={204: None})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Stop; nobody has to say why."""
        seen, said = seen_by(request, public_id), read(LeaveInput, request)
        about = seen.seat or named(seen, said.get("person"))
        services.leave_group(
            group_id=seen.group.pk,
            about_id=about.pk,
            why=said["why"],
            by=login_of(request),
            way="coordinator" if seen.is_team else "api",
            now=timezone.now(),
        )
        return Response(status=HTTP_204_NO_CONTENT)


class _MoveOn(APIView):
    move: Callable[..., Group]

    @extend_schema(request=None, responses=GroupSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        seen = seen_by(request, public_id)
        type(self).move(group_id=seen.group.pk, **speaks(request, seen))
        return told(request, public_id)


class GroupPauseView(_MoveOn):
    """A break, by who leads or the team."""

    move = services.pause_group


class GroupResumeView(_MoveOn):
    """The group goes on after a break."""

    move = services.resume_group


class GroupRoundOffView(_MoveOn):
    """The group begins to say goodbye: nobody new comes in."""

    move = services.round_off_group


class _OfTeam(TeamView):
    def found(self, request: Request, public_id: UUID) -> SeenGroup:
        seen = seen_by(request, public_id)
        if not seen.is_team:
            raise NotFoundHere
        return seen


class GroupFiguresView(TeamView):
    @extend_schema(responses=GroupFiguresSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """How the groups of a programme did in the last year; small numbers of people are null."""
        programme = get_programme(public_id=public_id, by=login_of(request))
        told = group_figures(programme=programme, now=timezone.now())
        return Response(GroupFiguresSerializer(told).data)


class GroupEndView(_OfTeam):
    @extend_schema(request=None, responses=GroupSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """It ended."""
        seen = self.found(request, public_id)
        services.end_group(group_id=seen.group.pk, by=login_of(request), now=timezone.now())
        return told(request, public_id)


class GroupMergeView(_OfTeam):
    @extend_schema(request=MergeGroupsInput, responses=GroupSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Its members go on in another group, which is answered."""
        seen, said = self.found(request, public_id), read(MergeGroupsInput, request)
        into = seen_by(request, said["into"])
        services.merge_groups(
            group_id=seen.group.pk,
            into_id=into.group.pk,
            by=login_of(request),
            now=timezone.now(),
        )
        return told(request, said["into"])


class GroupSplitView(_OfTeam):
    @extend_schema(request=SplitGroupInput, responses={201: GroupSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """These people go on in a new group with the back-up; the new one is answered."""
        seen, said = self.found(request, public_id), read(SplitGroupInput, request)
        _old, new = services.split_group(
            group_id=seen.group.pk,
            seat_ids=[named(seen, person).pk for person in said["people"]],
            by=login_of(request),
            now=timezone.now(),
        )
        return told(request, new.public_id, status=HTTP_201_CREATED)


class GroupWaitsView(_OfTeam):
    @extend_schema(request=WaitInput, responses={201: GroupSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody waits for a place; when there is one it is offered to them."""
        seen, said = self.found(request, public_id), read(WaitInput, request)
        person = Enrolment.objects.filter(public_id=said["person"]).order_by("pk").first()
        services.wait_for_group(
            group_id=seen.group.pk,
            enrolment_id=person.pk if person else 0,
            goes_first=said["goes_first"],
            by=login_of(request),
            now=timezone.now(),
        )
        return told(request, public_id, status=HTTP_201_CREATED)


class GroupWaitFirstView(_OfTeam):
    @extend_schema(request=None, responses=GroupSerializer)
    def post(self, request: Request, public_id: UUID, other_id: UUID) -> Response:
        """Somebody who waits goes before the others."""
        seen = self.found(request, public_id)
        wait = get_wait(group=seen.group, public_id=other_id)
        services.let_go_first(wait_id=wait.pk, by=login_of(request), now=timezone.now())
        return told(request, public_id)


class GroupWaitOffView(_OfTeam):
    @extend_schema(request=None, responses=GroupSerializer)
    def post(self, request: Request, public_id: UUID, other_id: UUID) -> Response:
        """Somebody does not wait any more, as they told the team."""
        seen = self.found(request, public_id)
        wait = get_wait(group=seen.group, public_id=other_id)
        services.answer_offer(
            wait_id=wait.pk,
            yes=False,
            by=login_of(request),
            way="coordinator",
            now=timezone.now(),
        )
        return told(request, public_id)


class OwnWaitsView(APIView):
    @extend_schema(responses=OwnWaitSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Places in groups that one waits for or that are offered."""
        rows = list_own_offers(user=login_of(request))
        return Response(OwnWaitSerializer(rows, many=True).data)


class OwnWaitView(APIView):
    @extend_schema(request=YesInput, responses=OwnWaitSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take the place, or stop waiting."""
        by = login_of(request)
        own = Wait.objects.filter(enrolment__person__user=by, public_id=public_id)
        wait = own.order_by("pk").first()
        if wait is None:
            raise NotFoundHere
        said = read(YesInput, request)
        wait = services.answer_offer(
            wait_id=wait.pk, yes=said["yes"], by=by, way="api", now=timezone.now()
        )
        return Response(OwnWaitSerializer(wait).data)
