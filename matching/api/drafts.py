"""For the team: draft groups, and what is decided about them. What changes their people stands in `draft_changes`."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from accounts.api.access import login_of
from core.api.serializers import read
from core.errors import NotFoundHere
from matching import services
from matching.api.filters import DraftFilter
from matching.api.forming_serializers import (
    DraftLockInput,
    DraftOpenInput,
    DraftRejectInput,
    DraftSerializer,
    DraftVersionInput,
    ToldGroupInput,
)
from matching.api.serializers import EnrolmentNameSerializer
from matching.group_selectors import (
    get_draft,
    list_drafts,
    list_who_could_come,
    list_who_could_lead,
)
from matching.models import Draft
from matching.models.proposals import AnswerWay
from organisations.api.access import InTeam, TeamView
from organisations.models import Enrolment
from organisations.selectors import get_enrolment
from organisations.theme_selectors import get_meeting_place, get_theme


class DraftsView(ListAPIView[Draft]):
    """The draft groups in one's organisations, by theme."""

    permission_classes = [InTeam]
    serializer_class = DraftSerializer
    filterset_class = DraftFilter

    def get_queryset(self) -> QuerySet[Draft]:
        return list_drafts(by=self.request.user)

    @extend_schema(request=DraftOpenInput, responses={201: DraftSerializer})
    def post(self, request: Request) -> Response:
        """Open a draft for a course or a group by hand; `…/take/` puts people in. How many there is room for says its theme."""
        said, by = read(DraftOpenInput, request), login_of(request)
        who = said.pop("facilitator")
        lead = get_enrolment(public_id=who, by=by).pk if who else None
        draft = services.open_draft(
            theme_id=get_theme(public_id=said.pop("theme"), by=by).pk,
            place=get_meeting_place(public_id=said.pop("place"), by=by),
            facilitator_id=lead,
            by=by,
            now=timezone.now(),
            **said,
        )
        return told(request, draft.public_id, status=HTTP_201_CREATED)


class DraftView(TeamView):
    @extend_schema(operation_id="team_drafts_retrieve", responses=DraftSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return told(request, public_id)


class CouldComeView(ListAPIView[Enrolment]):
    """Who waits for the theme of a draft and is in none; the longest waiting first."""

    permission_classes = [InTeam]
    serializer_class = EnrolmentNameSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Enrolment]:
        if getattr(self, "swagger_fake_view", False):
            return Enrolment.objects.none()
        draft = get_draft(public_id=self.kwargs["public_id"], by=self.request.user)
        return list_who_could_come(draft=draft).select_related("person__place__postal")


class CouldLeadView(ListAPIView[Enrolment]):
    """Volunteers who lead the theme of a draft, or any."""

    permission_classes = [InTeam]
    serializer_class = EnrolmentNameSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Enrolment]:
        if getattr(self, "swagger_fake_view", False):
            return Enrolment.objects.none()
        draft = get_draft(public_id=self.kwargs["public_id"], by=self.request.user)
        return list_who_could_lead(draft=draft).select_related("person__place__postal")


class DraftApproveView(TeamView):
    @extend_schema(request=DraftVersionInput, responses=DraftSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Ask everybody of the draft; all is judged again first, and a place is kept for each."""
        draft = get_draft(public_id=public_id, by=login_of(request))
        seen = read(DraftVersionInput, request)["version"]
        services.approve_draft(draft_id=draft.pk, seen=seen, **_who(request))
        return told(request, public_id)


class DraftRejectView(TeamView):
    @extend_schema(request=DraftRejectInput, responses=DraftSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Nobody is asked; its people are free for another draft. A search does not propose the same people there and then again."""
        draft = get_draft(public_id=public_id, by=login_of(request))
        said = read(DraftRejectInput, request)
        services.reject_draft(
            draft_id=draft.pk, seen=said["version"], reason=said["reason"], **_who(request)
        )
        return told(request, public_id)


class DraftDissolveView(TeamView):
    @extend_schema(request=None, responses=DraftSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take back a draft whose people are asked: all hear so, and keep the day that they wait since."""
        draft = get_draft(public_id=public_id, by=login_of(request))
        services.dissolve_draft(draft_id=draft.pk, **_who(request))
        return told(request, public_id)


class DraftLockView(TeamView):
    @extend_schema(request=DraftLockInput, responses=DraftSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Fix a draft for the next search, which then only adds to it; or release it."""
        draft = get_draft(public_id=public_id, by=login_of(request))
        said = read(DraftLockInput, request)
        services.lock_draft(
            draft_id=draft.pk, seen=said["version"], locked=said["locked"], **_who(request)
        )
        return told(request, public_id)


class DraftAnswersView(TeamView):
    @extend_schema(request=ToldGroupInput, responses=DraftSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """What somebody of the draft told the team by phone."""
        draft = get_draft(public_id=public_id, by=login_of(request))
        said = read(ToldGroupInput, request)
        rows = draft.members.filter(enrolment__public_id=said["person"])
        member = rows.order_by("-pk").first()
        if member is None:
            raise NotFoundHere(field="person")
        services.answer_group(
            member_id=member.pk, yes=said["yes"], way=AnswerWay.COORDINATOR, **_who(request)
        )
        return told(request, public_id)


def _who(request: Request) -> dict[str, Any]:
    return {"by": login_of(request), "now": timezone.now()}


def told(request: Request, public_id: UUID, *, status: int = 200) -> Response:
    draft = get_draft(public_id=public_id, by=login_of(request))
    return Response(DraftSerializer(draft).data, status=status)
