"""Care for a pair: questions and answers, moving, stopping, and what the team decides."""

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
from followup import services
from followup.api.serializers import (
    ClosureSerializer,
    DecideMoveInput,
    FinishInput,
    MovedSerializer,
    MoveInput,
    QuestionSerializer,
    SaidInput,
    TalkInput,
    ToDoSerializer,
)
from followup.selectors import (
    get_check_in,
    get_move,
    list_check_ins,
    list_closing,
    list_moves_to_decide,
    list_to_call,
    list_to_review,
)
from groups.api.serializers import PairSerializer
from groups.api.views import named, seen_by, speaks, told, way_of
from groups.selectors import list_to_plan
from organisations.api.access import TeamView

MOST = 50


class QuestionsView(APIView):
    @extend_schema(operation_id="pairs_questions_list", responses=QuestionSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        """The questions about a pair, newest first: one's own, or for the team those to both."""
        seen = seen_by(request, public_id)
        rows = list_check_ins(group=seen.group)
        if seen.seat is not None:
            rows = rows.filter(seat=seen.seat)
        return Response(QuestionSerializer(rows, many=True).data)


class SaidView(APIView):
    @extend_schema(request=SaidInput, responses=QuestionSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Answer one's own question; the team notes what it was told by phone. A no needs no reason."""
        seen = seen_by(request, public_id)
        said = read(SaidInput, request)
        check_in = get_check_in(public_id=said["question"], by=login_of(request))
        is_mine = seen.seat is None or check_in.seat_id == seen.seat.pk
        if check_in.seat.group_id != seen.group.pk or not is_mine:
            raise NotFoundHere(field="question")
        check_in = services.answer_check_in(
            check_in_id=check_in.pk,
            said=said["said"],
            note=said["note"],
            by=login_of(request),
            way=way_of(seen),
            now=timezone.now(),
        )
        return Response(QuestionSerializer(check_in).data)


class MoveView(APIView):
    @extend_schema(request=MoveInput, responses={201: MovedSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody moves."""
        seen = seen_by(request, public_id)
        said = read(MoveInput, request)
        moving = services.note_move(
            seat_id=named(seen, said.get("person")).pk,
            typed=said["place"],
            by=login_of(request),
            way=way_of(seen),
            now=timezone.now(),
        )
        return Response(MovedSerializer(moving).data, status=HTTP_201_CREATED)


class StopView(APIView):
    @extend_schema(request=None, responses=PairSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Begin to round off. No reason is asked."""
        seen = seen_by(request, public_id)
        services.start_closing(group_id=seen.group.pk, **speaks(request, seen))
        return told(request, public_id)


class TalkView(TeamView):
    @extend_schema(request=TalkInput, responses=ClosureSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Plan the last talk."""
        seen = seen_by(request, public_id)
        closure = services.plan_last_talk(
            group_id=seen.group.pk,
            by=login_of(request),
            now=timezone.now(),
            **read(TalkInput, request),
        )
        return Response(ClosureSerializer(closure).data)


class FinishView(TeamView):
    @extend_schema(request=FinishInput, responses=ClosureSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """It has come to an end: seats are free, both are thanked."""
        seen = seen_by(request, public_id)
        closure = services.finish_closing(
            group_id=seen.group.pk,
            by=login_of(request),
            now=timezone.now(),
            **read(FinishInput, request),
        )
        return Response(ClosureSerializer(closure).data)


class LongerView(TeamView):
    @extend_schema(request=None, responses=PairSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Give a trial as long again."""
        seen = seen_by(request, public_id)
        services.try_longer(group_id=seen.group.pk, by=login_of(request), now=timezone.now())
        return told(request, public_id)


class DecideMoveView(TeamView):
    @extend_schema(request=DecideMoveInput, responses=PairSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """They go on although it is far, or it is rounded off."""
        seen = seen_by(request, public_id)
        said = read(DecideMoveInput, request)
        moving = get_move(public_id=said["move"], by=login_of(request))
        if moving.seat.group_id != seen.group.pk:
            raise NotFoundHere(field="move")
        services.decide_move(
            moving_id=moving.pk,
            decision=said["decision"],
            by=login_of(request),
            now=timezone.now(),
        )
        return told(request, public_id)


class ToDoView(TeamView):
    @extend_schema(responses=ToDoSerializer)
    def get(self, request: Request) -> Response:
        """What waits for the team about its pairs."""
        by, now = login_of(request), timezone.now()
        rows = {
            "to_plan": list_to_plan(by=by, now=now)[:MOST],
            "to_call": list_to_call(by=by)[:MOST],
            "to_review": list_to_review(by=by, on=timezone.localdate(now))[:MOST],
            "closing": list_closing(by=by)[:MOST],
            "moves": list_moves_to_decide(by=by)[:MOST],
        }
        return Response(ToDoSerializer(rows).data)
